"""The bell rings after the page: nobody waits for the count, and only where what it is made of is there anyway."""

from __future__ import annotations

from kam_core.errors import KamError
from kam_ui import resources, view
from kam_ui.alerts import bell_place
from kam_ui.alerts.gathering import todo

COUNTED = ("pareto", "supply", "account", "alerts")  # pages that ask for the season's outlook themselves


def ring(page: str) -> None:
    """Count, where this page has made what it takes; elsewhere the last count stays."""
    current = view.now()
    if not bell_place.hangs():
        return
    if page in COUNTED and current.data and not current.job:
        try:
            dataset = resources.opened(current.data, current.version)
            bell_place.tell(dataset.address, len(todo(current, dataset).parts.open.tasks))
        except KamError:  # what the page could not show is said there
            pass
    bell_place.take_down()
