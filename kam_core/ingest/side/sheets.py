"""Understanding a side table's files: where the header stands, the columns, whose it is, of which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from kam_core.engine import Engine
from kam_core.errors import BadMapping, Notice
from kam_core.ingest.recipe import Question, Source
from kam_core.ingest.side.columns import cast, certainty, lacking
from kam_core.ingest.side.joined import join_columns
from kam_core.ingest.side.kinds_said import kind_said
from kam_core.ingest.side.known import Known
from kam_core.ingest.side.scales import scaled
from kam_core.ingest.side.sheet import Sheet, SideHints
from kam_core.ingest.side.stated import Dealer, day_in, dealer_called, dealer_in
from kam_core.ingest.side.steps import spread_steps
from kam_core.ingest.side.tables import SideTable, side_table
from kam_core.ingest.side.wide import spread
from kam_core.ingest.understanding import date_order, decimal_mark, headers
from kam_core.ingest.understanding.evidence import Row, Sample, look, sample
from kam_core.ingest.understanding.header import SEARCHED, Header, find_header, header_at
from kam_core.schema import Role
from kam_core.side_schema import SIDE_TABLES

SAMPLES = 3  # values shown of a column
OWN_SHEET = ("opening", "received", "sold")  # columns a dealer's own sheet has


def understand(
    sources: Sequence[Source], table: SideTable, engine: Engine, hints: SideHints, known: Known, today: date
) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets of this table, and those that are not: they lack a column it needs. Raises BadMapping."""
    unknown: list[BadMapping] = []
    sheets = [sheet for source in sources if (sheet := _sheet(source, table, engine, hints, unknown))]
    sheets = [_spread(sheet, table, known) for sheet in sheets]
    fit = [sheet for sheet in sheets if not lacking(sheet.columns, table)]
    unfit = [sheet for sheet in sheets if lacking(sheet.columns, table)]
    if unknown and not fit:
        raise unknown[0]
    return [scaled(_about(sheet, table, hints, known, today), table, engine) for sheet in fit], unfit


def recognise(sources: Sequence[Source], engine: Engine) -> str | None:
    """The table these files are by their headers; None where that is not plain."""
    found = dict.fromkeys(SIDE_TABLES, (0, True))
    for source in sources:
        rows = [[cell or "" for cell in row] for row in sample(source, engine).rows[:SEARCHED]]
        for name, (own, covered) in found.items():
            table = side_table(name)
            more, most = max((certainty(row, table, rows[:at]) for at, row in enumerate(rows)), default=(0, False))
            found[name] = own + more, covered and (most or not more)
    best, second, *_ = sorted(found, key=lambda name: -found[name][0])
    return best if found[best][1] and found[best][0] > found[second][0] else None


def _sheet(
    source: Source, table: SideTable, engine: Engine, hints: SideHints, unknown: list[BadMapping]
) -> Sheet | None:
    seen = sample(source, engine)
    if not any(any(row) for row in seen.rows):
        return None
    head = seen.rows[: seen.head]
    header = Header(-1, 1, ("",) * source.width) if hints.no_header else _header(head, source.width, table)
    line = seen.lines[header.at] if header.at >= 0 else 0
    titles = tuple(cell for row in head[: max(0, header.at - header.lines + 1)] for cell in row if cell)
    source = replace(source, layout=replace(source.layout, header_line=line, header_lines=header.lines))
    source, header, seen, made = join_columns(source, header, seen, table)
    try:
        columns = cast(header.names, table, hints.columns, source.file)
    except BadMapping as error:
        if error.code == "unknown_role":
            raise
        columns = {}  # this sheet does not have it; another may
        unknown.append(error)
    if "opening" not in columns and any(Role.AMOUNT in headers.match(name) for name in header.names if name):
        columns = {
            c: p for c, p in columns.items() if c not in OWN_SHEET or c in hints.columns
        }  # our sales, not theirs
    data = seen.after(line)
    samples = _samples(data, source.width)
    said, by = kind_said(header.names, columns, (*titles, source.layout.sheet or "", PurePath(source.file).stem), table)
    sheet = Sheet(source, header.names, columns, titles, samples=samples, made=made, notices=by, said=said)
    return _written(sheet, data, table, engine, hints)


