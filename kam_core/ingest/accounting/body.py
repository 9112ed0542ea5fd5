"""The body of an upload: the records of all its sources under their headers, with columns named by role.

Only integers (positions, line numbers) and our own role names are put together into SQL here; every statement after
this one is a fixed file over the relation `body`. Paths and words travel as variables.

`records`: one row a record below its source's header: source, line, cells, extra (something stands beyond the header's
width), nonblank (cells with something in them), heads (the first three of those), raw, print (equal for equal records),
and the text of each role.
`header`: the same columns for the header lines themselves. `body`: records with own_* beside what is filled down.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from kam_core.engine import load_sql
from kam_core.ingest.accounting.lookups import NUMBERS
from kam_core.ingest.recipe import CURRENCY_SIGN, Mapping, Source
from kam_core.schema import Role

_PARSED = frozenset({Role.DATE, *(Role(name) for name in NUMBERS)})
_RAW = 300  # cells shown of a very wide record; its text is cut at 2,000 characters anyway


def lay(
    con: duckdb.DuckDBPyConnection, sources: Sequence[Source], mapping: Mapping, *, rows: str | None = None
) -> None:
    """Creates the macros and the temporary views `records`, `header` and `body`.

    rows: the view that the records are taken from, where they do not lie in the sources' own files.
    """
    for name, value in _variables(sources, mapping).items():
        con.execute(f"SET VARIABLE {name} = $value", {"value": value})
    con.execute(load_sql("ingest/macros"))
    below = " UNION ALL ".join(_records(con, n, source, mapping, rows) for n, source in enumerate(sources))
    con.execute(f"CREATE OR REPLACE TEMP VIEW records AS {below}")
    above = " UNION ALL ".join(_header(n, source, mapping) for n, source in enumerate(sources))
    con.execute(f"CREATE OR REPLACE TEMP TABLE header AS {above}")
    con.execute(load_sql("ingest/body"))


def show(con: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Creates `shown`: the records of `picked` as they stand; only these few are put together from their cells."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE shown "
        "(source SMALLINT, line BIGINT, nonblank BIGINT, heads VARCHAR[], raw VARCHAR)"
    )
    for n, source in enumerate(sources):
        con.execute(
            f"INSERT INTO shown SELECT source, line, {_as_it_stands(source)} FROM ("
            f"SELECT p.source, r.* FROM read_parquet(getvariable('source_{n:d}')) AS r "
            f"JOIN picked AS p ON p.source = {n:d} AND p.line = r.line)"
        )


def own_column(source: Source, position: int) -> int:
    """The source's own column for a canonical position; 0 where it has none."""
    if not source.order:
        return position if position <= source.width else 0
    return source.order[position - 1] if position <= len(source.order) else 0


def role_names(mapping: Mapping) -> frozenset[Role]:
    """The roles some column plays."""
    return frozenset(role for role, positions in mapping.roles.items() if positions)


def _variables(sources: Sequence[Source], mapping: Mapping) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {f"source_{n}": str(source.records) for n, source in enumerate(sources)}
    return found | {
        "decimal": mapping.decimal,
        "there": sorted(role_names(mapping) | ({Role.CUSTOMER} if mapping.group_titles else set())),
        "currency_sign": CURRENCY_SIGN,
        "returns": list(mapping.returns),
        "void": list(mapping.void),
        "gifts": list(mapping.gifts),
    }


def _texts(source: Source, mapping: Mapping, parsed: frozenset[Role] = _PARSED) -> str:
    """One column a role: its cell, two cells joined by a space, or nothing (a constant that costs nothing to write)."""
    texts = {role: _text(source, role, mapping.roles.get(role, ()), parsed) for role in Role}
    if mapping.roles.get(Role.CURRENCY) and mapping.roles[Role.CURRENCY] == mapping.roles.get(Role.AMOUNT):
        texts[Role.CURRENCY] = f"regexp_extract({texts[Role.CURRENCY]}, getvariable('currency_sign'))"
    return ", ".join(f'{text} AS "{role.value}"' for role, text in texts.items())


