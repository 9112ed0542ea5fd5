"""The fast and the careful reader give the same records wherever the fast one is believed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.engine import Engine
from kam_core.ingest.reading import slices
from kam_core.ingest.reading.careful import Dialect
from kam_core.ingest.reading.records import Piece, gather
from kam_core.ingest.reading.slices import SliceReader, cut
from tests.reading import Row, reading

#: Characters that make trouble, beside some that do not.
TROUBLE = st.text(alphabet="ab12 \t\"',;|\u00a0\u3000é客\r\n#\\=-", max_size=6)
LINES = st.lists(st.lists(TROUBLE, min_size=1, max_size=4), min_size=1, max_size=8)


def quoted(cell: str, always: bool) -> str:
    if always or any(ch in cell for ch in '",\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def rows(engine: Engine, pieces: list[Piece]) -> list[Row]:
    path, _, count = gather(pieces)
    with engine.cursor({"records": path}) as cursor:
        found = cursor.execute("FROM records").fetchall()
    assert len(found) == count
    return [(row[0], row[1], row[2:]) for row in found]


def both(data: bytes, dialect: Dialect) -> None:
    with tempfile.TemporaryDirectory() as place:
        fast, careful = Path(place) / "fast", Path(place) / "careful"
        fast.mkdir()
        careful.mkdir()
        engine = Engine([Path(place)], threads=1)
        for one in cut([data.replace(b"\r\n", b"\n")], dialect.quote):
            piece = SliceReader(engine, fast, "a.csv", dialect, 1).read_fast(one)
            if piece:
                found, _ = SliceReader(engine, careful, "a.csv", dialect, 1).read_carefully(one)
                assert rows(engine, [piece]) == rows(engine, found)


@settings(max_examples=200, deadline=None)
@given(LINES, st.sampled_from(",;\t|"), st.booleans(), st.booleans())
def test_written_by_a_program(table: list[list[str]], delimiter: str, always: bool, ended: bool) -> None:
    text = "\n".join(delimiter.join(quoted(cell, always) for cell in row) for row in table) + "\n" * ended
    for width in {len(row) for row in table}:
        both(text.encode(), Dialect(delimiter, '"', width))


@settings(max_examples=200, deadline=None)
@given(LINES, st.sampled_from(",;"))
def test_written_by_hand(table: list[list[str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in table)
    for width in {len(row) for row in table}:
        both(text.encode(), Dialect(delimiter, '"', width))


def test_the_fast_reader_reads_what_is_well_formed(tmp_path: Path) -> None:
    engine = Engine([tmp_path])
    (one,) = cut([b'a,b\n1,"x, y"\n2,\n'], '"')
    piece = SliceReader(engine, tmp_path, "a.csv", Dialect(",", '"', 2), 1).read_fast(one)
    assert piece and rows(engine, [piece]) == [(1, 2, ("a", "b")), (2, 2, ("1", "x, y")), (3, 2, ("2", None))]


@pytest.mark.parametrize(
    "data", [b"a,b\n1\n", b"a,b\n\n1,2\n", b"a,b,c\n", b'a,b\n1,"x\ny"\n', b'a,b\n1,"x\n', b"a,b\r1,2\n", b'"a"b,c\n']
)
def test_the_fast_reader_is_not_believed_otherwise(data: bytes, tmp_path: Path) -> None:
    (one,) = cut([data], '"')
    assert SliceReader(Engine([tmp_path]), tmp_path, "a.csv", Dialect(",", '"', 2), 1).read_fast(one) is None
    assert list(tmp_path.glob("*.parquet")) == []


def test_one_bad_line_costs_one_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE", 2_000)
    monkeypatch.setattr("kam_core.ingest.reading.transcribe.BLOCK", 1_000)
    lines = [f"Dealer {n},2025-01-01,{n}" for n in range(2_000)]
    lines[1_000] = 'Dealer 1000,"2025\n-01-01",1000'
    lines[1_500] += ",extra,cells"
    found = reading(("a.csv", "\n".join(lines).encode()))
    assert found.sources[0].records.name == "*.parquet"
    assert found.sources[0].width == 5
    assert len(found.cells) == 2_000
    assert found.rows[0][999] == (1_000, 3, ("Dealer 999", "2025-01-01", "999", None, None))
    assert found.rows[0][1_000] == (1_001, 3, ("Dealer 1000", "2025\n-01-01", "1000", None, None))
    assert found.rows[0][1_500] == (1_502, 5, ("Dealer 1500", "2025-01-01", "1500", "extra", "cells"))
    assert found.rows[0][1_999][0] == 2_001
    assert found.said == []


@pytest.mark.parametrize("block", [200, 333, 1_000])
def test_where_a_file_is_cut_makes_no_difference(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f'客户{n},"a\n""b"" {n}",{n}\r\n' for n in range(300)) + "尾,x,1"
    whole = reading(("a.csv", text.encode("gbk")))
    monkeypatch.setattr(slices, "SLICE", 2 * block)
    monkeypatch.setattr("kam_core.ingest.reading.transcribe.BLOCK", block)
    assert reading(("a.csv", text.encode("gbk"))).rows == whole.rows
    assert reading(("a.csv", text.encode("utf-16"))).rows == whole.rows
    assert len(whole.rows[0]) == 301
