"""The button that gives an account its own figures back, on every card of an account."""

from __future__ import annotations

from dataclasses import replace

from kam_core.analysis.months import default_scope
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.give_back import give_back
from kam_core.report.give_back import give_back_xlsx
from kam_core.report.xlsx import MIME
from kam_core.store.dataset import Dataset
from kam_ui import resources, view, viewer
from kam_ui.file_names import in_file_name
from kam_ui.service.answers import known
from kam_ui.text import language, say_core, t


def _unfiltered(scope: Scope, dataset: Dataset) -> Scope:
    """All it buys, of the last twelve complete months: what was filtered on screen is no business of the account's."""
    return replace(default_scope(dataset), units=scope.units, currencies=scope.currencies, groups=scope.groups)


def give_back_button(dataset: Dataset, customer: str, name: str) -> None:
    """The account's own file: its stock, its order-by dates, how it was served. Nothing of anybody else."""
    if not viewer.allowed().beyond:  # deliveries are no part of what was shared
        return
    shown = view.now()
    current = replace(shown, scope=_unfiltered(shown.scope, dataset))

    def made() -> bytes:
        outlook = resources.ahead(current, dataset).outlook
        own = give_back(dataset, current.scope, customer, outlook, known(current, dataset), name)
        return give_back_xlsx(own, language())

    viewer.download(
        t("service.give_back"),
        made,
        file_name=f"{say_core('give_back.file')}-{in_file_name(customer)}-{language()}.xlsx",
        mime=MIME,
        icon=":material/outbox:",
        on_click="ignore",
        key="service.give_back",
        help=t("service.give_back_help"),
    )
