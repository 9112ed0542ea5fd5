"""What to do next at each account, with the money it moves and whatever stands against it.

Where the money that hangs on an action can be reckoned (a gap, the way to a tier, what others buy of a new product), it
is that; where it cannot (a level with nobody, an overdue promise), what the account buys in a year is named instead,
and such actions come after the others: the two are not the same kind of money.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from kam_core.analysis.exact import decimal
from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.cells import Cell, Column, State
from kam_core.analysis.playbook.conflicts import (
    Conflict,
    credit,
    late_payer,
    no_stock,
    overstocked,
    thin,
    whole,
)
from kam_core.analysis.playbook.ground import Ground
from kam_core.analysis.playbook.product_cells import Tried, tried
from kam_core.analysis.playbook.strategies import Code

AHEAD = 60  # days a booked promotion, event or trial is looked for
FEWEST = 3  # key accounts that bought a new product, so that what they bought says something of another


@dataclass(frozen=True)
class Action:
    """at: the account's place in the playbook. year: the money is that of the account's year, not the action's."""

    code: Code
    at: int
    said: Finding
    money: Decimal | None
    year: bool
    due: date | None
    conflicts: tuple[Conflict, ...]


def actions(ground: Ground, columns: tuple[Column, ...], years: list[int]) -> tuple[Action, ...]:
    """Those whose own money is known first, the most of it first; then by what the account buys in a year.

    years: ten-thousandths an account, as the playbook has them.
    """
    found: list[Action] = []
    for column in columns:
        for action in _MADE[column.strategy.code](ground, column):
            year = action.money is None
            found.append(
                Action(
                    column.strategy.code,
                    action.at,
                    action.said,
                    decimal(years[action.at]) if year else action.money,
                    year,
                    action.due,
                    tuple(one for one in action.conflicts if one),
                )
            )
    found.sort(key=lambda one: (one.year, -(one.money or 0), one.at, list(Code).index(one.code)))
    return tuple(found)


@dataclass(frozen=True)
class _Do:
    at: int
    said: Finding
    money: Decimal | None = None
    due: date | None = None
    conflicts: tuple[Conflict | None, ...] = ()


def _supply(ground: Ground, column: Column) -> Iterator[_Do]:
    owing = credit(ground)
    for at, cell in enumerate(column.cells):
        due = cell.figures.get("order_by")
        if due is None or cell.said.code not in ("play_late", "play_left"):
            continue
        money = cell.figures["gap_money"]
        late = (ground.as_of - due).days
        facts = {"product": cell.figures["product"], "order_by": due}
        said = Finding("do_order_late", facts | {"late": late}) if late > 0 else Finding("do_order", facts)
        against = late_payer(owing.get(ground.customers[at]))
        yield _Do(at, said, whole(money) if money else None, due, (against,))


def _people(_ground: Ground, column: Column) -> Iterator[_Do]:
    for at, cell in _in(column, State.MISSED):
        missing = tuple(name for name, state in cell.figures.items() if state == "nobody")
        for level in missing:
            yield _Do(at, Finding(f"do_know_{level}"))


def _new_products(ground: Ground, column: Column) -> Iterator[_Do]:
    strategy = column.strategy
    theirs = tried(ground, strategy)
    for product, spent in _bought(theirs).items():
        usual = whole(median(spent)) if len(spent) >= FEWEST else None
        for at, one in ((at, one) for at, each in enumerate(theirs) for one in each if one.product == product):
            facts = {"product": one.name, "n": len(spent)}
            if not one.first and (ground.as_of - one.launched).days >= strategy.days("grace"):
                yield _Do(at, Finding("do_try", facts), usual)
            elif one.first and not one.again and (ground.as_of - one.first).days >= strategy.days("again"):
                days = (ground.as_of - one.first).days
                yield _Do(at, Finding("do_again", facts | {"days": days}), usual)
    for at in range(len(ground.customers)):
        for plan in ground.planned(at, AHEAD, "trial"):
            against = no_stock(ground, at, plan)
            if against:
                facts = {"product": plan.product_name, "day": plan.date}
                yield _Do(at, Finding("do_trial", facts), None, plan.date, (against,))


