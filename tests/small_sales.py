"""A small dataset for the tests of analyses: lines given as plain rows, the other tables rolled up in pure Python.

The roll-up here is written apart from the product's own, so that the two can be compared.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.analysis.ranking import Ranking
from kam_core.analysis.scope import Scope
from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.ledger import Account, Tally
from kam_core.schema import ACCOUNTS, LINES, MONTH_DIMENSIONS, MONTHS, REJECTS, State

ARROW = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "BIGINT": pa.int64(),
    "SMALLINT": pa.int16(),
    "DECIMAL(18,4)": pa.decimal128(18, 4),
    "DECIMAL(38,4)": pa.decimal128(38, 4),
}
MEASURES = ("amount", "quantity", "profit")
Row = dict[str, Any]


@dataclass(frozen=True)
class About:
    first_month: str | None
    last_month: str | None
    last_complete_month: str | None
    account: Account


@dataclass(frozen=True)
class SmallSales:
    folder: Path
    manifest: About
    engine: Engine
    rows: tuple[Row, ...] = field(repr=False)

    def ask(self, question: str, **parameters: Any) -> pa.Table:
        views = {name: self.folder / f"{name}.parquet" for name in ("lines", "months", "accounts", "rejects")}
        return self.engine.ask(question, views, **parameters)


def row(customer: str, day: str, amount: Any = None, **more: Any) -> Row:
    """One accepted line; unassigned where the customer is ''."""
    when = date.fromisoformat(day)
    full: Row = {name: "" if kind == "VARCHAR" else None for name, kind in LINES.items()}
    full |= {"source": 0, "state": "accepted" if customer else "unassigned", "customer": customer, "date": when}
    full |= {"month": when.replace(day=1), "amount": None if amount is None else Decimal(str(amount))}
    full |= {name: Decimal(str(v)) if name in MEASURES and v is not None else v for name, v in more.items()}
    return full


def write(path: Path, columns: dict[str, str], rows: Iterable[Row]) -> None:
    rows = list(rows)
    arrays = [pa.array([r.get(name) for r in rows], ARROW[kind]) for name, kind in columns.items()]
    pq.write_table(pa.Table.from_arrays(arrays, names=list(columns)), path)


def small_sales(
    folder: Path, rows: Iterable[Row], *, complete: str | None = None, engine: Engine | None = None
) -> SmallSales:
    """complete: the last complete month, where it is not the last one."""
    lines = tuple({**r, "line": n} for n, r in enumerate(rows, start=2))
    accepted = [r for r in lines if r["state"] == "accepted"]
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "lines.parquet", LINES, lines)
    write(folder / "months.parquet", MONTHS, _months(accepted))
    write(folder / "accounts.parquet", ACCOUNTS, _accounts(accepted))
    write(folder / "rejects.parquet", REJECTS, [])
    days = sorted(r["date"] for r in accepted)
    last = f"{days[-1]:%Y-%m}" if days else None
    about = About(f"{days[0]:%Y-%m}" if days else None, last, complete or last, _account(lines, accepted))
    return SmallSales(folder, about, engine or Engine([folder], memory="256MB", threads=1), lines)


def _months(accepted: list[Row]) -> list[Row]:
    keys = ("customer", *MONTH_DIMENSIONS, "month")

    def of(r: Row) -> tuple[Any, ...]:
        return tuple(r[key] for key in keys)

    rolled = []
    for key, group in itertools.groupby(sorted(accepted, key=of), of):
        there = list(group)
        sums = {m: sum(v) if (v := [r[m] for r in there if r[m] is not None]) else None for m in MEASURES}
        back = [r["amount"] for r in there if r["amount"] is not None and r["amount"] < 0]
        days = [r["date"] for r in there]
        extra = {"returns": sum(back, Decimal(0)), "lines": len(there), "first_day": min(days), "last_day": max(days)}
        rolled.append({**dict(zip(keys, key)), **sums, **extra})
    return rolled


def _accounts(accepted: list[Row]) -> list[Row]:
    found = []
    for customer in sorted({r["customer"] for r in accepted}):
        own = [r for r in accepted if r["customer"] == customer]
        latest = max(own, key=lambda r: r["date"])
        shown = Counter(r["customer_name"] or customer for r in own).most_common(1)[0][0]
        found.append(
            {
                "customer": customer,
                "name": shown,
                "names": len({r["customer_name"] for r in own}),
                "region": Counter(r["region"] for r in own).most_common(1)[0][0],
                "customer_type": Counter(r["customer_type"] for r in own).most_common(1)[0][0],
                "salesperson": latest["salesperson"],
                "manager": latest["manager"],
                "first_day": min(r["date"] for r in own),
                "last_day": latest["date"],
            }
        )
    return found


def _account(lines: tuple[Row, ...], accepted: list[Row]) -> Account:
    def money(rows: Iterable[Row]) -> Decimal:
        return sum((r["amount"] for r in rows if r["amount"] is not None), Decimal(0))

    apart = [r for r in lines if r["state"] == "unassigned"]
    tallies = {State.ACCEPTED: Tally(len(accepted), money(accepted)), State.UNASSIGNED: Tally(len(apart), money(apart))}
    notices: tuple[Notice, ...] = ()
    return Account(
        read=len(lines),
        tallies=tallies,
        reasons=(),
        totals=(),
        cells_rejected=0,
        filled_down=0,
        lines=len(lines),
        customers=len({r["customer"] for r in accepted}),
        first_day=min((r["date"] for r in accepted), default=None),
        last_day=max((r["date"] for r in accepted), default=None),
        measures=tuple(m for m in MEASURES if any(r[m] is not None for r in accepted)),
        units=tuple(sorted({r["unit"] for r in accepted} - {""})),
        currencies=tuple(sorted({r["currency"] for r in accepted} - {""})),
        dimensions=(),
        notices=notices,
    )


def ranking_of(values: Mapping[str, Any], **columns: list[str]) -> Ranking:
    """A ranking without a dataset: customer -> value; columns in rank order."""
    order = sorted(values, key=lambda c: (-Decimal(str(values[c])), c.encode()))
    units = [int(Decimal(str(values[c])) * 10_000) for c in order]
    small = all(abs(u) < 2**63 for u in units)
    blank = np.full(len(order), "", object)
    given = {name: np.array(column, object) for name, column in columns.items()}
    return Ranking(
        scope=Scope(),
        customers=np.array(order, object),
        names=given.get("names", np.array([f"name of {c}" for c in order], object)),
        values=np.array(units, np.int64 if small else object),
        lines=np.ones(len(order), np.int64),
        returns=np.zeros(len(order), np.int64),
        managers=given.get("managers", blank),
        salespeople=given.get("salespeople", blank),
        types=given.get("types", blank),
        regions=given.get("regions", blank),
        question="ranking",
    )
