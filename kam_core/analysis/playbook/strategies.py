"""The strategies of the playbook, as data: their names in both languages, how each is measured, and its limits."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kam_core.errors import BadInput
from kam_core.wording import LANGUAGES

FILE = "playbook.toml"
USUAL = Path(__file__).parent / FILE
TEXTS = ("name", "short", "measure", "judged")


class Code(StrEnum):
    """What a strategy is measured by; the columns of the playbook are in the order of the file."""

    SUPPLY = "supply"
    PEOPLE = "people"
    NEW_PRODUCTS = "new_products"
    EVENTS = "events"
    SENIOR = "senior"
    PROMOTIONS = "promotions"
    OPINION = "opinion"
    REWARDS = "rewards"
    INFORMATION = "information"
    PROMISES = "promises"


@dataclass(frozen=True)
class Strategy:
    """texts: (name | short | measure | judged, language) -> words; limits: in the unit their words say."""

    code: Code
    number: int
    book: bool  # known from the book; else common practice
    texts: tuple[tuple[tuple[str, str], str], ...]
    limits: tuple[tuple[str, float], ...]

    def limit(self, name: str) -> float:
        """One of its limits. Raises KeyError."""
        return dict(self.limits)[name]

    def days(self, name: str) -> int:
        """The same as whole days, months or times."""
        return int(self.limit(name))

    def say(self, text: str, lang: str) -> str:
        """Its words in a language, with the limits in their places."""
        return dict(self.texts)[text, lang].format(**{name: f"{value:g}" for name, value in self.limits})


Book = tuple[Strategy, ...]


def read_book(folder: Path | None = None) -> Book:
    """The strategies of `playbook.toml` in a folder, else the usual ones.

    Raises BadInput("bad_playbook") naming the file and what is wrong in it.
    """
    own = folder / FILE if folder else USUAL
    path = own if own.exists() else USUAL
    usual = {one.code: one for one in _read(USUAL, {})}
    return _read(path, usual) if path != USUAL else tuple(usual.values())


def _read(path: Path, usual: Mapping[Code, Strategy]) -> Book:
    try:
        found = tuple(_strategy(each, usual) for each in tomllib.loads(path.read_text("utf-8"))["strategy"])
        for one in found:
            for text, lang in dict(one.texts):
                one.say(text, lang)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("bad_playbook", file=str(path), problem=str(error)) from error
    if len({one.code for one in found}) < len(found):
        raise BadInput("bad_playbook", file=str(path), problem="code")
    return found


def _strategy(said: Mapping[str, Any], usual: Mapping[Code, Strategy]) -> Strategy:
    """One of them; limits that are not given are the usual ones."""
    code = Code(said["code"])
    if said["source"] not in ("book", "practice"):
        raise ValueError(f"source: {said['source']}")
    limits = dict(usual[code].limits) if code in usual else {}
    limits |= {name: float(value) for name, value in said.get("limits", {}).items()}
    texts = {(text, lang): str(said[text][lang]) for text in TEXTS for lang in LANGUAGES}
    return Strategy(code, int(said["number"]), said["source"] == "book", tuple(texts.items()), tuple(limits.items()))
