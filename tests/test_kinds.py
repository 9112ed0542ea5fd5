"""Kinds of real exports, each as a small worked table: the bytes as a program writes them, the answer by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed, NotThisTable
from kam_core.ingest.recipe import Upload
from kam_core.ingest.understand import Hints
from kam_core.schema import Role
from kam_core.store import Store
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE

TODAY = date(2026, 1, 1)


def opened(folder: Path, content: bytes | str, name: str = "sales.csv", hints: Hints | None = None) -> Dataset:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return opened_file(folder, path, hints)


def opened_file(folder: Path, path: Path, hints: Hints | None = None) -> Dataset:
    store = Store(folder / "store")
    made = import_files(
        store, [Upload(path.name, path)], principal=HOUSE, today=TODAY, hints=hints or Hints(), keep=False
    ).dataset
    assert made is not None
    return made


def totals(dataset: Dataset) -> dict[str, float]:
    """Customer -> amount of the accepted lines."""
    lines = pq.read_table(dataset.folder / "lines.parquet").to_pandas()
    kept = lines[lines["state"] == "accepted"]
    return {who: float(sum(part)) for who, part in kept.groupby("customer", observed=True)["amount"]}


def test_customers_that_are_counted_are_not_who_bought(tmp_path: Path) -> None:
    lines = ["Store,Date,Sales,Customers"]
    lines += [f"{store},2015-07-{day:02d},{100 * store + day},{55 + day}" for store in (1, 2) for day in range(1, 11)]
    assert totals(opened(tmp_path, "\n".join(lines))) == {"1": 1055.0, "2": 2055.0}


@pytest.mark.parametrize(
    ("head", "customer", "amount"),
    [
        ("Belegdatum;Debitorenkonto;Kundenbezeichnung;Nettobetrag", "10001", "1.250,50"),
        ("Factuurdatum;Debiteurnummer;Debiteurnaam;Bedrag excl. BTW", "K7", "1250,50"),
        ("Data sprzedaży;Kod kontrahenta;Nazwa kontrahenta;Wartość netto", "K7", "1 250,50"),
        ("Fatura Tarihi;Cari Kodu;Cari Ünvanı;Tutar", "120.01", "1.250,50"),
        ("Ngày;Mã khách hàng;Tên khách hàng;Thành tiền", "KH01", "1.250,50"),
        ("购药时间;社保卡号;商品名称;实收金额", "001616528", "1250,50"),
    ],
)
def test_exports_in_other_languages_name_the_customer(tmp_path: Path, head: str, customer: str, amount: str) -> None:
    body = "".join(f"{day}.03.2024;{customer};A{day};{amount}\n" for day in (13, 14))
    assert totals(opened(tmp_path, f"{head}\n{body}")) == {customer: 2501.0}


def test_dollars_of_a_sale_and_bottles_sold(tmp_path: Path) -> None:
    text = 'Date,Store Number,Bottles Sold,Sale (Dollars)\n01/15/2020,2501,12,"$1,234.50"\n01/16/2020,2502,2,$10.25\n'
    assert totals(opened(tmp_path, text)) == {"2501": 1234.5, "2502": 10.25}


def test_a_credit_note_of_a_voucher_register_is_taken_off(tmp_path: Path) -> None:
    text = 'Date,Party Name,Voucher Type,Gross Total\n1-Apr-24,Sharma,Sales,"1,23,456.00"\n'
    text += "2-Apr-24,Sharma,Credit Note,456.00\n"
    assert totals(opened(tmp_path, text)) == {"Sharma": 123000.0}


@pytest.mark.parametrize("day", ["1705320000", "1705320000123", "20240115.0", "45306.5"])
def test_days_as_clocks_and_float_columns_write_them(tmp_path: Path, day: str) -> None:
    made = opened(tmp_path, f"created_at,customer_id,total_price\n{day},A,5\n{day},B,7\n")
    assert totals(made) == {"A": 5.0, "B": 7.0}
    assert made.manifest.account.first_day == date(2024, 1, 15)


def test_a_year_and_a_month_in_two_columns(tmp_path: Path) -> None:
    hints = Hints(roles={Role.CUSTOMER: ("SUPPLIER",), Role.AMOUNT: ("WAREHOUSE SALES",)})
    made = opened(tmp_path, "YEAR,MONTH,SUPPLIER,WAREHOUSE SALES\n2020,7,ACE,5.5\n2020,12,ACE,2\n", hints=hints)
    assert (made.manifest.account.first_day, totals(made)) == (date(2020, 7, 1), {"ACE": 7.5})


def test_an_order_export_whose_total_stands_on_the_first_line_only(tmp_path: Path) -> None:
    """Name is the order's; Total holds tax and freight; Billing Name and Currency stand once an order."""
    lines = ["Name,Email,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name"]
    for order in range(1, 13):
        buyer = f"ann{order % 2}@example.com"
        lines.append(f"#{order},{buyer},USD,99.99,2024-03-{order:02d} 10:03:58 -0400,2,Mug,10.00,Ann")
        lines.append(f"#{order},{buyer},,,2024-03-{order:02d} 10:03:58 -0400,3,Cup,5.00,")
    made = opened(tmp_path, "\n".join(lines))
    assert totals(made) == {"ann0@example.com": 210.0, "ann1@example.com": 210.0}
    assert rank(made, Scope()).n == 2


def test_merged_cells_of_a_customer_around_merged_orders(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["客户", "单号", "日期", "品名", "金额"])
    for n in range(12):  # three customers with two orders of two lines each
        sheet.write_row(n + 1, 3, ["茶", 10 + n])
        if n % 2 == 0:
            sheet.write_row(n + 1, 1, [f"X{n}", f"2024-01-{n + 1:02d}"])
        if n % 4 == 0:
            sheet.write(n + 1, 0, f"客户{n // 4}")
    book.close()
    assert totals(opened_file(tmp_path, path)) == {"客户0": 46.0, "客户1": 62.0, "客户2": 78.0}


