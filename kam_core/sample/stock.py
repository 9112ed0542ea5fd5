"""What lies in dealers' and the firm's own warehouses, what is on the road, how it arrived, what can be built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kam_core.sample import LAST_DAY, STOCK_DAY
from kam_core.sample.dice import Dice
from kam_core.sample.firm import KEY, Dealer, Product
from kam_core.sample.naming import Both
from kam_core.sample.orders import Basket, Line, level
from kam_core.sample.seasons import NEW_YEAR, between

SHORT, UNREPORTED = 7, 8  # of the sixty largest: will run dry before the peak is over; send no report
REPORTS = (date(2025, 11, 20), STOCK_DAY)


@dataclass(frozen=True)
class OnHand:
    day: date
    dealer: Dealer | None  # None: the firm's own warehouse
    product: Product
    cases: int


@dataclass(frozen=True)
class Delivery:
    line: Line
    ordered: int
    ordered_on: date
    promised: date
    arrived: date | None  # None: still on the road on the last day


def by_size(book: list[Line]) -> list[Dealer]:
    """Dealers by their sales in the last 12 complete months, largest first."""
    totals: dict[str, float] = {}
    dealers = {line.dealer.code: line.dealer for line in book}
    for line in book:
        if date(2024, 12, 1) <= line.day < date(2025, 12, 1):
            totals[line.dealer.code] = totals.get(line.dealer.code, 0.0) + float(line.amount)
    return [dealers[code] for code in sorted(totals, key=lambda code: (-totals[code], code))]


def on_hand(ranked: list[Dealer], baskets: dict[str, Basket]) -> list[OnHand]:
    """Two reports of each dealer that reports, then the firm's own stock."""
    dice = Dice("stock")
    key = [d.code for d in ranked[:KEY]]
    short = {key[0], *dice.mixed(key[5:40])[: SHORT - 1]}
    silent = set(dice.mixed([c for c in key[5:] if c not in short])[:UNREPORTED])
    silent |= {d.code for d in ranked[KEY:] if not dice.chance(0.55)}
    found = []
    for dealer in sorted(ranked, key=lambda d: d.code):
        if dealer.code in silent:
            continue
        cover = dice.between(24, 44) if dealer.code in short else dice.between(85, 120)
        if dice.chance(0.06) and dealer.code not in short:
            cover = 175.0  # has taken more than it sells
        for day in REPORTS:
            days = cover if day == STOCK_DAY else dice.between(70, 110)
            for product, daily in baskets[dealer.code].daily:
                until = day + timedelta(days=round(days * dice.between(0.8, 1.2)))
                found.append(OnHand(day, dealer, product, round(daily * level(dealer, day)
                                    * between(product.season, day, until))))  # fmt: skip
    need: dict[Product, float] = {}
    for basket in baskets.values():
        for product, daily in basket.daily:
            need[product] = need.get(product, 0.0) + daily * between(product.season, STOCK_DAY, date(2026, 1, 20)) / 31
    own = [OnHand(STOCK_DAY, None, p, round(need[p] * dice.between(9, 26))) for p in sorted(need, key=lambda p: p.code)]
    return found + own


def in_transit(book: list[Line]) -> list[Line]:
    """What was shipped and has not arrived on the day of the stock report."""
    return [
        one for one in book if one.cases > 0 and one.day <= STOCK_DAY < one.day + timedelta(one.dealer.region.transit)
    ]


def deliveries(book: list[Line], ranked: list[Dealer]) -> list[Delivery]:
    """The second half of 2025. The firm does not yet serve the largest better than the others."""
    dice, desk = Dice("deliveries"), Dice("order desk")
    live = {d.code for d in ranked}
    placed: dict[str, date] = {}  # the day of each order
    found = []
    for line in book:
        if line.cases <= 0 or line.day < date(2025, 7, 1) or line.dealer.code not in live:
            continue
        peak = line.day.month in (7, 12)
        cut = dice.chance(0.12 if peak else 0.05)
        ordered = round(line.cases * dice.between(1.1, 1.5)) if cut else line.cases
        transit = line.dealer.region.transit
        promised = line.day + timedelta(days=transit)
        late = dice.whole(1, 6) if dice.chance(0.15 if peak else 0.07) else -dice.whole(0, 1)
        arrived = promised + timedelta(days=late)
        asked_on = placed.setdefault(line.number, line.day - timedelta(days=desk.whole(1, 5)))
        found.append(Delivery(line, ordered, asked_on, promised, arrived if arrived <= LAST_DAY else None))
    return found


def capacity(baskets: dict[str, Basket], products: tuple[Product, ...]) -> list[tuple[Product, int, int, int]]:
    """Each product with cases a week, days to produce, and the smallest lot."""
    dice = Dice("capacity")
    found = []
    for product in products:
        week = 7 * sum(daily for basket in baskets.values() for p, daily in basket.daily if p == product)
        days = 30 if product.season == "gift" else 18 if product.season == "flat" else 25
        found.append((product, _even(week * dice.between(1.25, 1.7)), days, _even(week * 0.2)))
    return found


def closed_days() -> list[tuple[date, date, Both, Both]]:
    """From, to, what stands still, why."""
    found = []
    works, road = Both("生产", "Production"), Both("运输", "Transport")
    for day in (NEW_YEAR[2025], NEW_YEAR[2026]):
        reason = Both("春节", "Chinese New Year")
        found.append((day - timedelta(days=6), day + timedelta(days=8), works, reason))
        found.append((day - timedelta(days=3), day + timedelta(days=6), road, reason))
    for year in (2025, 2026):
        found.append((date(year, 10, 1), date(year, 10, 3), works, Both("国庆节", "National Day")))
        found.append((date(year, 5, 1), date(year, 5, 2), works, Both("劳动节", "Labour Day")))
    return sorted(found, key=lambda one: (one[0], one[2].en))


def _even(cases: float) -> int:
    return max(100, round(cases / 100) * 100)
