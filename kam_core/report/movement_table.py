"""Movement as one tidy table: a row a customer of either period, with value, rank and class on both sides.

Codes, not words, stand in its cells; whoever shows it brings the words of its language.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kam_core.analysis.exact import decimals
from kam_core.analysis.movement.matrix import STANDS, At, Movement

#: Column -> Arrow type. Ranks are null where there was no line; then the value is 0.
COLUMNS = {
    "customer": pa.string(),
    "name": pa.string(),
    "class_before": pa.string(),
    "class_after": pa.string(),
    "value_before": pa.decimal128(38, 4),
    "value_after": pa.decimal128(38, 4),
    "change": pa.decimal128(38, 4),
    "rank_before": pa.int64(),
    "rank_after": pa.int64(),
}


def movement_table(found: Movement, at: At | None = None) -> pa.Table:
    """These customers in this order; everyone, in the order of the movement, where none are named."""
    at = np.arange(found.n) if at is None else at
    stands = np.array([stand.value for stand in STANDS], object)
    columns = {
        "customer": pa.array(found.customers[at], pa.string()),
        "name": pa.array(found.names[at], pa.string()),
        "class_before": pa.array(stands[found.stood[at]], pa.string()),
        "class_after": pa.array(stands[found.stands[at]], pa.string()),
        "value_before": decimals(found.was[at]),
        "value_after": decimals(found.now[at]),
        "change": decimals(found.change[at]),
        "rank_before": pa.array(found.rank_before[at] + 1, mask=found.rank_before[at] < 0),
        "rank_after": pa.array(found.rank_after[at] + 1, mask=found.rank_after[at] < 0),
    }
    return pa.table({name: columns[name].cast(kind) for name, kind in COLUMNS.items()})
