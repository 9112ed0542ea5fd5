"""Alerts of what was said: promises overdue, and stock reports that are due.

Money: the account's last twelve complete months, 0 where it had no sales in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from kam_core.analysis.alerts.alert import Alert, Target
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.finding import Finding
from kam_core.analysis.stock_reports import StockReports

KINDS = ("visit", "senior", "call", "training", "trial", "promotion", "event", "feedback", "complaint", "reward",
         "report", "forum")  # fmt: skip


def promises(
    table: pa.Table, money: Mapping[str, Decimal], owners: Mapping[str, str], as_of: date, asked: AlertSettings
) -> Iterator[Alert]:
    """One alert a promise that is overdue by more than the days allowed; the owner is who made it."""
    for row in table.to_pylist():
        late = (as_of - row["due"]).days
        if late <= asked.overdue:
            continue
        customer = row["customer"]
        facts: dict[str, Any] = {"what": _what(row), "due": row["due"], "late": late}
        yield Alert(
            kind=Kind.PROMISE,
            customer=customer,
            name=row["name"],
            item="\n".join((row["kind"], row["contact"], row["product"], row["person"])),
            item_name=row["product_name"],
            period=f"{row['date']}:{row['due']}",
            money=money.get(customer, Decimal(0)),
            due=row["due"],
            owner=row["person"] or owners.get(customer, ""),
            what=Finding("alert_promise", facts),
            view=Target("account", {"account": customer}),
            as_of=as_of,
        )


def reports_due(
    reports: StockReports, money: Mapping[str, Decimal], owners: Mapping[str, str], asked: AlertSettings
) -> Iterator[Alert]:
    """One alert a customer whose stock report is older than allowed, or that never sent one."""
    for one in (*reports.missing, *reports.old):
        facts: dict[str, Any] = {} if one.last is None else {"last": one.last, "age": one.age}
        yield Alert(
            kind=Kind.REPORT,
            customer=one.customer,
            name=one.name,
            item="",
            item_name="",
            period=one.last.isoformat() if one.last else "",
            money=money.get(one.customer, Decimal(0)),
            due=one.last + timedelta(asked.report_age) if one.last else None,
            owner=owners.get(one.customer, ""),
            what=Finding("alert_report" if one.last else "alert_report_never", facts),
            view=Target("supply", {"tab": "due", "account": one.customer}),
            as_of=reports.as_of,
        )


def _what(row: Mapping[str, Any]) -> Finding | str:
    """The kind in words, with the product it is about; the file's own words where they are none of ours."""
    kind: Finding | str = Finding(f"promise_{row['kind']}") if row["kind"] in KINDS else row["kind"] or "–"
    return Finding("promise_about", {"kind": kind, "product": row["product_name"]}) if row["product_name"] else kind
