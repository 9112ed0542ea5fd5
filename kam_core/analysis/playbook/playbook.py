"""The playbook of the key accounts: each strategy at each account as far as it can be told, and what to do next.

There is no total: ten strategies are not one number. What no file tells is unknown, neither done nor missed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.playbook.actions import Action, actions
from kam_core.analysis.playbook.cells import Cell, Column
from kam_core.analysis.playbook.event_cells import events
from kam_core.analysis.playbook.ground import Ground, values_of, year_of
from kam_core.analysis.playbook.people_cells import opinion, people, promises, senior
from kam_core.analysis.playbook.product_cells import new_products
from kam_core.analysis.playbook.promotion_cells import promotions
from kam_core.analysis.playbook.reward_cells import rewards
from kam_core.analysis.playbook.stock_cells import information, supply
from kam_core.analysis.playbook.strategies import Book, Code, Strategy, read_book
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.outlook import Outlook
from kam_core.store.dataset import Dataset

#: How a strategy is measured, and the tables it is told from.
MEASURED: dict[Code, tuple[Callable[[Ground, Strategy], list[Cell]], tuple[str, ...]]] = {
    Code.SUPPLY: (supply, ("inventory",)),
    Code.PEOPLE: (people, ("contacts", "activities")),
    Code.NEW_PRODUCTS: (new_products, ("products",)),
    Code.EVENTS: (events, ("activities",)),
    Code.SENIOR: (senior, ("activities",)),
    Code.PROMOTIONS: (promotions, ("activities",)),
    Code.OPINION: (opinion, ("activities",)),
    Code.REWARDS: (rewards, ("targets",)),
    Code.INFORMATION: (information, ("inventory",)),
    Code.PROMISES: (promises, ("activities",)),
}


@dataclass(frozen=True, eq=False)
class Playbook:
    """n key accounts in rank order, a column a strategy in the order of the book."""

    as_of: date
    scope: Scope  # of the ranking
    year: Scope  # the months an account's year is of
    customers: tuple[str, ...]
    names: tuple[str, ...]
    owners: tuple[str, ...]  # account manager, else salesperson, else ''
    years: tuple[int, ...]  # (n,) what each bought in that year, in ten-thousandths
    columns: tuple[Column, ...]
    actions: tuple[Action, ...]
    questions: tuple[tuple[str, dict[str, Any]], ...]  # what was asked of the data, each once, and with what

    @property
    def n(self) -> int:
        """Key accounts."""
        return len(self.customers)

    @property
    def told(self) -> tuple[Column, ...]:
        """The strategies of which anything is known."""
        return tuple(column for column in self.columns if column.told)

    @property
    def conflicts(self) -> tuple[Action, ...]:
        """The actions something stands against, in their order."""
        return tuple(one for one in self.actions if one.conflicts)

    @property
    def opens(self) -> dict[str, tuple[Strategy, ...]]:
        """Each table that is not there, with the strategies it would tell of."""
        found: dict[str, tuple[Strategy, ...]] = {}
        for column in self.columns:
            for table in column.opens:
                found[table] = (*found.get(table, ()), column.strategy)
        return found

    @property
    def finding(self) -> Finding:
        """The sentence: what comes first and its money, how many actions meet with a conflict, what can be told."""
        if not self.n:
            return Finding("playbook_nobody")
        facts: dict[str, Any] = {"key_accounts": self.n, "told": len(self.told), "strategies": len(self.columns)}
        if not self.told:
            return Finding("playbook_unknown", facts)
        if not self.actions:
            return Finding("playbook_nothing", facts)
        first = self.actions[0]
        facts |= {"actions": len(self.actions), "name": self.names[first.at], "first": first.said, "money": first.money}
        reckoned = not first.year and first.code is not Code.REWARDS  # those name their money themselves
        facts["stake"] = Finding("playbook_stake", {"money": first.money}) if reckoned else ""
        facts["flag"] = Finding("playbook_flag", {"flag": first.conflicts[0].said}) if first.conflicts else ""
        facts["conflicts"] = Finding("playbook_conflicts", {"n": len(self.conflicts)}) if self.conflicts else ""
        return Finding("playbook_year" if first.year else "playbook", facts)


def playbook(
    dataset: Dataset, pareto: Pareto, as_of: date, outlook: Outlook | None = None, book: Book | None = None
) -> Playbook:
    """The playbook of a cut's key accounts on a day; what lies after it is a plan. outlook: of the same filters and
    groups, None: stock is not looked at. Raises BadScope, Mixed, Busy.
    """
    ranking = pareto.ranking
    seen = dataset.merged(ranking.scope.groups)
    customers = tuple(map(str, pareto.key_customers))
    ground = Ground(seen, ranking.scope, customers, as_of, outlook)
    columns = tuple(_column(ground, strategy) for strategy in (read_book() if book is None else book))
    year = year_of(seen, ranking)
    years = values_of(year, customers)
    heads = [manager or person for manager, person in zip(ranking.managers, ranking.salespeople)]
    todo = actions(ground, columns, years)
    asked = [*ground.questions, (year.question, year.parameters)]
    return Playbook(
        as_of=as_of,
        scope=ranking.scope,
        year=year.scope,
        customers=customers,
        names=tuple(str(ranking.names[ranking.position[one]]) for one in customers),
        owners=tuple(str(heads[ranking.position[one]]) for one in customers),
        years=tuple(years),
        columns=columns,
        actions=todo,
        questions=tuple(one for at, one in enumerate(asked) if one not in asked[:at]),
    )


def _column(ground: Ground, strategy: Strategy) -> Column:
    measured, tables = MEASURED[strategy.code]
    missing = tuple(table for table in tables if not ground.has(table))
    return Column(strategy, tuple(measured(ground, strategy)), missing)
