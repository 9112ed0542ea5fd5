"""A large clean text file goes straight from its bytes to lines; whichever road it takes, the dataset is the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kam_core.ingest.recipe import Upload
from kam_core.ingest.straight import evidence
from kam_core.store import reading
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store

TODAY = date(2026, 3, 1)
ROWS = 24_000
HEADER = ["日期", "单号", "客户编码", "客户名称", "区域", "产品编码", "数量", "单价", "金额", "备注"]
KINDS = [*HEADER[:9], "单据类型"]

Rows = list[list[str]]


def sales(seed: int = 1, rows: int = ROWS) -> Rows:
    """Clean lines of a sale: 60 customers, ids with leading zeros, a return now and then."""
    rng = random.Random(seed)
    found = []
    for n in range(rows):
        who, pieces, price = rng.randrange(60), rng.choice([-2, 1, 3, 10, 24]), rng.randrange(100, 9_999)
        day = date(2024, 1, 1) + timedelta(days=n * 700 // rows)
        cents = f"{pieces * price / 100:.2f}"
        name, region = f"华东{who}号商行", ["华东", "华北", "NA"][who % 3]
        keys = [day.isoformat(), f"XS{n // 3:06d}", f"{who:04d}", name, region, f"P_{n % 17:03d}"]
        found.append([*keys, str(pieces), f"{price / 100:.2f}", cents, f"第{n}行"])
    return found


def written(rows: Rows, header: Sequence[str] = HEADER, end: str = "\n", quote: bool = False) -> str:
    cells = [list(header), *rows]
    return end.join(",".join(f'"{c}"' if quote else c for c in row) for row in cells) + end


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a megabyte is large here."""
    monkeypatch.setattr(evidence, "SLICE", 1 << 18)
    monkeypatch.setattr("kam_core.ingest.reading.slices.SLICE", 1 << 18)
    monkeypatch.setattr("kam_core.ingest.reading.transcribe.BLOCK", 1 << 18)
    monkeypatch.setattr(evidence, "HEAD_BYTES", 1 << 18)
    monkeypatch.setattr(evidence, "PLACE_BYTES", 1 << 15)


