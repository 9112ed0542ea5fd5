"""What is known of the stock of each series: the newest report, goods on the way, limits. Unreported is never zero.

Warehouses and batches of one report are added; units are not. Where a report is in another unit than the sales, or in
several of which none is that of the sales, the stock is unknown, and the pair is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from kam_core.analysis.demand.history import History
from kam_core.analysis.exact import Texts, texts
from kam_core.analysis.supply.demand_path import NOTHING_COMING, Days, Floats, Receipts, Whole
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset

Pair = tuple[str, str]  # customer, product


@dataclass(frozen=True)
class OwnStock:
    """What lies in the firm's own warehouse of one product, in one unit."""

    product: str
    name: str
    unit: str
    on_hand: float
    day: date


@dataclass(frozen=True)
class Mismatch:
    """A customer with stock and no sales, or with sales and no stock."""

    customer: str
    name: str
    lacks: str  # sales | stock


@dataclass(frozen=True, eq=False)
class Positions:
    """Parallel to the n series of a history. Quantities in the unit of its sales."""

    on_hand: Floats  # (n,) NaN: not reported
    day: Days  # (n,) of the report; NaT: none
    coming: Receipts  # goods without a day of arrival have NaT
    least: Floats  # (n,) minimum stock as stated, NaN: none
    most: Floats  # (n,)
    lead_time: Floats  # (n,) days as stated, NaN: none
    own: tuple[OwnStock, ...] = ()
    other_units: tuple[Pair, ...] = ()  # reported in units that are not those of the sales
    without_sales: tuple[Pair, ...] = ()  # stock of pairs that were never sold
    mismatches: tuple[Mismatch, ...] = ()
    there: bool = False  # some customer's stock has been reported by then
    tell_of_the_past: bool = False  # there are several reports of something, or an empty shelf in months that are over
    rows: dict[Pair, int] = field(default_factory=dict, repr=False)  # where a pair stands


def positions(dataset: Dataset, history: History, as_of: date) -> Positions:
    """The positions of the history's series on the evening of as_of. history: By.BOTH.

    Without a table, or with a history in money (no unit to compare stock with), nothing is reported.
    """
    n = history.n
    unknown, never = np.full(n, np.nan), np.full(n, np.datetime64("NaT"), "datetime64[D]")
    if "inventory" not in dataset.views or history.measure is not Measure.QUANTITY:
        return Positions(unknown, never, NOTHING_COMING, unknown, unknown, unknown)
    rows = {pair: at for at, pair in enumerate(zip(history.customers.tolist(), history.products.tolist()))}
    known = dataset.ask("stock_positions", as_of=as_of)
    own, theirs = _parted(known)
    at, sound, odd, strange = _placed(theirs, rows, history.units)
    on_hand, day = unknown.copy(), never.copy()
    on_hand[at] = theirs["on_hand"].to_numpy()[sound]
    day[at] = theirs["date"].to_numpy()[sound].astype("datetime64[D]")
    least, most, lead_time = _limits(dataset, rows, history.units, as_of)
    lacking = dataset.ask("stock_mismatches", since=None).select(["customer", "name", "lacks"])
    return Positions(
        on_hand=on_hand,
        day=day,
        coming=_coming(dataset, rows, history.units, as_of),
        least=least,
        most=most,
        lead_time=lead_time,
        own=own,
        other_units=odd,
        without_sales=strange,
        mismatches=tuple(Mismatch(*row.values()) for row in lacking.to_pylist()),
        there=theirs.num_rows > 0,
        tell_of_the_past=_tells(theirs, history),
        rows=rows,
    )


def _tells(theirs: pa.Table, history: History) -> bool:
    over = np.datetime64(history.next_month, "M").astype("datetime64[D]")
    empty = (theirs["on_hand"].to_numpy() <= 0) & (theirs["date"].to_numpy().astype("datetime64[D]") < over)
    return bool((theirs["reports"].to_numpy() > 1).any() or empty.any())


def _parted(known: pa.Table) -> tuple[tuple[OwnStock, ...], pa.Table]:
    """The firm's own stock, and that of customers."""
    own = texts(known["customer"]) == ""
    found = tuple(
        OwnStock(row["product"], row["product_name"] or row["product"], row["unit"], row["on_hand"], row["date"])
        for row in known.filter(pa.array(own)).to_pylist()
    )
    return found, known.filter(pa.array(~own))


def _placed(
    table: pa.Table, rows: dict[Pair, int], units: Texts
) -> tuple[Whole, np.ndarray[tuple[int], np.dtype[np.int64]], tuple[Pair, ...], tuple[Pair, ...]]:
    """Where rows belong: (their series, which rows), the pairs in other units, and the pairs without sales.

    A blank unit is that of the sales; beside others of the same pair it is not taken for any.
    """
    keys = list(zip(table["customer"].to_pylist(), table["product"].to_pylist()))
    if not keys or not rows:
        nobody = np.zeros(0, np.int64)
        return nobody, nobody, (), tuple(key for key in dict.fromkeys(keys) if key[0])
    at = np.fromiter((rows.get(key, -1) for key in keys), np.int64, len(keys))
    said, theirs = texts(table["unit"]), units[np.maximum(at, 0)]
    same = said == theirs
    blank = (said == "") | (theirs == "")
    alone = np.bincount(np.maximum(at, 0), at >= 0, minlength=len(rows))[np.maximum(at, 0)] <= 1
    fits = (at >= 0) & (same | (blank & alone))
    odd = dict.fromkeys(keys[i] for i in np.flatnonzero((at >= 0) & ~fits))
    strange = dict.fromkeys(keys[i] for i in np.flatnonzero(at < 0))
    sound = np.flatnonzero(fits)
    return at[sound], sound, tuple(odd), tuple(key for key in strange if key[0])


def _coming(dataset: Dataset, rows: dict[Pair, int], units: Texts, as_of: date) -> Receipts:
    table = dataset.ask("stock_on_the_road", as_of=as_of)
    keys = list(zip(table["customer"].to_pylist(), table["product"].to_pylist()))
    if not keys or not rows:
        return NOTHING_COMING
    at = np.fromiter((rows.get(key, -1) for key in keys), np.int64, len(keys))
    said, theirs = texts(table["unit"]), units[np.maximum(at, 0)]
    fits = (at >= 0) & ((said == theirs) | (said == "") | (theirs == ""))
    arrival = table["arrival"].to_numpy().astype("datetime64[D]")
    return Receipts(at[fits], arrival[fits], table["in_transit"].to_numpy()[fits])


def _limits(dataset: Dataset, rows: dict[Pair, int], units: Texts, as_of: date) -> tuple[Floats, Floats, Floats]:
    table = dataset.ask("stock_limits", as_of=as_of)
    at, sound, _, _ = _placed(table, rows, units)
    found = []
    for name in ("least", "most", "lead_time"):
        column = np.full(len(rows), np.nan)
        column[at] = table[name].to_numpy()[sound]
        found.append(column)
    return found[0], found[1], found[2]
