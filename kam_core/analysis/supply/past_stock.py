"""What several stock reports tell of the past: what was sold on between them, and when the shelf was empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from kam_core.analysis.demand.history import History
from kam_core.analysis.exact import texts
from kam_core.analysis.supply.demand_path import Days, Floats, Whole
from kam_core.analysis.supply.excess import contradicts, sell_through
from kam_core.analysis.supply.positions import Pair
from kam_core.analysis.supply.stock_out import censored, lost_sales
from kam_core.store.dataset import Dataset

YEAR = 12


@dataclass(frozen=True, eq=False)
class LastSpell:
    """Of n series: the time between the two newest reports. NaN, NaT where there are not two."""

    before: Days  # (n,) day of the earlier report
    on: Days  # (n,) of the later one
    opening: Floats  # (n,) units on hand at the earlier
    closing: Floats
    sell_in: Floats  # (n,) delivered in between, returns taken off
    sold: Floats  # (n,) sold on in between, as stated or as implied


@dataclass(frozen=True, eq=False)
class PastStock:
    """Parallel to a history of n series x m months. Units."""

    sell_out: Floats  # (n, m) as the dealers' own sheets state it; NaN in months they do not cover
    implied: Floats  # (n, m) opening + sell-in - closing; NaN likewise
    zero_days: Floats  # (n, m) days known to have begun without stock
    last: LastSpell
    contradictions: tuple[Pair, ...]  # reports and deliveries that cannot all be right
    empty: np.typing.NDArray[np.bool_]  # (n, m) months whose sales were cut short by empty shelves
    lost: Floats  # (n,) units not sold in the last 12 months for want of stock


def past_stock(
    dataset: Dataset, history: History, rows: dict[Pair, int], as_of: date, units: tuple[str, ...] = ()
) -> PastStock | None:
    """From every report up to as_of; None where nobody has reported. A report holds until the next; an empty shelf is
    empty until the next report or the next delivery. Reports in another unit than the sales say nothing. What was sold
    in between is spread evenly over the days. units: whose lines count, as in the scope; empty: all."""
    table = dataset.ask("stock_spells", as_of=as_of, units=list(units)) if rows else None
    if table is None or not table.num_rows:
        return None
    keys = list(zip(table["customer"].to_pylist(), table["product"].to_pylist()))
    at = np.fromiter((rows.get(key, -1) for key in keys), np.int64, len(keys))
    unit, sold_in = texts(table["unit"]), history.units[np.maximum(at, 0)]
    at = np.where((unit == sold_in) | (unit == "") | (sold_in == ""), at, -1)
    spells = _Spells(table, at, history)
    implied = sell_through(spells.opening, spells.sell_in, 0.0, spells.on_hand)
    known = ~np.isnan(implied)
    wrong = known & contradicts(implied) & (at >= 0)
    zero = spells.days_empty(np.datetime64(as_of, "D"))
    lengths = spells.lengths
    cells = np.broadcast_to(lengths, zero.shape)
    recent = slice(max(len(lengths) - YEAR, 0), None)
    sold = np.where(np.isnan(spells.sold), np.maximum(implied, 0.0), spells.sold)
    return PastStock(
        sell_out=spells.by_month(spells.begun, spells.sold, ~np.isnan(spells.sold)),
        implied=spells.by_month(spells.before, np.maximum(implied, 0.0), known),
        zero_days=zero,
        last=spells.newest(sold),
        contradictions=tuple(dict.fromkeys(keys[i] for i in np.flatnonzero(wrong))),
        empty=censored(zero, cells),
        lost=np.nan_to_num(lost_sales(zero, cells - zero, history.values)[:, recent].sum(axis=1)),
    )


class _Spells:
    """The rows of stock_spells.sql as columns, and their days dealt out to months."""

    def __init__(self, table: pa.Table, at: Whole, history: History) -> None:
        self.at, self.shape = at, history.values.shape
        self.months = np.array(history.months, "datetime64[M]")
        self.on = _days(table, "date")
        self.before, self.next_report = _days(table, "before"), _days(table, "next_report")
        self.next_delivery = _days(table, "next_delivery")
        first_sheet = np.isnat(self.before)  # is of its month
        self.begun = np.where(first_sheet, _month_begins(self.on) - 1, self.before)
        self.on_hand, self.sold = _floats(table, "on_hand"), _floats(table, "sold")
        self.opening, self.sell_in = _floats(table, "opening"), _floats(table, "sell_in")

    @property
    def lengths(self) -> Floats:
        """(m,) days of each month."""
        return np.diff(np.append(self.months, self.months[-1:] + 1).astype("datetime64[D]")).astype(np.float64)

    def dealt(self, after: Days, through: Days, weight: Floats, which: np.typing.NDArray[np.bool_]) -> Floats:
        """(n, m) weight a day x the days of (after, through] in each month, of the spells in `which`."""
        n, m = self.shape
        use = np.flatnonzero(which & (self.at >= 0) & (through > after))
        found = np.zeros(n * m)
        if not len(use) or not m:
            return found.reshape(n, m)
        first = (after[use] + 1).astype("datetime64[M]")
        for step in range(int((through[use].astype("datetime64[M]") - first).astype(np.int64).max()) + 1):
            month = first + step
            column = (month - self.months[0]).astype(np.int64)
            begins, ends = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
            days = np.minimum(through[use] + 1, ends) - np.maximum(after[use] + 1, begins)
            there = (column >= 0) & (column < m) & (days.astype(np.int64) > 0)
            cell = self.at[use][there] * m + column[there]
            found += np.bincount(cell, days[there].astype(np.float64) * weight[use][there], minlength=n * m)
        return found.reshape(n, m)

    def by_month(self, after: Days, quantity: Floats, known: np.typing.NDArray[np.bool_]) -> Floats:
        """(n, m) the quantities of the spells by month; NaN where more than a tenth of its days is not covered."""
        known = known & ~np.isnat(after)
        length = np.where(known, (self.on - after).astype(np.int64), 1)
        daily = np.where(known, quantity, 0.0) / np.maximum(length, 1)
        covered = self.dealt(after, self.on, np.ones(len(self.on)), known)
        with np.errstate(invalid="ignore", divide="ignore"):
            whole = self.dealt(after, self.on, daily, known) * self.lengths / covered
        return np.where(covered >= 0.9 * self.lengths, whole, np.nan)

    def days_empty(self, as_of: np.datetime64) -> Floats:
        """(n, m) days without stock."""
        ends = np.fmin(np.fmin(self.next_report, self.next_delivery - 1), as_of)
        return self.dealt(self.on, ends, np.ones(len(self.on)), self.on_hand <= 0)

    def newest(self, sold: Floats) -> LastSpell:
        """Of each series, the last spell whose two reports are known."""
        n = self.shape[0]
        use = np.flatnonzero((self.at >= 0) & ~np.isnan(self.opening) & ~np.isnan(self.on_hand))
        rows = self.at[use]  # rising days a series: the last one written stays
        floats = []
        for column in (self.opening, self.on_hand, self.sell_in, sold):
            one = np.full(n, np.nan)
            one[rows] = column[use]
            floats.append(one)
        days = []
        for day in (self.before, self.on):
            one = np.full(n, np.datetime64("NaT"), "datetime64[D]")
            one[rows] = day[use]
            days.append(one)
        return LastSpell(days[0], days[1], *floats)


def _days(table: pa.Table, name: str) -> Days:
    found: Days = table[name].to_numpy().astype("datetime64[D]")
    return found


def _floats(table: pa.Table, name: str) -> Floats:
    found: Floats = table[name].to_numpy().astype(np.float64)
    return found


def _month_begins(days: Days) -> Days:
    return days.astype("datetime64[M]").astype("datetime64[D]")
