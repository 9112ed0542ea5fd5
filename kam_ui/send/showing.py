"""The view on screen as what is sent of it: the same cached results that the page shows."""

from __future__ import annotations

from kam_core.errors import KamError
from kam_core.report.shown import SUPPLY, Shown
from kam_ui import resources, view
from kam_ui.answers import ANSWERS
from kam_ui.components.sentence import spoken_last
from kam_ui.shared import PAGES
from kam_ui.supply.selected import for_home


def on_screen() -> Shown | None:
    """What the view shows, of this page where a link can be made to it, else of the first; None where it cannot be
    drawn (a unit has still to be chosen)."""
    current, page = view.now(), view.page()
    try:
        dataset = resources.opened(current.data, current.version)
        answer = ANSWERS[page](current, dataset) if page in ANSWERS else None
        if page not in PAGES or (page in ANSWERS and answer is None):
            page = PAGES[0]
        pareto = resources.pareto(current, dataset)
        firm, compared = resources.firm(current, dataset), resources.compared(dataset, current.scope)
        ahead = for_home(current, dataset)
    except KamError:
        return None
    own = page == SUPPLY and ahead is None  # without stock that page answers another question
    return Shown(page, dataset, pareto, firm, compared, ahead, spoken_last() if own else "", answer)
