"""Each part of the sample as a table: headers in both languages, and rows whose words are in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kam_core.sample import people, stock, wishes
from kam_core.sample.firm import Dealer, Product
from kam_core.sample.naming import Both
from kam_core.sample.orders import Basket, Line

Cell = str | int | Decimal | date | Both | None


@dataclass(frozen=True)
class Sheet:
    """A table. packed: large enough to be kept as .csv.gz."""

    name: str
    headers: tuple[Both, ...]
    rows: list[tuple[Cell, ...]]
    packed: bool = False


def _headers(text: str) -> tuple[Both, ...]:
    return tuple(Both(*pair.split("=")) for pair in text.split("; "))


def sales(book: list[Line]) -> Sheet:
    """The order book, closed by the file's own total."""
    headers = _headers(
        "日期=Date; 单据编号=Document no.; 单据类型=Document type; 客户编码=Customer code; 客户名称=Customer name; "
        "客户类型=Customer type; 区域=Region; 市场部=Department; 渠道=Channel; 业务员=Salesperson; "
        "客户经理=Account manager; 产品编码=Product code; 产品名称=Product name; 品类=Category; 规格=Spec; 单位=Unit; "
        "数量=Quantity; 含税单价=Unit price incl. tax; 价税合计=Amount incl. tax; 毛利=Gross profit"
    )
    rows: list[tuple[Cell, ...]] = []
    for one in book:
        d, p = one.dealer, one.product
        rows.append(
            (one.day, one.number, one.document, d.code, d.name, d.kind, d.region.name, d.department, d.channel,
             d.salesperson, d.manager, p.code, p.name, p.category, p.spec, CASE, one.cases, one.price, one.amount,
             one.profit)
        )  # fmt: skip
    total = (sum(one.cases for one in book), None, sum((one.amount for one in book), Decimal(0)),
             sum((one.profit for one in book), Decimal(0)))  # fmt: skip
    rows.append((Both("合计", "Total"), *(None,) * 15, *total))
    return Sheet("sales", headers, rows, packed=True)


CASE = Both("箱", "case")


def customers(dealers: Sequence[Dealer], ranked: list[Dealer]) -> Sheet:
    headers = _headers(
        "客户编码=Customer code; 客户名称=Customer name; 客户类型=Customer type; 区域=Region; 市场部=Department; "
        "渠道=Channel; 集团=Group; 业务员=Salesperson; 客户经理=Account manager; 建档日期=Opened; 应收款=Receivable; "
        "账期=Credit term; 信用额度=Credit limit"
    )
    place = {dealer.code: rank for rank, dealer in enumerate(ranked)}
    rows: list[tuple[Cell, ...]] = []
    for d in dealers:
        credit = people.receivable(d, place[d.code]) if d.code in place else (0, 0, 0)
        rows.append((d.code, d.name, d.kind, d.region.name, d.department, d.channel, d.group, d.salesperson, d.manager,
                     d.first, *credit))  # fmt: skip
    return Sheet("customers", headers, rows)


def products(all_products: Sequence[Product]) -> Sheet:
    headers = _headers(
        "产品编码=Product code; 产品名称=Product name; 品类=Category; 规格=Spec; 单位=Unit; "
        "含税单价=Unit price incl. tax; 上市日期=Launched; 复杂产品=Complex"
    )
    yes, no = Both("是", "yes"), Both("否", "no")
    rows: list[tuple[Cell, ...]] = [
        (p.code, p.name, p.category, p.spec, CASE, p.price, p.launch, yes if p.complex else no) for p in all_products
    ]
    return Sheet("products", headers, rows)


def inventory(held: list[stock.OnHand]) -> tuple[Sheet, Sheet]:
    """The dealers' stock (two reports), and the firm's own."""
    headers = _headers(
        "报告日期=Report date; 客户编码=Customer code; 客户名称=Customer name; 产品编码=Product code; "
        "产品名称=Product name; 单位=Unit; 现有库存=On hand"
    )
    rows: list[tuple[Cell, ...]] = [
        (h.day, h.dealer.code, h.dealer.name, h.product.code, h.product.name, CASE, h.cases) for h in held if h.dealer
    ]
    own_headers = _headers(
        "日期=Date; 仓库=Warehouse; 产品编码=Product code; 产品名称=Product name; 单位=Unit; 公司库存=Own stock"
    )
    house = Both("成品总仓", "Main warehouse")
    own: list[tuple[Cell, ...]] = [
        (h.day, house, h.product.code, h.product.name, CASE, h.cases) for h in held if h.dealer is None
    ]
    return Sheet("inventory", headers, rows, packed=True), Sheet("own-stock", own_headers, own)


