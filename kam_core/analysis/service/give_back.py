"""An account's own figures, to be given back to it: its stock and order-by dates, how it was served, what it bought.

Nothing of it is about, or compared with, anybody else, and there is no profit and no price of ours in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kam_core.analysis.exact import Texts
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.order_lines import OrderLines
from kam_core.analysis.service.scores import Scores, scores
from kam_core.analysis.service.service import Served
from kam_core.analysis.service.settings import ServiceSettings
from kam_core.analysis.supply.accounts import live
from kam_core.analysis.supply.demand_path import Days, Floats
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.visit import Visit, visit
from kam_core.errors import BadScope
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset

MISSED = ("late", "short", "late_short", "overdue", "tardy", "partial")


@dataclass(frozen=True, eq=False)
class StockLines:
    """p products of the account, the earliest order-by date first. NaN, NaT: unknown; cover inf: beyond the horizon."""

    products: Texts
    names: Texts
    units: Texts
    reported: Days
    on_hand: Floats  # rolled forward to as_of
    in_transit: Floats
    cover_days: Floats
    run_out: Days
    order_by: Days
    ahead: int  # days that are looked ahead


@dataclass(frozen=True, eq=False)
class GiveBack:
    """stock: None where nothing tells of its stock. scores: one group, None without deliveries of its own."""

    as_of: date
    customer: str
    name: str
    stock: StockLines | None
    scores: Scores | None
    missed: OrderLines | None  # its lines that were not on time or not in full
    sales: Visit  # by month, in money, else in quantity
    settings: ServiceSettings  # what counts as on time and in full
    first: date | None  # lines due from here …
    until: date  # … to here


def give_back(dataset: Dataset, scope: Scope, customer: str, outlook: Outlook, served: Served, name: str) -> GiveBack:
    """outlook, served: of everyone; only this customer's rows are taken from them. name: how it is shown.

    Raises BadScope for a customer without sales in the outlook, and Mixed as `visit` does.
    """
    there = dataset.manifest.account.measures
    measure = Measure.AMOUNT if Measure.AMOUNT.value in there else Measure.QUANTITY
    lines, own = served.lines, None
    if lines is not None:
        own = lines.take(np.asarray(lines.customers == customer, np.bool_))
    return GiveBack(
        as_of=outlook.as_of,
        customer=customer,
        name=name,
        stock=_stock(outlook, customer),
        scores=scores(own, np.zeros(own.n, np.int64), 1) if own is not None and own.n else None,
        missed=own.take(np.isin(own.verdict, MISSED)) if own is not None and own.n else None,
        sales=visit(dataset, replace(scope, measure=measure), customer),
        settings=served.settings,
        first=served.first,
        until=served.until,
    )


def _stock(outlook: Outlook, customer: str) -> StockLines | None:
    mine = np.flatnonzero(outlook.customers == customer)
    if not len(mine):
        raise BadScope("unknown_customer", value=customer)
    rows = mine[live(outlook)[mine] & ~np.isnan(outlook.on_hand[mine])]
    if not len(rows):
        return None
    rows = rows[np.lexsort((outlook.products[rows].astype(str), outlook.cover_days[rows], outlook.order_by[rows]))]
    return StockLines(
        products=outlook.products[rows],
        names=outlook.product_names[rows],
        units=outlook.units[rows],
        reported=outlook.reported[rows],
        on_hand=outlook.on_hand[rows],
        in_transit=outlook.in_transit[rows],
        cover_days=outlook.cover_days[rows],
        run_out=outlook.run_out[rows],
        order_by=outlook.order_by[rows],
        ahead=int((outlook.path.last - outlook.day).astype(np.int64)),
    )
