"""Coverage as tidy tables: a row an account with its four dots, a row a gap of the work list.

Codes, not words, stand in their cells; whoever shows them brings the words of its language.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kam_core.analysis.coverage.coverage import Coverage
from kam_core.analysis.coverage.grid import Counts
from kam_core.analysis.coverage.settings import LEVELS, STATES
from kam_core.analysis.exact import decimals


def dots_table(found: Coverage, at: Counts) -> pa.Table:
    """customer, name, owner, value (at stake), and of each level its state (`<level>`) and last touch (`<level>_last`).

    at: places in the coverage, one a row.
    """
    states = np.array([state.value for state in STATES], object)
    columns = {
        "customer": pa.array(found.customers[at], pa.string()),
        "name": pa.array(found.names[at], pa.string()),
        "owner": pa.array(found.owners[at], pa.string()),
        "value": decimals(found.money[at]),
    }
    for column, level in enumerate(LEVELS):
        columns[level.value] = pa.array(states[found.grid.states[at, column]], pa.string())
        columns[f"{level.value}_last"] = pa.array(found.grid.last[at, column].astype(object), pa.date32())
    return pa.table(columns)


def work_table(found: Coverage, rows: Counts) -> pa.Table:
    """customer, name, owner, lack, level ('' = none), product (its name, '' = none), days (null = not one), value."""
    work = found.work
    names = found.training.names if found.training else {}
    at, days = work.at[rows], work.days[rows]
    return pa.table(
        {
            "customer": pa.array(found.customers[at], pa.string()),
            "name": pa.array(found.names[at], pa.string()),
            "owner": pa.array(work.owners[rows], pa.string()),
            "lack": pa.array([work.lack(int(row)).value for row in rows], pa.string()),
            "level": pa.array([level.value if (level := work.level(int(row))) else "" for row in rows], pa.string()),
            "product": pa.array([names.get(key, key) for key in work.products[rows]], pa.string()),
            "days": pa.array(days, pa.int64(), mask=days < 0),
            "value": decimals(work.money[rows]),
        }
    )
