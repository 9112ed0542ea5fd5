"""Workbooks, web pages and XML spreadsheets are read as a person sees them; locked and monstrous ones are refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt

from kam_core.errors import UnreadableFile
from kam_core.ingest.reading.workbook import shown
from kam_core.ingest.recipe import Layout
from tests.reading import reading


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day, minute = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sales = book.add_worksheet("销售")
    sales.merge_range(2, 1, 2, 4, "销售明细")
    sales.write_row(3, 1, ["客户", "日期", "数量", "金额"])
    sales.write_row(5, 1, ["0017", dt.date(2025, 3, 1), 12, 0.1 + 0.2])
    sales.write_datetime(5, 2, dt.datetime(2025, 3, 1), day)
    sales.write_row(6, 1, [12345678901, None, -3, 1e15])
    sales.write_datetime(6, 2, dt.datetime(2025, 3, 1, 14, 30), minute)
    sales.write_boolean(7, 1, True)
    sales.write_formula(7, 4, "=NA()", None, "#N/A")
    book.add_worksheet("empty")
    hidden = book.add_worksheet("hidden")
    hidden.write(0, 0, "secret")
    hidden.hide()
    book.add_worksheet("more").write_row(0, 0, ["a", "b"])
    book.close()
    return out.getvalue()


def test_cells_are_read_as_a_person_sees_them() -> None:
    found = reading(("sales.xlsx", workbook()))
    assert [source.layout.sheet for source in found.sources] == ["销售", "more"]
    blank = (None,) * 5
    assert found.rows[0] == [
        (1, 0, blank),
        (2, 0, blank),
        (3, 2, (None, "销售明细", None, None, None)),
        (4, 5, (None, "客户", "日期", "数量", "金额")),
        (5, 0, blank),
        (6, 5, (None, "0017", "2025-03-01", "12", "0.3")),
        (7, 5, (None, "12345678901", "2025-03-01 14:30:00", "-3", "1000000000000000")),
        (8, 5, (None, "TRUE", None, None, "#N/A")),
    ]


def test_hidden_sheets_are_passed_over_and_said() -> None:
    found = reading(("sales.xlsx", workbook()))
    assert [(n.code, n.facts["sheets"]) for n in found.notices] == [("hidden_sheets", "hidden")]


def test_a_sheet_can_be_asked_for_even_if_hidden() -> None:
    found = reading(("sales.xlsx", workbook()), layout=Layout(sheet="hidden"))
    assert found.cells == [("secret",)]
    assert found.said == []


def test_a_sheet_that_is_not_there() -> None:
    with pytest.raises(UnreadableFile) as refused:
        reading(("sales.xlsx", workbook()), layout=Layout(sheet="nowhere"))
    assert refused.value.code == "no_such_sheet"
    assert "销售" in refused.value.facts["sheets"]


def test_content_counts_not_the_name() -> None:
    assert reading(("sales.csv", workbook())).sources[0].layout.sheet == "销售"
    assert reading(("sales.xlsx", b"a,b\n1,2\n")).cells == [("a", "b"), ("1", "2")]


def test_old_workbooks() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("订单")
    for row, values in enumerate(
        [("客户", "日期", "金额"), ("华东", dt.date(2025, 3, 1), 12.5), ("恒源", "2025", 7.0)]
    ):
        for column, value in enumerate(values):
            style = xlwt.easyxf(num_format_str="yyyy-mm-dd") if isinstance(value, dt.date) else xlwt.Style.default_style
            sheet.write(row, column, value, style)
    out = io.BytesIO()
    book.save(out)
    found = reading(("订单.xls", out.getvalue()))
    assert found.cells == [("客户", "日期", "金额"), ("华东", "2025-03-01", "12.5"), ("恒源", "2025", "7")]


def test_workbooks_that_count_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["date"])
    book.active.append([dt.datetime(2025, 3, 1)])
    out = io.BytesIO()
    book.save(out)
    assert reading(("mac.xlsx", out.getvalue())).cells == [("date",), ("2025-03-01",)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1963.1000000000001, "1963.1"),
        (12.0, "12"),
        (1e-7, "0.0000001"),
        (1.5e20, "150000000000000000000"),
        (-0.5, "-0.5"),
        (True, "TRUE"),
        (dt.time(9, 5), "09:05:00"),
        (dt.timedelta(days=1, hours=12), "36:00:00"),
        (dt.datetime(2025, 3, 1, 0, 0), "2025-03-01"),
        ("  as it is ", "  as it is "),
    ],
)
def test_values_are_shown_plainly(value: object, text: str) -> None:
    assert shown(value) == text


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "too_many_columns",
        ),
        ('<row r="1"><c r="CAA1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>', "too_many_columns"),
        (
            '<row r="1"><c r="ZZ1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            "workbook_too_large",
        ),
        ("<row><c>" + "x" * (100 << 20), "workbook_too_large"),
        ("<row><c", "broken_workbook"),
    ],
)
def test_monstrous_workbooks_are_refused(content: str, code: str) -> None:
    data = repacked(workbook(), "xl/worksheets/sheet1.xml", SHEET.format(content).encode())
    with pytest.raises(UnreadableFile) as refused:
        reading(("bomb.xlsx", data))
    assert refused.value.code == code


def test_a_workbook_without_data() -> None:
    out = io.BytesIO()
    xlsxwriter.Workbook(out, {"in_memory": True}).close()
    with pytest.raises(UnreadableFile) as refused:
        reading(("empty.xlsx", out.getvalue()))
    assert refused.value.code == "empty_workbook"


def test_a_locked_workbook() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    with pytest.raises(UnreadableFile) as refused:
        reading(("locked.xlsx", data))
    assert refused.value.code == "locked_workbook"


PAGE = """<html><head><meta charset="gb2312"><style>td {color: red}</style></head><body>
<table><tr><td colspan=3>销售明细</td></tr><tr><th>客户<th>日期<th>金额
<tr><td rowspan="2">华东&amp;鸿达</td><td>2025-03-01</td><td> 1,234.50 </td></tr>
<tr><td>2025-03-02</td><td>88<br>元</td></tr></table><script>var x = "<td>no</td>";</script></body></html>"""


@pytest.mark.parametrize("codec", ["gb2312", "utf-8"])
def test_a_web_page_called_xls(codec: str) -> None:
    found = reading(("export.xls", PAGE.encode(codec)))
    assert found.rows[0] == [
        (1, 1, ("销售明细", None, None)),
        (2, 3, ("客户", "日期", "金额")),
        (3, 3, ("华东&鸿达", "2025-03-01", "1,234.50")),
        (4, 3, (None, "2025-03-02", "88 元")),
    ]


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="销售"><Table><Row><Cell><Data ss:Type="String">客户</Data></Cell>
<Cell><Data ss:Type="String">日期</Data></Cell><Cell><Data ss:Type="String">金额</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">华东</Data></Cell>
<Cell><Data ss:Type="DateTime">2025-03-01T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Number">12.5</Data></Cell></Row>
<Row><Cell ss:Index="3"><Data ss:Type="Number">7</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_an_xml_spreadsheet_called_xls() -> None:
    found = reading(("export.xls", XML.encode()))
    assert found.layout.sheet == "销售"
    assert found.rows[0] == [
        (1, 3, ("客户", "日期", "金额")),
        (2, 0, (None, None, None)),
        (3, 3, ("华东", "2025-03-01", "12.5")),
        (4, 3, (None, None, "7")),
    ]


def test_an_xml_spreadsheet_with_entities_is_refused() -> None:
    bomb = XML.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Workbook', 1)
    with pytest.raises(UnreadableFile) as refused:
        reading(("export.xls", bomb.encode()))
    assert refused.value.code == "broken_workbook"
