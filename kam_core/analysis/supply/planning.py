"""The season's plan worked out: needs walked back to weeks, made as late as can be, shipped key accounts first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from kam_core.analysis.exact import Flags
from kam_core.analysis.supply.build import build_plan
from kam_core.analysis.supply.capacity import Capacity
from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats
from kam_core.analysis.supply.order_by import ClosedDays
from kam_core.analysis.supply.season_plan import Goods, SeasonPlan, Wants
from kam_core.analysis.supply.shipping import ShippingPlan, shipping_plan
from kam_core.analysis.supply.weekly_due import WEEK, due_by_week, missing_by_week
from kam_core.analysis.supply.whole_cases import begun, full


def plan_season(
    wants: Wants,
    goods: Goods,
    capacity: Capacity,
    as_of: np.datetime64,
    mondays: Days,
    closed: ClosedDays,
) -> SeasonPlan:
    """The plan. capacity and the plan run over the weeks that begin on `mondays`; the first holds the day after as_of.

    A series whose stock nobody reported is planned as one that buys what it sells: its demand week by week, from the
    first one that goods can still reach. A series without a forecast, or without a peak, asks for nothing. Own stock
    that is not known counts as none. What is made in a week leaves from the next one on.
    """
    h = len(mondays)
    asks = wants.asks(as_of)
    until = np.where(asks, wants.until, as_of)
    path = DemandPath(wants.path.first, np.where(asks[:, None], wants.path.monthly, 0.0))
    known = asks & wants.reported
    reached = np.minimum(as_of + wants.transport + WEEK, until)
    held = np.where(known, wants.on_hand, path.between(as_of, reached))
    safety = np.where(known, np.nan_to_num(wants.safety), 0.0)
    missing = missing_by_week(path, as_of, until, mondays, held, wants.coming, safety)
    due, ship_by = due_by_week(missing, as_of, mondays, wants.transport, closed)
    due = begun(due, goods.step[wants.product])
    needed = np.zeros((len(goods.products), h))
    np.add.at(needed, wants.product, due)
    stock = np.where(np.isnan(capacity.stock), np.nan_to_num(goods.own_stock), capacity.stock)
    lot = np.where(capacity.lot > 0, capacity.lot, goods.step)
    build = build_plan(needed, _week_later(capacity.weekly), stock, lot)
    months, demand = _by_month(path, as_of, until)
    plan = SeasonPlan(
        as_of=as_of.astype(date),
        goods=goods,
        wants=wants,
        capacity=capacity,
        months=months,
        mondays=mondays,
        demand=demand,
        missing=missing,
        due=due,
        ship_by=ship_by,
        needed=needed,
        stock=stock,
        build=replace(build, made=_week_earlier(build.made)),
        shipping=ShippingPlan(np.zeros_like(due), np.zeros_like(due)),
    )
    return for_key_accounts(plan, wants.key)


def for_key_accounts(plan: SeasonPlan, key: Flags) -> SeasonPlan:
    """The same plan under another cut: who is served first. What has to be made does not depend on it."""
    wants = replace(plan.wants, key=key)
    ready = _week_later(plan.build.made)
    ready[:, 0] += plan.stock
    return replace(plan, wants=wants, shipping=_key_accounts_first(plan.due, wants, ready, plan.step))


def _week_later(weekly: Floats) -> Floats:
    """What is made in a week is there for the next one."""
    return np.concatenate([np.zeros((len(weekly), 1)), weekly[:, :-1]], axis=1)


def _week_earlier(weekly: Floats) -> Floats:
    return np.concatenate([weekly[:, 1:], np.zeros((len(weekly), 1))], axis=1)


def _key_accounts_first(due: Floats, wants: Wants, ready: Floats, step: Floats) -> ShippingPlan:
    """Key accounts from all that becomes ready; the others from what no key account needs then or later."""
    of_keys, of_others = np.where(wants.key[:, None], due, 0.0), np.where(wants.key[:, None], 0.0, due)
    to_keys = shipping_plan(of_keys, wants.product, ready).shipped
    taken = np.zeros(ready.shape)
    np.add.at(taken, wants.product, to_keys)
    free = np.cumsum(ready - taken, axis=1)
    spare = np.maximum(np.minimum.accumulate(free[:, ::-1], axis=1)[:, ::-1], 0.0)
    to_others = shipping_plan(of_others, wants.product, np.diff(spare, axis=1, prepend=0.0)).shipped
    shipped = full(to_keys + to_others, step)
    return ShippingPlan(shipped, np.maximum(np.cumsum(due - shipped, axis=1), 0.0))


def _by_month(path: DemandPath, as_of: np.datetime64, until: Days) -> tuple[tuple[str, ...], Floats]:
    """The months after as_of through the last day planned, and (n, m) the demand in them."""
    last = np.max(np.append(until, as_of))
    if last <= as_of:
        return (), np.zeros((path.n, 0))
    months = np.arange((as_of + 1).astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
    opens, ends = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]") - 1
    columns = [path.between(np.maximum(o - 1, as_of), np.minimum(e, until)) for o, e in zip(opens, ends)]
    return tuple(str(month) for month in months), np.stack(columns, axis=1)
