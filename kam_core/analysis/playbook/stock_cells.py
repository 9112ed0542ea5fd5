"""Strategies 1 and 9: who is supplied in time, and who tells its stock in time."""

from __future__ import annotations

import numpy as np

from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.cells import Cell, State, unknown
from kam_core.analysis.playbook.ground import Ground
from kam_core.analysis.playbook.strategies import Strategy
from kam_core.analysis.stock_reports import stock_reports
from kam_core.analysis.supply.accounts import Accounts
from kam_core.analysis.supply.status import Status


def supply(ground: Ground, strategy: Strategy) -> list[Cell]:
    """By the most urgent product of each account in the outlook."""
    known = ground.accounts
    if known is None or ground.outlook is None or not ground.outlook.has_stock:
        return [unknown() for _ in ground.customers]
    return [
        _supplied(known, ground.standing[one], strategy) if one in ground.standing else unknown()
        for one in ground.customers
    ]


def _supplied(known: Accounts, at: int, strategy: Strategy) -> Cell:
    status, left = known.status[at], float(known.days_left[at])
    figures = {
        "product": str(known.product_names[at]),
        "cover": None if not np.isfinite(known.cover_days[at]) else round(float(known.cover_days[at])),
        "run_out": known.run_out[at].item(),
        "order_by": known.order_by[at].item(),
        "gap_money": None if np.isnan(known.gap_money[at]) else float(known.gap_money[at]),
    }
    if status in (Status.UNREPORTED, Status.NO_FORECAST):
        return unknown("unreported" if status is Status.UNREPORTED else "unknown", **figures)
    if not np.isnan(left) and left <= strategy.days("soon"):
        state = State.MISSED if left <= strategy.days("now") else State.WATCH
        said = Finding("play_late", {"n": -int(left)}) if left < 0 else Finding("play_left", {"n": int(left)})
        return Cell(state, said, figures)
    if status is Status.OVERSTOCK:
        return Cell(State.WATCH, Finding("play_overstock"), figures)
    return Cell(State.GOOD, Finding("play_enough"), figures)


def information(ground: Ground, strategy: Strategy) -> list[Cell]:
    """By the last stock report; of a merged account by that of the member that is latest to tell."""
    if not ground.has("inventory"):
        return [unknown() for _ in ground.customers]
    grouping = ground.dataset.grouping
    members = grouping.members if grouping else {}
    told = stock_reports(ground.dataset, ground.customers, ground.as_of)
    if told.newest is None:  # no dealer's stock in the file: that it is not sent there says nothing
        return [unknown() for _ in ground.customers]
    reports = {one.customer: one for one in told.reports}
    known, found = ground.accounts, []
    for customer in ground.customers:
        theirs = [reports[one] for one in members.get(customer, (customer,)) if one in reports]
        ages = [one.age for one in theirs]
        age = None if None in ages or not ages else max(one for one in ages if one is not None)
        whole = None
        if known is not None and customer in ground.standing:
            at = ground.standing[customer]
            whole = float(known.reported[at] / known.live[at]) if known.live[at] else None
        last = min((one.last for one in theirs if one.last), default=None)
        figures = {"last": last, "age": age, "share": whole}
        if age is None:
            found.append(Cell(State.MISSED, Finding("play_never_reported"), figures))
            continue
        thin = whole is not None and whole * 100 < strategy.limit("whole")
        state = State.WATCH if thin or age > strategy.days("age") else State.GOOD
        state = State.MISSED if age > strategy.days("old") else state
        said = Finding("play_reported_part", {"n": age, "share": whole}) if thin else Finding("play_ago", {"n": age})
        found.append(Cell(state, said, figures))
    return found
