"""What the larger dealers want of the firm: how soon, how much at once, how often, at what price, with what help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kam_core.sample.dice import Dice
from kam_core.sample.firm import KEY, Dealer
from kam_core.sample.naming import Both
from kam_core.sample.orders import Line

ASKED = KEY + 20  # dealers, by size
SINCE, UNTIL = date(2024, 12, 1), date(2025, 12, 1)
MONTHLY, QUARTERLY, NONE = Both("每月一次", "once a month"), Both("每季一次", "once a quarter"), Both("", "")


@dataclass(frozen=True)
class Wish:
    dealer: Dealer
    lead_time: int  # days
    lot: int  # cases an order
    frequency: Decimal  # orders a month
    price: Decimal | None  # yuan a case
    training: int  # a year
    research: Both
    researched: Both


def wishes(ranked: list[Dealer], book: list[Line]) -> list[Wish]:
    """Near what each gets today, some of it better."""
    dice = Dice("needs")
    orders: dict[str, set[str]] = {}
    cases: dict[str, int] = {}
    money: dict[str, Decimal] = {}
    for line in book:
        if line.cases > 0 and SINCE <= line.day < UNTIL:
            code = line.dealer.code
            orders.setdefault(code, set()).add(line.number)
            cases[code] = cases.get(code, 0) + line.cases
            money[code] = money.get(code, Decimal(0)) + line.amount
    found = []
    for dealer in ranked[:ASKED]:
        code = dealer.code
        a_month = len(orders[code]) / 12
        lot, price = cases[code] / len(orders[code]), money[code] / cases[code]
        found.append(
            Wish(
                dealer,
                dealer.region.transit + dice.whole(1, 5),
                max(10, round(lot * dice.between(0.75, 1.3) / 10) * 10),
                Decimal(max(1, round(a_month * dice.between(0.8, 1.35) * 2))) / 2,
                (price * Decimal(str(round(dice.between(0.94, 1.03), 3)))).quantize(Decimal("0.1"))
                if dice.chance(0.8)
                else None,
                dice.whole(1, 4),
                dice.pick((MONTHLY, QUARTERLY)),
                dice.pick((MONTHLY, QUARTERLY, NONE)),
            )
        )
    return found
