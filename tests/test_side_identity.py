"""Whatever stands in a stock file, every record ends in exactly one count and every figure that counts is in the table."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.engine import Engine
from kam_core.ingest.read import read
from kam_core.ingest.recipe import Upload
from kam_core.ingest.side.count import SideCount, count, schema_of
from kam_core.ingest.side.known import Known, Party
from kam_core.ingest.side.merging import kinds, merge
from kam_core.ingest.side.sheet import SideHints
from kam_core.ingest.side.sheets import understand
from kam_core.ingest.side.tables import side_table
from kam_core.schema import Role, State
from kam_core.side_schema import MADE, SIDE_TABLES

KNOWN = Known(Party.of([("C1", "东"), ("C2", "西")]), Party.of([("P1", "水"), ("P2", "茶")]))
HEADER = ("日期", "客户编码", "产品编码", "现有库存", "在途数量")
CELLS = (
    st.sampled_from(["2025-12-20", "2025/12/21", "2025-02-30", "昨天", "", "合计"]),
    st.sampled_from(["C1", "C2", "C9", "", " ", "小计"]),
    st.sampled_from(["P1", "P2", "P9", "", "合计", "产品编码"]),
    st.sampled_from(["1", "2", "-3", "1,000", "0", "", "-", "x", "1e20", "三箱"]),
    st.sampled_from(["", "5", "x"]),
)
RECORDS = st.lists(st.tuples(*CELLS), max_size=25)


def counted(records: list[tuple[str, ...]]) -> SideCount:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, ("2025-12-01", "C1", "P1", "7", ""), *records])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "库存.csv").write_text(text.getvalue(), "utf-8")
        engine = Engine([home], memory="300MB", threads=1)
        sources, _ = read([Upload("库存.csv", home / "库存.csv")], home / "records", engine)
        table = side_table("inventory")
        sheets, _ = understand(sources, table, engine, SideHints(), KNOWN, date(2026, 1, 1))
        return count(sheets, table, KNOWN)


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_no_record_is_lost_and_none_counts_twice(records: list[tuple[str, ...]]) -> None:
    made = counted(records)
    tallies = {state: tally.rows for state, tally in made.account.tallies.items()}
    lines = made.rows["line"].to_pylist()
    apart = [row["line"] for row in made.rejects.to_pylist() if row["state"] != "cell"]
    assert made.account.read == sum(tallies.values()) == len(records) + 1
    assert tallies[State.ACCEPTED] == len(lines)
    assert sorted(lines + apart) == list(range(2, len(records) + 3))  # each line once: in the table, or set apart
    for row in made.rows.to_pylist():
        cell = [("2025-12-01", "C1", "P1", "7", ""), *records][row["line"] - 2][3]
        plain = {"1": 1, "2": 2, "-3": -3, "1,000": 1000, "0": 0, "7": 7}
        assert row["on_hand"] == (Decimal(plain[cell]) if cell in plain else None)


@settings(max_examples=30, deadline=None)
@given(RECORDS, RECORDS)
def test_a_table_says_each_thing_once_after_any_number_of_imports(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]]
) -> None:
    table = side_table("inventory")
    one, two = counted(first).rows, counted(second).rows
    both, gone = merge(one, two, table, [], 1)
    assert both.num_rows == one.num_rows + two.num_rows - gone
    stock = both.filter(pa.array(kinds(both, table) == 0))
    keys = list(zip(*(stock[name].to_pylist() for name in table.kinds[0].key)))
    assert len(keys) == len(set(keys))
    again, gone = merge(both, two, table, [1], 2)
    assert again.num_rows == both.num_rows and gone == two.num_rows  # the same file once more changes nothing


def test_every_definition_fits_its_table() -> None:
    for name in SIDE_TABLES:
        table = side_table(name)
        assert schema_of(SIDE_TABLES[name]).names[:2] == ["source", "line"]
        for kind in table.kinds:
            assert {*kind.has, *kind.key} <= set(table.columns)
        for column in table.columns.values():
            assert column.words or column.like or column.weak, f"{name}.{column.name}: no header means it"
            assert column.like is None or column.like in Role
            assert not column.other or column.other in table.columns
        assert not set(MADE) & set(table.columns)
        words = [word for column in table.columns.values() for word in column.words]
        assert len(words) == len(set(words)), f"{name}: {sorted(w for w in words if words.count(w) > 1)}"
