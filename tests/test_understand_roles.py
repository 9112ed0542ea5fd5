"""Which column plays which role, in many dialects."""

from pathlib import Path

import pytest

from kam_core.errors import BadMapping
from kam_core.ingest.recipe import Mapping
from tests.text_tables import Desk, Hints, Role, asked, named, text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def table(header: str, *rows: str) -> list[list[str]]:
    return text("\n".join([header, *rows]))


def test_a_chinese_erp_export(desk: Desk) -> None:
    known = desk.read(
        table(
            "销售组织|业务员|客户编码|客户|物料编码|物料名称|单据编号|日期|单据状态|单据类型|库存单位|实发数量|单价|含税单价|税额"
            "|金额|价税合计|金额_本位币|价税合计_本位币|是否赠品|是否返利",
            "总公司|张三|C001|华东鸿达|M01|乌龙茶|XSCK001|2024-01-05|已审核|标准销售出库单|箱|10|20|22.6|26|200|226|200|226|否|否",
            "总公司|李四|C002|江苏恒源|M02|绿茶|XSCK002|2024-01-06|已审核|标准销售出库单|箱|3|30|33.9|11.7|90|101.7|90|101.7|否|否",
            "总公司|张三|C001|华东鸿达|M02|绿茶|XSCK003|2024-01-07|已作废|标准销售出库单|箱|5|30|33.9|19.5|150|169.5|150|169.5|是|否",
        )
    )
    names = named(known)
    assert names["amount"] == "价税合计_本位币"
    assert (names["customer"], names["customer_name"]) == ("客户编码", "客户")
    assert (names["product"], names["product_name"]) == ("物料编码", "物料名称")
    assert (names["order"], names["date"], names["status"]) == ("单据编号", "日期", "单据状态")
    assert (names["quantity"], names["unit"], names["gift"]) == ("实发数量", "库存单位", "是否赠品")
    assert (names["salesperson"], names["organisation"]) == ("业务员", "销售组织")
    assert known.recipe.mapping.tax == "incl"
    assert known.recipe.mapping.void == ("已作废",)
    assert known.recipe.mapping.gifts == ("是",)
    assert asked(known) == {}


@pytest.mark.parametrize(
    ("header", "customer", "date", "amount"),
    [
        ("单据日期|往来单位|商品全名|数量|金额", "往来单位", "单据日期", "金额"),
        ("开票日期|购货单位|产品名称|数量|价税合计", "购货单位", "开票日期", "价税合计"),
        ("业务日期|经销商|品项|件数|销售额", "经销商", "业务日期", "销售额"),
        ("下单时间|客户简称|商品|数量|订单金额", "客户简称", "下单时间", "订单金额"),
        ("出库日期|收货单位|品名|出库数量|含税金额", "收货单位", "出库日期", "含税金额"),
        ("Invoice Date|Customer|Item|Qty|Net Sales", "Customer", "Invoice Date", "Net Sales"),
        ("Billing Date|Sold-to party|Material|Billed Quantity|Net value", "Sold-to party", "Billing Date", "Net value"),
        ("order_date|client_name|sku|units|revenue", "client_name", "order_date", "revenue"),
        ("Date|Account Name|Product|Quantity|Total Price", "Account Name", "Date", "Total Price"),
        ("Posting Date|Sell-to Customer No.|Item|Quantity|Amount", "Sell-to Customer No.", "Posting Date", "Amount"),
        ("売上日|得意先名|商品名|数量|売上金額", "得意先名", "売上日", "売上金額"),
        ("受注日|取引先|品番|個数|金額", "取引先", "受注日", "金額"),
        ("Belegdatum|Kunde|Artikel|Menge|Umsatz", "Kunde", "Belegdatum", "Umsatz"),
        ("Rechnungsdatum|Kundennummer|Artikel|Anzahl|Nettobetrag", "Kundennummer", "Rechnungsdatum", "Nettobetrag"),
        ("Date facture|Client|Produit|Quantité|Montant HT", "Client", "Date facture", "Montant HT"),
        ("Fecha|Cliente|Producto|Cantidad|Importe", "Cliente", "Fecha", "Importe"),
        ("Data fattura|Ragione sociale|Articolo|Quantità|Imponibile", "Ragione sociale", "Data fattura", "Imponibile"),
        ("Data do pedido|Cliente|Produto|Quantidade|Valor total", "Cliente", "Data do pedido", "Valor total"),
        ("Factuurdatum|Klant|Artikel|Aantal|Omzet", "Klant", "Factuurdatum", "Omzet"),
        ("Дата|Контрагент|Номенклатура|Количество|Сумма", "Контрагент", "Дата", "Сумма"),
    ],
)  # fmt: skip
def test_dialects(desk: Desk, header: str, customer: str, date: str, amount: str) -> None:
    known = desk.read(
        table(
            header,
            "2024-01-05|华东鸿达|乌龙茶|10|200.50",
            "2024-01-06|江苏恒源|绿茶|3|90.25",
            "2024-01-07|华东鸿达|绿茶|5|150.75",
        )
    )
    names = named(known)
    assert (names["customer"], names["date"], names["amount"]) == (customer, date, amount)
    assert names["quantity"] == header.split("|")[3]
    assert {"product", "product_name"} & set(names)
    assert asked(known) == {}


