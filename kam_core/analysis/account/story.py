"""All about one account in one result, from the ranking it stands in to the sentence about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from kam_core.analysis.account.alike import alike
from kam_core.analysis.account.by_month import ByMonth, by_month, comparable
from kam_core.analysis.account.identify import customer_of
from kam_core.analysis.account.in_season import InSeason, in_season
from kam_core.analysis.account.mix import Mix, mix
from kam_core.analysis.account.people import People, people
from kam_core.analysis.account.rhythm import Rhythm, rhythm
from kam_core.analysis.account.standing import Standing, standing
from kam_core.analysis.account.whale import Whale, whale
from kam_core.analysis.account.white_space import WhiteSpace, white_space
from kam_core.analysis.account.words import sentence
from kam_core.analysis.cut import HandPick
from kam_core.analysis.exact import decimal, share
from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.sales import Sales
from kam_core.analysis.supply.accounts import by_account
from kam_core.analysis.supply.outlook import Outlook
from kam_core.store.agreed import Agreement
from kam_core.store.dataset import Dataset


@dataclass(frozen=True)
class Person:
    """Who an account is, as the file says it; '' where it does not."""

    customer: str
    name: str
    customer_type: str
    region: str
    manager: str
    salesperson: str


@dataclass(frozen=True, eq=False)
class AccountStory:
    """One account in the scope of a line. What the data do not hold is None or empty."""

    pareto: Pareto
    who: Person
    months: ByMonth
    standing: Standing
    mix: Mix
    white_space: WhiteSpace
    whale: Whale | None
    rhythm: Rhythm
    firm_returns: Fraction | None  # money taken back / money sold, all customers; None where the scope is not in money
    season: InSeason | None  # None: no outlook was given, or the account is not in it
    people: People | None  # None: the data hold neither contacts nor activities

    @property
    def at(self) -> int | None:
        """0-based rank; None: no line in the scope."""
        return self.pareto.ranking.position.get(self.who.customer)

    @property
    def rank(self) -> int | None:
        """From 1."""
        return None if self.at is None else self.at + 1

    @property
    def value(self) -> Decimal:
        """Net measure in the scope."""
        return Decimal(0) if self.at is None else decimal(self.pareto.ranking.values[self.at])

    @property
    def share(self) -> Fraction | None:
        """Of all ranked customers; None where their total is not positive, or the account is not ranked."""
        ranking = self.pareto.ranking
        return None if self.at is None else share(int(ranking.values[self.at]), ranking.total_units)

    @property
    def key(self) -> bool:
        """Whether it is a key account of this line."""
        return self.at is not None and bool(self.pareto.key[self.at])

    @property
    def mark(self) -> HandPick | None:
        """The pick made of it by hand."""
        return None if self.at is None else self.pareto.marks.get(self.at)

    @property
    def previous(self) -> str | None:
        """The customer ranked just before it."""
        return str(self.pareto.ranking.customers[self.at - 1]) if self.at else None

    @property
    def following(self) -> str | None:
        """The customer ranked just after it."""
        if self.at is None or self.at + 1 >= self.pareto.n:
            return None
        return str(self.pareto.ranking.customers[self.at + 1])

    @cached_property
    def finding(self) -> Finding:
        """The sentence about this account."""
        return sentence(self)


def account(
    sales: Sales,
    pareto: Pareto,
    customer: str,
    as_of: date | None = None,
    outlook: Outlook | None = None,
    agreed: Iterable[Agreement] = (),
) -> AccountStory:
    """The story of one customer, by key or whole name, in the scope and under the cut of `pareto`.

    as_of: the day its silence is counted to; the last day of the data where None. outlook: everyone's, computed once;
    without it nothing is said of its stock. Asks six questions and, where there is profit, ranks by it.

    Raises BadScope (as customer_of) where the data have no such customer at all; one without a line in the scope has a
    story.
    """
    ranking = pareto.ranking
    scope, who = ranking.scope, _person(sales, customer)
    customer = who.customer
    day = as_of or sales.manifest.account.last_day or date.min
    compared = comparable(sales, scope)
    months = by_month(sales, scope, customer, compared)
    bought = mix(sales, scope, customer, compared)
    at = ranking.position.get(customer)
    like = alike(sales, ranking, at) if at is not None and bought.there else None
    returned = -int(ranking.returns.sum())
    return AccountStory(
        pareto=pareto,
        who=who,
        months=months,
        standing=standing(sales, scope, pareto.cut, customer),
        mix=bought,
        white_space=white_space(bought, like),
        whale=whale(sales, ranking, customer, months.margin),
        rhythm=rhythm(sales, scope, customer, day),
        firm_returns=share(returned, ranking.total_units + returned) if scope.measure.value == "amount" else None,
        season=in_season(outlook, by_account(outlook), customer, agreed) if outlook else None,
        people=people(sales, customer, day) if isinstance(sales, Dataset) else None,
    )


def _person(sales: Sales, customer: str) -> Person:
    table = sales.ask("account_person", customer=customer)
    if not table.num_rows:
        table = sales.ask("account_person", customer=customer_of(sales, customer))
    return Person(**table.to_pylist()[0])
