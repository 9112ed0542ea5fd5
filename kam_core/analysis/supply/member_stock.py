"""The stock of merged customers: what their members report, added; unknown where one that still buys says nothing.

Members report on different days. A group's stock is of the day of its oldest report: what others reported later is
taken back to that day by their share of the group's demand in between, so that rolling all of it forward uses up
nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from kam_core.analysis.demand.history import By, History, history
from kam_core.analysis.exact import Flags
from kam_core.analysis.months import YEAR
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.demand_path import Days, DemandPath, Floats, Receipts, Whole
from kam_core.analysis.supply.past_stock import LastSpell, PastStock
from kam_core.analysis.supply.positions import Pair, Positions
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided, Sheet, in_order

NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True, eq=False)
class Members:
    """k member series of a history of n series in which customers are merged."""

    history: History  # of the members, each for itself: k series
    at: Whole  # (k,) the merged series each belongs to
    n: int
    of: dict[str, str]  # member -> group key

    @property
    def selling(self) -> Flags:
        """(k,) bought within the last twelve months of the history, or since."""
        own = self.history
        found: Flags = (own.last >= len(own.months) - YEAR) | (own.so_far != 0)
        return found

    @property
    def rows(self) -> Whole:
        """The merged series that have members."""
        return np.unique(self.at)

    @property
    def share(self) -> Floats:
        """(k,) of its group's sales of the last year; equal parts where the group sold nothing."""
        own = self.history
        sold = np.maximum(own.values[:, -YEAR:].sum(axis=1) + own.so_far, 0.0)
        whole, count = np.bincount(self.at, sold, self.n)[self.at], np.bincount(self.at, minlength=self.n)[self.at]
        return np.where(whole > 0, sold / np.where(whole > 0, whole, 1.0), 1.0 / count)

    def added(self, values: Floats) -> Floats:
        """(n, …) sums of the members' (k, …); NaN where one that still buys is NaN, or all are."""
        known = ~np.isnan(values)
        still = self.selling.reshape((-1,) + (1,) * (values.ndim - 1))
        sums, some = np.zeros((self.n, *values.shape[1:])), np.zeros((self.n, *values.shape[1:]))
        np.add.at(sums, self.at, np.where(known, values, np.where(still, np.nan, 0.0)))
        np.add.at(some, self.at, known)
        return np.where(some > 0, sums, np.nan)

    def stated(self, values: Floats, how: np.ufunc) -> Floats:
        """(n,) of what members state, put together by `how` (add, maximum); NaN where none states it."""
        found = np.full(self.n, np.nan)
        known = ~np.isnan(values)
        start = 0.0 if how is np.add else -np.inf
        found[self.at[known]] = start
        how.at(found, self.at[known], values[known])
        return found

    def agreed(self, decided: Sequence[Decided]) -> tuple[Decided, ...]:
        """What was agreed with a group itself, else with every member that still buys: their sum, as of the last."""
        found = {_what(one): one for one in decided if one.customer not in self.of}
        buyers: dict[Pair, set[str]] = {}
        pairs = zip(self.history.customers[self.selling].tolist(), self.history.products[self.selling].tolist())
        for customer, product in pairs:
            buyers.setdefault((self.of[customer], product), set()).add(customer)
        parts: dict[tuple[str, str, str, Sheet], dict[str, Decided]] = {}
        for one in decided:
            if one.customer in self.of:
                merged = replace(one, customer=self.of[one.customer])
                parts.setdefault(_what(merged), {})[one.customer] = merged
        for what, by_member in parts.items():
            if what not in found and buyers.get(what[:2], set()) <= by_member.keys():
                last = max(by_member.values(), key=lambda one: one.moment)
                found[what] = replace(last, quantity=sum((one.quantity for one in by_member.values()), Decimal(0)))
        return in_order(found.values())

    def pairs(self, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        """The same pairs under the groups' keys, once each."""
        return tuple(dict.fromkeys((self.of[customer], product) for customer, product in pairs if customer in self.of))

    def put(self, merged: Floats, values: Floats) -> Floats:
        """`merged` (n, …), with the sums of the members where there are any."""
        found = merged.copy()
        found[self.rows] = self.added(values)[self.rows]
        return found


def members_of(dataset: Dataset, scope: Scope, merged: History) -> Members | None:
    """The members behind a merged history; None where nobody is merged, or none of them is in it."""
    if dataset.grouping is None:
        return None
    of = dict(dataset.grouping.group_of)
    own = history(dataset.apart, replace(scope, groups=""), By.BOTH, merged.as_of, customers=list(of))
    if not own.n:
        return None
    rows = {pair: at for at, pair in enumerate(zip(merged.customers.tolist(), merged.products.tolist()))}
    at = [rows[of[customer], product] for customer, product in zip(own.customers.tolist(), own.products.tolist())]
    return Members(own, np.array(at, np.int64), merged.n, of)


def with_members(merged: Positions, own: Positions, members: Members) -> Positions:
    """The positions of a merged history, those of groups made of `own`, their members' positions."""
    least, most, lead_time = merged.least.copy(), merged.most.copy(), merged.lead_time.copy()
    rows = members.rows
    least[rows] = members.stated(own.least, np.add)[rows]
    most[rows] = members.stated(own.most, np.add)[rows]
    lead_time[rows] = members.stated(own.lead_time, np.maximum)[rows]
    alone = ~np.isin(merged.coming.series, rows)
    coming = Receipts(
        np.concatenate([merged.coming.series[alone], members.at[own.coming.series]]),
        np.concatenate([merged.coming.day[alone], own.coming.day]),
        np.concatenate([merged.coming.quantity[alone], own.coming.quantity]),
    )
    groups = set(members.of.values())
    return replace(
        merged,
        on_hand=members.put(merged.on_hand, own.on_hand),
        day=_oldest(merged.day, own, members),
        coming=coming,
        least=least,
        most=most,
        lead_time=lead_time,
        other_units=(*(p for p in merged.other_units if p[0] not in groups), *members.pairs(own.other_units)),
    )


def on_the_oldest_day(merged: Positions, own: Positions, members: Members, path: DemandPath) -> Floats:
    """(n,) the stock of each merged series at the close of `merged.day`."""
    theirs = DemandPath(path.first, path.monthly[members.at] * members.share[:, None])
    oldest = merged.day[members.at]
    later = np.where(np.isnat(own.day) | np.isnat(oldest), np.nan, own.on_hand)
    on = np.where(np.isnan(later), theirs.starts[0], own.day)
    since = np.where(np.isnan(later), theirs.starts[0], oldest)
    return members.put(merged.on_hand, later + np.where(on > since, theirs.between(since, on), 0.0))


def past_with_members(merged: PastStock, own: PastStock | None, members: Members) -> PastStock:
    """What past reports tell, for groups the sums of their members. A shelf is empty when every member's is."""
    rows = members.rows
    empty, zero = merged.empty.copy(), merged.zero_days.copy()
    lost = merged.lost.copy()
    sell_out, implied = merged.sell_out.copy(), merged.implied.copy()
    empty[rows], zero[rows], lost[rows], sell_out[rows], implied[rows] = False, 0.0, 0.0, np.nan, np.nan
    if own is not None:
        full = np.zeros((members.n, merged.empty.shape[1]))
        np.add.at(full, members.at, ~own.empty)
        empty[rows] = full[rows] == 0
        zero[rows] = np.where(empty[rows], merged.zero_days[rows], 0.0)
        lost[rows] = np.bincount(members.at, own.lost, members.n)[rows]
        sell_out, implied = members.put(merged.sell_out, own.sell_out), members.put(merged.implied, own.implied)
    groups = set(members.of.values())
    theirs = members.pairs(own.contradictions) if own is not None else ()
    return replace(
        merged,
        sell_out=sell_out,
        implied=implied,
        zero_days=zero,
        empty=empty,
        lost=lost,
        last=_last(merged.last, own.last if own is not None else None, members),
        contradictions=(*(p for p in merged.contradictions if p[0] not in groups), *theirs),
    )


def _oldest(merged: Days, own: Positions, members: Members) -> Days:
    """(n,) of groups the day of the oldest report; NaT where their stock is unknown."""
    found = merged.copy()
    rows = members.rows
    found[rows] = NEVER
    known = ~np.isnan(own.on_hand)
    first = np.full(members.n, np.datetime64("9999-12-31", "D"))
    np.minimum.at(first, members.at[known], own.day[known])
    unknown = np.isnan(members.added(own.on_hand))
    found[rows] = np.where(unknown[rows], NEVER, first[rows])
    return found


def _last(merged: LastSpell, own: LastSpell | None, members: Members) -> LastSpell:
    """The time between the two newest reports: of a group where all its members reported on the same two days."""
    rows = members.rows
    before, on = merged.before.copy(), merged.on.copy()
    before[rows], on[rows] = NEVER, NEVER
    floats = [getattr(merged, name).copy() for name in ("opening", "closing", "sell_in", "sold")]
    for column in floats:
        column[rows] = np.nan
    if own is not None:
        for row in rows:
            mine = np.flatnonzero((members.at == row) & members.selling)
            if len(mine) and len({(own.before[i], own.on[i]) for i in mine}) == 1 and not np.isnat(own.on[mine[0]]):
                before[row], on[row] = own.before[mine[0]], own.on[mine[0]]
                for column, name in zip(floats, ("opening", "closing", "sell_in", "sold")):
                    column[row] = getattr(own, name)[mine].sum()
    return LastSpell(before, on, *floats)


def _what(one: Decided) -> tuple[str, str, str, Sheet]:
    return one.customer, one.product, one.month, one.sheet