def _spread(sheet: Sheet, table: SideTable, known: Known) -> Sheet:
    """With a record for each of what stands side by side, or together in one cell."""
    sheet = spread_steps(sheet, table)
    return spread(sheet, table, known) or sheet


def _samples(data: Sample, width: int) -> tuple[tuple[str, ...], ...]:
    found: list[dict[str, None]] = [{} for _ in range(width)]
    for row in data.rows[: data.head]:
        for seen, cell in zip(found, row):
            if cell and len(seen) < SAMPLES:
                seen[cell] = None
    return tuple(map(tuple, found))


def _header(head: Sequence[Row], width: int, table: SideTable) -> Header:
    """The record that names most of the table's columns, else what looks most like a header."""
    best, most = -1, 0
    for at, row in enumerate(head[:SEARCHED]):
        found = cast([cell or "" for cell in row], table, {}, "")
        if not lacking(found, table) and len(found) > most:
            best, most = at, len(found)
    return header_at(head, best, width) if best >= 0 else find_header(head, width)


def _written(sheet: Sheet, data: Sample, table: SideTable, engine: Engine, hints: SideHints) -> Sheet:
    """How days and numbers are written in it."""
    days = [sheet.columns[name] for name in table.of_type("date", "month") if name in sheet.columns]
    numbers = [sheet.columns[name] for name in table.of_type("number") if name in sheet.columns]
    start = (sheet.source.layout.header_line or 0) + 1
    rows = [tuple(row[p - 1] for p in numbers) for row in data.rows]
    evidence = [look(rows, n) for n in range(len(numbers))]
    decimal = decimal_mark.decide(rows, evidence, sheet.source.layout.delimiter)
    if hints.dates or not days:
        return replace(sheet, decimal=decimal, order=hints.dates or "ymd")
    head = [row[days[0] - 1] or "" for row in data.rows[: data.head]]
    places = [(sheet.source, position, start) for position in days]
    order = date_order.decide(places, head, engine, day_first=decimal == ",")
    asked = (order.question,) if order.question else ()
    return replace(sheet, decimal=decimal, order=order.order, notices=(*sheet.notices, *order.notices), questions=asked)


def _about(sheet: Sheet, table: SideTable, hints: SideHints, known: Known, today: date) -> Sheet:
    """Whose it is and of which day, where no column says so."""
    sheet = replace(sheet, today=today)
    name, shown = sheet.source.layout.sheet or "", PurePath(sheet.source.file).stem
    texts = [*sheet.titles, name, shown]
    if "customer" in table.columns and not {"customer", "customer_name"} & sheet.columns.keys():
        sheet = _whose(sheet, texts, hints, known)
    dated = [kind for kind in table.kinds if kind.dated and set(kind.has) & sheet.columns.keys()]
    if not dated or "date" in sheet.columns:
        return sheet
    if hints.day:
        return replace(sheet, day=hints.day)
    for where, listed in (("title", sheet.titles), ("sheet", [name]), ("file", [shown])):
        if day := day_in(listed, today):
            said = Notice(f"stock_day_from_{where}", {"file": sheet.called, "day": day})
            return replace(sheet, day=day, notices=(*sheet.notices, said))
    return replace(sheet, questions=(*sheet.questions, Question("stock_date")))


def _whose(sheet: Sheet, texts: Sequence[str], hints: SideHints, known: Known) -> Sheet:
    """As the user said, else by title or name; a dealer's own sheet belongs to somebody, known or not."""
    said = hints.dealers.get(sheet.called, hints.dealers.get(""))
    if said is not None:
        key, name, there = known.customers.resolve(said, said)
        return replace(sheet, dealer=Dealer(key, name, there) if said else None)
    dealer = dealer_in(texts, known.customers)
    if dealer is None and "warehouse" not in sheet.columns:
        dealer = dealer_called(sheet.source.file, sheet.source.layout.sheet or "", known.customers)
        if dealer and not dealer.known and not set(OWN_SHEET) & sheet.columns.keys():
            dealer = None  # a stock without a name is the firm's own
    if dealer is None or dealer.known:
        return replace(sheet, dealer=dealer)
    question = Question("dealer", tuple(known.customers.near(dealer.name)))
    return replace(sheet, dealer=dealer, questions=(*sheet.questions, question))
