"""Strategy 3: new products tried and bought again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from kam_core.analysis import filters
from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.cells import Cell, State, unknown
from kam_core.analysis.playbook.ground import Ground
from kam_core.analysis.playbook.strategies import Strategy


@dataclass(frozen=True)
class Tried:
    """What one account bought of one new product. first, again: the first two days it did."""

    product: str
    name: str
    launched: date
    first: date | None
    again: date | None
    money: float


def new_products(ground: Ground, strategy: Strategy) -> list[Cell]:
    """Of the products launched in the window that anybody bought; before that nobody knows its name in the sales."""
    if not ground.has("products"):
        return [unknown() for _ in ground.customers]
    return [_tried(ground.as_of, theirs, strategy) for theirs in tried(ground, strategy)]


def tried(ground: Ground, strategy: Strategy) -> list[list[Tried]]:
    """The new products at each account, the latest launched first."""
    if not ground.has("products"):
        return [[] for _ in ground.customers]
    table = ground.ask(
        "new_product_orders",
        among=list(ground.customers),
        since=ground.as_of - timedelta(strategy.days("window")),
        as_of=ground.as_of,
        **filters.merging(ground.scope),
    )
    found: dict[str, list[Tried]] = defaultdict(list)
    for row in table.to_pylist():
        found[row.pop("customer")].append(Tried(**row))
    return [found[customer] for customer in ground.customers]


def _tried(as_of: date, theirs: list[Tried], strategy: Strategy) -> Cell:
    bought = [one for one in theirs if one.first]
    again = [one for one in bought if one.again]
    untried = [one for one in theirs if not one.first and (as_of - one.launched).days >= strategy.days("grace")]
    once = [one for one in bought if one.first and not one.again and (as_of - one.first).days >= strategy.days("again")]
    waits = [(one.again - one.first).days for one in again if one.first and one.again]
    figures: dict[str, Any] = {
        "new": len(theirs),
        "tried": len(bought),
        "again": len(again),
        "wait": round(median(waits)) if waits else None,
        "money": sum(one.money for one in bought),
        "untried": tuple(one.name for one in theirs if not one.first),
    }
    if not theirs:
        return Cell(State.NOTHING, Finding("play_no_new"), figures)
    said = Finding("play_tried", {"n": len(theirs), "tried": len(bought), "again": len(again)})
    if untried and not bought:
        return Cell(State.MISSED, said, figures)
    if untried or once:
        return Cell(State.WATCH, said, figures)
    return Cell(State.GOOD if bought else State.NOTHING, said if bought else Finding("play_too_early"), figures)
