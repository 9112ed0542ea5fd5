"""Counting a side table: its rows typed and joined, what was set apart, and an account that adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kam_core.errors import Notice, RowsLost
from kam_core.ingest.ledger import Account, ReasonTally, Tally
from kam_core.ingest.side import closing, later
from kam_core.ingest.side.known import Known
from kam_core.ingest.side.notices import codes_read, notices_of
from kam_core.ingest.side.parties import join
from kam_core.ingest.side.rows import SKIPPED, Rows, judge
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.tables import SideTable
from kam_core.ingest.side.wide import by_line
from kam_core.schema import State
from kam_core.side_schema import SIDE_REJECTS, SIDE_TABLES

_NOTHING = Decimal(0)
_GAVE_WAY = ("stated_twice", "repeated")
_ARROW = {
    "SMALLINT": pa.int16(),
    "BIGINT": pa.int64(),
    "DATE": pa.date32(),
    "VARCHAR": pa.string(),
    "BOOLEAN": pa.bool_(),
    "DECIMAL(18,4)": pa.decimal128(18, 4),
}


@dataclass(frozen=True)
class SideCount:
    """A side table as read: its rows and rejects (columns as in side_schema.py), and what became of each source row."""

    rows: pa.Table
    rejects: pa.Table
    account: Account


def schema_of(columns: dict[str, str]) -> pa.Schema:
    """The Arrow types of a table of schema.py."""
    return pa.schema([(name, _ARROW[kind]) for name, kind in columns.items()])


def count(sheets: Sequence[Sheet], table: SideTable, known: Known) -> SideCount:
    """Every record of the sheets in one of the four counts. Raises RowsLost where they do not add up."""
    judged = [judge(sheet, table) for sheet in sheets]
    parts = [_typed(n, rows, table, known) for n, rows in enumerate(judged)]
    rows, worked_out = closing.work_out(pa.concat_tables(parts))
    kinds = np.concatenate([rows.kind[rows.counts] for rows in judged])
    twice = later.find(rows, kinds, table)
    _give_way(judged, twice)
    kept = rows.filter(pa.array(~twice.gives_way))
    rejects = pa.concat_tables([_rejects(n, rows, table) for n, rows in enumerate(judged)])
    account = _account(judged, kept, table)
    filled = [Notice("filled_down", {"rows": account.filled_down})] if account.filled_down else []
    said = [
        *filled,
        *later.notices(rows, twice),
        *worked_out,
        *codes_read(judged, kept, table),
        *notices_of(kept, sheets, table, known),
    ]
    return SideCount(kept, rejects, replace(account, notices=tuple(said)))


def _typed(number: int, rows: Rows, table: SideTable, known: Known) -> pa.Table:
    """The rows that count, in the columns of the table."""
    at = np.flatnonzero(rows.counts)
    columns: dict[str, Any] = {name: values.values[at] for name, values in rows.values.items()}
    columns |= {"source": np.full(len(at), number), "line": rows.body.lines[at]}
    sheet = rows.body.sheet
    for name, column in table.columns.items():
        if column.other and column.other in columns:
            columns[name] = np.where(columns[name] == None, columns[column.other], columns[name])  # noqa: E711
    for name, value in sheet.said.items():
        columns[name] = np.full(len(at), value, object)
    if "date" in columns and sheet.day and "date" not in sheet.columns:
        columns["date"] = np.full(len(at), sheet.day, object)
    if sheet.dealer:
        columns["customer"] = np.full(len(at), sheet.dealer.key, object)
        columns["customer_name"] = np.full(len(at), sheet.dealer.name, object)
    for key, party in (("customer", known.customers), ("product", known.products)):
        if key in columns:
            joined = join(columns[key], columns[f"{key}_name"], party)
            columns[key], columns[f"{key}_name"], columns[f"matched_{key}"] = joined
    schema = schema_of(SIDE_TABLES[table.name])
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


def _give_way(judged: Sequence[Rows], twice: later.Twice) -> None:
    """Tell each sheet which of its rows a later one stands for."""
    start = 0
    for rows in judged:
        at = np.flatnonzero(rows.counts)
        for flags, reason in ((twice.same, "repeated"), (twice.gives_way & ~twice.same, "stated_twice")):
            rows.reason[at[flags[start : start + len(at)]]] = reason
        start += len(at)


def _state(reason: str) -> State:
    if not reason:
        return State.ACCEPTED
    if reason == "no_customer":
        return State.UNASSIGNED
    return State.SKIPPED if reason in (*SKIPPED, *_GAVE_WAY) else State.REJECTED


def _rejects(number: int, rows: Rows, table: SideTable) -> pa.Table:
    """What was set apart, and the bad cells of rows that count."""
    counting = set(rows.body.lines[rows.counts].tolist()) if rows.body.sheet.wide else set()
    apart, told = [], set()
    for at in np.flatnonzero(rows.reason != "").tolist():
        line, state = int(rows.body.lines[at]), _state(rows.reason[at]).value
        if line not in told or line in counting:  # of a wide sheet's line that does not count one figure speaks for all
            apart.append((at, "cell" if line in counting else state, rows.reason[at], rows.column[at]))
        told.add(line)
    cells = [(at, "cell", reason, name) for at, name, reason in rows.cells if rows.reason[at] == ""]
    listed = sorted((*apart, *cells))
    texts = {name: rows.body.column(name).all for name in {name for *_, name in listed if name}}
    mapping = rows.body.sheet.mapping
    found = [
        {
            "table": table.name,
            "source": number,
            "line": int(rows.body.lines[at]),
            "state": state,
            "reason": reason,
            "column": mapping.get(name, name),
            "value": texts[name][at] if name else "",
            "raw": raw,
        }
        for (at, state, reason, name), raw in zip(listed, rows.body.raw([at for at, *_ in listed]))
    ]
    return pa.Table.from_pylist(found, schema=schema_of(SIDE_REJECTS))


def _account(judged: Sequence[Rows], kept: pa.Table, table: SideTable) -> Account:
    read = 0
    states: Counter[State] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    for rows in judged:
        ends = by_line(rows.body.lines, rows.reason) if rows.body.sheet.wide else rows.reason.tolist()
        read += rows.body.below
        for reason, times in Counter(ends).items():
            states[_state(reason)] += times
            if reason:
                reasons[_state(reason).value, reason] += times
        reasons.update(("cell", reason) for at, _, reason in rows.cells if rows.reason[at] == "")
        if rows.body.sheet.wide:
            inside = np.isin(rows.body.lines, rows.body.lines[rows.counts]) & ~rows.counts
            reasons.update(("cell", reason) for reason in rows.reason[inside])
    there = sum(int((rows.reason == "").sum()) for rows in judged)
    if states.total() != read or there != kept.num_rows:
        raise RowsLost("rows_lost", what=table.name, said=read, found=states.total())
    days = pc.min_max(kept["date"]).as_py() if "date" in kept.column_names else {"min": None, "max": None}
    whose = set(kept["customer"].to_pylist()) - {""} if "customer" in kept.column_names else set()
    units = set(kept["unit"].to_pylist()) - {""} if "unit" in kept.column_names else set()
    return Account(
        read=read,
        tallies={state: Tally(states[state], _NOTHING) for state in State},
        reasons=tuple(ReasonTally(*key, rows=times, money=_NOTHING) for key, times in sorted(reasons.items())),
        totals=tuple(replace(total, source=n) for n, rows in enumerate(judged) for total in rows.totals),
        cells_rejected=sum(times for (state, _), times in reasons.items() if state == "cell"),
        filled_down=sum(rows.filled_down for rows in judged),
        lines=kept.num_rows,
        customers=len(whose),
        first_day=days["min"],
        last_day=days["max"],
        measures=(),
        units=tuple(sorted(units)),
        currencies=(),
        dimensions=tuple(name for name in table.columns if any(name in rows.body.sheet.columns for rows in judged)),
        notices=(),
    )