def told(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


class Roads:
    """Imports a file by the road it would take and by the whole one, and says which it took."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.straight: list[bool] = []

    def both(self, content: bytes, name: str = "sales.csv") -> tuple[bool, dict[str, Any], dict[str, Any]]:
        path = self.folder / name
        path.write_bytes(content)
        scout = evidence.scout
        taken: list[bool] = []
        account = reading.road.account

        def spied(*args: Any) -> Any:
            made = account(*args)
            taken.append(True)
            return made

        self.monkeypatch.setattr(reading, "scout", scout)
        self.monkeypatch.setattr(reading.road, "account", spied)
        one = self._import(path, "one")
        self.monkeypatch.setattr(reading.road, "account", account)
        self.monkeypatch.setattr(reading, "scout", lambda *_: None)
        other = self._import(path, "other")
        return bool(taken), one, other

    def _import(self, path: Path, store: str) -> dict[str, Any]:
        made = import_files(
            Store(self.folder / store), [Upload(path.name, path)], principal=HOUSE, today=TODAY, name="sales"
        ).dataset
        assert made is not None
        found: dict[str, Any] = {"account": made.manifest.account, "mapping": made.manifest.mapping}
        found |= {"notices": made.manifest.notices, "sources": made.manifest.sources, "recipe": made.manifest.recipe}
        keys = {"lines": ["source", "line"], "accounts": ["customer"], "rejects": ["source", "line", "column"]}
        for table in ("lines", "months", "accounts", "rejects"):
            read = pq.read_table(made.folder / f"{table}.parquet")
            plain = pa.table(
                {
                    name: read[name].cast(pa.string())
                    if pa.types.is_dictionary(read.schema.field(name).type)
                    else read[name]
                    for name in read.column_names
                }
            )
            order = keys.get(table) or [n for n in plain.column_names if n not in ("amount", "quantity", "profit")]
            found[table] = plain.sort_by([(name, "ascending") for name in order]).to_pylist()
        return found


@pytest.fixture
def roads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Roads:
    return Roads(tmp_path, monkeypatch)


def test_a_clean_file_goes_straight_to_the_same_dataset(roads: Roads) -> None:
    straight, one, other = roads.both(written(sales()).encode())
    assert straight
    assert one["account"].read == ROWS and one["account"].lines == ROWS
    assert one == other


@pytest.mark.parametrize(
    ("encoding", "end", "quote"),
    [("utf-8-sig", "\r\n", False), ("gb18030", "\n", True), ("utf-8", "\n", True), ("gb18030", "\r\n", False)],
)
def test_in_every_encoding_and_quoting(roads: Roads, encoding: str, end: str, quote: bool) -> None:
    straight, one, other = roads.both(written(sales(), end=end, quote=quote).encode(encoding))
    assert straight
    assert one == other


def test_cells_are_trimmed_and_days_are_read_year_first(roads: Roads) -> None:
    rows = sales()
    for n, row in enumerate(rows):
        row[3] = f" {row[3]}　" if n > 15_000 else row[3]
        row[0] = row[0].replace("-", "/").replace("/0", "/")
    straight, one, other = roads.both(written(rows).encode())
    assert straight
    assert one == other


def test_lines_that_stand_twice_are_counted_by_either_road(roads: Roads) -> None:
    rows = sales()
    rows[9_000] = list(rows[8_999])
    rows[20_000] = list(rows[11])
    straight, one, other = roads.both(written(rows).encode())
    assert straight
    assert [n.facts["rows"] for n in one["notices"] if n.code == "double_rows"] == [2]
    assert one == other


def put(at: int, **cells: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        for header, value in cells.items():
            rows[at][HEADER.index(header)] = value

    return change


def insert(at: int, row: list[str]) -> Callable[[Rows], None]:
    return lambda rows: rows.insert(at, row)


SURPRISES = {
    "a total at the end": insert(ROWS, ["合计", "", "", "", "", "", "", "", "1.00", ""]),
    "a blank line": insert(13_000, [""] * 10),
    "a day that cannot be": put(13_000, 日期="2025-02-30"),
    "no customer": put(13_000, 客户编码="", 客户名称=""),
    "no amount": put(13_000, 金额=""),
    "an amount in words": put(13_000, 金额="待定"),
    "a bad price beside a good amount": put(13_000, 单价="面议"),
    "a customer that is none": put(13_000, 客户名称="散客"),
    "a customer called missing": put(13_000, 客户编码="-"),
    "more decimals than are kept": put(13_000, 金额="12.345678"),
    "a number as Python writes it": put(13_000, 金额="1_000"),
    "a line too long": insert(13_000, [*["x"] * 10, "beyond"]),
    "a quote inside a cell": put(13_000, 备注='a"b'),
    "bytes of another encoding": put(13_000, 备注="\udcff\udcfe"),
    "a return said by its kind, once, far below": put(13_000, 备注="x"),
}


@pytest.mark.parametrize("what", SURPRISES)
def test_a_surprise_takes_the_whole_road_from_the_start(roads: Roads, what: str) -> None:
    rows = sales()
    SURPRISES[what](rows)
    header = HEADER
    if what.startswith("a return"):
        header = KINDS
        for n, row in enumerate(rows):
            row[9] = "销售退货" if n == 13_000 else "销售出库"
            row[6], row[8] = row[6].lstrip("-"), row[8].lstrip("-")
    straight, one, other = roads.both(written(rows, header).encode("utf-8", "surrogateescape"))
    assert not straight
    assert one == other


def test_what_was_written_before_the_surprise_is_gone(roads: Roads, tmp_path: Path) -> None:
    rows = sales()
    rows[ROWS - 1][0] = "没有日期"
    _, one, _ = roads.both(written(rows).encode())
    assert one["account"].lines == ROWS - 1
    assert len(one["lines"]) == ROWS - 1
    assert not list(tmp_path.glob("one/staging/*"))


@pytest.mark.parametrize("header", ["单据状态", "是否赠品", "销售组织"])
def test_a_column_that_is_weighed_as_a_whole_takes_the_whole_road(roads: Roads, header: str) -> None:
    rows = sales()
    for n, row in enumerate(rows):
        row[9] = {"单据状态": "已审核", "是否赠品": "否", "销售组织": f"{n % 2}00"}[header]
    straight, one, other = roads.both(written(rows, [*HEADER[:9], header]).encode())
    assert not straight
    assert one == other
