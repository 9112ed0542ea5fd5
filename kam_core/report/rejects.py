"""What was rejected, skipped or left unassigned at import, with the place it stands in the user's own file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from kam_core.report.csv import to_csv
from kam_core.store.dataset import Dataset
from kam_core.store.manifest import SourceFile

ALL = 2**62


def rejected(dataset: Dataset, *, states: tuple[str, ...] = (), reason: str = "", limit: int = ALL) -> pa.Table:
    """file, sheet, line, state, reason, column, value, amount, raw: in file order; () and "" mean: every one."""
    table = dataset.ask("rejects", states=list(states), reason=reason, limit=limit)
    return _placed(table, dataset.manifest.sources)


def rejects_csv(dataset: Dataset, headers: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> bytes:
    """Every one of them as CSV. headers: column -> words; words: `state` and `reason` -> code -> words."""
    return to_csv(rejected(dataset), headers, words)


def side_rejected(dataset: Dataset, table: str, *, states: tuple[str, ...] = (), limit: int = ALL) -> pa.Table:
    """file, sheet, line, state, reason, column, value, raw of the last import of a table beside the sales."""
    sources = dataset.manifest.sources_of(table)
    first = len(sources) - len(dataset.manifest.side[table][-1].sources)
    where: dict[str, Any] = {"table": table, "first": first, "last": len(sources) - 1}
    return _placed(dataset.ask("side_rejects", **where, states=list(states), limit=limit), sources)


def side_rejects_csv(
    dataset: Dataset, table: str, headers: Mapping[str, str], words: Mapping[str, Mapping[str, str]]
) -> bytes:
    """The same as CSV, with headers and words as of rejects_csv."""
    return to_csv(side_rejected(dataset, table), headers, words)


def _placed(table: pa.Table, sources: Sequence[SourceFile]) -> pa.Table:
    at = table["source"].to_pylist()
    files = pa.array([sources[i].file for i in at], pa.string())
    sheets = pa.array([sources[i].sheet for i in at], pa.string())
    return table.drop_columns(["source"]).add_column(0, "file", files).add_column(1, "sheet", sheets)