def test_a_price_is_no_amount(desk: Desk) -> None:
    known = desk.read(table("日期|客户|数量|单价|库存金额", "2024-01-05|甲|10|20|999", "2024-01-06|乙|3|30|998"))
    names = named(known)
    assert "amount" not in names
    assert (names["quantity"], names["unit_price"]) == ("数量", "单价")
    assert asked(known) == {}


def test_an_amount_under_an_unknown_header_is_proven_by_quantity_and_price(desk: Desk) -> None:
    rows = [f"2024-01-0{n}|C{n}|{n + 1}|{n + 10}|{(n + 1) * (n + 10)}" for n in range(1, 8)]
    assert named(desk.read(table("日期|客户|数量|单价|XYZ", *rows)))["amount"] == "XYZ"


def test_a_documents_total_on_every_line_is_no_line_amount(desk: Desk) -> None:
    rows = [f"2024-01-0{n}|C{n}|D1|{n + 1}|{n + 10}|9000|{(n + 1) * (n + 10)}" for n in range(1, 8)]
    assert named(desk.read(table("日期|客户|单号|数量|单价|订单金额|金额小计合", *rows)))["unit_price"] == "单价"
    assert named(desk.read(table("日期|客户|单号|数量|单价|订单金额|金额", *rows)))["amount"] == "金额"


def test_local_currency_before_foreign(desk: Desk) -> None:
    known = desk.read(table("日期|客户|币别|金额|金额（本位币）", "2024-01-05|甲|USD|10|72", "2024-01-06|乙|CNY|3|3"))
    assert named(known)["amount"] == "金额（本位币）"


def test_net_and_gross_are_asked(desk: Desk) -> None:
    known = desk.read(
        table("DATE;CUSTOMER;GROSSAMOUNT;NETAMOUNT".replace(";", "|"), "20240105|A|119|100", "20240106|B|238|200")
    )
    assert named(known)["amount"] == "GROSSAMOUNT"
    assert asked(known) == {"amount": (3, 4)}
    assert known.recipe.mapping.tax == "incl"


def test_an_explicit_hint_leaves_no_question(desk: Desk) -> None:
    rows = table("DATE|CUSTOMER|GROSSAMOUNT|NETAMOUNT", "20240105|A|119|100", "20240106|B|238|200")
    known = desk.read(rows, Hints(roles={Role.AMOUNT: ("NetAmount",)}))
    assert named(known)["amount"] == "NETAMOUNT"
    assert asked(known) == {}
    assert known.recipe.mapping.tax == "excl"


def test_sales_after_discount_before_gross_sales(desk: Desk) -> None:
    rows = [
        f"2024-0{n}-01|Land {n}|{n * 10}|{n + 5}|{n * 10 * (n + 5)}|{n}|{n * 10 * (n + 5) - n * 40}"
        for n in range(1, 9)
    ]
    known = desk.read(table("Date|Customer|Units Sold|Sale Price|Gross Sales|Discounts|Sales", *rows))
    assert named(known)["amount"] == "Sales"
    assert "amount" in asked(known)


def test_order_date_before_ship_date(desk: Desk) -> None:
    known = desk.read(
        table(
            "ShipDate|DeliveryDate|OrderDate|Customer|Amount",
            "2024-01-09|2024-01-12|2024-01-05|A|10",
            "2024-01-10|2024-01-13|2024-01-06|B|20",
        )
    )
    assert named(known)["date"] == "OrderDate"


