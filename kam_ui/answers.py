"""Which pages answer for themselves when they are sent: one entry a page.

The ranking and the season are known to whatever is sent (kam_core/report/shown.py). A page that is in neither place is
not sent itself: the ranking goes in its stead, and the dialog says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kam_core.report.answers.answer import Answer
from kam_core.store.dataset import Dataset
from kam_ui.account import telling
from kam_ui.concentration import answers as concentration
from kam_ui.movement import asked as movement
from kam_ui.supply.selected import for_home
from kam_ui.view import View

#: page -> its answer in a view, from the results the page itself shows; None where there is nothing to answer
ANSWERS: Mapping[str, Callable[[View, Dataset], Answer | None]] = {
    "movement": movement.answer,
    "concentration": concentration.answer,
    "account": lambda view, dataset: telling.answer(view, dataset, for_home(view, dataset)),
}
