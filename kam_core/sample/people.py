"""Who works at the dealers, who went to see them, what they are to reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kam_core.sample import LAST_DAY
from kam_core.sample.dice import Dice
from kam_core.sample.firm import KEY, Dealer, Product
from kam_core.sample.naming import Both, person
from kam_core.sample.orders import Line

DECISION, MIDDLE = Both("决策层", "Decision"), Both("中层", "Middle")
FRONT, WAREHOUSE = Both("一线", "Front line"), Both("仓管员", "Warehouse")
TITLES = {
    DECISION: (Both("总经理", "General manager"), Both("董事长", "Chairman")),
    MIDDLE: (Both("采购经理", "Purchasing manager"), Both("销售经理", "Sales manager"), Both("财务经理", "Accountant")),
    FRONT: (Both("业务员", "Salesperson"), Both("营业员", "Shop assistant"), Both("理货员", "Merchandiser")),
    WAREHOUSE: (Both("仓管员", "Warehouse keeper"), Both("仓库主管", "Warehouse head")),
}
VISIT, CALL = Both("拜访", "Visit"), Both("电话", "Call")
SENIOR, TRAINING = Both("高层拜访", "Senior visit"), Both("培训", "Training")
PROMOTION, FORUM = Both("促销活动", "Promotion"), Both("年度座谈会", "Yearly forum")
EVENT = Both("客户活动", "Customer event")


@dataclass(frozen=True)
class Contact:
    dealer: Dealer
    name: Both
    level: Both
    title: Both
    since: date


@dataclass(frozen=True)
class Activity:
    day: date
    dealer: Dealer
    kind: Both
    by: Both
    level: Both | None  # whom it reached
    contact: Both | None
    product: Product | None  # what was trained or promoted
    score: int | None  # 1..5: what they say of our salespeople


def contacts(ranked: list[Dealer]) -> list[Contact]:
    """Full for most key accounts (three have no warehouse keeper, four nobody on the front line), thin for the rest."""
    dice = Dice("contacts")
    holes = dice.mixed([d.code for d in ranked[:KEY]])
    no_keeper, no_front = set(holes[:3]), set(holes[3:7])
    found = []
    for rank, dealer in enumerate(ranked):
        levels = [DECISION]
        if rank < KEY:
            levels += [MIDDLE] * dice.whole(1, 2)
            levels += [FRONT] * (0 if dealer.code in no_front else dice.whole(1, 3))
            levels += [WAREHOUSE] * (0 if dealer.code in no_keeper else 1)
        else:
            levels += [one for one in (MIDDLE, FRONT, WAREHOUSE) if dice.chance(0.25)]
        for level in levels:
            since = date(2019, 1, 1) + timedelta(days=dice.whole(0, 2300))
            found.append(Contact(dealer, person(dice), level, dice.pick(TITLES[level]), max(since, dealer.first)))
    return sorted(found, key=lambda one: (one.dealer.code, list(TITLES).index(one.level)))


def activities(ranked: list[Dealer], known: list[Contact], products: tuple[Product, ...]) -> list[Activity]:
    """Eighteen months of visits, calls, training, promotions, two yearly forums and two tastings."""
    dice, festive = Dice("activities"), Dice("events")
    people: dict[str, list[Contact]] = {}
    for contact in known:
        people.setdefault(contact.dealer.code, []).append(contact)
    hard = [p for p in products if p.complex]
    first = date(2024, 7, 1)
    found = []
    for rank, dealer in enumerate(ranked):
        a_month = 1.6 if rank < 20 else 0.9 if rank < KEY else 0.18
        neglected = rank < KEY and dice.chance(0.08)
        until = LAST_DAY - timedelta(days=150 if neglected else 0)
        day = max(first, dealer.first) + timedelta(days=dice.whole(0, 40))
        while day <= until:
            kind = dice.weighted((VISIT, CALL, TRAINING, PROMOTION, SENIOR), (0.46, 0.28, 0.12, 0.08, 0.06))
            who = dice.pick([c for c in people[dealer.code] if kind is not SENIOR or c.level is DECISION])
            product = dice.pick(hard) if kind is TRAINING else dice.pick(products[:-2]) if kind is PROMOTION else None
            by = dealer.manager if kind in (SENIOR, TRAINING) else dealer.salesperson
            score = dice.weighted((5, 4, 3, 2), (0.34, 0.44, 0.17, 0.05)) if dice.chance(0.2) else None
            if day.weekday() < 6:
                found.append(Activity(day, dealer, kind, by, who.level, who.name, product, score))
            day += timedelta(days=max(2, round(30 / a_month * dice.between(0.4, 1.6))))
        for forum in (date(2024, 12, 12), date(2025, 12, 11)):
            if rank < KEY and dealer.first < forum and dice.chance(0.85):
                boss = people[dealer.code][0]
                found.append(Activity(forum, dealer, FORUM, dealer.manager, boss.level, boss.name, None, None))
        for tasting in (date(2024, 10, 16), date(2025, 5, 21)):
            if rank < 30 and dealer.first < tasting and festive.chance(0.6):
                host = people[dealer.code][0]
                found.append(Activity(tasting, dealer, EVENT, dealer.manager, host.level, host.name, None, None))
    return sorted(found, key=lambda one: (one.day, one.dealer.code, one.kind.en))


def targets(ranked: list[Dealer], book: list[Line]) -> list[tuple[int, Dealer, int, int, str]]:
    """Year, dealer, its target in yuan, where the next rebate tier begins, and the tier's rate."""
    dice = Dice("targets")
    sold: dict[tuple[str, int], float] = {}
    for line in book:
        at = (line.dealer.code, line.day.year)
        sold[at] = sold.get(at, 0.0) + float(line.amount)
    found = []
    for year in (2025, 2026):
        for dealer in ranked[:150]:
            base = sold.get((dealer.code, year - 1), 0.0) or sold.get((dealer.code, 2025), 0.0)
            goal = round(base * dice.between(1.02, 1.15) / 1000) * 1000
            tier = round(goal * dice.pick((0.9, 1.0, 1.1)) / 1000) * 1000
            found.append((year, dealer, goal, tier, dice.pick(("1.5%", "2.0%", "2.5%"))))
    return found


def receivable(dealer: Dealer, rank: int) -> tuple[int, int, int]:
    """Yuan owed, days of credit, yuan of credit limit. A few pay late."""
    dice = Dice(f"credit {dealer.code}")
    days = dice.pick((30, 45, 60)) if rank < KEY else dice.pick((0, 0, 15, 30))
    late = 2.2 if dice.chance(0.08) else 1.0
    owed = round(dealer.yearly / 365 * days * dice.between(0.3, 0.95) * late / 100) * 100
    return owed, days, round(dealer.yearly / 365 * days * 1.3 / 10_000) * 10_000
