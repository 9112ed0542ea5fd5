"""What firms and people are called, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kam_core.sample.dice import Dice

HERE = Path(__file__).parent
NAMES: dict[str, Any] = tomllib.loads((HERE / "names.toml").read_text("utf-8"))


class Both(NamedTuple):
    """A word in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Place:
    """A part of the country and its cities."""

    name: Both
    cities: tuple[Both, ...]


AGENT, DEALER = Both("总代理", "General agent"), Both("经销商", "Dealer")
INDUSTRIAL, STORE = Both("工业客户", "Industrial"), Both("终端", "Store")

#: The leaders by rank: city, place among the groups of names.toml.
FAMOUS = {0: ("华东", 0), 1: ("江苏", 1), 2: ("川渝", 2), 3: ("福建", 3), 4: ("鲁南", 4)}


def person(dice: Dice) -> Both:
    surname = dice.pick(list(NAMES["surnames"].items()))
    given = dice.pick(list(NAMES["given"].items()))
    return Both(surname[0] + given[0], f"{given[1]} {surname[1]}")


class Naming:
    """Firm names: each word once, but for the firms of one group, which share it."""

    def __init__(self, land: Sequence[Place]) -> None:
        self.cities = {city.zh: (i, city) for i, place in enumerate(land) for city in place.cities}
        self.cities["华东"] = (0, Both("华东", "East China"))
        dice = Dice("names")
        words = [(a, b) for a in NAMES["first"].items() for b in NAMES["second"].items() if a[0] != b[0]]
        taken = {zh for zh, _ in NAMES["groups"]}
        self.words = [Both(a[0] + b[0], a[1] + b[1]) for a, b in dice.mixed(words) if a[0] + b[0] not in taken]
        self.groups = [Both(*word) for word in NAMES["groups"]]
        self.members: dict[int, list[int]] = {}
        for group in range(len(self.groups)):  # one member each is placed near the top, the others anywhere
            for _ in range(dice.whole(1, 3)):
                self.members.setdefault(dice.whole(12, 299), []).append(group)
            if group >= len(FAMOUS):
                self.members.setdefault(5 + group, []).append(group)

    def home(self, rank: int) -> int | None:
        """Where a leader sits: an index into the places; None for all others."""
        return self.cities[FAMOUS[rank][0]][0] if rank in FAMOUS else None

    def make(self, rank: int, kind: Both, place: Place, dice: Dice) -> tuple[Both, Both | None]:
        city = dice.pick(place.cities)
        if rank in FAMOUS:
            city, group = self.cities[FAMOUS[rank][0]][1], self.groups[FAMOUS[rank][1]]
            return Both(f"{city.zh}{group.zh}饮品有限公司", f"{city.en} {group.en} Beverage Co., Ltd."), _led(group)
        trade = dice.pick([Both(*w) for w in NAMES["industries" if kind is INDUSTRIAL else "stores" if kind is STORE
                                                 else "trades"]])  # fmt: skip
        if rank in self.members:
            group = self.groups[self.members[rank][0]]
            ending = dice.pick((0, 1, 2))
            zh = (f"{group.zh}{trade.zh}（{city.zh}）有限公司", f"{group.zh}{trade.zh}有限公司{city.zh}分公司",
                  f"{city.zh}{group.zh}{trade.zh}有限公司")[ending]  # fmt: skip
            en = (f"{group.en} {trade.en} ({city.en}) Co., Ltd.", f"{group.en} {trade.en} Co., Ltd. {city.en} Branch",
                  f"{city.en} {group.en} {trade.en} Co., Ltd.")[ending]  # fmt: skip
            return Both(zh, en), _led(group)
        word = self.words.pop()
        small = kind is not AGENT and rank > 150 and dice.chance(0.3)
        ending_zh, ending_en = ("商行", "Store") if small else ("有限公司", "Co., Ltd.")
        if small:
            return Both(f"{city.zh}{word.zh}{trade.zh}{ending_zh}", f"{city.en} {word.en} {trade.en}"), None
        return Both(f"{city.zh}{word.zh}{trade.zh}{ending_zh}", f"{city.en} {word.en} {trade.en} {ending_en}"), None


def _led(group: Both) -> Both:
    return Both(f"{group.zh}系", f"{group.en} group")
