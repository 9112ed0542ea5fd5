"""Coverage of the key accounts: who is known at each level, who was trained, who is visited, and the worst gap.

Money at stake is the account's net measure of the last twelve complete months, in the filters of the scope.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from kam_core.analysis.coverage.deeds import has_activities, has_contacts
from kam_core.analysis.coverage.grid import Counts, Grid, asked, grid
from kam_core.analysis.coverage.problems import Problems, problems
from kam_core.analysis.coverage.settings import LEVELS, CoverageSettings, Level, State
from kam_core.analysis.coverage.training import Training, training
from kam_core.analysis.coverage.visits import Visits, visits
from kam_core.analysis.coverage.work import Work, work_list
from kam_core.analysis.exact import Flags, Numbers, Texts, decimal
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import between, default_scope
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.sales import Beside
from kam_core.analysis.scope import Scope


@dataclass(frozen=True, eq=False)
class Coverage:
    """The n customers of the cut's ranking, in its order; what is counted is counted of the key accounts."""

    as_of: date
    settings: CoverageSettings
    year: Scope  # the months whose money is at stake
    customers: Texts  # (n,) keys
    names: Texts  # (n,)
    owners: Texts  # (n,) account manager, else salesperson, else ''
    key: Flags  # (n,)
    money: Numbers  # (n,) at stake, in ten-thousandths
    grid: Grid
    work: Work
    training: Training | None  # None: no list of products or of activities
    visits: Visits | None  # None: no list of activities
    problems: Problems | None  # None: no list of activities
    questions: tuple[tuple[str, dict[str, Any]], ...]  # what was asked for the grid and the money, and with what
    contacts: bool  # whether there is a list of contacts
    activities: bool  # whether there is a list of activities

    @property
    def months(self) -> int:
        """How many months the money is of: 12 where there are that many."""
        return between(self.year.first, self.year.last) if self.year.first and self.year.last else 0

    def count(self, state: State, level: Level | None = None) -> int:
        """Key accounts whose level is in that state; without a level, with any of the four in it."""
        return int((self.grid.at(state, level) & self.key).sum())

    @property
    def unlisted(self) -> int:
        """Key accounts without a single contact listed."""
        return int((~self.grid.listed & self.key).sum())

    def at(self, state: State, level: Level | None = None) -> Counts:
        """Places of those key accounts, the most money first, ties by rank."""
        found = np.flatnonzero(self.grid.at(state, level) & self.key)
        return found[np.array(sorted(range(len(found)), key=lambda i: -int(self.money[found[i]])), np.int64)]

    def sum(self, at: Counts) -> Decimal:
        """Money at stake of these places."""
        return decimal(sum(self.money[at].tolist()))

    @property
    def worst(self) -> tuple[State, Level] | None:
        """The level that is missing, else stale, at the key accounts with the most money; None: neither anywhere."""
        for state in (State.NOBODY, State.STALE):
            there = [level for level in LEVELS if self.count(state, level)]
            if there:
                return state, max(there, key=lambda level: (self.sum(self.at(state, level)), self.count(state, level)))
        return None

    @property
    def finding(self) -> Finding:
        """The sentence: the worst gap, how many, their money, the largest of them."""
        accounts, worst = int(self.key.sum()), self.worst
        facts: dict[str, Any] = {"key_accounts": accounts, "stale": self.settings.stale}
        if not accounts:
            return Finding("coverage_no_key_accounts", {})
        if worst is None:
            if self.unlisted == accounts:
                return Finding("coverage_unlisted", facts)
            if self.count(State.UNKNOWN):
                return Finding("coverage_unknown", facts | {"n": self.count(State.UNKNOWN)})
            return Finding("coverage_whole" if self.activities else "coverage_somebody", facts)
        state, level = worst
        at = self.at(state, level)
        facts |= {"n": len(at), "level": Finding(f"level_{state.value}_{level.value}"), "months": self.months}
        facts |= {"money": self.sum(at), "name": str(self.names[at[0]])}
        return Finding(f"coverage_{state.value}", facts)

    @property
    def rest(self) -> Finding | None:
        """What the sentence leaves out: accounts with a level out of touch, accounts without a contact."""
        worst = self.worst
        if worst is None:
            return None
        stale = self.count(State.STALE) if worst[0] is State.NOBODY else 0
        facts = {"stale": stale, "unlisted": self.unlisted, "days": self.settings.stale}
        if not (stale or self.unlisted):
            return None
        which = "both" if stale and self.unlisted else "stale" if stale else "unlisted"
        return Finding(f"coverage_rest_{which}", facts)


def coverage(dataset: Beside, pareto: Pareto, as_of: date, settings: CoverageSettings | None = None) -> Coverage:
    """The coverage of a cut on a day: what lies after it is not looked at. Raises BadScope, Mixed, Busy."""
    settings, ranking = settings or CoverageSettings(), pareto.ranking
    dataset = dataset.merged(ranking.scope.groups)
    year = year_of(dataset, ranking)
    place = year.position
    money = np.array([int(year.values[place[c]]) if c in place else 0 for c in ranking.customers], object)
    if all(abs(value) < 2**62 for value in money):
        money = money.astype(np.int64)
    owners = owners_of(dataset, ranking)
    found = grid(dataset, ranking.customers, as_of, settings)
    among = pareto.key_customers
    trained = training(dataset, year.scope, among, as_of)
    return Coverage(
        as_of=as_of,
        settings=settings,
        year=year.scope,
        customers=ranking.customers,
        names=ranking.names,
        owners=owners,
        key=pareto.key,
        money=money,
        grid=found,
        work=work_list(found, pareto.key, money, owners, trained),
        training=trained,
        visits=visits(dataset, among, as_of, settings),
        problems=problems(dataset, among, as_of, settings),
        questions=(*asked(dataset, as_of, settings), (year.question, year.parameters)),
        contacts=has_contacts(dataset),
        activities=has_activities(dataset),
    )


def year_of(dataset: Beside, ranking: Ranking) -> Ranking:
    """The ranking of the last twelve complete months in the same filters; the one given where it is that."""
    usual = default_scope(dataset, ranking.scope.measure)
    scope = replace(ranking.scope, first=usual.first, last=usual.last)
    return ranking if scope == ranking.scope else rank(dataset, scope)


def owners_of(dataset: Beside, ranking: Ranking) -> Texts:
    """(n,) as the sales say, else as the list of customers does: account manager before salesperson."""
    owners = np.where(ranking.managers == "", ranking.salespeople, ranking.managers)
    if "customers" not in dataset.views or (owners != "").all():
        return owners
    heads = {row["customer"]: row["manager"] or row["salesperson"] for row in dataset.ask("customer_heads").to_pylist()}
    return np.array([own or heads.get(c, "") for own, c in zip(owners, ranking.customers)], object)