def test_a_store_is_the_customer_only_where_there_is_no_other(desk: Desk) -> None:
    alone = desk.read(table("日期|门店编号|金额", "2024-01-05|S1|10", "2024-01-06|S2|20"))
    assert named(alone)["customer"] == "门店编号"
    beside = desk.read(table("日期|门店编号|客户编码|金额", "2024-01-05|S1|C1|10", "2024-01-06|S2|C2|20"))
    assert named(beside)["customer"] == "客户编码"


def test_a_code_and_a_name_under_bare_words(desk: Desk) -> None:
    known = desk.read(table("日期|客户|客户名称|金额", "2024-01-05|K01|甲公司|10", "2024-01-06|K02|乙公司|20"))
    assert (named(known)["customer"], named(known)["customer_name"]) == ("客户", "客户名称")


def test_two_customers_are_asked(desk: Desk) -> None:
    known = desk.read(
        table("日期|客户名称|购货单位|金额", "2024-01-05|甲|乙|10", "2024-01-06|丙|乙|20", "2024-01-06|甲|丁|20")
    )
    assert asked(known) == {"customer": (2, 3)}


def test_year_and_month_in_two_columns(desk: Desk) -> None:
    known = desk.read(table("年份|月份|客户|金额", "2024|1|甲|10", "2024|2|乙|20", "2024|12|乙|20"))
    assert named(known)["date"] == "年份+月份"
    assert asked(known) == {}


def test_a_month_alone_is_a_date(desk: Desk) -> None:
    assert named(desk.read(table("月份|客户|金额", "2024-01|甲|10", "2024-02|乙|20")))["date"] == "月份"


def test_a_column_of_dates_is_a_date_whatever_it_is_called(desk: Desk) -> None:
    assert named(desk.read(table("啥|客户|金额", "2024-01-05|甲|10", "2024-02-06|乙|20")))["date"] == "啥"


def test_a_slip_of_the_pen(desk: Desk) -> None:
    names = named(desk.read(table("Order Dat|Custmer Name|Quantiy|Amuont", "2024-01-05|A|1|10", "2024-02-06|B|2|20")))
    assert (names["date"], names["customer"], names["quantity"]) == ("Order Dat", "Custmer Name", "Quantiy")


def test_phone_numbers_are_no_money(desk: Desk) -> None:
    known = desk.read(
        table("日期|客户|联系电话|邮编", "2024-01-05|甲|13800138000|200000", "2024-01-06|乙|13800138001|200001")
    )
    assert asked(known) == {"amount": ()}


def test_a_basket_is_no_sales_table(desk: Desk) -> None:
    known = desk.read(table("id|Goods", "1|牛奶", "1|面包", "2|牛奶"))
    assert asked(known) == {"customer": (), "date": (), "amount": ()}


def test_a_stock_list_is_no_sales_table(desk: Desk) -> None:
    known = desk.read(
        table(
            "Code|Category|Description|Size|Total Inventory|Price|Sale Price|Sale End Date",
            "1|WINE|RED|750ML|3|9.99|8.99|03/31/2024",
            "2|WINE|WHITE|750ML|4|9.99||",
        )
    )
    assert set(asked(known).values()) == {()}
    assert {"customer", "date", "amount"} == set(asked(known))


def test_two_columns_feed_one_role(desk: Desk) -> None:
    rows = table("日期|省份|城市|金额", "2024-01-05|江苏|徐州|10", "2024-01-06|浙江|宁波|20")
    known = desk.read(rows, Hints(roles={Role.CUSTOMER: ("省份", "城市")}))
    assert known.recipe.mapping.roles[Role.CUSTOMER] == (2, 3)
    assert asked(known) == {}


def test_a_column_that_is_not_there(desk: Desk) -> None:
    rows = table("日期|客户编码|金额", "2024-01-05|A|10")
    with pytest.raises(BadMapping, match=r"客户编号.*customer.*'客户编码'"):
        desk.read(rows, Hints(roles={Role.CUSTOMER: ("客户编号",)}))
    with pytest.raises(BadMapping, match="no column 9"):
        desk.read(rows, Hints(roles={Role.CUSTOMER: ("9",)}))


def test_a_remembered_mapping_wins_whole(desk: Desk) -> None:
    kept = Mapping(roles={Role.DATE: (1,), Role.CUSTOMER: (3,), Role.AMOUNT: (4,)}, date_order="dmy")
    known = desk.read(table("日期|客户编码|备注|金额", "2024-01-05|A|x|10"), Hints(mapping=kept))
    assert known.recipe.mapping == kept
    assert known.columns[2].role is Role.CUSTOMER
    assert known.questions == ()
