"""The firm: regions, products, salespeople, and the dealers it sells to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kam_core.sample import FIRST_DAY, LAST_DAY
from kam_core.sample.dice import Dice
from kam_core.sample.naming import AGENT, DEALER, HERE, INDUSTRIAL, NAMES, STORE, Both, Naming, Place, person

YEAR_SALES = 191_000_000  # yuan incl. tax in the last 12 complete months
LIVE = 300  # dealers that buy in those months
GONE = 26  # dealers that left before
LEADERS = (0.112, 0.080, 0.058, 0.049, 0.041)  # shares of the first five
KEY_SHARE, KEY = 0.770, 60  # the heavy head: the first sixty bring so much


@dataclass(frozen=True)
class Region(Place):
    weight: float
    transit: int  # days on the road
    department: Both
    manager: Both
    salespeople: tuple[Both, ...]


@dataclass(frozen=True)
class Product:
    code: str
    name: Both
    category: Both
    spec: str
    price: Decimal  # yuan a case incl. tax, the 2025 list
    margin: float
    weight: float
    launch: date
    complex: bool
    season: str


@dataclass(frozen=True)
class Dealer:
    code: str
    name: Both
    kind: Both
    region: Region
    department: Both
    channel: Both
    salesperson: Both
    manager: Both
    group: Both | None  # the one controller behind several firms
    yearly: float  # yuan a year at the level of mid 2025
    growth: float  # a year
    price: Decimal  # factor on the list price
    first: date
    last: date  # the day it stopped buying; far ahead for those who stay


STAYS = date(2099, 12, 31)


def regions() -> tuple[Region, ...]:
    """Seven regions with two to four salespeople each; six account managers (the two small regions share one)."""
    dice = Dice("people of the firm")
    found: list[Region] = []
    for row in NAMES["region"]:
        manager = found[-1].manager if row["zh"] == "东北" else person(dice)
        staff = tuple(person(dice) for _ in range(2 + round(row["weight"] * 8)))
        name = Both(row["zh"], row["en"])
        department = Both(f"{name.zh}市场部", f"{name.en} sales")
        cities = tuple(Both(*city) for city in row["cities"])
        found.append(Region(name, cities, row["weight"], row["transit"], department, manager, staff))
    return tuple(found)


def products() -> tuple[Product, ...]:
    found: list[Product] = []
    for group in tomllib.loads((HERE / "products.toml").read_text("utf-8"))["category"]:
        category = Both(group["zh"], group["en"])
        for code, zh, en, spec, price, margin, weight, launch, hard in group["products"]:
            day = date.fromisoformat(launch)
            made = Product(
                code, Both(zh, en), category, spec, Decimal(price), margin, weight, day, hard, group["season"]
            )
            found.append(made)
    return tuple(found)


def sizes(dice: Dice) -> list[float]:
    """Yearly sales by rank: five leaders, a head that falls steeply to the cut, a long tail behind it."""
    head = [0.031 * 0.925**i + 0.0021 for i in range(KEY - len(LEADERS))]
    head = [share * (KEY_SHARE - sum(LEADERS)) / sum(head) for share in head]
    tail = [0.985**i * dice.between(0.85, 1.15) + 0.04 for i in range(LIVE - KEY)]
    tail = sorted((share * (1 - KEY_SHARE) / sum(tail) for share in tail), reverse=True)
    return [share * YEAR_SALES for share in (*LEADERS, *head, *tail)]


def dealers() -> tuple[Dealer, ...]:
    """All dealers, by code. Codes were given in the order they were opened, so they say little about size."""
    dice, land = Dice("dealers"), regions()
    live = sizes(dice)
    gone = [dice.between(60_000, 900_000) for _ in range(GONE)]
    names = Naming(land)
    codes = _codes(dice, LIVE + GONE)
    found = []
    for rank, yearly in enumerate([*live, *gone]):
        leaves = rank >= LIVE
        kind = _kind(rank, dice)
        famous = names.home(rank)
        region = land[famous] if famous is not None else dice.weighted(land, [r.weight for r in land])
        name, group = names.make(rank, kind, region, dice)
        first, last = _life(rank, leaves, dice)
        department, channel = _desk(kind, region, dice)
        growth = 0.07 if rank < 3 else max(-0.28, min(0.4, dice.bell(0.03, 0.13)))
        price = Decimal({AGENT: "0.93", DEALER: "0.96", INDUSTRIAL: "0.94", STORE: "1.00"}[kind])
        found.append(
            Dealer(codes[rank], name, kind, region, department, channel, dice.pick(region.salespeople),
                   region.manager, group, yearly, growth, price, first, last)
        )  # fmt: skip
    return tuple(sorted(found, key=lambda d: d.code))


def _kind(rank: int, dice: Dice) -> Both:
    if rank in (0, 2, 3):
        return AGENT
    if rank < 26:
        return dice.weighted((AGENT, DEALER, INDUSTRIAL), (0.45, 0.45, 0.10))
    return dice.weighted((DEALER, INDUSTRIAL, STORE), (0.84, 0.11, 0.05 if rank >= KEY else 0.0))


def _desk(kind: Both, region: Region, dice: Dice) -> tuple[Both, Both]:
    if kind is INDUSTRIAL:
        return Both("工业客户部", "Industrial sales"), Both("特通", "Institutions")
    if kind is STORE:
        return Both("直营部", "Direct sales"), Both("商超", "Retail chains")
    traditional = Both("流通", "Traditional trade")
    catering = Both("餐饮", "Catering")
    return region.department, dice.weighted((traditional, catering, Both("商超", "Retail chains")), (0.68, 0.2, 0.12))


def _life(rank: int, leaves: bool, dice: Dice) -> tuple[date, date]:
    """Most were there before the data begins; some came since, a few this year; those who left did so before it."""
    if leaves:
        return date(2019, 1, 1), FIRST_DAY + timedelta(days=dice.whole(200, 1000))
    if rank >= KEY and dice.chance(0.05):
        return LAST_DAY - timedelta(days=dice.whole(60, 240)), STAYS
    if rank > 8 and dice.chance(0.13):
        return FIRST_DAY + timedelta(days=dice.whole(120, 1000)), STAYS
    return date(2019, 1, 1), STAYS


def _codes(dice: Dice, n: int) -> list[str]:
    known = {0: 1, 1: 17, 2: 4}
    free = dice.mixed([i for i in range(1, n + 1) if i not in known.values()])
    return [f"C{known[rank] if rank in known else free.pop():03d}" for rank in range(n)]
