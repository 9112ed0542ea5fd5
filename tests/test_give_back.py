"""The file an account is given back: its own figures to the digit, and not a trace of anybody else."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from kam_core.analysis.months import default_scope
from kam_core.analysis.ranking import rank
from kam_core.analysis.service.give_back import GiveBack, give_back
from kam_core.analysis.service.service import served
from kam_core.analysis.service.settings import Against, ServiceSettings
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.errors import BadScope
from kam_core.report.give_back import give_back_xlsx
from kam_core.store import Store
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from tests.side_files import sell, stock

DAY = date(2025, 12, 26)
#: Words and numbers of the other customers that must never be found.
CANARIES = ("CANARY", "金丝雀", "887766", "99887", "CAN-ORDER", "CANPROD", "CANMAN", "0.987")


@pytest.fixture
def data(tmp_path: Path) -> Dataset:
    """C1 is asked for; the others wear canaries: name, key, quantities, orders, products, prices."""
    store = Store(tmp_path / "store")
    lines = ["日期,客户编码,客户名称,业务员,产品编码,产品名称,单位,数量,金额,毛利"]
    for month in range(24):
        day = f"{2024 + month // 12}-{month % 12 + 1:02d}-15"
        lines.append(f"{day},C1,华东,CANMAN,P1,=cmd|' /C calc'!A0,箱,{100 + month},{(100 + month) * 10},999999")
        lines.append(f"{day},CANARY-2,金丝雀商贸,CANMAN,P1,水,箱,99887,887766,1")
        lines.append(f"{day},CANARY-3,CANARY three,CANMAN,CANPROD,CANPROD,箱,99887,887766,1")
    sales = sell(store, tmp_path, "\n".join(lines) + "\n")
    held = "日期,客户编码,产品编码,单位,现有库存\n2025-12-20,C1,P1,箱,60\n2025-12-20,CANARY-2,P1,箱,99887\n"
    stock(store, tmp_path, sales, {"stock.csv": held})
    came = "单据编号,客户编码,产品编码,订货日期,订货数量,发货数量,承诺到货,实际到货\n"
    came += "A1,C1,P1,2025-11-01,10,10,2025-11-08,2025-11-08\nA2,C1,P1,2025-11-01,10,9,2025-11-08,2025-11-12\n"
    came += "CAN-ORDER,CANARY-2,P1,2025-11-01,99887,99887,2025-11-08,2025-11-20\n"
    stock(store, tmp_path, sales, {"came.csv": came}, table="deliveries")
    wants = "客户编码,期望交货周期,期望市场调研\nC1,5,x\nCANARY-2,7,CANARY wants\n"
    stock(store, tmp_path, sales, {"needs.csv": wants}, table="needs")
    return store.open(sales, principal=HOUSE)


def made(data: Dataset, customer: str = "C1") -> GiveBack:
    scope = default_scope(data)
    ranking = rank(data, scope)
    known = served(data, ranking, DAY)
    return give_back(data, scope, customer, outlook(data, scope, SupplySettings(as_of=DAY)), known, "华东")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_trace_of_any_other_customer(data: Dataset, lang: str) -> None:
    packed = zipfile.ZipFile(io.BytesIO(give_back_xlsx(made(data), lang)))
    assert packed.testzip() is None
    for member in packed.namelist():
        text = packed.read(member).decode("utf-8", errors="ignore")
        for canary in (*CANARIES, "999999"):  # the last is our own profit
            assert canary not in text, f"{canary} in {member}"


def test_its_own_figures_are_there(data: Dataset) -> None:
    found = made(data)
    assert found.scores is not None and found.stock is not None and found.missed is not None
    assert (found.scores.lines[0], found.scores.kept[0], found.scores.fill_rate[0]) == (2, 1, 19 / 20)
    assert found.missed.orders.tolist() == ["A2"]
    assert found.stock.products.tolist() == ["P1"] and found.stock.on_hand[0] < 60  # rolled forward
    assert [int(v) for v in found.sales.now] == [(100 + m) * 10 for m in range(11, 23)]
    book = openpyxl.load_workbook(io.BytesIO(give_back_xlsx(found, "zh")))
    assert book.sheetnames == ["概况", "库存和最晚下单日", "未做到的订单", "每月进货"]
    said = {row[0].value: row[1].value for row in book["概况"].iter_rows() if row[0].value}
    assert said["准时足量率"] == 0.5 and said["到期的订单行"] == 2 and said["承诺的交货周期（天）"] == 7
    name = book["库存和最晚下单日"]["B2"]
    assert name.data_type == "s" and name.value.startswith("=cmd")
    months = [row[0].value for row in book["每月进货"].iter_rows(min_row=2)]
    assert months[0] == "2024-12" and months[-1] == "2025-11"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_cell_is_what_it_looks_like(data: Dataset, lang: str) -> None:
    """Days are days and can be sorted, whole numbers end in no decimal point, nothing is cut, and it prints."""
    book = openpyxl.load_workbook(io.BytesIO(give_back_xlsx(made(data), lang)))
    days = 0
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one page wide, as many as it takes long
        wide = {n: one.width for one in sheet.column_dimensions.values() for n in range(one.min, one.max + 1)}
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):  # a day as text can be neither sorted nor filtered
                    assert not re.fullmatch(r"\d{4}-\d\d-\d\d", cell.value), cell.coordinate
                elif isinstance(cell.value, datetime):
                    days += 1
                    assert cell.number_format == "yyyy-mm-dd"
                    assert wide[cell.column] >= 10.5  # what ten letters need: narrower shows ####
                elif cell.value is not None:
                    assert cell.number_format in ("#,##0", "#,##0.0", "#,##0.00", "0.0%"), cell.coordinate
    assert days > 4
    summary = book.worksheets[0]
    merged = {str(area) for area in summary.merged_cells.ranges}
    assert len(merged) == 4  # the title and three notes run over both columns
    count = next(row[1] for row in summary.iter_rows() if row[0].value in ("到期的订单行", "Order lines due"))
    assert (count.value, count.number_format) == (2, "#,##0")


@pytest.mark.parametrize(
    ("lang", "due", "note"), [("zh", "要求到货", "贵公司要求的"), ("en", "Asked for", "you asked for")]
)
def test_it_says_by_which_day_it_was_counted(data: Dataset, lang: str, due: str, note: str) -> None:
    settings = ServiceSettings(against=Against.WANTED, late_days=2, short=Decimal("0.05"))
    found = replace(made(data), settings=settings)
    book = openpyxl.load_workbook(io.BytesIO(give_back_xlsx(found, lang)))
    said = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert note in said and ("2 天" in said or "2 days" in said) and "5%" in said and "2024-12-01" in said
    assert due in [cell.value for cell in book.worksheets[2][1]]


def test_more_than_is_looked_ahead_is_no_blank(data: Dataset) -> None:
    found = made(data)
    assert found.stock is not None and found.stock.ahead > 300
    lasting = replace(found, stock=replace(found.stock, cover_days=np.array([np.inf])))
    for stock_of, expected in ((found, float), (lasting, str)):
        cell = openpyxl.load_workbook(io.BytesIO(give_back_xlsx(stock_of, "en"))).worksheets[1]["G2"].value
        assert isinstance(cell, expected), cell


def test_what_is_not_known_is_said_and_not_made_up(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    data = store.open(sell(store, tmp_path), principal=HOUSE)
    found = made(data, "C001")
    assert found.stock is None and found.scores is None and found.missed is None
    book = openpyxl.load_workbook(io.BytesIO(give_back_xlsx(found, "en")))
    assert book.sheetnames == ["Summary", "Bought by month"]
    said = [cell.value for row in book["Summary"].iter_rows() for cell in row if cell.value]
    assert "We have not received your stock yet." in said and "There are no delivery records yet." in said
    with pytest.raises(BadScope):
        made(data, "nobody")
