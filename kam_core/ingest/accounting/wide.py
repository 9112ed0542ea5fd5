"""Wide months: one row a customer, one column a month. Each figure of a row becomes a line of its own.

Where the headers name no year and a column does (`年份`), the month columns stand in the mapping under year 0000.
A blank cell gives no line, a zero a line of 0, a cell that cannot be read is set apart. Such tables are made by hand
and small, so every row of them gets the second look.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb
import pyarrow as pa

from kam_core.engine import load_sql
from kam_core.ingest.accounting.body import own_column
from kam_core.ingest.accounting.lookups import fill, read_numbers
from kam_core.ingest.recipe import Column, Mapping, Source
from kam_core.ingest.understanding.wide_months import UNKNOWN_YEAR
from kam_core.schema import Role

YEARLESS = "0001"  # the calendar's year for months whose year stands in the row


def unpivot(
    con: duckdb.DuckDBPyConnection, sources: Sequence[Source], mapping: Mapping, columns: Sequence[Column]
) -> None:
    """Creates `tall`: one row a record x month column that is not blank, with month, measure, text and value."""
    names = {c.position: c.header for c in columns}
    con.execute("CREATE OR REPLACE TEMP TABLE calendar (k INTEGER, month DATE, measure VARCHAR, header VARCHAR)")
    kinds = [("k", pa.int32()), ("month", pa.date32()), ("measure", pa.string()), ("header", pa.string())]
    listed = [
        (k, date.fromisoformat(f"{month.replace(UNKNOWN_YEAR, YEARLESS)}-01"), measure, names.get(position, ""))
        for k, (position, month, measure) in enumerate(mapping.months)
    ]
    fill(con, "calendar", kinds, listed)
    cells = [
        f"SELECT {n:d}::SMALLINT AS source, line, {k:d} AS k, c{own:d} AS text, {_year(source, mapping)} AS year "
        f"FROM read_parquet(getvariable('source_{n:d}')) "
        f"WHERE line > {source.layout.header_line or 0:d} AND c{own:d} IS NOT NULL"
        for n, source in enumerate(sources)
        for k, (position, _, _) in enumerate(mapping.months)
        if (own := own_column(source, position))
    ]
    con.execute(f"CREATE OR REPLACE TEMP TABLE month_texts AS {' UNION ALL '.join(cells)}")
    texts = con.execute(load_sql("ingest/strange_months")).fetchall()
    read_numbers(con, {text for (text,) in texts}, mapping.decimal)
    con.execute(load_sql("ingest/tall"))


def _year(source: Source, mapping: Mapping) -> str:
    """The source's own column with the year of a row's months, where it has one."""
    columns = [own for position in mapping.roles.get(Role.DATE, ()) if (own := own_column(source, position))]
    return f"c{columns[0]:d}" if columns else "NULL::VARCHAR"
