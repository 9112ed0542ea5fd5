"""The tables found in the sources, and how well each would make a sales table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow.compute as pc
import pyarrow.parquet as pq

from kam_core.engine import Engine
from kam_core.errors import BadMapping
from kam_core.ingest.hints import Hints, given_roles
from kam_core.ingest.reading.records import files
from kam_core.ingest.recipe import Source
from kam_core.ingest.understanding import documents, header, headers, wide_months
from kam_core.ingest.understanding.amounts import product_of_two
from kam_core.ingest.understanding.casting import Casting
from kam_core.ingest.understanding.evidence import Evidence, Row, Sample, look, read_records, sample
from kam_core.ingest.understanding.roles import cast
from kam_core.schema import Role

STACKED = 20_000  # records searched for a second table below the first: stacked tables are hand-made and small


@dataclass(frozen=True)
class Table:
    """One table of one source with all that was seen in it. `names`: its headers, '' where a column has none."""

    source: Source
    names: tuple[str, ...]
    titles: tuple[str, ...]  # what stands above the header, then sheet and file name
    data: Sample
    evidence: tuple[Evidence, ...]
    casting: Casting
    months: wide_months.Months | None
    score: float
    unknown: BadMapping | None = None  # the user named a column this table does not have

    @property
    def header_line(self) -> int:
        return self.source.layout.header_line or 0

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(headers.key(name) for name in self.names)


def find_tables(source: Source, engine: Engine, hints: Hints, today: date) -> list[Table]:
    """The tables of one source: one, or several where they are stacked. A source without records has none."""
    seen = sample(source, engine)
    if not seen.rows:
        return []
    head = seen.rows[: seen.head]
    first = _header(source, seen, hints)
    starts = [first] if hints.no_header or first.at < 0 else _all_headers(source, first, seen, engine)
    if len(starts) == 1:
        line = seen.lines[first.at] if first.at >= 0 else 0
        titles = tuple(c for row in head[: max(0, first.at - first.lines + 1)] for c in row if c)
        return [_table(source, first, line, titles, seen.after(line), hints, today)]
    return [
        _table(part, start, line, (), sample(part, engine).after(line), hints, today)
        for part, start, line in _parted(source, starts, engine)
    ]


def _header(source: Source, seen: Sample, hints: Hints) -> header.Header:
    nameless = header.Header(-1, 1, ("",) * source.width)
    said = hints.header_line if hints.header_line is not None else source.layout.header_line
    if hints.no_header or said == 0:
        return nameless
    if said is None:
        return header.find_header(seen.rows[: seen.head], source.width)
    if said not in seen.lines:
        raise BadMapping("no_such_line", line=said, file=source.file)
    return header.header_at(seen.rows, seen.lines.index(said), source.width, fixed=True)


def _all_headers(source: Source, first: header.Header, seen: Sample, engine: Engine) -> list[header.Header]:
    """Header-like records with other columns, below the likeliest header and above it."""
    if source.count > STACKED or source.width > 200:
        return [first]
    rows: Sequence[Row] = seen.rows
    if source.count > seen.head:
        rows = read_records(source, engine, 0, STACKED)[1]
    above = [rows[at] for at in range(max(0, first.at - first.lines + 1), first.at + 1)]
    known = [{headers.key(name) for name in line if name} for line in (first.names, *above)]
    found: list[header.Header] = []
    for at in range(len(rows) - 1):
        if first.at - first.lines <= at <= first.at + 1:
            continue
        cells = [cell for cell in rows[at] if cell is not None]
        if len(cells) < 2 or not (headers.is_known(cells[0]) and headers.is_known(cells[-1])):
            continue
        keys = {headers.key(cell) for cell in cells}
        follows = any(cell is not None for row in rows[at + 1 : at + 3] for cell in row)
        if not follows or len(keys) < len(cells) or any(len(keys & seen) > 0.6 * len(keys) for seen in known):
            continue
        if (
            sum(headers.is_known(cell) for cell in cells) >= 0.6 * len(cells)
            and header.header_score(rows[at:], 0, 0) > 2.5
        ):
            found.append(header.header_at(rows, at, source.width, fixed=True))
            known.append(keys)
    return sorted([first, *found], key=lambda h: h.at)


def _parted(source: Source, starts: Sequence[header.Header], engine: Engine) -> list[tuple[Source, header.Header, int]]:
    """Each stacked table as a source of its own: its records from its header on, lines kept as they are in the file."""
    lines, rows = read_records(source, engine, 0, source.count)
    whole = pq.read_table(files(source.records))
    parts = []
    for n, start in enumerate(starts, 1):
        first = start.at - start.lines + 1
        last = len(rows) if n == len(starts) else starts[n].at - starts[n].lines + 1
        while n < len(starts) and last - 1 > start.at and sum(cell is not None for cell in rows[last - 1]) <= 1:
            last -= 1  # blank records and the next table's title are not this one's
        if n == 1:
            first = 0
        inside = pc.and_(pc.greater_equal(whole["line"], lines[first]), pc.less_equal(whole["line"], lines[last - 1]))
        path = source.records.with_name(f"table-{source.index}-{n}.records")
        pq.write_table(whole.filter(inside), path)
        layout = replace(source.layout, table=n)
        parts.append((replace(source, records=path, count=last - first, layout=layout), start, lines[start.at]))
    return parts


def _table(
    source: Source,
    found: header.Header,
    line: int,
    titles: tuple[str, ...],
    data: Sample,
    hints: Hints,
    today: date,
) -> Table:
    layout = replace(source.layout, header_line=line, header_lines=found.lines)
    source = replace(source, layout=layout)
    rows = documents.sale_lines(data.rows)
    evidence = tuple(look(rows, column) for column in range(source.width))
    about = (*titles, layout.sheet or "", source.file)
    unknown: BadMapping | None = None
    given: dict[Role, tuple[int, ...]] = {}
    try:
        given = given_roles(hints.roles, found.names, source.file)
    except BadMapping as error:
        unknown = error
    casting = cast(found.names, evidence, rows, given)
    if found.at < 0:
        _cast_nameless(casting, evidence, rows)
    years = any(headers.is_part_of_date(n, "year") and e.years > 0.7 for n, e in zip(found.names, evidence))
    months = wide_months.find_months(found.names, about, today, year_column=years) if found.at >= 0 else None
    score = _score(casting, months, len(rows), source.count) - (100 if unknown else 0)
    return Table(source, found.names, about, data, evidence, casting, months, score, unknown)


def _cast_nameless(casting: Casting, evidence: Sequence[Evidence], rows: Sequence[Row]) -> None:
    """Without headers the values alone speak: three columns of which one is the product of the others."""
    if Role.AMOUNT in casting.roles or Role.QUANTITY in casting.roles:
        return
    free = [p for p in range(1, len(evidence) + 1) if p not in casting.taken]
    if found := product_of_two(evidence, rows, free):
        for role, position in zip((Role.QUANTITY, Role.UNIT_PRICE, Role.AMOUNT), found):
            if role not in casting.roles:
                casting.give(role, (position,), 0.6)


def _score(casting: Casting, months: wide_months.Months | None, sampled: int, count: int) -> float:
    """Who, when and how much make a sales table; the more else is known, and the longer it is, the better."""
    roles = casting.roles
    who = Role.CUSTOMER in roles
    when = Role.DATE in roles or months is not None
    priced = Role.AMOUNT in roles or months is not None or (Role.QUANTITY in roles and Role.UNIT_PRICE in roles)
    much = 4.0 if priced else 2.0 if Role.QUANTITY in roles else 0.0
    whole = 3.0 if who and when and much else 0.0
    sure = sum(casting.sure.get(role, 0.0) for role in (Role.CUSTOMER, Role.DATE, Role.AMOUNT))
    return 4.0 * who + 3.0 * when + much + whole + sure + 0.2 * len(roles) + math.log10(1 + count) * (sampled > 0)
