"""The fast path of SQL and the one definition in Python say the same of every cell."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kam_core.engine import load_sql
from kam_core.ingest.accounting.lookups import LARGE, sensible
from kam_core.ingest.days import parse_date
from kam_core.ingest.numbers import parse_number

PLACES = {"plain_money": Decimal("1E-4"), "plain_exact": Decimal("1E-10")}
digits = st.text("0123456789", min_size=1, max_size=6)
grouped = st.builds(
    lambda a, b, c: f"{a},{b:03d}{c}", st.integers(0, 999), st.integers(0, 999), st.sampled_from(["", ".5", ",001"])
)
pointed = st.builds(lambda a, b: f"{a}.{b}", digits, st.text("0123456789", max_size=9))
comma = st.builds(lambda a, b, c: f"{a}.{b:03d},{c}", st.integers(0, 999), st.integers(0, 999), digits)
dressed = st.builds(
    lambda sign, coin, body, tail: f"{sign}{coin}{body}{tail}",
    st.sampled_from(["", "-", "+", "("]),
    st.sampled_from(["", "$", "¥", "￥", "€", "£", "-", "$-"]),
    st.one_of(digits, grouped, pointed, comma),
    st.sampled_from(["", "元", "%", "-", ")", "e3", " 个", "万"]),
)
numbers = st.one_of(dressed, st.text("0123456789.,-+$¥ eE_()%", max_size=12))
clocks = st.sampled_from(["", " 10:20", "T10:20:30", " 00:00:00.000", " 8:46", " 25", "Z"])
days = st.one_of(
    st.builds("{:04d}-{:02d}-{:02d}{}".format, st.integers(0, 2300), st.integers(0, 13), st.integers(0, 32), clocks),
    st.builds("{}/{}/{}{}".format, st.integers(0, 40), st.integers(0, 13), st.integers(0, 2100), clocks),
    st.text("0123456789-/ :T年月日", max_size=12),
)


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    connection.execute("SET VARIABLE decimal = '.'")
    connection.execute(load_sql("ingest/macros"))
    return connection


def asked(con, macro, texts):
    con.register("cells", pa.table({"text": pa.array(texts, pa.string())}))
    found = con.execute(f"SELECT {macro}(text) FROM cells").fetchall()
    con.unregister("cells")
    return [value for (value,) in found]


@pytest.mark.parametrize("macro", sorted(PLACES))
@pytest.mark.parametrize("decimal", [".", ","])
@settings(max_examples=150, deadline=None)
@given(texts=st.lists(numbers, min_size=1, max_size=40))
@example(texts=["1E-100", "0E000", "1E100", "-5e-4"])
def test_a_plain_number_means_what_python_says(con, macro, decimal, texts):
    texts = [t.strip() for t in texts]
    con.execute("SET VARIABLE decimal = $decimal", {"decimal": decimal})
    for text, value in zip(texts, asked(con, macro, texts)):
        if value is not None:
            meant = parse_number(text, decimal)
            assert meant is not None and value == meant.quantize(PLACES[macro], ROUND_HALF_UP), text


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(days, min_size=1, max_size=40))
def test_a_plain_day_means_what_python_says(con, texts):
    texts = [t.strip() for t in texts]
    for text, value in zip(texts, asked(con, "plain_day", texts)):
        if value is not None:
            assert value == parse_date(text) and sensible(value), text


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(days, min_size=1, max_size=40), order=st.sampled_from(["ymd", "dmy", "mdy"]))
def test_taking_the_clock_off_does_not_change_the_day(con, texts, order):
    texts = [t.strip() for t in texts]
    for text, short in zip(texts, asked(con, "day_text", texts)):
        assert parse_date(text, order) == parse_date(short, order), (text, short)


def test_common_forms_take_the_fast_path(con):
    con.execute("SET VARIABLE decimal = '.'")
    assert None not in asked(con, "plain_money", ["1", "-2.5", "1,234.50", "$1,001.18", "¥12", "-$3", "00012"])
    assert None not in asked(con, "plain_day", ["2025-01-31", "2025-01-31 10:20:30", "2025-01-31T00:00"])
    assert asked(con, "plain_money", ["", "x", str(LARGE), "1.2.3", "1,23"]) == [None] * 5
