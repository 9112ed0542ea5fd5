"""What the pages of people and service add to a link: what they are judged by, and whose work is looked at.

Each page spells out its own; on the other pages these keys say nothing and stay away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kam_core.analysis.alerts.settings import Kind
from kam_core.analysis.coverage.settings import CoverageSettings
from kam_core.analysis.playbook.strategies import Code

#: page -> the keys its links spell out
ASSUMED = {"coverage": ("stale", "owner"), "playbook": ("strategy",), "alerts": ("owner", "kind")}
KEYS = tuple(dict.fromkeys(key for keys in ASSUMED.values() for key in keys))
MOST_STALE = 999  # days
_DAYS = re.compile(r"[1-9]\d{0,2}", re.ASCII)


@dataclass(frozen=True)
class People:
    """Settings of these pages. owner None: everybody's work; '': the work nobody is named for."""

    stale: int = CoverageSettings().stale  # days without a touch after which a level is stale
    owner: str | None = None
    strategy: str = ""  # the one looked at closely; '': the first
    kind: str = ""  # of the things to do; '': all of them

    def query(self, page: str) -> dict[str, list[str]]:
        """Every value as a link of this page spells it."""
        said = {"stale": [str(self.stale)], "owner": [] if self.owner is None else [self.owner]}
        said |= {key: [value] if value else [] for key, value in (("strategy", self.strategy), ("kind", self.kind))}
        return {key: said[key] for key in ASSUMED.get(page, ()) if said[key]}


def read(asked: Mapping[str, tuple[str, ...]]) -> People:
    """What a link means, its values checked before (`fits`)."""
    found = replace(People(), owner=asked["owner"][0]) if "owner" in asked else People()
    found = replace(found, strategy=asked["strategy"][0]) if "strategy" in asked else found
    found = replace(found, kind=asked["kind"][0]) if "kind" in asked else found
    return replace(found, stale=int(asked["stale"][0])) if "stale" in asked else found


def fits(key: str, value: str) -> bool:
    """Whether a value of one of these keys can be understood."""
    if key == "stale":
        return bool(_DAYS.fullmatch(value))
    if key == "strategy":
        return value in set(Code)
    if key == "kind":
        return value in set(Kind)
    return len(value) <= 400  # owner: a name as the file has it
