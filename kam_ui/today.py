"""What a frozen view is silent about: how many days are left today, beside those its sentence says."""

from __future__ import annotations

from datetime import date

from streamlit.delta_generator import DeltaGenerator

from kam_core.report.answers.answer import Due
from kam_core.report.light import aged
from kam_core.report.light_page import due_of
from kam_ui import present, resources, view
from kam_ui.answers import ANSWERS
from kam_ui.shared import OF_SCOPE, Shared
from kam_ui.supply.selected import for_home, supply
from kam_ui.text import language


def show_today(bounds: Shared, page: str, place: DeltaGenerator) -> None:
    """In its place on a viewer's page; nothing where the view follows the data, or where no days run.

    Raises what the page's own results raise; they are at hand once it has run.
    """
    due = None if bounds.share.live else _due(page)
    said = aged(due.name, due.left, due.as_of, date.today(), language()) if due else ""
    if said:
        place.warning(present.quoted(said), icon=":material/event:")


def _due(page: str) -> Due | None:
    current = view.now()
    dataset = resources.opened(current.data, current.version)
    if page in OF_SCOPE:
        found = for_home(current, dataset)
        return due_of(supply(current, dataset, resources.pareto(current, dataset))) if found else None
    answer = ANSWERS[page](current, dataset) if page in ANSWERS else None
    return answer.due if answer else None
