"""The results alerts are drawn from. What the data does not hold is None, and then nothing is drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.coverage.coverage import owners_of, year_of
from kam_core.analysis.coverage.deeds import has_activities, has_contacts
from kam_core.analysis.coverage.grid import Grid, grid
from kam_core.analysis.coverage.settings import CoverageSettings
from kam_core.analysis.exact import Texts, decimal
from kam_core.analysis.movement.comparisons import Compared, Upload, comparisons
from kam_core.analysis.movement.lines import movement
from kam_core.analysis.movement.matrix import Movement
from kam_core.analysis.movement.silence import Habit, Silence, silence
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.ranking import Ranking
from kam_core.analysis.stock_reports import StockReports, stock_reports
from kam_core.analysis.supply.outlook import Outlook
from kam_core.errors import BadScope
from kam_core.store.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Sources:
    """Of one cut, on one day."""

    as_of: date
    pareto: Pareto
    owners: Texts  # (n,) of the cut's ranking: account manager, else salesperson, else ''
    year: Ranking  # the last twelve complete months in the same filters: the money at stake
    outlook: Outlook | None = None  # None: nobody's stock is known
    moved: Movement | None = None  # None: the data is too short to compare
    compared: Compared | None = None  # what `moved` compares
    quiet: Silence | None = None  # None: nobody wants to hear of it
    promises: pa.Table | None = None  # None: no list of activities
    reports: StockReports | None = None  # None: no stock was ever reported
    levels: Grid | None = None  # of the key accounts; None: no list of contacts

    @property
    def owner(self) -> dict[str, str]:
        """Customer -> whose account it is."""
        return dict(zip(self.pareto.ranking.customers.tolist(), self.owners.tolist()))

    @property
    def money(self) -> dict[str, Decimal]:
        """Customer -> its last twelve complete months."""
        return {customer: decimal(int(value)) for customer, value in zip(self.year.customers, self.year.values)}


def gather(
    dataset: Dataset,
    pareto: Pareto,
    as_of: date,
    asked: AlertSettings,
    outlook: Outlook | None = None,
    uploads: Sequence[Upload] = (),
    quiet: Silence | None = None,
) -> Sources:
    """All of them, for the key accounts of a cut in the filters of its scope.

    uploads: the versions in which the sales changed, the oldest first, this one last (comparisons.py). quiet: who is
    silent, where it is known already (`habit`). Of a kind that is off nothing is asked. Raises BadScope, Mixed, Busy.
    """
    scope = pareto.ranking.scope
    keys = pareto.key_customers.tolist()
    on = {kind for kind in Kind if kind not in asked.off}
    found: dict[str, Any] = {}
    if Kind.SLIPPED in on:
        found |= _moved(dataset, pareto, uploads)
    if Kind.SILENT in on:
        found["quiet"] = quiet or silence(dataset, scope, as_of, habit(asked))
    if Kind.PROMISE in on and has_activities(dataset):
        found["promises"] = dataset.ask("promises_open", as_of=as_of)
    if Kind.REPORT in on and "inventory" in dataset.views:
        found["reports"] = stock_reports(dataset, keys, as_of, max_age=asked.report_age)
    if Kind.NOBODY in on and has_contacts(dataset):
        found["levels"] = grid(dataset, pareto.key_customers, as_of, CoverageSettings())
    ranking = pareto.ranking
    return Sources(as_of, pareto, owners_of(dataset, ranking), year_of(dataset, ranking), outlook, **found)


def habit(asked: AlertSettings) -> Habit:
    """What counts as unusually silent."""
    return Habit(times=asked.silent_times, least=asked.silent_least)


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
