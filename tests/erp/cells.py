"""What each kind of column holds of a deal, in the words and the number style of its file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from tests.erp import disturbances as dis
from tests.erp.deals import CENT, TAX, Deal
from tests.erp.layouts import Export

Cell = str | Decimal | date

#: Columns a total adds up.
SUMMED = {"qty", "net", "tax", "gross", "net_base", "gross_base", "cost", "profit", "list_amount", "paid", "owed"}
#: Columns that belong to the document, not to its line.
HEADS = {
    "date", "number", "org", "code", "customer", "payer", "status", "kind", "redblue", "sales", "dept", "region", "due",
    "currency", "created", "closed", "doctype", "biztype", "selltype",
}  # fmt: skip
#: header: (counts, does not count)
STATUS = {
    "订单状态": ("已完成", ("已取消",)),
    "发票状态": ("正常", ("已作废",)),
    "Status": ("Sales Order", ("Cancelled",)),
    "": ("已审核", ("已作废", "未审核")),
}
SHOP_STATUS = ("交易成功", ("交易关闭",))
#: header: (sale, return)
KIND = {
    "发票类型": ("销售专用发票", "销售专用发票"),
    "业务类别": ("销货", "退货"),
    "业务类型": ("销售", "销售退货"),
    "红蓝字": ("蓝字", "红字"),
    "Document Type": ("Invoice", "Credit Memo"),
    "Type": ("Invoice", "Credit Memo"),
    "Billing Type": ("F2", "RE"),
    "": ("销售出库单", "销售退货单"),
}
FIXED = {
    "category": "饮料", "channel": "流通", "warehouse": "成品仓", "maker": "王会计", "approver": "刘主管",
    "cashier": "01", "approved": "√", "choose": "", "biztype": "普通销售", "selltype": "经销", "closed": "未关闭",
    "doctype": "2301", "rebate": "否", "phone": "138****0000",
}  # fmt: skip

_TEXT: dict[str, Callable[[Deal], Cell]] = {
    "date": lambda d: d.day,
    "due": lambda d: d.day + timedelta(days=30),
    "created": lambda d: d.day + timedelta(days=1),
    "paid_at": lambda d: d.day,
    "payer": lambda d: d.customer,
    "province": lambda d: d.region,
    "city": lambda d: d.customer[:2],
    "gift": lambda d: "是" if d.gift else "否",
    "note": lambda d: "加急" if d.unit == "箱" and d.cases == 48 else "",
    "taxno": lambda d: "91310000MA1K" + d.code[-3:],
}
_AMOUNTS: dict[str, Callable[[Deal], Decimal]] = {
    "qty": lambda d: Decimal(d.cases),
    "net": lambda d: d.net,
    "tax": lambda d: d.gross - d.net,
    "gross": lambda d: d.gross,
    "net_base": lambda d: d.net_base,
    "gross_base": lambda d: d.gross_base,
    "cost": lambda d: (d.net * Decimal("0.7")).quantize(CENT),
    "profit": lambda d: d.net - (d.net * Decimal("0.7")).quantize(CENT),
    "list_amount": lambda d: (d.gross * Decimal("1.1")).quantize(CENT),
    "paid": lambda d: d.gross if d.cases % 3 else Decimal(0),
    "owed": lambda d: Decimal(0) if d.cases % 3 else d.gross,
}
_OTHER_NUMBERS: dict[str, Callable[[Deal], Decimal]] = {
    "tprice": lambda d: d.price,
    "price": lambda d: (d.price / TAX).quantize(Decimal("0.0001")),
    "list_price": lambda d: (d.price * Decimal("1.1")).quantize(CENT),
    "cost_price": lambda d: (d.price * Decimal("0.6")).quantize(CENT),
    "line": lambda _: Decimal(1),
    "disc": lambda _: Decimal(0),
    "disc_amount": lambda _: Decimal(0),
    "rate": lambda _: Decimal(13),
    "fx": lambda d: d.fx,
    "freight": lambda _: Decimal(0),
}


class Cells:
    """The cells of one file."""

    def __init__(self, export: Export, disturbed: frozenset[str]) -> None:
        self.export, self.disturbed = export, disturbed

    def amount(self, what: str, deal: Deal) -> Decimal:
        """As it is added up: with its sign, and nothing for a gift."""
        free = deal.gift and what not in ("qty", "cost")
        return Decimal(0) if free else _AMOUNTS[what](deal)

    def cell(self, what: str, header: str, deal: Deal, index: int) -> Cell:
        """As it stands in the file."""
        if what in ("code", "number", "pcode") and dis.TABBED in self.disturbed:
            return f"\t{getattr(deal, what)}"
        if what in SUMMED:
            value = _AMOUNTS[what](deal) if dis.PRICED_GIFT in self.disturbed else self.amount(what, deal)
            unsigned = self.export.sign != "minus" and deal.cases < 0
            return self.styled(what, abs(value) if unsigned else value)
        if what == "index":
            return self.styled(what, Decimal(index))
        if what in _OTHER_NUMBERS:
            return self.styled(what, _OTHER_NUMBERS[what](deal))
        if what == "status":
            shop = self.export.name.startswith(("shop", "youzan"))
            fine, bad = SHOP_STATUS if shop else STATUS.get(header, STATUS[""])
            return bad[deal.cases % len(bad)] if deal.void else fine
        if what in ("kind", "redblue"):
            return KIND.get(header, KIND[""])[deal.cases < 0]
        if what in _TEXT:
            return _TEXT[what](deal)
        return FIXED[what] if what in FIXED else getattr(deal, what)

    def styled(self, what: str, value: Decimal) -> Cell:
        """The number as this file writes it: a real number in a workbook, unless something makes it text."""
        money = what in SUMMED and what != "qty"
        brackets = dis.BRACKETS in self.disturbed and value < 0
        last = dis.MINUS_LAST in self.disturbed and value < 0
        dressed = money and bool(self.disturbed & {dis.YUAN, dis.WIDE, dis.SYMBOL})
        if self.export.form != "csv" and not (dressed or brackets or last or dis.TEXT_CELLS in self.disturbed):
            return value
        three = "," if dis.THOUSANDS in self.disturbed and what in SUMMED else ""
        cents = ".2f" if money or what in ("tprice", "list_price") else ""
        text = f"{abs(value) if brackets or last else value:{three}{cents}}"
        if self.export.decimal == ",":
            text = text.translate(str.maketrans(",.", ".,"))
        if money and dis.YUAN in self.disturbed:
            text += "元"
        if money and dis.WIDE in self.disturbed:
            text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        if money and dis.SYMBOL in self.disturbed:
            sign = "-" if text.startswith("-") else ""
            text = sign + {"zh": "￥", "en": "$", "de": "€ "}[self.export.language] + text.removeprefix("-")
        if last:
            text += "-"
        return f"({text})" if brackets else text
