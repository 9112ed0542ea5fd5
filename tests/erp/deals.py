"""What really happened: the sales every export tells in its own way."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

CENT = Decimal("0.01")
TAX = Decimal("1.13")

CITIES = ["上海", "苏州", "杭州", "南京", "广州", "武汉", "长沙", "成都", "西安", "沈阳", "济南", "郑州"]
WORDS = ["鸿运", "金源", "百顺", "永昌", "天和", "众诚", "嘉泰", "德隆", "宏发", "同兴", "瑞丰", "正大"]
ENDS = ["商贸有限公司", "饮品有限公司", "食品经营部", "（集团）有限公司", "贸易商行", "供应链有限公司"]
FIRMS = [
    "Bluewater",
    "Harbour",
    "Kingsway",
    "Meadow",
    "Northgate",
    "Oakfield",
    "Parkside",
    "Quayside",
    "Redhill",
    "Thornton",
    "Westbrook",
]
KINDS = ("Drinks Ltd", "Wholesale, Inc.", "Trading GmbH", "Foods LLC", "Beverage Co.", "& Sons")
GOODS = {
    "zh": ["冰红茶", "绿茶", "矿泉水", "可乐", "橙汁", "核桃乳", "苏打水", "椰汁", "功能饮料", "乳酸菌"],
    "en": [
        "Iced tea",
        "Green tea",
        "Mineral water",
        "Cola",
        "Orange juice",
        "Walnut milk",
        "Soda",
        "Coconut milk",
        "Energy",
        "Yoghurt",
    ],
}
SPECS = ("500ml*15", "550ml×24", "1L*12", "250ml*24", "1.5L*6")
PEOPLE = {"zh": ["张伟", "李娜", "王强", "赵敏"], "en": ["J. Smith", "A. Jones", "P. Miller", "K. Brown"]}
REGIONS = {"zh": ["华东", "华南", "华北", "西南"], "en": ["East", "South", "North", "West"]}
TEAMS = {"zh": ["销售一部", "销售二部"], "en": ["Sales team 1", "Sales team 2"]}
ORGS = {"zh": ["恒泰饮料有限公司", "恒泰饮料（华南）有限公司"], "en": ["Hengtai Beverage", "Hengtai South"]}
NOBODY = {"zh": ["散客", "零售客户"], "en": ["Walk-in customer", "Cash sales"]}


@dataclass(frozen=True)
class Deal:
    """One line of one document. cases is negative on a return; a void line and a gift bring no money."""

    org: str
    number: str
    day: date
    code: str
    customer: str
    region: str
    dept: str
    sales: str
    pcode: str
    product: str
    spec: str
    unit: str
    cases: int
    price: Decimal  # incl. tax
    fx: Decimal = Decimal(1)
    currency: str = "CNY"
    void: bool = False
    gift: bool = False
    nobody: bool = False

    @property
    def gross(self) -> Decimal:
        return self.price * self.cases

    @property
    def net(self) -> Decimal:
        return (self.gross / TAX).quantize(CENT, ROUND_HALF_UP)

    @property
    def gross_base(self) -> Decimal:
        return (self.gross * self.fx).quantize(CENT, ROUND_HALF_UP)

    @property
    def net_base(self) -> Decimal:
        return (self.net * self.fx).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Story:
    """What the half-year holds besides plain sales and returns."""

    zh: bool
    codes: str  # how a customer's number becomes its code
    shared: bool = False  # two organisations give the same code to different firms
    foreign: bool = False  # some customers pay in another currency
    void: bool = False
    gift: bool = False
    nobody: bool = False  # two small sales to nobody in particular


def deals(rng: random.Random, story: Story) -> list[Deal]:
    """Seventy documents of one to five lines over half a year, by date."""
    tongue = "zh" if story.zh else "en"
    names = (
        ["".join(n) for n in product(CITIES, WORDS, ENDS)] if story.zh else [" ".join(n) for n in product(FIRMS, KINDS)]
    )
    firms = rng.sample(names, 24)
    found: list[Deal] = []
    for document in range(70):
        day = date(2025, 1, 2) + timedelta(days=int(document * 2.55) + rng.randrange(2))
        who = min(int(rng.expovariate(0.16)), 23)
        org = rng.randrange(2)
        back = rng.random() < 0.08
        gone = story.void and rng.random() < 0.08
        dollars = story.foreign and who % 7 == 3
        for _ in range(rng.randint(1, 5)):
            p = rng.randrange(10)
            deal = Deal(
                org=ORGS[tongue][org],
                number=f"XSCK{day:%y%m}{document + 1:04d}" if story.zh else f"INV-{10200 + document}",
                day=day,
                code=story.codes.format(who + 1),
                customer=firms[(who + 11 * org) % 24] if story.shared else firms[who],
                region=REGIONS[tongue][who % 4],
                dept=TEAMS[tongue][who % 2],
                sales=PEOPLE[tongue][who % 4],
                pcode=f"{p + 1:02d}.{p % 3 + 1:03d}" if story.zh else f"SKU-{p + 101}",
                product=GOODS[tongue][p],
                spec=SPECS[p % 5],
                unit="箱" if story.zh else "CS",
                cases=rng.choice((5, 10, 12, 20, 30, 48, 60, 100, 120, 250)) * (-1 if back else 1),
                price=Decimal(rng.randrange(2800, 16800, 50)) / 100,
                fx=Decimal("7.12") if dollars else Decimal(1),
                currency="USD" if dollars else "CNY",
                void=gone,
                gift=story.gift and not back and rng.random() < 0.07,
            )
            found.append(deal)
        if story.nobody and document in (20, 45):
            found.append(_to_nobody(found[-1], NOBODY[tongue][document == 45], story.codes.format(900 + document)))
    return found


def _to_nobody(like: Deal, word: str, code: str) -> Deal:
    return Deal(
        like.org, like.number + "9", like.day, code, word, like.region, like.dept, like.sales, like.pcode, like.product,
        like.spec, like.unit, 3, Decimal("42.50"), nobody=True,
    )  # fmt: skip
