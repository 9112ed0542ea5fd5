"""What was rejected, skipped or left unassigned at import, with the place it stands in the user's own file."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from kam_core.report.csv import to_csv
from kam_core.store.dataset import Dataset

ALL = 2**62


def rejected(dataset: Dataset, *, states: tuple[str, ...] = (), reason: str = "", limit: int = ALL) -> pa.Table:
    """file, sheet, line, state, reason, column, value, amount, raw: in file order; () and "" mean: every one."""
    table = dataset.ask("rejects", states=list(states), reason=reason, limit=limit)
    sources = dataset.manifest.sources
    at = table["source"].to_pylist()
    files = pa.array([sources[i].file for i in at], pa.string())
    sheets = pa.array([sources[i].sheet for i in at], pa.string())
    return table.drop_columns(["source"]).add_column(0, "file", files).add_column(1, "sheet", sheets)


def rejects_csv(dataset: Dataset, headers: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> bytes:
    """Every one of them as CSV. headers: column -> words; words: `state` and `reason` -> code -> words."""
    return to_csv(rejected(dataset), headers, words)