def test_a_header_printed_over_two_lines_with_titles_above_and_notes_below(tmp_path: Path) -> None:
    text = (
        "某公司销售台账,,,,\n单位：元,,,,制表：张三\n日期,客户信息,,销售,\n,编码,名称,数量,金额\n"
        "2024-01-05,K01,华东,2,10\n2024-01-06,K02,华南,3,20\n2024-01-07,K01,华东,1,5\n合计,,,6,35\n注：本表含税,,,,\n"
    )
    made = opened(tmp_path, text.encode("gb18030"))
    assert totals(made) == {"K01": 15.0, "K02": 20.0}
    assert all(total.agrees for total in made.manifest.account.totals)


def test_the_first_groups_title_stands_above_the_header(tmp_path: Path) -> None:
    blocks = "".join(
        f"客户：{who},,\n日期,品名,金额\n2024-01-0{n},茶,{n}.00\n2024-02-0{n},水,{n}.00\n小计,,{2 * n}.00\n"
        for n, who in enumerate(("华东", "华南", "西北"), 1)
    )
    assert totals(opened(tmp_path, f"销售明细表,,\n{blocks}")) == {"华东": 2.0, "华南": 4.0, "西北": 6.0}


def test_three_decimals_behind_a_comma(tmp_path: Path) -> None:
    text = "Datum;Kunde;Umsatz\n13.01.2024;A;1,234\n14.01.2024;A;12,500\n"
    assert totals(opened(tmp_path, text)) == {"A": 13.734}


@pytest.mark.parametrize(
    ("head", "discount", "paid"),
    [
        ("Discount", "0.1", 180.0),
        ("折扣(%)", "10", 180.0),
        ("折扣", "0.9", 180.0),
        ("折扣率", "95", 190.0),
        ("折扣率", "95%", 190.0),
        ("折扣", "8.5", 170.0),
        ("优惠金额", "7.25", 192.75),
    ],
)
def test_ways_to_write_a_discount(tmp_path: Path, head: str, discount: str, paid: float) -> None:
    text = f"日期,客户,数量,单价,{head}\n2024-01-05,A,2,100,{discount}\n2024-01-06,B,1,50,0\n"
    assert totals(opened(tmp_path, text)) == {"A": paid, "B": 50.0}


def test_signs_of_two_currencies_in_the_cells_are_never_added(tmp_path: Path) -> None:
    made = opened(tmp_path, "Date,Customer,Amount\n2024-01-05,A,$10.00\n2024-01-06,A,€7.00\n")
    with pytest.raises(Mixed):
        rank(made, Scope())
    assert rank(made, Scope(currencies=("€",))).total == 7


def test_amounts_in_the_firms_own_currency_are_added_whatever_the_invoice_was_in(tmp_path: Path) -> None:
    text = "日期,客户,币别,金额,金额本位币\n2024-01-05,A,美元,10,71\n2024-01-06,A,人民币,5,5\n"
    assert rank(opened(tmp_path, text), Scope()).total == 76


@pytest.mark.parametrize("written", ["cp949", "cp1254"])
def test_korean_and_turkish_code_pages(tmp_path: Path, written: str) -> None:
    text = {
        "cp949": "매출일자,거래처코드,거래처명,공급가액\n2024-01-05,0001,삼성상사,5\n2024-01-06,0001,삼성상사,7\n",
        "cp1254": "Fatura Tarihi;Cari Adı;Tutar\n15.01.2024;Şahin Gıda;5\n16.01.2024;Şahin Gıda;7\n",
    }[written]
    made = opened(tmp_path, text.encode(written))
    assert totals(made) == {"0001" if written == "cp949" else "Şahin Gıda": 12.0}


def test_quotes_escaped_by_backslashes(tmp_path: Path) -> None:
    text = 'Date,Customer,Amount\n2024-01-05,"Joe \\"JJ\\" Inc, LLC",5\n2024-01-06,"Joe \\"JJ\\" Inc, LLC",7\n'
    assert totals(opened(tmp_path, text)) == {'Joe "JJ" Inc, LLC': 12.0}


def test_lines_quoted_once_more_as_a_whole(tmp_path: Path) -> None:
    text = '"Date,Customer,Amount"\n"2024-01-05,A,""1,200.00"""\n"2024-01-06,A,""7.50"""\n'
    assert totals(opened(tmp_path, text)) == {"A": 1207.5}


def test_a_listing_whose_columns_are_drawn_by_dashes(tmp_path: Path) -> None:
    head = "OrderDate  CustomerName Amount\n---------- ------------ ------\n"
    body = "".join(f"2024-01-{day:02d} Acme {day % 2} Ltd   {day:6.2f}\n" for day in range(1, 31))
    made = opened(tmp_path, f"{head}{body}\n(30 rows affected)\n", "listing.txt")
    assert totals(made) == {"Acme 0 Ltd": 240.0, "Acme 1 Ltd": 225.0}
    assert not made.manifest.account.reasons or all(r.state == "skipped" for r in made.manifest.account.reasons)


def test_a_file_of_which_no_row_counts_is_refused(tmp_path: Path) -> None:
    hints = Hints(roles={Role.DATE: ("Shop",)})
    with pytest.raises(NotThisTable) as refused:
        opened(tmp_path, "Shop,Customer,Amount\nNorth,A,5\nSouth,B,7\n", hints=hints)
    assert refused.value.code == "nothing_counted"
