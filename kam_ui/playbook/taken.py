"""A table of the page as an Excel file, with a second sheet that says what it is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from kam_core import figures
from kam_core.analysis.playbook.playbook import Playbook
from kam_core.report.xlsx import to_xlsx
from kam_core.store.dataset import Dataset
from kam_ui import viewer
from kam_ui.text import language, say_core, t


def take_away(
    name: str,
    table: Callable[[], pa.Table],
    headers: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    found: Playbook,
    dataset: Dataset,
) -> None:
    """The button. name: `actions` or `grid`."""
    title = t(f"playbook.file.{name}")
    facts = [
        (say_core("statement.dataset"), dataset.name),
        (say_core("statement.version"), dataset.address),
        (t("playbook.file.as_of"), found.as_of),
        (say_core("statement.key_accounts"), found.n),
        (say_core("statement.measure"), t(f"measure.{found.year.measure.value}")),
        (t("playbook.file.months"), figures.period(language(), found.year.first, found.year.last)),
    ]
    viewer.download(
        t("table.excel"),
        lambda: to_xlsx(table(), headers, facts, (title, t("table.about")), words),
        file_name=f"{title}-{dataset.address}-{language()}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/download:",
        on_click="ignore",
        key=f"playbook.take.{name}",
    )
