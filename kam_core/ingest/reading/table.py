"""What a reader hands back: one table of a file, already in Parquet, not yet a Source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kam_core.errors import Notice
from kam_core.ingest.recipe import Layout


@dataclass(frozen=True)
class Table:
    """Records as Source describes them, the layout that was used, and what the user should know."""

    layout: Layout
    records: Path
    width: int
    count: int
    notices: tuple[Notice, ...] = ()
