"""Whatever stands in a table: read = accepted + unassigned + rejected + skipped, in rows and in money."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.ingest.numbers import parse_number
from kam_core.schema import ACCOUNTS, LINES, MONTHS, REJECTS
from tests.small_table import tell

dates = st.sampled_from(
    ["2025-01-05", "2025/2/7", "20250301", "5.4.2025", "2025-02-30", "soon", "", None, "2025-06-01 10:00"]
)
who = st.sampled_from(
    ["A", "B", "007", "散客", "-", "", None, "合计", "小计", "Total", "East Total", "O'Neil; DROP TABLE"]
)
what = st.sampled_from(["P1", "P2", None, "NA"])
money = st.one_of(
    st.decimals(-9999, 9999, places=2).map(str),
    st.sampled_from(["", None, "x", "1,234.50", "(12)", "86元", "999999999999999", "0", "1.23456789"]),
)
pieces = st.sampled_from(["1", "2.5", "", None, "many", "12箱"])
kind = st.sampled_from(["销售", "退货", None])
status = st.sampled_from(["ok", "作废", None])
rows = st.lists(st.tuples(dates, who, what, pieces, money, kind, status).map(list), min_size=1, max_size=25)
HEAD = ["date", "customer", "product", "quantity", "amount", "type", "status"]
ROLES = {
    name: k + 1
    for k, name in enumerate(["date", "customer", "product", "quantity", "amount", "document_type", "status"])
}
calm = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@calm
@given(table=rows, fill_down=st.sampled_from([(), (1, 2)]), extra=st.booleans())
def test_the_four_counts_add_up_in_rows_and_in_money(table, fill_down, extra):
    if extra:
        table[0] = [*table[0], "beyond"]
    told = tell(
        [HEAD, *table],
        roles=ROLES,
        fill_down=fill_down,
        returns=("退货",),
        void=("作废",),
        nobody=("散客",),
        date_order="dmy",
    )
    account = told.account
    assert account.read == len(table)
    kept = told.lines
    assert len(kept) == account.tallies["accepted"].rows + account.tallies["unassigned"].rows
    assert not kept[["source", "line"]].duplicated().any()
    apart = told.rejects[told.rejects["state"] != "cell"]
    assert not apart[["source", "line"]].duplicated().any()
    counted = kept[kept["state"] == "accepted"]["line"].tolist() + apart["line"].tolist()
    assert sorted(counted) == list(range(2, len(table) + 2))  # each row once, and only once
    assert Decimal(kept["amount"].sum() or 0) == account.tallies["accepted"].money + account.tallies["unassigned"].money
    by_state = apart.groupby("state")["amount"].sum()
    for state in ("rejected", "skipped"):
        assert Decimal(by_state.get(state, 0) or 0) == account.tallies[state].money
    written = [parse_number(row[4]) for row in table if row[4]]
    readable = sum((abs(v) for v in written if v is not None and abs(v) < 10**14), Decimal(0))
    told_money = kept["amount"].map(abs).sum() + apart[apart["state"] != "unassigned"]["amount"].dropna().map(abs).sum()
    lost = readable - Decimal(told_money)
    misaligned = abs(parse_number(table[0][4] or "") or 0) if extra else 0
    assert -Decimal("0.01") < lost <= (misaligned if misaligned < 10**14 else 0) + Decimal("0.01")
    assert list(kept.columns) == list(LINES) and list(told.months.columns) == list(MONTHS)
    assert list(told.accounts.columns) == list(ACCOUNTS) and list(told.rejects.columns) == list(REJECTS)


@calm
@given(table=rows)
def test_months_and_accounts_agree_with_an_independent_roll_up(table):
    told = tell([HEAD, *table], roles=ROLES, date_order="dmy")
    kept = told.lines[told.lines["state"] == "accepted"].copy()
    assert len(told.accounts) == kept["customer"].nunique() == told.account.customers
    if kept.empty:
        assert told.months.empty
        return
    kept["month"] = pd.to_datetime(kept["date"]).dt.to_period("M").dt.to_timestamp().dt.date
    keys = ["customer", "region", "department", "channel", "customer_type", "unit", "currency", "month"]
    oracle = kept.groupby(keys).agg(
        amount=("amount", "sum"), lines=("amount", "size"), first_day=("date", "min"), last_day=("date", "max")
    )
    months = told.months.set_index(keys).sort_index()
    assert (
        months[["amount", "lines", "first_day", "last_day"]]
        .astype(str)
        .equals(oracle[["amount", "lines", "first_day", "last_day"]].sort_index().astype(str))
    )
    assert months["returns"].sum() == kept["amount"][kept["amount"] < 0].sum()


def test_the_tables_have_the_types_of_the_schema(tmp_path):
    clean = [HEAD, ["2025-01-05", "A", "P", "1", "2", None, None]]
    messy = [*clean, ["soon", "A", "P", "1", "2", None, None], ["2025-01-05", "", "P", "x", "2", None, None]]
    wide = [["who", "1月"], ["A", "5"], ["B", "x"]]
    cases = [
        (clean, ROLES, {}),
        (messy, ROLES, {}),
        (wide, {"customer": 1}, {"months": ((2, "2025-01", "amount"),)}),
    ]
    for number, (table, roles, mapping) in enumerate(cases):
        tell(table, roles=roles, keep=tmp_path / str(number), **mapping)
        for name, columns in {
            "lines": LINES,
            "months": MONTHS,
            "accounts": ACCOUNTS,
            "rejects": REJECTS,
        }.items():
            path = str(tmp_path / str(number) / f"{name}.parquet")
            found = duckdb.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": path}).fetchall()
            assert {row[0]: row[1] for row in found} == columns