def _text(source: Source, role: Role, positions: Sequence[int], parsed: frozenset[Role]) -> str:
    """A cell that is parsed goes through concat: unlike coalesce it keeps a dictionary, so each different text is
    parsed once and not once a record. Cells that are only copied, or have no dictionary, are cheaper without."""
    columns = [f"c{own:d}" for own in (own_column(source, p) for p in positions) if own]
    if not columns:
        return "''::ENUM('')"
    if len(columns) > 1:
        return f"concat_ws(' ', {', '.join(columns)})"
    return f"concat({columns[0]})" if role in parsed else f"coalesce({columns[0]}, '')"


def _records(con: duckdb.DuckDBPyConnection, n: int, source: Source, mapping: Mapping, rows: str | None) -> str:
    texts = _texts(source, mapping, frozenset()) if rows else _texts(source, mapping)
    rows = rows or f"read_parquet(getvariable('source_{n:d}'))"
    beyond = ", ".join(f"c{k:d}" for k in range(_named_width(con, n, source, mapping) + 1, source.width + 1))
    return (
        f"SELECT {n:d}::SMALLINT AS source, line, cells, "
        f"{f'coalesce({beyond}) IS NOT NULL' if beyond else 'false'} AS extra, "
        f"{_as_it_stands(source)}, {_print(source)} AS print, {texts} "
        f"FROM {rows} WHERE line > {source.layout.header_line or 0:d}"
    )


def _as_it_stands(source: Source) -> str:
    shown = ", ".join(f"coalesce(c{k:d}, '')" for k in range(1, min(source.width, _RAW) + 1))
    every = ", ".join(f"c{k:d}" for k in range(1, source.width + 1))
    return (
        f"len(list_filter([{every}], lambda c: c IS NOT NULL)) AS nonblank, "
        f"list_filter([{every}], lambda c: c IS NOT NULL)[1:3] AS heads, "
        f"left(array_to_string([{shown}][1:greatest(cells, 1)], ' | '), 2000) AS raw"
    )


def _print(source: Source) -> str:
    """Equal for records that are equal cell by cell."""
    return f"hash({', '.join(f'c{k:d}' for k in range(1, source.width + 1))})"


def _header(n: int, source: Source, mapping: Mapping) -> str:
    last = source.layout.header_line or 0
    return (
        f"SELECT {n:d}::SMALLINT AS source, line, {_texts(source, mapping)} "
        f"FROM read_parquet(getvariable('source_{n:d}')) "
        f"WHERE line BETWEEN {last - source.layout.header_lines + 1:d} AND {last:d} AND {last:d} > 0"
    )


def _named_width(con: duckdb.DuckDBPyConnection, n: int, source: Source, mapping: Mapping) -> int:
    """How many columns the table has: those with a header, and those most records fill without having one.

    A worksheet's cells keep their place whatever stands beside them, so nothing there is ever misaligned.
    """
    last = source.layout.header_line or 0
    if not source.layout.delimiter or source.layout.delimiter == "fixed":
        return source.width
    if not last:
        usual_cells = con.execute(
            f"SELECT mode(cells) FROM read_parquet(getvariable('source_{n:d}')) WHERE cells > 0"
        ).fetchall()[0][0]
        return min(source.width, usual_cells or source.width)
    every = ", ".join(f"c{k:d} IS NOT NULL" for k in range(1, source.width + 1))
    rows = con.execute(
        f"SELECT list_position(list_reverse([{every}]), true) FROM read_parquet(getvariable('source_{n:d}')) "
        f"WHERE line BETWEEN {last - source.layout.header_lines + 1:d} AND {last:d} AND {last:d} > 0"
    ).fetchall()
    named = max((source.width - r[0] + 1 for r in rows if r[0]), default=0)
    mapped = [own_column(source, p) for p in [*sum(mapping.roles.values(), ()), *(m[0] for m in mapping.months)]]
    named = max([named, *mapped])
    if named == source.width:
        return named
    rest = ", ".join(f"count(c{k:d})" for k in range(named + 1, source.width + 1))
    total, *filled = con.execute(
        f"SELECT count(*) FILTER (cells > 0), {rest} FROM read_parquet(getvariable('source_{n:d}')) "
        f"WHERE line > {last:d}"
    ).fetchall()[0]
    usual = [named + 1 + k for k, count in enumerate(filled) if 2 * count > total]
    return max([named, *usual])
