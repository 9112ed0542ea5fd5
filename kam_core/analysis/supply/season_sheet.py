"""What is agreed with one account before its season, product by product: trend, reasonable stock, and three figures.

Ours is the forecast of the peak, the customer's is what it asks for, the agreed one replaces the forecast in the plan.
Nothing in it is about anybody else, and there is no price: it goes to the customer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from kam_core.analysis.exact import Flags, Texts
from kam_core.analysis.supply.accounts import live
from kam_core.analysis.supply.agreement import PLAN_LAST
from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats, Months, Whole
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.peak import PeakWindow, peak_need
from kam_core.analysis.supply.progress import trend
from kam_core.analysis.supply.safety import reasonable_at
from kam_core.errors import BadScope
from kam_core.store.agreed import Agreement

YEAR = 12


@dataclass(frozen=True, eq=False)
class SeasonSheet:
    """p live products of one account that have a peak, the earliest peak first. Units; NaN: unknown or not said yet."""

    as_of: date
    customer: str
    name: str
    service_level: float
    products: Texts
    names: Texts
    units: Texts
    peak_first: Months
    peak_last: Months
    order_by: Days
    last_season: Floats  # sold in the same months of last year
    trend: Floats  # last 12 months / the 12 before; NaN under two years
    least: Floats  # reasonable stock
    most: Floats
    on_hand: Floats
    in_transit: Floats
    ours: Floats  # forecast of the peak's months, whole units
    theirs: Floats
    agreed: Floats  # for the whole peak, wherever it was agreed; what counts
    on_sheet: Floats  # as it was said on this sheet
    basis: Texts  # words of Basis
    need: Floats  # of the peak, by what counts


def season_sheet(outlook: Outlook, customer: str, agreements: Iterable[Agreement] = ()) -> SeasonSheet:
    """The sheet of one customer. agreements: those that stand; each counts for the peak its season lies in.

    Raises BadScope for a customer without a line in the outlook's scope.
    """
    mine = np.flatnonzero(outlook.customers == customer)
    if not len(mine):
        raise BadScope("unknown_customer", value=customer)
    rows = mine[live(outlook)[mine] & outlook.peak.found[mine]]
    rows = rows[np.lexsort((outlook.products[rows].astype(str), outlook.peak.first[rows]))]
    peak = PeakWindow(outlook.peak.first[rows], outlook.peak.last[rows])
    past = np.maximum(outlook.demand.history.values[rows], 0.0)
    told = DemandPath(outlook.path.first, np.concatenate([past, outlook.demand.forecast[rows]], axis=1))
    least, most = reasonable(outlook)
    years = outlook.history_months[rows] >= 2 * YEAR
    growth = trend(past[:, -YEAR:].sum(axis=1), past[:, -2 * YEAR : -YEAR].sum(axis=1))
    theirs, on_sheet = _said(outlook, rows, peak, agreements)
    by_month, need = _by_month(outlook, rows, peak), np.round(peak_need(outlook.path, outlook.peak)[rows], 4)
    return SeasonSheet(
        as_of=outlook.as_of,
        customer=customer,
        name=str(outlook.customer_names[mine[0]]),
        service_level=outlook.settings.service_level,
        products=outlook.products[rows],
        names=outlook.product_names[rows],
        units=outlook.units[rows],
        peak_first=peak.first,
        peak_last=peak.last,
        order_by=outlook.order_by[rows],
        last_season=peak_need(told, PeakWindow(peak.first - YEAR, peak.last - YEAR)),
        trend=np.where(years, growth, np.nan),
        least=least[rows],
        most=most[rows],
        on_hand=outlook.on_hand[rows],
        in_transit=outlook.in_transit[rows],
        ours=np.ceil(np.round(peak_need(told, peak), 6)),
        theirs=theirs,
        agreed=np.where(by_month, need, on_sheet),
        on_sheet=on_sheet,
        basis=outlook.basis[rows],
        need=need,
    )


def reasonable(outlook: Outlook) -> tuple[Floats, Floats]:
    """(n,), (n,) reasonable stock of every series, from and to: as stated for it, else worked out from its demand over
    the lead time and an order cycle of a month after as_of."""
    found = reasonable_at(outlook.path, outlook.day, outlook.lead.days, outlook.safety)
    stated = outlook.positions
    least = np.where(np.isnan(stated.least), found.least, stated.least)
    return least, np.where(np.isnan(stated.most), found.most, stated.most)


def _by_month(outlook: Outlook, rows: Whole, peak: PeakWindow) -> Flags:
    """(p,) whether every month of the peak that is to come holds an agreed quantity, the last word of one of them being
    the joint plan's: then their sum is what was agreed for the peak."""
    months = outlook.path.months
    coming = (months >= peak.first[:, None]) & (months <= peak.last[:, None])
    coming &= months >= np.datetime64(outlook.demand.months[0], "M")
    said = outlook.said[rows]
    whole = (~coming | (said > 0)).all(axis=1) & (peak.last <= months[-1])
    return np.asarray(whole & (coming & ((said & PLAN_LAST) > 0)).any(axis=1), np.bool_)


def _said(outlook: Outlook, rows: Whole, peak: PeakWindow, agreements: Iterable[Agreement]) -> tuple[Floats, Floats]:
    theirs, agreed = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    place = {(outlook.customers[row], outlook.products[row]): at for at, row in enumerate(rows)}
    for one in agreements:
        at = place.get((one.customer, one.product))
        if at is None or not peak.first[at] <= np.datetime64(one.season, "M") <= peak.last[at]:
            continue
        theirs[at] = np.nan if one.theirs is None else float(one.theirs)
        agreed[at] = np.nan if one.agreed is None else float(one.agreed)
    return theirs, agreed
