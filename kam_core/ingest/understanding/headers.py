"""Which roles a header stands for: `headers.toml`, looked up exactly, then by its last words, then by likeness."""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kam_core.ingest.words import words
from kam_core.schema import Role

TIERS = ("sure", "good", "weak", "store", "last")
_WEIGHT = {"sure": 1.0, "good": 0.9, "weak": 0.75, "store": 0.7, "last": 0.6}
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|<.*?>")
_FILLERS = re.compile("信息|资料|详情|明细")  # 客户信息 over 编码 means 客户编码
_SIDE_WORDS = words("currency", "words") | {
    "in",
    "local",
    "currency",
    "lc",
    "the",
    "of",
    "per",
    "dl",
    "元",
    "万元",
    "千元",
}


@dataclass(frozen=True)
class Match:
    """One role a header may stand for."""

    role: Role
    tier: str
    rank: int  # its word's place in the list: lower is likelier
    strength: float  # 1 exact .. 0.7 by likeness

    @property
    def score(self) -> float:
        return self.strength * _WEIGHT[self.tier]


@functools.lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """A header as words: NFKC, lower case, camelCase parted, no BOM, quotes or line breaks."""
    t = unicodedata.normalize("NFKC", text.replace("\ufeff", "")).strip().strip("\"'*＊")
    t = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", " ", t)
    return re.sub(r"\s+", " ", t).strip().lower()


@functools.lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """Letters and digits alone, accents kept, one Chinese script: what two headers are compared by."""
    return "".join(c for c in plain(text).translate(_one_script()) if c.isalnum() or c in "%#")


@functools.cache
def _one_script() -> dict[int, int]:
    """單據日期 is 单据日期."""
    script = _lists()["script"]
    return str.maketrans(script["traditional"], script["simplified"])


def bare(text: str) -> str:
    """The key of a header without what stands in brackets: 现有库存(箱) -> 现有库存."""
    return key(_BRACKETS.sub(" ", plain(text)))


@functools.cache
def _lists() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "headers.toml").read_text("utf-8"))


@functools.cache
def _words() -> dict[str, list[Match]]:
    found: dict[str, list[Match]] = {}
    for role in Role:
        for tier in TIERS:
            for rank, word in enumerate(_lists()[role].get(tier, ())):
                matches = found.setdefault(key(word), [])
                if all(m.role is not role for m in matches):
                    matches.append(Match(role, tier, rank, 1.0))
    return found


@functools.cache
def _list(section: str, name: str) -> frozenset[str]:
    return frozenset(key(word) for word in _lists()[section].get(name, ()))


def is_other(header: str) -> bool:
    """Known to be something no role is for (a stock, a phone number, a tax amount)."""
    return key(header) in _list("other", "sure")


def is_money_off(header: str) -> bool:
    """A discount in money: 优惠金额, Discount Amount."""
    return key(header) in _list("discount", "money")


def scenario(header: str) -> str:
    """actual | other (a plan, another year, a rate) | '' where a word beside a month says neither."""
    said = key(header)
    return next((name for name in ("actual", "other") if said in _list("scenario", name)), "")


def is_return_mark(header: str) -> bool:
    """A yes or no about a return: 是否退货, Returned."""
    return key(header) in _list("returned", "mark")


def is_returned_money(header: str) -> bool:
    """Money of returns in a column of its own: 退货金额, Refund Amount."""
    return key(header) in _list("returned", "money")


def is_part_of_date(header: str, part: str) -> bool:
    """part: year | month | day."""
    return key(header) in _list("other", part)


def is_known(header: str) -> bool:
    return key(header) in _words() or is_other(header) or key(_BRACKETS.sub("", plain(header))) in _words()


def asks() -> list[tuple[str, str]]:
    """Pairs of header keys that mean different money."""
    return [(key(a), key(b)) for a, b in _lists()["amount"]["asks"]]


def tax_of(header: str) -> str:
    """incl | excl | '': what a money header says about tax."""
    t, said = key(header), set(re.findall(r"\w+", plain(header)))
    for basis, name in (("excl", "tax_excl"), ("incl", "tax_incl")):
        for word in _lists()["amount"][name]:
            w = key(word)
            if w in said or (w in t and (len(w) > 2 or not w.isascii())):
                return basis
    return ""


@functools.lru_cache(maxsize=20_000)
def match(header: str) -> dict[Role, Match]:
    """Every role a header may stand for, each with how surely. Empty where nothing fits, or it is known to be other."""
    whole = key(header)
    if not whole:
        return {}
    if whole in _words():
        return {m.role: m for m in _words()[whole]}
    if is_other(header):
        return {}
    bare = _BRACKETS.sub(" ", plain(header))
    said = [w for w in re.findall(r"\w+", bare.replace("_", " ")) if w not in _SIDE_WORDS]
    for shorter in (key(bare), "".join(said), _FILLERS.sub("", "".join(said))):
        if shorter in _words():
            return {m.role: Match(m.role, m.tier, m.rank, 0.97) for m in _words()[shorter]}
        if shorter in _list("other", "sure"):
            return {}
    return _by_last_words(said, key(bare)) or _by_likeness(key(bare))


def _allowed(role: Role, before: set[str], text: str) -> bool:
    never = _lists()[role].get("never_with", ())
    return not any((w in before) if w.isascii() else (w in text) for w in never)


def _by_last_words(said: list[str], text: str) -> dict[Role, Match]:
    """The last words of a header say what it is: 所在区域, Billing Customer Name, Ship To City."""
    ends = [("".join(said[n:]), set(said[:n])) for n in range(1, len(said))]
    if not text.isascii():
        ends += [(text[n:], set()) for n in range(1, len(text) - 1)]
    for end, before in ends:
        if end in _list("other", "sure"):
            return {}
        found = {
            m.role: Match(m.role, m.tier, m.rank, 0.8)
            for m in _words().get(end, ())
            if _allowed(m.role, before, text) and len(end) > 1
        }
        if found:
            return found
    return {}


@functools.cache
def _by_first_and_length() -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for word in [*_words(), *_list("other", "sure")]:
        found.setdefault((word[0], len(word)), []).append(word)
    return found


def _by_likeness(text: str) -> dict[Role, Match]:
    """A slip of the pen: Custmer Name, Quantiy."""
    if len(text) < 5 or not text.isascii():
        return {}
    near = [w for n in range(-2, 3) for w in _by_first_and_length().get((text[0], len(text) + n), ())]
    close = difflib.get_close_matches(text, near, n=1, cutoff=0.87)
    return {m.role: Match(m.role, m.tier, m.rank, 0.75) for m in _words().get(close[0], ())} if close else {}
