"""A table as CSV for Excel: UTF-8 with a byte order mark, and text that a spreadsheet would run as a formula made text.

Text beginning with = + - @ (full width too), a tab or a line end gets an apostrophe in front (OWASP, CSV injection);
numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
AT_ONCE = 10_000


def to_csv(table: pa.Table, headers: Mapping[str, str], words: Mapping[str, Mapping[str, str]] | None = None) -> bytes:
    """headers: column -> its words, in the order wanted; columns not named are left out. words: column -> code -> word.

    Shares are written as plain numbers (0.112), values with two to four decimals, null as nothing.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([as_text(header) for header in headers.values()])
    for row in rows(table, headers, words):
        writer.writerow([_cell(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def rows(
    table: pa.Table, headers: Iterable[str], words: Mapping[str, Mapping[str, str]] | None = None
) -> Iterable[list[Any]]:
    """The table's rows as plain values, the columns in the order of `headers`, codes turned into words."""
    names = list(headers)
    spoken = [(words or {}).get(name, {}) for name in names]
    for batch in table.select(names).to_batches(AT_ONCE):
        columns = [column.to_pylist() for column in batch.columns]
        for column, say in zip(columns, spoken):
            if say:
                column[:] = [say.get(value, value) for value in column]
        yield from (list(row) for row in zip(*columns))


def as_text(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(STARTS_FORMULA) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, float):
        return f"{value:.6f}"
    return as_text(value) if isinstance(value, str) else str(value)


def number(value: Decimal) -> str:
    """Two decimals, up to four where they are not zero, no grouping."""
    short = value.quantize(Decimal("0.01"))
    return f"{short:f}" if short == value else f"{value.normalize():f}"
