"""Merged cells: a customer or a day that stands only on the first line of its block belongs to the lines below too."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kam_core.ingest.side.body import Flags
from kam_core.ingest.side.values import Values

MERGED = (("customer", "customer_name"), ("date",), ("warehouse",))  # what is merged together


def fill_down(values: Mapping[str, Values], mapped: Mapping[str, int], rows: Flags) -> int:
    """Fill what is merged, in place, over the rows that count so far: how many rows were filled.

    Columns are merged where most of these rows lack them, the first has them, and no value follows on itself.
    """
    at = np.flatnonzero(rows)
    filled = np.zeros(len(at), bool)
    for together in MERGED:
        names = [name for name in together if name in mapped and name in values]
        if not names or not all(_is_merged(values[name], at) for name in names):
            continue
        blank = np.logical_and.reduce([~values[name].filled[at] & ~values[name].bad[at] for name in names])
        above = np.maximum.accumulate(np.where(blank, -1, np.arange(len(at))))
        for name in names:
            values[name].values[at] = values[name].values[at][above]
            values[name].there[at] = values[name].there[at][above]
        filled |= blank
    return int(filled.sum())


def _is_merged(value: Values, at: np.ndarray[tuple[int], np.dtype[np.int64]]) -> bool:
    filled = value.filled[at]
    if not len(at) or not filled[0] or 2 * filled.sum() > len(at):
        return False
    said = value.values[at][filled]
    return bool((said[1:] != said[:-1]).all())