def in_transit(lines: list[Line]) -> Sheet:
    headers = _headers(
        "单据编号=Document no.; 客户编码=Customer code; 客户名称=Customer name; 产品编码=Product code; "
        "产品名称=Product name; 单位=Unit; 在途数量=In transit; 发货日期=Shipped; 预计到货=Expected"
    )
    rows: list[tuple[Cell, ...]] = [
        (one.number, one.dealer.code, one.dealer.name, one.product.code, one.product.name, CASE, one.cases, one.day,
         one.day + timedelta(days=one.dealer.region.transit))
        for one in lines
    ]  # fmt: skip
    return Sheet("in-transit", headers, rows)


def deliveries(made: list[stock.Delivery]) -> Sheet:
    headers = _headers(
        "单据编号=Document no.; 客户编码=Customer code; 产品编码=Product code; 订货日期=Order date; 订货数量=Ordered; "
        "发货数量=Shipped; 发货日期=Ship date; 承诺到货=Promised; 实际到货=Arrived"
    )
    rows: list[tuple[Cell, ...]] = [
        (m.line.number, m.line.dealer.code, m.line.product.code, m.ordered_on, m.ordered, m.line.cases, m.line.day,
         m.promised, m.arrived)
        for m in made
    ]  # fmt: skip
    return Sheet("deliveries", headers, rows, packed=True)


def contacts(known: list[people.Contact]) -> Sheet:
    headers = _headers(
        "客户编码=Customer code; 客户名称=Customer name; 联系人=Contact; 层级=Level; 职务=Title; 建档日期=Since"
    )
    rows: list[tuple[Cell, ...]] = [(c.dealer.code, c.dealer.name, c.name, c.level, c.title, c.since) for c in known]
    return Sheet("contacts", headers, rows)


def activities(done: list[people.Activity]) -> Sheet:
    headers = _headers(
        "日期=Date; 客户编码=Customer code; 客户名称=Customer name; 类型=Kind; 我方人员=By; 对方层级=Level; "
        "对方联系人=Contact; 产品编码=Product code; 评分=Score"
    )
    rows: list[tuple[Cell, ...]] = [
        (a.day, a.dealer.code, a.dealer.name, a.kind, a.by, a.level, a.contact, a.product.code if a.product else None,
         a.score)
        for a in done
    ]  # fmt: skip
    return Sheet("activities", headers, rows, packed=True)


def targets(set_: list[tuple[int, Dealer, int, int, str]]) -> Sheet:
    headers = _headers(
        "年度=Year; 客户编码=Customer code; 客户名称=Customer name; 年度目标=Target; 返利门槛=Rebate tier; "
        "返利比例=Rebate"
    )
    rows: list[tuple[Cell, ...]] = [(year, d.code, d.name, goal, tier, rate) for year, d, goal, tier, rate in set_]
    return Sheet("targets", headers, rows)


def needs(wanted: list[wishes.Wish]) -> Sheet:
    headers = _headers(
        "客户编码=Customer code; 客户名称=Customer name; 期望交货周期=Lead time wanted; 期望批量=Lot wanted; "
        "期望频率=Frequency wanted; 期望价格=Price wanted; 期望培训次数=Training wanted; 期望市场调研=Research wanted; "
        "已提供调研=Research given"
    )
    rows: list[tuple[Cell, ...]] = [
        (w.dealer.code, w.dealer.name, w.lead_time, w.lot, w.frequency, w.price, w.training, w.research, w.researched)
        for w in wanted
    ]
    return Sheet("needs", headers, rows)


def supply(
    baskets: dict[str, Basket], all_products: tuple[Product, ...], dealers: Sequence[Dealer]
) -> tuple[Sheet, Sheet, Sheet]:
    """What can be built, how long the road is, and which days stand still."""
    made = _headers("产品编码=Product code; 产品名称=Product name; 周产能=Weekly capacity; 生产周期=Production days; "
                    "最小批量=Minimum lot")  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (p.code, p.name, week, days, lot) for p, week, days, lot in stock.capacity(baskets, all_products)
    ]
    roads = {d.region.name: d.region.transit for d in dealers}
    return (
        Sheet("supply", made, rows),
        Sheet("transport", _headers("区域=Region; 运输天数=Transport days"), [*sorted(roads.items())]),
        Sheet("closed-days", _headers("开始=From; 结束=To; 停工停运=What stops; 事由=Reason"), [*stock.closed_days()]),
    )
