"""The cut drawn on a ranking: who is a key account, and what share of sales they bring.

k is decided in whole ten-thousandths and exact fractions. Share = value of the key accounts / value of all ranked
customers; where that total is not positive there is no share, and the finding says so. Names pinned or excluded by
hand are marked and counted apart; totals never change.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Protocol

import numpy as np

from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.exact import ONE, Flags, Numbers, Texts, decimal, share
from kam_core.analysis.finding import Finding
from kam_core.analysis.ranking import Ranking
from kam_core.errors import BadCut

MOST_DIGITS = 30  # a cut of 1E+999999999 would be a number nobody has the memory for


@dataclass(frozen=True)
class Line:
    """The cut line as four equivalent numbers. None: the number has no meaning (no total, or nobody above the line)."""

    count: int  # k, before names are pinned or excluded
    of_customers: Fraction | None  # k / n
    of_sales: Fraction | None  # cumulative share of the first k
    value: Decimal | None  # net measure of customer k


@dataclass(frozen=True, eq=False)
class Pareto:
    """A ranking with the line drawn. Shares are exact fractions, money Decimals, columns parallel to the ranking."""

    ranking: Ranking
    cut: Cut
    k: int  # customers above the line
    key: Flags  # (n,) is a key account: above the line or pinned, and not excluded
    added: tuple[HandPick, ...]  # pinned who are below the line, in rank order
    removed: tuple[HandPick, ...]  # excluded who are above the line, in rank order
    unneeded: tuple[HandPick, ...]  # picks that agree with the line anyway, in rank order
    absent: tuple[HandPick, ...]  # picks of customers without a line in scope

    @property
    def n(self) -> int:
        """Customers in scope."""
        return self.ranking.n

    @property
    def key_accounts(self) -> int:
        """k + pinned from below the line - excluded from above it."""
        return self.k + len(self.added) - len(self.removed)

    @property
    def total(self) -> Decimal:
        """Net measure of all ranked customers: never changed by names picked by hand."""
        return self.ranking.total

    @cached_property
    def key_total(self) -> Decimal:
        """Net measure of the key accounts."""
        return decimal(self._key_units)

    @cached_property
    def share(self) -> Fraction | None:
        """key_total / total; None where the total is not positive."""
        return share(self._key_units, self.ranking.total_units)

    @cached_property
    def line(self) -> Line:
        """The line itself, in its four numbers."""
        ranking, k = self.ranking, self.k
        return Line(
            count=k,
            of_customers=share(k, ranking.n),
            of_sales=self.cumulative_share(k),
            value=decimal(ranking.values[k - 1]) if k else None,
        )

    @property
    def largest_share(self) -> Fraction | None:
        """Share of the first customer in the ranking."""
        return self.cumulative_share(1)

    @property
    def top_five_share(self) -> Fraction | None:
        """Share of the first five customers in the ranking."""
        return self.cumulative_share(5)

    @property
    def key_customers(self) -> Texts:
        """Keys of the key accounts in rank order."""
        return self.ranking.customers[self.key]

    @cached_property
    def marks(self) -> dict[int, HandPick]:
        """0-based rank -> the pick made by hand there, whether it changes anything or not."""
        picks = (*self.added, *self.removed, *self.unneeded)
        return {self.ranking.position[pick.customer]: pick for pick in picks}

    @property
    def beyond_all(self) -> bool:
        """Customers below zero let the curve rise past 100 % before it falls back."""
        return self.n > 0 and self.ranking.total_units > 0 and int(self.ranking.values[-1]) < 0

    @property
    def finding(self) -> Finding:
        """The sentence that answers the question."""
        facts = {
            "key_accounts": self.key_accounts,
            "customers": self.n,
            "of_customers": share(self.key_accounts, self.n),
        }
        measure = self.ranking.scope.measure.value
        if self.n == 0:
            return Finding("nobody", {})
        if self.share is None:
            return Finding(f"no_share_{measure}", facts | {"total": self.total})
        return Finding(f"pareto_{measure}", facts | {"share": self.share})

    def cumulative_share(self, k: int) -> Fraction | None:
        """Share of the first k customers of the ranking; of all of them where there are fewer."""
        k = min(k, self.n)
        return share(int(self.ranking.cumulative[k - 1]) if k else 0, self.ranking.total_units)

    @cached_property
    def _key_units(self) -> int:
        ranking = self.ranking
        units = int(ranking.cumulative[self.k - 1]) if self.k else 0
        units += sum(int(ranking.values[ranking.position[pick.customer]]) for pick in self.added)
        return units - sum(int(ranking.values[ranking.position[pick.customer]]) for pick in self.removed)


def draw(ranking: Ranking, cut: Cut) -> Pareto:
    """Draw the cut on the ranking. Raises BadCut for a line that cannot be drawn (150 %, minus three customers)."""
    k = cut_at(ranking, cut)
    key = np.zeros(ranking.n, np.bool_)
    key[:k] = True
    added: list[HandPick] = []
    removed: list[HandPick] = []
    unneeded: list[HandPick] = []
    absent: list[HandPick] = []
    last_word = {pick.customer: pick for pick in cut.hand}
    place = ranking.position if last_word else {}
    for pick in sorted(last_word.values(), key=lambda pick: place.get(pick.customer, ranking.n)):
        at = place.get(pick.customer)
        if at is None:
            absent.append(pick)
        elif pick.pinned == bool(key[at]):
            unneeded.append(pick)
        else:
            (added if pick.pinned else removed).append(pick)
            key[at] = pick.pinned
    return Pareto(ranking, cut, k, key, tuple(added), tuple(removed), tuple(unneeded), tuple(absent))


class Ordered(Protocol):
    """What a line is drawn on: values in ten-thousandths, the largest first, and their running sum."""

    @property
    def n(self) -> int: ...
    @property
    def values(self) -> Numbers: ...
    @property
    def cumulative(self) -> Numbers: ...
    @property
    def total_units(self) -> int: ...


def cut_at(ranking: Ordered, cut: Cut) -> int:
    """k: how many customers of the ranking the rule puts above the line, before names are pinned or excluded.

    top p: ceil(p·n/100). reach s: the fewest whose cumulative share is at least s; nobody where the total is not
    positive. count: that many, at most n. at_least v: everyone with v or more. All in exact arithmetic.
    """
    if not cut.value.is_finite() or not -MOST_DIGITS <= cut.value.adjusted() <= MOST_DIGITS:
        raise BadCut("cut_no_number", value=str(cut.value))
    value = Fraction(cut.value)
    if cut.rule is Rule.AT_LEAST:
        return _at_least(ranking, _ceil(value * ONE))
    if value < 0:
        raise BadCut("cut_below_zero", value=str(cut.value))
    if cut.rule is Rule.COUNT:
        if value.denominator != 1:
            raise BadCut("cut_not_whole", value=str(cut.value))
        return min(int(value), ranking.n)
    if value > 100:
        raise BadCut("cut_above_hundred", value=str(cut.value))
    if cut.rule is Rule.TOP:
        return _ceil(value * ranking.n / 100)
    return _reach(ranking, value)


def _at_least(ranking: Ordered, wanted: int) -> int:
    if ranking.n == 0 or wanted > ranking.values[0]:
        return 0
    if wanted <= ranking.values[-1]:
        return ranking.n
    return int(np.searchsorted(-ranking.values, -wanted, side="right"))


def _reach(ranking: Ordered, percent: Fraction) -> int:
    if ranking.total_units <= 0 or percent == 0:
        return 0
    rising = int(np.searchsorted(-ranking.values, 0, side="left"))  # the curve only rises over values above zero
    wanted = _ceil(percent * ranking.total_units / 100)
    return int(np.searchsorted(ranking.cumulative[:rising], wanted, side="left")) + 1


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
