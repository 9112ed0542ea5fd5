"""The way from an outlook to one account: looked at as closely as its chart and its sheet need."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from kam_core.analysis.demand.forecast import Method
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import YEAR
from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.analysis.supply.account_words import goes_by, lacking
from kam_core.analysis.supply.accounts import live
from kam_core.analysis.supply.cover import BACK, backward_cover, forward_cover_days
from kam_core.analysis.supply.demand_path import Days
from kam_core.analysis.supply.joined import Joined
from kam_core.analysis.supply.order_by import ClosedDays, order_dates
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.peak import gap, peak_need
from kam_core.analysis.supply.progress import trend
from kam_core.analysis.supply.projection import month_ends, projected
from kam_core.analysis.supply.safety import MONTH, reasonable_at
from kam_core.analysis.supply.status import Status, statuses
from kam_core.errors import BadScope
from kam_core.schema import Measure

LEAST_DAYS, BEYOND = 120, 31  # the projection is drawn so far at least, and so far beyond the last thing of note


def account_outlook(outlook: Outlook, customer: str, product: str | None = None) -> AccountOutlook:
    """One account of an outlook; product None: all its live products together.

    Raises BadScope for a customer or product without a line in the outlook's scope.
    """
    mine = np.flatnonzero(outlook.customers == customer)
    if not len(mine):
        raise BadScope("unknown_customer", value=customer)
    if product is not None:
        rows = mine[outlook.products[mine] == product]
        if not len(rows):
            near = tuple(str(name) for name in outlook.product_names[mine][:5])
            raise BadScope("unknown_product", value=product, near=near)
        return _told(Joined(outlook, rows, product, 0))
    alive = live(outlook)[mine]
    rows = mine[alive] if alive.any() else mine
    known = ~np.isnan(outlook.on_hand[rows])
    left_out = int((~known).sum()) if known.any() else 0
    return _told(Joined(outlook, rows[known] if known.any() else rows, None, left_out))


def _told(one: Joined) -> AccountOutlook:
    return AccountOutlook(**_who(one), **_demand(one), **_stock(one), **_dates(one), **_season(one))


def _who(one: Joined) -> dict[str, Any]:
    outlook, first = one.outlook, int(one.rows[0])
    sources = set(outlook.sources[one.rows].tolist())
    return {
        "as_of": outlook.as_of,
        "customer": str(outlook.customers[first]),
        "name": str(outlook.customer_names[first]),
        "product": one.product or "",
        "product_name": str(outlook.product_names[first]) if one.product is not None else "",
        "unit": "" if one.several_units else str(outlook.units[first]),
        "money": one.several_units or outlook.demand.history.measure is Measure.AMOUNT,
        "series": one.rows,
        "left_out": one.left_out,
        "source": str(sources.pop()) if len(sources) == 1 else "mixed",
        "price": float(outlook.price[first]) if len(one.rows) == 1 else 1.0 if one.several_units else np.nan,
        "demand": goes_by(outlook, one.rows),
        "agreed": bool(outlook.agreed[one.rows].any()),
        "lacks": lacking(outlook, one.rows, one.left_out),
    }


def _demand(one: Joined) -> dict[str, Any]:
    (demand, at), was = one.demand, one.outlook.demand.history
    m, months = len(was.months), int(one.outlook.history_months[one.rows].max())
    told = one.path.monthly[0, m:]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(
            demand.forecast[at] > 0, told / demand.forecast[at], 1.0
        )  # the band stays as wide for its size
    before = np.concatenate([one.past, np.full(len(told), np.nan)])
    years = one.past[-2 * YEAR :]
    return {
        "months": was.months,
        "past": one.past,
        "unknown": np.zeros(m, np.bool_) if was.unknown is None else was.unknown[one.rows].any(axis=0),
        "coming": one.outlook.demand.months,
        "forecast": told,
        "low": demand.low[at] * scale,
        "high": demand.high[at] * scale,
        "last_year": np.array([before[i] if i >= 0 else np.nan for i in range(m - YEAR, m - YEAR + len(told))]),
        "index": demand.index[at],
        "seasonal": bool(demand.seasonal[at]),
        "strength": float(demand.strength[at]),
        "method": str(demand.methods[at]),
        "error": float(demand.error[at]),
        "history_months": months,
        "trend": np.nan if months < 2 * YEAR else float(trend(years[-YEAR:].sum()[None], years[:YEAR].sum()[None])[0]),
    }


def _stock(one: Joined) -> dict[str, Any]:
    outlook, day = one.outlook, one.outlook.day
    age, lead = int(outlook.age[one.rows].max()), sum(one.days_of_lead)
    worked_out = reasonable_at(one.path, day, np.array([lead]), one.safety)
    stated = (outlook.positions.least[one.rows], outlook.positions.most[one.rows])
    alone = len(one.rows) == 1
    limits = (
        float(said[0]) if alone and not np.isnan(said[0]) else float(found[0])
        for said, found in zip(stated, (worked_out.least, worked_out.most))
    )
    span = _span(one)
    ends = month_ends(one.path, day)
    ends = ends[ends <= span[-1]]
    return {
        "on_hand": float(one.on_hand[0]),
        "reported": None if age < 0 else outlook.as_of - timedelta(days=age),
        "age": None if age < 0 else age,
        "in_transit": float(one.coming.quantity.sum()),
        "receipts": tuple(
            (when.item(), float(much)) for when, much in sorted(zip(one.coming.day, one.coming.quantity))
        ),
        "days": span,
        "stock": projected(one.on_hand, one.path, day, span, one.coming)[0],
        "month_ends": ends,
        "month_end_stock": projected(one.on_hand, one.path, day, ends, one.coming)[0],
        "safety": float(one.safety[0]),
        **dict(zip(("least", "most"), limits)),
        "backward_months": float(backward_cover(one.on_hand, one.past[None, -BACK:])[0]),
        "overstock": float(one.added(outlook.overstock)),
        "between": _between(one),
        "outruns": bool(outlook.outruns[one.rows].any()),
        "lost": float(one.added(outlook.lost)),
    }


def _between(one: Joined) -> Finding | None:
    """What was delivered and what was sold on between the two last reports, of products that have both."""
    past, rows = one.outlook.past, one.rows
    if past is None or one.several_units:
        return None
    last = past.last
    rows = rows[~(np.isnan(last.sold[rows]) | np.isnan(last.sell_in[rows]))]
    if not len(rows):
        return None
    facts = {
        "before": last.before[rows].min().item(),
        "on": last.on[rows].max().item(),
        "delivered": Decimal(round(float(last.sell_in[rows].sum()))),
        "sold": Decimal(round(float(last.sold[rows].sum()))),
        "unit": str(one.outlook.units[rows[0]]),
    }
    return Finding("stock_outruns" if one.outlook.outruns[rows].any() else "sold_between", facts)


def _span(one: Joined) -> Days:
    """Every day the stock is looked at: until the run-out and the peak are behind, within the forecast."""
    day = one.outlook.day
    notable = [day + LEAST_DAYS, *(each + BEYOND for each in (one.dry[0], one.peak.ends[0]) if not np.isnat(each))]
    return np.arange(day, min(max(notable), one.path.last) + 1)


def _dates(one: Joined) -> dict[str, Any]:
    outlook, (production, transport) = one.outlook, one.days_of_lead
    closed = outlook.times.closed if outlook.settings.closed_days else ClosedDays()
    dates = order_dates(one.dry, outlook.day, production, transport, closed)
    cover = forward_cover_days(one.on_hand, one.path, outlook.day)
    demand, at = one.demand
    told = np.array([demand.methods[at] != Method.NONE])
    status = statuses(one.on_hand, told, dates.days_left, cover / MONTH, one.peak.found, outlook.settings.limits)
    return {
        "cover_days": float(cover[0]),
        "run_out": _date(one.dry[0]),
        "order_by": _date(dates.order_by[0]),
        "ship_by": _date(dates.ship_by[0]),
        "days_left": None if np.isnan(dates.days_left[0]) else int(dates.days_left[0]),
        "production": production,
        "transport": transport,
        "closed": None if np.isnan(dates.closed[0]) else int(dates.closed[0]),
        "status": Status(status[0]),
    }


def _season(one: Joined) -> dict[str, Any]:
    peak, day = one.peak, one.outlook.day
    arriving = one.coming.arriving(1, day, peak.ends)
    return {
        "peak_first": str(peak.first[0]) if peak.found[0] else None,
        "peak_last": str(peak.last[0]) if peak.found[0] else None,
        "peak_need": float(peak_need(one.path, peak)[0]),
        "gap": float(gap(one.path, peak, day, one.on_hand, arriving, one.safety)[0]),
    }


def _date(day: np.datetime64) -> date | None:
    found: date | None = day.astype("datetime64[D]").item()
    return found
