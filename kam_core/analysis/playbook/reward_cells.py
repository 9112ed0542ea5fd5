"""Strategy 8: the share of its target an account reaches at seasonal pace, and the money to its next rebate tier.

At seasonal pace = sold since the period began / the share of the period that is over, each month weighted by the
seasonal index of the account (of all accounts where it has none of its own), the running month by its days. A target is
of all an account buys, whatever is filtered.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.demand.arrays import Reals
from kam_core.analysis.demand.history import By, history
from kam_core.analysis.demand.season import seasonal_index
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import YEAR, shift, span
from kam_core.analysis.playbook.cells import Cell, State, unknown
from kam_core.analysis.playbook.ground import Ground
from kam_core.analysis.playbook.strategies import Strategy
from kam_core.errors import BadScope


@dataclass(frozen=True)
class Goal:
    """What one account is to reach in the period that runs. tiers: (from this sum on, rate), the lowest first."""

    period: str
    target: float | None
    tiers: tuple[tuple[float, float | None], ...]


def months_of(period: str) -> tuple[str, ...]:
    """The months of 2026 | 2026-H1 | 2026-Q1 | 2026-01; none where it is another text."""
    year, _, part = period.partition("-")
    if not (len(year) == 4 and year.isdigit()):
        return ()
    if not part:
        return span(f"{year}-01", f"{year}-12")
    long = {"H": 6, "Q": 3}.get(part[0])
    if long and part[1:].isdigit() and 1 <= int(part[1:]) <= YEAR // long:
        first = shift(f"{year}-01", (int(part[1:]) - 1) * long)
        return span(first, shift(first, long - 1))
    return (period,) if part.isdigit() and len(part) == 2 and 1 <= int(part) <= YEAR else ()


def share_over(months: tuple[str, ...], index: Reals, as_of: date) -> float:
    """The seasonal weight of what is over of these months, a share of 1. index: (12,) January first."""
    weights = np.array([index[int(month[5:]) - 1] for month in months])
    weights = weights if weights.sum() > 0 else np.ones(len(months))
    now = f"{as_of:%Y-%m}"
    days = (date.fromisoformat(f"{shift(now, 1)}-01") - as_of.replace(day=1)).days
    gone = np.array([1.0 if month < now else as_of.day / days if month == now else 0.0 for month in months])
    return float((weights * gone).sum() / weights.sum())


def rewards(ground: Ground, strategy: Strategy) -> list[Cell]:
    """By the longest period that runs on the day."""
    if not (ground.has("targets") and ground.has_money):
        return [unknown() for _ in ground.customers]
    goals = _goals(ground)
    try:
        index = _index(ground)
        sold = {period: _sold(ground, period) for period in {goal.period for goal in goals.values()}}
    except BadScope:  # nothing sold by then, or currencies that must not be added
        return [unknown() for _ in ground.customers]
    found = []
    for customer in ground.customers:
        goal = goals.get(customer)
        if goal is None:
            found.append(unknown("no_target"))
            continue
        over = share_over(months_of(goal.period), index.get(customer, index[""]), ground.as_of)
        found.append(_reached(goal, sold[goal.period].get(customer, 0.0), over, strategy))
    return found


def _reached(goal: Goal, sold: float, over: float, strategy: Strategy) -> Cell:
    pace = sold / over if over > 0 else 0.0
    following = next(((tier, rate) for tier, rate in goal.tiers if tier > sold), None)
    figures: dict[str, Any] = {"period": goal.period, "sold": sold, "over": over, "pace": pace, "target": goal.target}
    tier, rate = following or (None, None)
    figures |= {"tier": tier, "rate": rate, "to_tier": None if tier is None else tier - sold}
    figures["extra"] = None if tier is None else max(tier - pace, 0.0)
    if over * 100 < strategy.limit("early") or not goal.target or goal.target <= 0:
        figures |= {"near": False}
        return unknown("too_early" if goal.target else "no_target", **figures)
    share = pace / goal.target
    figures["near"] = tier is not None and 0 < tier - pace <= tier * strategy.limit("near") / 100
    state = State.GOOD if share >= 1 else State.WATCH if share * 100 >= strategy.limit("miss") else State.MISSED
    return Cell(state, Finding("play_pace", {"share": f"{share:.0%}"}), figures)


def _goals(ground: Ground) -> dict[str, Goal]:
    """Targets of the members of a merged account are added; tiers are not: they stay where one member has them."""
    grouping = ground.dataset.grouping
    members = grouping.members if grouping else {}
    of_member = {one: key for key in ground.customers for one in members.get(key, (key,))}
    asked: dict[str, Any] = {"among": list(of_member)}
    ground.questions.append(("targets_among", asked))
    rows = ground.dataset.apart.ask("targets_among", **asked).to_pylist()
    now = f"{ground.as_of:%Y-%m}"
    targets: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    tiers: dict[tuple[str, str], dict[str, set[tuple[float, float | None]]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if now not in months_of(row["period"]):
            continue
        at, member = (of_member[row["customer"]], row["period"]), row["customer"]
        if row["target"] is not None:
            targets[at][member] = max(row["target"], targets[at].get(member, 0.0))
        if row["tier"] is not None:
            tiers[at][member].add((row["tier"], row["rate"]))
    found: dict[str, Goal] = {}
    for customer, period in sorted({*targets, *tiers}, key=lambda at: len(months_of(at[1]))):
        at = customer, period
        theirs = next(iter(tiers[at].values())) if len(tiers[at]) == 1 else set()
        ordered = tuple(sorted(theirs, key=lambda pair: (pair[0], pair[1] or 0.0)))
        found[customer] = Goal(period, sum(targets[at].values()) if targets[at] else None, ordered)
    return found


def _sold(ground: Ground, period: str) -> dict[str, float]:
    months = months_of(period)
    scope = replace(ground.whole, first=months[0], last=months[-1])
    parameters = filters.line_parameters(scope)
    table = ground.ask("sold_up_to:lines", as_of=ground.as_of, **parameters)
    return dict(zip(table["customer"].to_pylist(), table["money"].to_pylist()))


def _index(ground: Ground) -> dict[str, Reals]:
    """The seasonal index of each account that has a season of its own, and under '' that of all together."""
    known = history(ground.dataset, ground.whole, By.CUSTOMER, ground.as_of)
    values = np.vstack([known.values, known.values.sum(axis=0)])
    season = seasonal_index(values, int(known.months[0][5:]) - 1 if known.months else 0)
    found = {str(c): season.index[at] for at, c in enumerate(known.customers) if season.found[at]}
    return found | {"": season.index[-1] if season.found[-1] else np.ones(YEAR)}
