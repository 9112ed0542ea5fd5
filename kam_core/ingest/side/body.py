"""The records of one sheet below its header, column by column, each different text looked at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kam_core.ingest.reading.records import files
from kam_core.ingest.side.sheet import Sheet

Flags = npt.NDArray[np.bool_]
Cells = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Texts:
    """A column: its different texts ('' = blank), and for each record which of them it holds."""

    at: npt.NDArray[np.int64]
    values: list[str]

    def each(self, meaning: Callable[[str], Any]) -> Cells:
        """What each record's text means."""
        found = np.empty(len(self.values), object)
        found[:] = [meaning(value) for value in self.values]
        return found[self.at]

    def where(self, holds: Callable[[str], bool]) -> Flags:
        """The records whose text is so."""
        return np.array([holds(value) for value in self.values], bool)[self.at]

    @property
    def filled(self) -> Flags:
        return self.where(bool)

    @property
    def all(self) -> Cells:
        return self.each(lambda value: value)


@dataclass(frozen=True)
class Body:
    """The records of one sheet. `first`: the first filled cell of each; `cells`: how many are filled.

    `below`: how many the reader wrote below the header; of a wide sheet one of them has become several here.
    """

    sheet: Sheet
    table: pa.Table
    lines: npt.NDArray[np.int64]
    first: Texts
    cells: npt.NDArray[np.int64]
    below: int

    @property
    def count(self) -> int:
        return int(self.table.num_rows)

    def texts(self, position: int) -> Texts:
        """The column at a position (from 1)."""
        return _texts(_clean(self.table.column(f"c{position}")))

    def column(self, name: str) -> Texts:
        """The texts of a column of the side table; all blank where the sheet has none."""
        if name in self.sheet.columns:
            return self.texts(self.sheet.columns[name])
        return Texts(np.zeros(self.count, np.int64), [""])

    def beyond(self, width: int) -> Flags:
        """The records with something beyond the first `width` columns of the file."""
        found = np.zeros(self.count, bool)
        for position in range(width + 1, self.sheet.source.width + 1):
            if position not in self.sheet.made:
                found |= self.texts(position).filled
        return found

    def raw(self, rows: Sequence[int]) -> list[str]:
        """Records as they stand, cells joined, at most 2,000 characters each."""
        some = self.table.take(pa.array(rows, pa.int64())).to_pylist()
        names = [f"c{n}" for n in range(1, self.sheet.source.width + 1)]
        return [" | ".join(row[c] or "" for c in names[: max(1, row["cells"])])[:2000] for row in some]


def lay(sheet: Sheet) -> tuple[Body, tuple[str, ...]]:
    """The records below the header, and the header's last line as it stands ('' where there is none)."""
    source, last = sheet.source, sheet.source.layout.header_line or 0
    whole = pq.read_table(files(source.records))
    head = whole.filter(pc.equal(whole["line"], last)).to_pylist()
    header = tuple((head[0][f"c{n}"] or "") if head else "" for n in range(1, source.width + 1))
    below = whole.filter(pc.greater(whole["line"], last))
    columns = [_clean(below.column(f"c{n}")) for n in range(1, source.width + 1)]
    written = source.count - (whole.num_rows - below.num_rows)
    filled = sum((pc.is_valid(c).to_numpy(zero_copy_only=False) for c in columns), np.zeros(below.num_rows, np.int64))
    return Body(sheet, below, below["line"].to_numpy(), _texts(pc.coalesce(*columns)), filled, written), header


def _clean(column: pa.ChunkedArray) -> pa.Array:
    """Without blanks around; a blank cell is no cell."""
    trimmed = pc.utf8_trim_whitespace(column.cast(pa.string()).combine_chunks())
    trimmed = pa.concat_arrays(trimmed.chunks) if isinstance(trimmed, pa.ChunkedArray) else trimmed
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _texts(column: pa.Array) -> Texts:
    coded = pc.dictionary_encode(pc.fill_null(column, ""))
    if not len(coded):
        return Texts(np.zeros(0, np.int64), [""])
    return Texts(coded.indices.to_numpy().astype(np.int64), coded.dictionary.to_pylist())
