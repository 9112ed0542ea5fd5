"""What the pages of change and risk add to a link: the customers taken away, the periods compared, the limits used.

Each page spells out its own; on the other pages these keys say nothing and stay away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kam_core.analysis.department import FROM
from kam_core.report.answers.movement import LISTS
from kam_ui.season import plain

Months = tuple[str, str]  # "YYYY-MM" twice, both inclusive

#: page -> the keys its links spell out
ASSUMED = {
    "concentration": ("lost", "window", "limits", "disclosure"),
    "movement": ("before", "after", "known", "margin", "threshold", "list"),
}
REPEATED = ("lost",)
KEYS = tuple(key for keys in ASSUMED.values() for key in keys)
WINDOWS = ("12", "3")  # months: a rolling year, a quarter
NOW = "now"  # of the list before: as the data looked at says
DISCLOSURES = ("china", "ifrs")  # top five alone, or also customers of a tenth and more
MOST_MARGIN = 90  # percent
MOST_THRESHOLD = 9_999  # key accounts
_SPAN = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])):(\d{4}-(?:0[1-9]|1[0-2]))", re.ASCII)
_VERSION = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class Risk:
    """Settings of both pages. before, after None: the usual periods of the data."""

    before: Months | None = None
    after: Months | None = None
    known: int | None = None  # the upload whose list stands for `before`; None: the one looked at
    threshold: int = FROM  # key accounts from which on a department is due
    margin: Decimal = Decimal(10)  # percent: how far below the line a key account may fall before it drops out
    shown: str = ""  # the list looked at; '': the first in which there is anybody
    lost: tuple[str, ...] = ()  # keys of the customers a rehearsal takes away
    window: int = 12  # months each point of the shares over time looks at
    limits: tuple[Decimal, ...] = (Decimal(10), Decimal(20), Decimal(35), Decimal(50))  # percent; the last: top five
    disclosure: str = DISCLOSURES[0]

    def query(self, page: str) -> dict[str, list[str]]:
        """Every value as a link of this page spells it."""
        said = {
            "lost": list(self.lost),
            "window": [str(self.window)],
            "limits": [":".join(map(plain, self.limits))],
            "disclosure": [self.disclosure],
            "before": [":".join(self.before)] if self.before else [],
            "after": [":".join(self.after)] if self.after else [],
            "known": [str(self.known or NOW)] if self.before else [],
            "margin": [plain(self.margin)],
            "threshold": [str(self.threshold)],
            "list": [self.shown] if self.shown else [],
        }
        return {key: said[key] for key in ASSUMED.get(page, ()) if said[key]}


def read(asked: Mapping[str, tuple[str, ...]], usual: Risk | None = None) -> Risk:
    """What a link means, its values checked before (`fits`). usual: what is compared where it says nothing of that."""
    found = replace(usual or Risk(), lost=asked.get("lost", ()))
    if "before" in asked or "known" in asked:
        known = asked.get("known", (NOW,))[0]
        found = replace(found, known=None if known == NOW else int(known))
    if "threshold" in asked:
        found = replace(found, threshold=int(asked["threshold"][0]))
    for key in ("before", "after"):
        if key in asked:
            first, _, last = asked[key][0].partition(":")
            found = replace(found, **{key: (first, last)})  # type: ignore[arg-type]
    if "list" in asked:
        found = replace(found, shown=asked["list"][0])
    if "margin" in asked:
        found = replace(found, margin=Decimal(asked["margin"][0]))
    if "window" in asked:
        found = replace(found, window=int(asked["window"][0]))
    if "limits" in asked:
        found = replace(found, limits=tuple(map(Decimal, asked["limits"][0].split(":"))))
    return replace(found, disclosure=asked["disclosure"][0]) if "disclosure" in asked else found


def fits(key: str, value: str) -> bool:
    """Whether a value of one of these keys can be understood."""
    match key:
        case "before" | "after":
            span = _SPAN.fullmatch(value)
            return span is not None and span[1] <= span[2]
        case "known":
            return value == NOW or bool(_VERSION.fullmatch(value))
        case "threshold":
            return bool(_VERSION.fullmatch(value)) and int(value) <= MOST_THRESHOLD
        case "margin":
            return bool(_NUMBER.fullmatch(value)) and Decimal(value) <= MOST_MARGIN
        case "window":
            return value in WINDOWS
        case "limits":
            parts = value.split(":")
            return len(parts) == 4 and all(map(_NUMBER.fullmatch, parts)) and _are_limits([*map(Decimal, parts)])
        case "list":
            return value in LISTS
        case "disclosure":
            return value in DISCLOSURES
    return 0 < len(value) <= 400  # lost: a key as the file has it


def _are_limits(limits: list[Decimal]) -> bool:
    """Three rising ones for one customer and one for the first five, none above 100 %."""
    return 0 < limits[0] < limits[1] < limits[2] <= 100 and 0 < limits[3] <= 100
