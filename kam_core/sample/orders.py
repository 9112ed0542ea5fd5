"""Four years of sales lines: each dealer orders at its own pace what has run low since its last order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from kam_core.sample import FIRST_DAY, LAST_DAY
from kam_core.sample.dice import Dice
from kam_core.sample.firm import Dealer, Product
from kam_core.sample.naming import AGENT, INDUSTRIAL, STORE, Both
from kam_core.sample.seasons import between, closed

SALE, RETURN = Both("销售出库", "Sale"), Both("销售退货", "Return")
CENT: Final = Decimal("0.01")
RETURNED = 0.016  # of the lines
AHEAD = timedelta(days=21)  # a dealer orders for the weeks to come, not for those behind it


@dataclass(frozen=True)
class Line:
    day: date
    number: str
    document: Both
    dealer: Dealer
    product: Product
    cases: int  # negative on a return
    price: Decimal  # incl. tax
    amount: Decimal  # incl. tax
    profit: Decimal


@dataclass(frozen=True)
class Basket:
    """What a dealer carries: each product with the cases it needs on an ordinary day at the level of mid 2025."""

    dealer: Dealer
    daily: tuple[tuple[Product, float], ...]


def basket(dealer: Dealer, products: tuple[Product, ...]) -> Basket:
    dice = Dice(f"basket {dealer.code}")
    if dealer.kind is INDUSTRIAL:
        carried = [p for p in products if p.season == "flat" or p.category.zh in ("饮用水", "果汁")]
        width = 4
    else:
        carried = [p for p in products if p.season != "flat"]
        width = 38 if dealer.yearly > 7e6 else 20 if dealer.yearly > 1.5e6 else 12 if dealer.yearly > 4e5 else 6
    if dealer.kind is STORE:
        width = 9
    weights = {p.code: max(p.weight, 8.0 if p.season == "flat" else 0.0) * dice.between(0.35, 1.9) for p in carried}
    carried = sorted(carried, key=lambda p: -weights[p.code])[:width]
    total = sum(weights[p.code] for p in carried)
    daily = tuple((p, dealer.yearly / 365 * weights[p.code] / total / float(p.price * dealer.price)) for p in carried)
    return Basket(dealer, daily)


def level(dealer: Dealer, day: date) -> float:
    """Its trend: 1 at mid 2025; newcomers grow into it over half a year, leavers fade over their last one."""
    years = (day - date(2025, 6, 1)).days / 365.25
    trend: float = (1 + dealer.growth) ** years
    trend *= min(1.0, 0.3 + 0.7 * max(0, (day - dealer.first).days) / 180)
    return trend * min(1.0, max(0.15, (dealer.last - day).days / 240))


def lines(basket: Basket) -> list[Line]:
    """One dealer's lines, by day."""
    dealer = basket.dealer
    dice = Dice(f"orders {dealer.code}")
    pace, most = _pace(dealer)
    since = {p.code: max(FIRST_DAY - timedelta(days=dice.whole(2, 20)), dealer.first) for p, _ in basket.daily}
    day = max(FIRST_DAY, dealer.first) + timedelta(days=dice.whole(0, pace))
    found: list[Line] = []
    while day <= min(LAST_DAY, dealer.last):
        while closed(day):
            day += timedelta(days=1)
        if day > LAST_DAY:
            break
        wanted = []
        for product, daily in basket.daily:
            start = max(since[product.code], product.launch)
            if start < day:
                season = between(product.season, day, day + AHEAD) / AHEAD.days
                need = daily * level(dealer, day) * (day - start).days * season
                wanted.append((need * float(product.price), need, product))
        wanted.sort(key=lambda one: (-one[0], one[2].code))
        for _, need, product in wanted[:most]:
            cases = _rounded(need * max(0.4, dice.bell(1.0, 0.16)))
            if cases:
                since[product.code] = day
                found.append(_line(day, SALE, dealer, product, cases))
                if dice.chance(RETURNED):
                    back = day + timedelta(days=dice.whole(4, 25))
                    if back <= LAST_DAY and not closed(back):
                        few = max(1, round(cases * dice.between(0.03, 0.22)))
                        found.append(_line(back, RETURN, dealer, product, -few))
        day += timedelta(days=max(1, round(pace * dice.between(0.6, 1.4))))
    return found


def _pace(dealer: Dealer) -> tuple[int, int]:
    """Days between orders, and the most lines in one."""
    if dealer.yearly > 7e6:
        return 9, 8
    if dealer.yearly > 1.5e6:
        return 15, 6 if dealer.kind is AGENT else 5
    if dealer.yearly > 4e5:
        return 19, 3
    return 38 if dealer.yearly > 9e4 else 55, 2


def _rounded(cases: float) -> int:
    """Small orders by the case, large ones by the layer and the pallet."""
    step = 1 if cases < 30 else 5 if cases < 150 else 10 if cases < 600 else 50
    return round(cases / step) * step


def _line(day: date, document: Both, dealer: Dealer, product: Product, cases: int) -> Line:
    old = Decimal("0.97") if day < date(2024, 1, 1) else Decimal(1)  # prices were raised at the start of 2024
    price = (product.price * dealer.price * old).quantize(CENT, ROUND_HALF_UP)
    cost = (product.price * Decimal("0.95") * Decimal(str(1 - product.margin))).quantize(CENT, ROUND_HALF_UP)
    amount = price * cases
    return Line(day, "", document, dealer, product, cases, price, amount, amount - cost * cases)


def book(dealers: tuple[Dealer, ...], products: tuple[Product, ...]) -> list[Line]:
    """All lines by day and dealer, with document numbers: one a dealer, day and kind of document."""
    every = [line for dealer in dealers for line in lines(basket(dealer, products))]
    every.sort(key=lambda one: (one.day, one.dealer.code, one.document.zh == RETURN.zh))
    found: list[Line] = []
    before: tuple[date, str, str] | None = None
    number = 0
    for one in every:
        this = (one.day, one.dealer.code, one.document.zh)
        if this != before:
            number = number + 1 if before and before[0] == one.day else 1
            before = this
        head = "XT" if one.document is RETURN else "XS"
        found.append(
            Line(one.day, f"{head}{one.day:%y%m%d}{number:03d}", one.document, one.dealer, one.product,
                 one.cases, one.price, one.amount, one.profit)
        )  # fmt: skip
    return found
