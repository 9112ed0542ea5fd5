"""One sales department's year as its ERP prints it: titles, document heads once, both currencies, signed-off footer."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal

from kam_core.sample.naming import STORE
from kam_core.sample.orders import CENT, RETURN, Line

HEADERS = (
    "销售组织", "单据编号", "日期", "单据类型", "单据状态", "客户编码", "客户", "业务员", "物料编码", "物料名称",
    "规格型号", "库存单位", "实发数量", "含税单价", "税额", "金额", "价税合计", "价税合计_本位币", "是否赠品",
)  # fmt: skip
REGION, YEAR = "华中", 2025
TAX = Decimal("1.13")


def export(book: list[Line]) -> bytes:
    """GB18030, CRLF. Document columns stand on a document's first line only."""
    lines = [
        one for one in book
        if one.day.year == YEAR and one.dealer.region.name.zh == REGION and one.dealer.kind is not STORE
    ]  # fmt: skip
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    width = len(HEADERS)
    out.writerow(["清泉饮品股份有限公司", *[""] * (width - 1)])
    out.writerow([f"销售出库明细表（{REGION}市场部）", *[""] * (width - 1)])
    out.writerow([f"期间：{YEAR}-01-01 至 {lines[-1].day:%Y-%m-%d}", *[""] * (width - 1)])
    out.writerow(HEADERS)
    before = ""
    totals = [Decimal(0)] * 4
    for one in lines:
        head = (
            ["清泉饮品股份有限公司", one.number, f"{one.day:%Y/%m/%d}".replace("/0", "/"),
             "销售退货单" if one.document is RETURN else "销售出库单", "已审核", one.dealer.code, one.dealer.name.zh,
             one.dealer.salesperson.zh]
            if one.number != before else [""] * 8
        )  # fmt: skip
        before = one.number
        net = (one.amount / TAX).quantize(CENT, ROUND_HALF_UP)
        values = [Decimal(one.cases), one.amount - net, net, one.amount]
        totals = [a + b for a, b in zip(totals, values)]
        out.writerow([*head, one.product.code, one.product.name.zh, one.product.spec, "箱", f"{one.cases:,}",
                      one.price, *(f"{v:,}" for v in values[1:]), f"{one.amount:,}", "否"])  # fmt: skip
    out.writerow(["合计", *[""] * 11, f"{totals[0]:,}", "", *(f"{v:,}" for v in totals[1:]), f"{totals[3]:,}", ""])
    out.writerow(["制表人：王敏", *[""] * 8, "打印日期：2025-12-27", *[""] * (width - 10)])
    return text.getvalue().encode("gb18030")
