"""The same table is the same dataset, whatever it is written in: UTF-8, GB18030, UTF-16, .xlsx or Parquet."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.ingest.recipe import Upload
from kam_core.schema import LINES
from kam_core.store import Store
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE

HEADERS = ("日期", "单据编号", "客户编码", "客户名称", "区域", "产品编码", "产品名称", "单位", "数量", "价税合计")
FORMS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx", "parquet")
NAMES = (
    "上海鸿达商贸有限公司",
    "苏州“恒源”食品",
    "広州ナカムラ商事",
    'A & B, "Drinks" Ltd',
    "=SUM(A1)",
    "NA",
    "<b>福</b>源",
    "Zoë & Söhne",
)


@dataclass(frozen=True)
class Row:
    """One line; the codes are text whose zeros and length matter."""

    day: date
    number: str
    customer: int
    product: int
    quantity: int
    amount: Decimal

    def cells(self) -> tuple[str | int | date | Decimal, ...]:
        name = NAMES[self.customer % len(NAMES)]
        code = f"{self.customer:05d}"
        return (self.day, self.number, code, name, "华东" if self.customer % 2 else "NULL", f"0{self.product}.10",
                f"冰红茶 {self.product}", "箱", self.quantity, self.amount)  # fmt: skip


ROWS = st.lists(
    st.builds(
        Row,
        day=st.dates(date(2024, 1, 1), date(2025, 6, 30)),
        number=st.integers(1, 10**9).map("{:012d}".format),
        customer=st.integers(1, 99_999),
        product=st.integers(1, 9),
        quantity=st.integers(-500, 5_000).filter(bool),
        amount=st.decimals(-10_000, 1_000_000, places=2).filter(bool),
    ),
    min_size=12,
    max_size=60,
)


def _write(rows: list[Row], form: str, folder: Path) -> Path:
    path = folder / f"sales.{form if form in ('xlsx', 'parquet') else 'csv'}"
    cells = [row.cells() for row in rows]
    if form == "xlsx":
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False})
        page = book.add_worksheet()
        for at, record in enumerate([HEADERS, *cells]):
            for column, cell in enumerate(record):
                if isinstance(cell, str):
                    page.write_string(at, column, cell)
                else:
                    page.write(at, column, cell)
        book.close()
    elif form == "parquet":
        kinds = [pa.date32(), *[pa.string()] * 7, pa.int64(), pa.decimal128(18, 2)]
        columns = [pa.array(values, kind) for values, kind in zip(zip(*cells), kinds, strict=True)]
        pq.write_table(pa.table(dict(zip(HEADERS, columns, strict=True))), path)
    else:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([HEADERS, *cells])
        path.write_bytes(out.getvalue().encode(form))
    return path


def _dataset(rows: list[Row], form: str, folder: Path) -> tuple[list[dict[str, object]], object]:
    """Its lines in file order, and the four counts in rows and in money."""
    room = folder / form
    room.mkdir()
    path = _write(rows, form, room)
    store = Store(room / "store")
    outcome = import_files(store, [Upload(path.name, path)], principal=HOUSE, today=date(2025, 7, 10))
    assert outcome.dataset is not None and outcome.account is not None
    columns = [column for column in LINES if column not in ("source", "line")]
    lines = pq.read_table(outcome.dataset.folder / "lines.parquet").sort_by("line").select(columns)
    return sorted(lines.to_pylist(), key=repr), outcome.account.tallies


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_the_same_table_gives_the_same_dataset(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, *others = [_dataset(rows, form, Path(folder)) for form in FORMS]
    lines, tallies = first
    assert len(lines) == len(rows)
    assert {line["customer"] for line in lines} == {f"{row.customer:05d}" for row in rows}
    assert sum(line["amount"] for line in lines) == sum(row.amount for row in rows)  # type: ignore[misc]
    for form, (same_lines, same_tallies) in zip(FORMS[1:], others, strict=True):
        assert same_lines == lines, form
        assert same_tallies == tallies, form
