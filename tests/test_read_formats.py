"""The same table gives the same cells, whatever file it comes in."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading import reading

NAMES = (
    st.text(alphabet="华东鸿达江苏恒源贸易行客户金额上海 AbC09-.", min_size=1, max_size=12).map(str.strip).filter(bool)
)
ROW = st.tuples(
    NAMES.map("名 {}".format),
    st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)),
    st.integers(-(10**9), 10**9),
    st.integers(-(10**8), 10**8).map(lambda cents: cents / 100),
)
HEADER = ("客户", "日期", "数量", "金额")


def told(value: object) -> str:
    return format(Decimal(repr(value)).normalize(), "f") if isinstance(value, float) else str(value)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_the_same_cells(table: list[tuple[str, dt.date, int, float]]) -> None:
    expected = [HEADER, *(tuple(told(value) for value in row) for row in table)]
    text = "".join(",".join(row) + "\r\n" for row in expected)
    for codec in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert reading(("a.csv", text.encode(codec))).cells == expected, codec
    assert reading(("a.xlsx", as_workbook(table))).cells == expected
    assert reading(("a.parquet", as_parquet(table))).cells == expected


def as_workbook(table: list[tuple[str, dt.date, int, float]]) -> bytes:
    book = openpyxl.Workbook()
    for row in [HEADER, *table]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(table: list[tuple[str, dt.date, int, float]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table([pa.array(column) for column in zip(*table)], names=list(HEADER)), out)
    return out.getvalue()


def test_typed_columns_are_told_plainly() -> None:
    table = pa.table(
        {
            "day": pa.array([dt.date(2025, 3, 1), None]),
            "midnight": pa.array([dt.datetime(2025, 3, 1), None]),
            "moment": pa.array([dt.datetime(2025, 3, 1, 14, 30, 5), dt.datetime(2025, 3, 1)]),
            "zone": pa.array([dt.datetime(2025, 3, 1), None], pa.timestamp("us", "Asia/Shanghai")),
            "money": pa.array([Decimal("12.50"), Decimal("-0.0001")], pa.decimal128(18, 4)),
            "large": pa.array([1e20, 1e-7]),
            "single": pa.array([0.1, 5.0], pa.float32()),
            "odd": pa.array([float("nan"), -2.0]),
            "truth": pa.array([True, False]),
            "coded": pa.array(["x", "y"]).dictionary_encode(),
            "blank": pa.array(["  ", " \u3000z "]),
            "bytes": pa.array(["客户".encode(), b"\xff"]),
            "list": pa.array([[1, 2], None]),
        }
    )
    out = io.BytesIO()
    pq.write_table(table, out)
    found = reading(("typed.parquet", out.getvalue()))
    assert [line for line, _, _ in found.rows[0]] == [1, 2, 3]
    assert found.cells[0] == tuple(table.column_names)
    assert found.cells[1] == (
        *("2025-03-01", "2025-03-01", "2025-03-01 14:30:05", "2025-03-01", "12.5000", "100000000000000000000"),
        *("0.1", None, "TRUE", "x", None, "客户", "[1, 2]"),
    )
    assert found.cells[2] == (
        *(None, None, "2025-03-01", None, "-0.0001", "0.0000001", "5", "-2", "FALSE", "y", "z", "\\xff", None),
    )


def test_names_of_columns_are_data_never_sql() -> None:
    names = ['"; DROP TABLE x; --', "a'b", "", "a'b"]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([pa.array(["1"])] * 4, names=names), out)
    assert reading(("evil.parquet", out.getvalue())).cells[0] == (names[0], "a'b", None, "a'b")
