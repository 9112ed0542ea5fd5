"""Lookups: what SQL alone cannot read, as small tables from text to meaning.

Each different text is read once, by numbers.py or days.py, however many records hold it. A lookup is joined only where
a column needs it: an empty join over ten million records costs as much as reading them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb
import pyarrow as pa

from kam_core.engine import load_sql
from kam_core.ingest.days import parse_date
from kam_core.ingest.numbers import parse_number
from kam_core.ingest.recipe import Mapping

NUMBERS = ("amount", "quantity", "unit_price", "discount", "profit", "cost")
LARGE = Decimal(10) ** 14  # DECIMAL(18,4) holds less
_TENTH = Decimal("1E-10")
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_EMPTY = {"day": "NULL::DATE"} | dict.fromkeys(NUMBERS, "NULL::DECIMAL(28, 10)")


def fill(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[tuple[str, Any]], rows: Iterable[Any]) -> int:
    """Adds rows to a temporary table of ingest/lookups.sql; columns are its names and Arrow types, in its order."""
    listed = list(rows)
    if listed:
        batch = pa.table({name: pa.array([row[k] for row in listed], kind) for k, (name, kind) in enumerate(columns)})
        con.register("incoming", batch)
        con.execute(f"INSERT INTO {table} SELECT * FROM incoming")
        con.unregister("incoming")
    return len(listed)


def only_row(con: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """The one row of a question that has one, read to its end so that the cursor is free again."""
    rows = con.execute(sql, parameters or {}).fetchall()
    return tuple(rows[0]) if rows else ()


def look_up(con: duckdb.DuckDBPyConnection, mapping: Mapping, joined: set[str]) -> bool:
    """Reads every strange day and number once, adds to `joined` what needs its lookup, and says whether any does."""
    strange = con.execute(load_sql("ingest/strange_numbers")).fetchall()
    read = read_numbers(con, {text for _, text in strange}, mapping.decimal)
    days = [text for (text,) in con.execute(load_sql("ingest/strange_days")).fetchall()]
    known = [(text, day) for text, day in ((t, parse_date(t, mapping.date_order)) for t in days) if sensible(day)]
    fill(con, "days", [("text", pa.string()), ("day", pa.date32())], known)
    found = {role for role, text in strange if read[text] is not None} | ({"day"} if known else set())
    joined |= found
    return bool(found)


def read_numbers(con: duckdb.DuckDBPyConnection, texts: set[str], decimal: str) -> dict[str, Decimal | None]:
    """What the texts mean as numbers; adds them to `numbers`."""
    read = {text: parse_number(text, decimal) for text in texts}
    fill(
        con,
        "numbers",
        [("text", pa.string()), ("value", pa.decimal128(28, 10)), ("large", pa.bool_())],
        [(text, _held(value), value is not None and abs(value) >= LARGE) for text, value in read.items()],
    )
    return read


def join(con: duckdb.DuckDBPyConnection, needed: set[str]) -> None:
    """Creates the view `looked` with the lookups of `needed`: roles of NUMBERS, "day", "special", "unit"."""
    con.execute("SET VARIABLE converting = $value", {"value": "unit" in needed})
    values = [f"{_found(what, needed)} AS looked_{what}" for what in _EMPTY]
    joins = [f"LEFT JOIN numbers AS n_{r} ON n_{r}.text = b.{r}" for r in NUMBERS if r in needed]
    if "day" in needed:
        joins.append("LEFT JOIN days AS d ON d.text = day_text(b.date)")
    special = "NULL::VARCHAR"
    if "special" in needed:
        special = "s.kind"
        joins.append(
            "LEFT JOIN specials AS s ON s.text = CASE WHEN b.customer <> '' THEN b.customer ELSE b.customer_name END"
        )
    factor, unit = "NULL::BIGINT", ""
    if "unit" in needed:
        factor, unit = "v.factor", "REPLACE (coalesce(v.smaller, b.unit) AS unit)"
        joins.append(
            "LEFT JOIN conversions AS v ON v.unit = b.unit "
            "AND v.product = CASE WHEN b.product <> '' THEN b.product ELSE b.product_name END"
        )
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW looked AS SELECT b.* {unit}, {factor} AS looked_factor, "
        f"{', '.join(values)}, {special} AS special "
        f"FROM body AS b {' '.join(joins)}"
    )


def sensible(day: date | None) -> bool:
    """Whether a day can be a sale's: 1900 to 2199."""
    return day is not None and _FIRST <= day <= _LAST


def _found(what: str, needed: set[str]) -> str:
    if what not in needed:
        return _EMPTY[what]
    return "d.day" if what == "day" else f"n_{what}.value"


def _held(value: Decimal | None) -> Decimal | None:
    """The value with ten decimals; None where it is unreadable or more than money can be."""
    return None if value is None or abs(value) >= LARGE else value.quantize(_TENTH, ROUND_HALF_UP)
