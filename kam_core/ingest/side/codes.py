"""Values that are kept as one word: 采购部经理 is middle, 门店巡查 is a visit. The words: tables.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kam_core.ingest.words import fold


@dataclass(frozen=True)
class Codes:
    """whole: a folded value -> its code. inside: the same of words that stand in a longer value.

    first: the codes whose words win wherever they stand. Of other words inside a value the longest wins, and of equally
    long ones that which stands last: a Chinese title ends in what somebody is.
    """

    whole: Mapping[str, str] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)
    first: tuple[str, ...] = ()

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Codes:
        """From a section of tables.toml: `whole`, `inside` and `first`, or the lists of whole values alone."""
        lists = said if not {"whole", "inside"} & said.keys() else said.get("whole", {})
        return cls(_turned(lists), _turned(said.get("inside", {})), tuple(said.get("first", ())))

    def __bool__(self) -> bool:
        return bool(self.whole)

    @property
    def all(self) -> frozenset[str]:
        """Every code there is."""
        return frozenset(self.whole.values())

    def read(self, text: str) -> str | None:
        """The code of a value, None where its words mean none."""
        said = fold(text)
        if not said:
            return None
        if said in self.whole:
            return self.whole[said]
        found = [(code, len(word), at) for word, code in self.inside.items() if (at := _place(word, said)) >= 0]
        if not found:
            return None
        order = {code: -n for n, code in enumerate(self.first, 1 - len(self.first))}
        return max(found, key=lambda one: (order.get(one[0], -len(self.first)), one[1], one[2]))[0]


def _turned(lists: Mapping[str, Any]) -> dict[str, str]:
    return {fold(word): code for code, listed in lists.items() for word in listed}


def _place(word: str, said: str) -> int:
    """Where a word stands last in a text, -1: nowhere. Latin words stand alone: coo is not in cook."""
    if not word.isascii():
        return said.rfind(word)
    return max((found.start() for found in re.finditer(rf"(?<![a-z]){re.escape(word)}(?![a-z])", said)), default=-1)
