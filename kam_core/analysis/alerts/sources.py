"""The results alerts are drawn from. What the data does not hold is None, and then nothing is drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.coverage.coverage import Coverage, coverage
from kam_core.analysis.coverage.deeds import has_activities
from kam_core.analysis.movement.comparisons import Compared, Upload, comparisons
from kam_core.analysis.movement.lines import movement
from kam_core.analysis.movement.matrix import Movement
from kam_core.analysis.movement.silence import Habit, Silence, silence
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.stock_reports import StockReports, stock_reports
from kam_core.analysis.supply.outlook import Outlook
from kam_core.errors import BadScope
from kam_core.store.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Sources:
    """Of one cut, on one day."""

    as_of: date
    pareto: Pareto
    coverage: Coverage
    outlook: Outlook | None = None  # None: nobody's stock is known
    moved: Movement | None = None  # None: the data is too short to compare
    compared: Compared | None = None  # what `moved` compares
    quiet: Silence | None = None  # None: nobody wants to hear of it
    promises: pa.Table | None = None  # None: no list of activities
    reports: StockReports | None = None  # None: no stock was ever reported


def gather(
    dataset: Dataset,
    pareto: Pareto,
    as_of: date,
    asked: AlertSettings,
    outlook: Outlook | None = None,
    uploads: Sequence[Upload] = (),
) -> Sources:
    """All of them, for the key accounts of a cut in the filters of its scope.

    uploads: the versions in which the sales changed, the oldest first, this one last (comparisons.py). Of a kind that
    is off nothing is asked. Raises BadScope, Mixed, Busy.
    """
    scope = pareto.ranking.scope
    keys = pareto.key_customers.tolist()
    on = {kind for kind in Kind if kind not in asked.off}
    found: dict[str, Any] = {}
    if Kind.SLIPPED in on:
        found |= _moved(dataset, pareto, uploads)
    if Kind.SILENT in on:
        habit = Habit(times=asked.silent_times, least=asked.silent_least)
        found["quiet"] = silence(dataset, scope, as_of, habit)
    if Kind.PROMISE in on and has_activities(dataset):
        found["promises"] = dataset.ask("promises_open", as_of=as_of)
    if Kind.REPORT in on and "inventory" in dataset.views:
        found["reports"] = stock_reports(dataset, keys, as_of, max_age=asked.report_age)
    return Sources(as_of, pareto, coverage(dataset, pareto, as_of), outlook, **found)


def _moved(dataset: Dataset, pareto: Pareto, uploads: Sequence[Upload]) -> dict[str, Any]:
    """The usual comparison, the same cut drawn on both periods; with the present data where an earlier upload cannot
    show it."""
    compared = comparisons(uploads or [(dataset.version, dataset)]).usual
    if compared is None:
        return {}
    known = dict(uploads).get(compared.known or 0)
    asked = (dataset, pareto.ranking.scope, pareto.cut, compared.before, compared.after)
    try:
        return {"moved": movement(*asked, known), "compared": compared}
    except BadScope:
        if known is None:
            raise
    return {"moved": movement(*asked), "compared": replace(compared, known=None)}
