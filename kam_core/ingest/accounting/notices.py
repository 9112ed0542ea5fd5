"""What the user should know of an accounting that stops nothing: unassigned money, future dates, doubled names …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb

from kam_core.engine import load_sql
from kam_core.errors import Notice
from kam_core.ingest.accounting.customers import listed
from kam_core.ingest.accounting.lookups import only_row
from kam_core.ingest.ledger import Account
from kam_core.schema import Measure, State

MANY = 1_000_000  # records among which doubles are looked for
_SHARE = Decimal("0.01")


def with_notices(
    con: duckdb.DuckDBPyConnection, account: Account, before: Sequence[Notice], today: date, doubles: int | None = None
) -> Account:
    """The account with everything worth saying about it, in the order of its weight. doubles: where counted already."""
    if doubles is None:
        doubles = _doubles(con) if account.read <= MANY else 0
    found = [
        *_rejected(con, account),
        *_unassigned(account),
        *_worthless(account),
        *before,
        *_written(con, account, today),
        *_names(con),
    ]
    found += [Notice("double_rows", {"rows": doubles})] if doubles else []
    return replace(account, notices=tuple(found))


def _unassigned(account: Account) -> Iterator[Notice]:
    apart, kept = account.tallies[State.UNASSIGNED], account.tallies[State.ACCEPTED]
    whole = abs(apart.money) + abs(kept.money)
    if whole and abs(apart.money) > _SHARE * whole:
        share = f"{100 * abs(apart.money) / whole:.1f}%"
        yield Notice("unassigned_money", {"rows": apart.rows, "money": f"{apart.money:,.2f}", "share": share})
    elif not whole and apart.rows > _SHARE * account.read:
        yield Notice("unassigned_rows", {"rows": apart.rows})


def _worthless(account: Account) -> Iterator[Notice]:
    """Money there is, but in all not above zero: then nobody has a share of it. Often another column is the money."""
    kept = account.tallies[State.ACCEPTED]
    if kept.rows and Measure.AMOUNT.value in account.measures and kept.money <= 0:
        yield Notice("not_above_zero", {"money": f"{kept.money:,.2f}"})


def _rejected(con: duckdb.DuckDBPyConnection, account: Account) -> Iterator[Notice]:
    rows = account.tallies[State.REJECTED].rows
    if rows:
        (line,) = only_row(con, load_sql("ingest/first_rejected"))
        yield Notice("rejected_rows", {"rows": rows, "line": line})


def _written(con: duckdb.DuckDBPyConnection, account: Account, today: date) -> Iterator[Notice]:
    if account.filled_down:
        yield Notice("filled_down", {"rows": account.filled_down})
    if account.last_day and account.last_day > today:
        (lines,) = only_row(con, load_sql("ingest/future"), {"today": today})
        yield Notice("future_dates", {"lines": lines, "last": account.last_day.isoformat()})
    if len(account.currencies) > 1:
        yield Notice("several_currencies", {"count": len(account.currencies), "listed": listed(account.currencies)})
    (moved,) = only_row(con, load_sql("ingest/rounded"))
    if moved is not None and abs(moved) >= Decimal("0.005"):
        yield Notice("rounded", {"difference": f"{moved:,.4f}"})


def _names(con: duckdb.DuckDBPyConnection) -> Iterator[Notice]:
    ids = con.execute(load_sql("ingest/ids_with_names")).fetchall()
    if ids:
        yield Notice("one_id_several_names", {"count": ids[0][1], "examples": listed([r[0] for r in ids])})
    alike = con.execute(load_sql("ingest/ids_alike")).fetchall()
    if alike:
        yield Notice("ids_alike", {"count": alike[0][1], "examples": listed([r[0] for r in alike])})
    names = con.execute(load_sql("ingest/names_with_ids")).fetchall()
    if names:
        yield Notice("one_name_several_ids", {"count": names[0][1], "examples": listed([r[0] for r in names])})


def _doubles(con: duckdb.DuckDBPyConnection) -> int:
    (doubles,) = only_row(con, load_sql("ingest/doubles"))
    return int(doubles)
