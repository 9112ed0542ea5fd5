"""A company's name taken apart: what says who it is (its core), and what does not: legal form, place, trade, branch.

    华东鸿达饮品有限公司            鸿达 · 饮品 · 华东
    鸿达商贸（上海）有限公司        鸿达 · 商贸 · 上海
    鸿达商贸有限公司上海分公司      鸿达 · 商贸 · 上海, a branch
    Beijing Hongda Trading Co., Ltd.   hongda · trading · beijing

A name made of such words alone (上海商贸有限公司, Trading Co., Ltd.) has no core and is like nobody. Words: names.toml.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

SHORTEST_ZH, SHORTEST_LATIN = 2, 3  # characters of a core; fewer say nothing
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_BRACKETS = re.compile(r"[(\[{<【〔《「『]([^()\[\]{}<>【】〔〕《》「」『』]*)[)\]}>】〕》」』]")
_NO_WORD = re.compile(r"[\W_]+")
_PINYIN = re.compile(
    "((?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:i?ang|i?ong|[iu]?an|[iu]?en|[iu]?a|iao|uai|uang|[aeiu]?ng|ing|in|un|ai|ei|ao|ou|ia|ie|iu|ui|uo|ue|[aoeiu])){1,2}"
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SUFFIX = "自治区|自治州|特别行政区|经济开发区|开发区|高新区|新区|地区|省|市|区|县|州|盟|镇"


@dataclass(frozen=True)
class NameParts:
    """folded: the whole name without width, case, spaces and marks. core '' = nothing in it says who it is."""

    folded: str
    core: str
    trade: str
    place: str
    branch: bool  # says that it is a part of a firm
    sited: bool  # its place stands in brackets, as subsidiaries of one firm are told apart
    chinese: bool

    @property
    def plain(self) -> str:
        """Core and trade: the name without place and form."""
        return f"{self.core} {self.trade}".strip()


class _Lexicon:
    def __init__(self, words: dict[str, str]) -> None:
        self.sets = {name: frozenset(text.split()) for name, text in words.items()}

    def any(self, *names: str) -> str:
        """A pattern for any word of these lists, the longest first."""
        words = sorted(set().union(*(self.sets[name] for name in names)), key=lambda w: (-len(w), w))
        return "|".join(map(re.escape, words))


@functools.cache
def _lexicons() -> dict[str, _Lexicon]:
    text = (Path(__file__).parent / "names.toml").read_text("utf-8")
    return {name: _Lexicon(words) for name, words in tomllib.loads(text).items()}


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    zh = _lexicons()["zh"]
    place = f"(?:{zh.any('places')})(?:{_SUFFIX})?"
    return {
        "form": re.compile(zh.any("forms")),
        "places": re.compile(f"(?:{place})+"),
        "front": re.compile(f"(?:{place}|[\u3400-\u9fff]{{2,3}}(?:省|市|县)(?!场))+"),
        "place_at_end": re.compile(f"(?:{place})+$"),
        "branch": re.compile(f"(?:第[一二三四五六七八九十百0-9]+)?(?:{zh.any('branches')})$"),
        "trade": re.compile(zh.any("trades", "small")),
        "trade_at_end": re.compile(f"(?:{zh.any('trades', 'small')})$"),
    }


def take_apart(name: str) -> NameParts:
    """The parts of a name as it stands in a file."""
    text = unicodedata.normalize("NFKC", name).casefold()
    folded = _NO_WORD.sub("", text)
    return _chinese(text, folded) if _CHINESE.search(text) else _latin(text, folded)


def is_short(core: str) -> bool:
    """Two characters, or two syllables of pinyin, which stand for many different pairs of characters."""
    return len(core) <= SHORTEST_ZH if _CHINESE.search(core) else bool(_PINYIN.fullmatch(core)) or len(core) < 6


def is_common(core: str) -> bool:
    """Whether so many firms are called so that the name alone says little."""
    return core in _lexicons()["zh"].sets["common"] or core in _lexicons()["latin"].sets["common"]


def _chinese(text: str, folded: str) -> NameParts:
    words = _patterns()
    noted = [_NO_WORD.sub("", note) for note in _BRACKETS.findall(text)]
    places = [note for note in noted if words["places"].fullmatch(note)]
    sited, branch = bool(places), any(words["branch"].search(note) for note in noted)
    head, form, tail = _NO_WORD.sub("", _BRACKETS.sub(" ", text)), "", ""
    if found := words["form"].search(head):
        head, form, tail = head[: found.start()], found[0], head[found.end() :]
    if tail and words["branch"].search(tail):
        branch, place = True, words["places"].match(tail)
        places += [place[0]] if place else []
    if not form and (ending := words["branch"].search(head)) and ending.start():
        shop = words["trade_at_end"].search(head)  # 药店 is a trade, 万达店 a branch
        branch = branch or not shop
        head = head if shop else head[: ending.start()]
    front = words["front"].match(head)
    if front and front.end() < len(head):
        places.append(front[0])
        head = head[front.end() :]
    core, trade = _without_trade(head)
    if (ending := words["place_at_end"].search(core)) and ending.start() >= SHORTEST_ZH:
        places.append(ending[0])
        core = core[: ending.start()]
    alone = words["places"].fullmatch(core) or core.isdigit()
    least = SHORTEST_ZH if _CHINESE.search(core) else SHORTEST_LATIN
    core = "" if alone or len(core) < least else core
    return NameParts(folded, core, trade, places[0] if places else "", branch, sited, True)


def _without_trade(head: str) -> tuple[str, str]:
    """What stands before the first word of a trade, and the rest; no core where the name begins with one."""
    found = _patterns()["trade"].search(head)
    while found and 0 < found.start() < SHORTEST_ZH:  # 金食品: one character is no core, but 大商业达 may begin later
        later = _patterns()["trade"].search(head, found.start() + 1)
        if later is None or later.start() < SHORTEST_ZH:
            return "", head
        found = later
    return (head[: found.start()], head[found.start() :]) if found else (head, "")


def _latin(text: str, folded: str) -> NameParts:
    words = _lexicons()["latin"].sets
    spelled = text.translate(_UMLAUTS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    tokens = _NO_WORD.sub(" ", re.sub(r"['’`´]|(?<=\b\w)\.(?=\w\b)", "", plain)).split()
    core, trade, place = [], [], []
    branch = any(token in ("branch", "store", "outlet", "shop") for token in tokens)
    for token in tokens:
        if token in words["places"]:
            place.append(token)
        elif token in words["trades"]:
            trade.append(token)
        elif token not in words["forms"] and not token.isdigit() and len(token) > 1:
            core.append(token)
    found = " ".join(core)
    sited = any(token in words["places"] for note in _BRACKETS.findall(text) for token in _NO_WORD.split(note))
    found = found if len(found) >= SHORTEST_LATIN else ""
    return NameParts(folded, found, " ".join(trade), " ".join(place), branch, sited, False)
