"""What the strategies are judged on: the key accounts, a day, and what was done and planned at each of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.analysis.exact import texts
from kam_core.analysis.months import default_scope
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.accounts import Accounts, by_account
from kam_core.analysis.supply.outlook import Outlook
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset


@dataclass(frozen=True)
class Deed:
    """An activity; after the day looked from it is a plan. Texts are '' and the rest None where the file is blank."""

    date: datetime.date
    kind: str
    by_level: str
    product: str
    product_name: str
    cost: float | None
    score: float | None
    outcome: str
    until: datetime.date | None
    due: datetime.date | None
    closed: datetime.date | None
    done: str

    def open_on(self, day: datetime.date) -> bool:
        """Neither closed by then nor marked as done."""
        return (self.closed is None or self.closed > day) and self.done != "yes"


@dataclass(frozen=True, eq=False)
class Ground:
    """outlook None: no stock is looked at."""

    dataset: Dataset  # its customers merged as in the scope
    scope: Scope  # of the ranking, in its measure
    customers: tuple[str, ...]  # the key accounts, in rank order
    as_of: datetime.date
    outlook: Outlook | None
    questions: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # what was asked so far, and with what

    def ask(self, question: str, **parameters: Any) -> pa.Table:
        """The answer of the dataset; noted down, so that it can be shown how a figure was computed."""
        self.questions.append((question, parameters))
        return self.dataset.ask(question, **parameters)

    def has(self, table: str) -> bool:
        """Whether a table stands beside the sales."""
        return table in self.dataset.views

    @property
    def has_money(self) -> bool:
        """Whether the sales have amounts."""
        return Measure.AMOUNT.value in self.dataset.manifest.account.measures

    @cached_property
    def whole(self) -> Scope:
        """All an account buys, in money: targets and promotions know no filters. Currencies stay chosen."""
        return Scope(Measure.AMOUNT, currencies=self.scope.currencies, groups=self.scope.groups)

    @cached_property
    def place(self) -> dict[str, int]:
        """Where a customer stands."""
        return dict(zip(self.customers, range(len(self.customers))))

    @cached_property
    def deeds(self) -> tuple[tuple[Deed, ...], ...]:
        """What was done and planned at each account, the earliest first."""
        found: list[list[Deed]] = [[] for _ in self.customers]
        if self.has("activities"):
            for row in self.ask("deeds_at", among=list(self.customers)).to_pylist():
                found[self.place[row.pop("customer")]].append(Deed(**row))
        return tuple(map(tuple, found))

    @cached_property
    def kinds(self) -> dict[str, datetime.date]:
        """Each kind the list of activities knows, at whomever, and the first day anything was noted down at all."""
        if not self.has("activities"):
            return {}
        table = self.ask("activity_kinds", as_of=self.as_of)
        return dict(zip(texts(table["kind"]).tolist(), table["begins"].to_pylist()))

    def noted_since(self, days: int, *kinds: str) -> bool:
        """Whether one of these kinds is noted down in the file, which reaches back so many days: only then does an
        account without one tell anything."""
        begins = min(self.kinds.values(), default=None)
        known = any(kind in self.kinds for kind in kinds)
        return known and begins is not None and begins <= self.as_of - datetime.timedelta(days)

    def past(self, at: int, days: int, *kinds: str) -> list[Deed]:
        """What of these kinds was done at an account in the last `days` days."""
        since = self.as_of - datetime.timedelta(days)
        return [one for one in self.deeds[at] if one.kind in kinds and since < one.date <= self.as_of]

    def planned(self, at: int, days: int, *kinds: str) -> list[Deed]:
        """What of these kinds goes on or begins in the next `days` days."""
        ahead = self.as_of + datetime.timedelta(days)
        found = [one for one in self.deeds[at] if one.kind in kinds and one.date <= ahead]
        return [one for one in found if one.date > self.as_of or (one.until and one.until > self.as_of)]

    @cached_property
    def accounts(self) -> Accounts | None:
        """How each stands before its season, in order of the accounts' keys in the outlook."""
        return by_account(self.outlook, list(self.customers)) if self.outlook else None

    @cached_property
    def standing(self) -> dict[str, int]:
        """Where a customer stands in `accounts`."""
        return {} if self.accounts is None else {str(c): i for i, c in enumerate(self.accounts.customers)}

    def goods(self, at: int) -> np.typing.NDArray[np.int64]:
        """The rows of an account in the outlook."""
        if self.outlook is None:
            return np.zeros(0, np.int64)
        return np.flatnonzero(self.outlook.customers == self.customers[at])


def year_of(dataset: Dataset, ranking: Ranking) -> Ranking:
    """The last twelve complete months in the ranking's filters, in money where the file has any."""
    usual = default_scope(dataset)
    scope = replace(ranking.scope, measure=usual.measure, first=usual.first, last=usual.last)
    return ranking if scope == ranking.scope else rank(dataset, scope)


def values_of(ranking: Ranking, customers: Sequence[str]) -> list[int]:
    """Ten-thousandths of each customer, 0 where it is not ranked."""
    place: dict[str, Any] = ranking.position
    return [int(ranking.values[place[one]]) if one in place else 0 for one in customers]