def _bought(theirs: list[list[Tried]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for one in (one for each in theirs for one in each):
        spent = found.setdefault(one.product, [])
        if one.first and one.money > 0:
            spent.append(one.money)
    return found


def _events(ground: Ground, column: Column) -> Iterator[_Do]:
    for at in range(len(ground.customers)):
        for plan in ground.planned(at, column.strategy.days("near"), "event"):
            yield _Do(at, Finding("do_event", {"day": plan.date}), None, plan.date, (thin(ground, at, plan),))


def _senior(_ground: Ground, column: Column) -> Iterator[_Do]:
    for at, _ in _in(column, State.MISSED):
        yield _Do(at, Finding("do_senior"))


def _promotions(ground: Ground, column: Column) -> Iterator[_Do]:
    for at, cell in enumerate(column.cells):
        gain, dip = cell.figures.get("gain"), cell.figures.get("dip")
        if cell.state is State.WATCH and gain and dip and cell.said.code == "play_uplift_dip":
            yield _Do(at, Finding("do_rethink", {"gain": whole(gain), "dip": whole(-dip)}), whole(min(-dip, gain)))
        for plan in ground.planned(at, AHEAD, "promotion"):
            against = thin(ground, at, plan)
            if against:
                yield _Do(at, Finding("do_promotion", {"day": plan.date}), None, plan.date, (against,))


def _opinion(_ground: Ground, column: Column) -> Iterator[_Do]:
    for at, cell in enumerate(column.cells):
        if cell.figures["open"]:
            yield _Do(at, Finding("do_complaint", {"n": cell.figures["open"], "days": cell.figures["oldest"]}))
        elif cell.state is State.MISSED:
            yield _Do(at, Finding("do_ask", {"score": f"{cell.figures['score']:.1f}"}))


def _rewards(ground: Ground, column: Column) -> Iterator[_Do]:
    strategy = column.strategy
    for at, cell in enumerate(column.cells):
        figures = cell.figures
        if figures.get("near"):
            against = overstocked(ground, at, figures["extra"], strategy.limit("stock"))
            facts = {"tier": whole(figures["tier"]), "extra": whole(figures["extra"])}
            yield _Do(at, Finding("do_tier", facts), whole(figures["extra"]), None, (against,))
        elif 0 < (miss := _missing(cell)) <= (figures["target"] or 0.0) * strategy.limit("near") / 100:
            against = overstocked(ground, at, miss, strategy.limit("stock"))
            facts = {"target": whole(figures["target"]), "miss": whole(miss)}
            yield _Do(at, Finding("do_target", facts), whole(miss), None, (against,))


def _missing(cell: Cell) -> float:
    """What the account will lack of its target at seasonal pace; 0 where that cannot be told."""
    if cell.state not in (State.WATCH, State.MISSED):
        return 0.0
    return float(cell.figures["target"] - cell.figures["pace"])


def _information(_ground: Ground, column: Column) -> Iterator[_Do]:
    for at, cell in _in(column, State.MISSED):
        age = cell.figures["age"]
        yield _Do(at, Finding("do_report_never") if age is None else Finding("do_report", {"days": age}))


def _promises(ground: Ground, column: Column) -> Iterator[_Do]:
    for at, cell in _in(column, State.MISSED):
        late = [one for one in ground.deeds[at] if one.due and one.due < ground.as_of and one.open_on(ground.as_of)]
        first = min((one for one in late if one.date <= ground.as_of), key=lambda one: one.due or date.max)
        facts = {"n": cell.figures["overdue"], "what": first.outcome, "due": first.due}
        yield _Do(at, Finding("do_promise_said" if first.outcome else "do_promise", facts), None, first.due)


def _in(column: Column, state: State) -> Iterator[tuple[int, Cell]]:
    return ((at, cell) for at, cell in enumerate(column.cells) if cell.state is state)


_MADE = {
    Code.SUPPLY: _supply,
    Code.PEOPLE: _people,
    Code.NEW_PRODUCTS: _new_products,
    Code.EVENTS: _events,
    Code.SENIOR: _senior,
    Code.PROMOTIONS: _promotions,
    Code.OPINION: _opinion,
    Code.REWARDS: _rewards,
    Code.INFORMATION: _information,
    Code.PROMISES: _promises,
}
