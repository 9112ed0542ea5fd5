"""Carrying down: values that stand only on a document's first line, and customers that stand on a line of their own.

Only the listed columns are filled, from the last line that had something there, in line order within a source. Sums,
repeated headers, notes and lone titles give nothing to the lines below them and take nothing from those above.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from kam_core.engine import load_sql
from kam_core.ingest.accounting.labels import is_note, is_title_word, title_customer, total_kind
from kam_core.ingest.accounting.lookups import fill, only_row
from kam_core.ingest.recipe import Mapping, Source
from kam_core.schema import Role


def carry_down(con: duckdb.DuckDBPyConnection, sources: Sequence[Source], mapping: Mapping) -> int:
    """Replaces `body` by one that is filled down; how many records took something from above."""
    filled = [role for role in Role if _listed(mapping, role)]
    if not filled and not mapping.group_titles:
        return 0
    _mark(con, mapping)
    values = [_last(role) for role in filled if not (mapping.group_titles and role is Role.CUSTOMER)]
    if mapping.group_titles:
        values.append(
            "CASE WHEN m.line IS NOT NULL THEN '' WHEN b.customer <> '' THEN b.customer ELSE "
            "coalesce(last_value(m.title IGNORE NULLS) OVER above, t.title, '') END AS customer"
        )
        above = [(n, _title_above(con, n, source)) for n, source in enumerate(sources)]
        fill(con, "titles_above", [("source", pa.int16()), ("title", pa.string())], above)
    joined = "LEFT JOIN titles_above AS t ON t.source = b.source " if mapping.group_titles else ""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE carried AS SELECT b.* REPLACE ({', '.join(values)}) FROM body AS b "
        f"LEFT JOIN marks AS m ON m.source = b.source AND m.line = b.line {joined}"
        "WINDOW above AS (PARTITION BY b.source ORDER BY b.line ROWS UNBOUNDED PRECEDING)"
    )
    con.execute("CREATE OR REPLACE TEMP VIEW body AS SELECT * FROM carried")
    counted = [f"c.{_quoted(role)} <> r.{_quoted(role)}" for role in {*filled, *_titled(mapping)}]
    row = only_row(
        con,
        f"SELECT count(*) FROM carried AS c JOIN records AS r ON r.source = c.source AND r.line = c.line "
        f"ANTI JOIN marks AS m ON m.source = c.source AND m.line = c.line WHERE {' OR '.join(counted)}",
    )
    return int(row[0])


def _listed(mapping: Mapping, role: Role) -> bool:
    positions = mapping.roles.get(role, ())
    return bool(positions) and set(positions) <= set(mapping.fill_down)


def _titled(mapping: Mapping) -> tuple[Role, ...]:
    return (Role.CUSTOMER,) if mapping.group_titles else ()


def _title_above(con: duckdb.DuckDBPyConnection, n: int, source: Source) -> str:
    """The customer of the first group, whose title stands above the header: only where a word says it is one."""
    first = (source.layout.header_line or 0) - source.layout.header_lines + 1
    every = ", ".join(f"c{k:d}" for k in range(1, source.width + 1))
    rows = con.execute(
        f"SELECT list_filter([{every}], lambda c: c IS NOT NULL) FROM read_parquet(getvariable('source_{n:d}')) "
        "WHERE line < $first AND cells > 0 ORDER BY line DESC LIMIT 3",
        {"first": first},
    ).fetchall()
    said: list[str] = next((cells for (cells,) in rows if cells), [])
    if len(said) == 1 and title_customer(said[0]) != said[0].strip():
        return title_customer(said[0])
    return said[1] if len(said) == 2 and is_title_word(said[0]) else ""


def _quoted(role: Role) -> str:
    return f'"{role.value}"'


def _last(role: Role) -> str:
    own = f"b.{_quoted(role)}"
    return (
        f"CASE WHEN m.line IS NOT NULL THEN {own} ELSE coalesce(last_value(CASE WHEN m.line IS NULL "
        f"THEN nullif({own}, '') END IGNORE NULLS) OVER above, '') END AS {_quoted(role)}"
    )


def _mark(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Fills `marks`: the records that give and take nothing."""
    texts = [text for (text,) in con.execute(load_sql("ingest/plain_heads")).fetchall()]
    con.execute("SET VARIABLE label_texts = $texts", {"texts": [t for t in texts if total_kind(t)] or [""]})
    con.execute("SET VARIABLE titles = $titles", {"titles": mapping.group_titles})
    fill(con, "notes", [("text", pa.string())], [(t,) for t in texts if is_note(t)])
    con.execute("CREATE OR REPLACE TEMP TABLE title_texts (text VARCHAR, customer VARCHAR)")
    if mapping.group_titles:
        titles = [(t, "" if is_title_word(t) else title_customer(t)) for t in texts]
        fill(con, "title_texts", [("text", pa.string()), ("customer", pa.string())], titles)
    con.execute(load_sql("ingest/marks"))
