"""Rebate tiers that stand in one cell (满100万返2%，满150万返3%) or side by side (Tier 1, Rebate 1, Tier 2, Rebate 2).

Every tier becomes a record of its own; the records keep their line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kam_core.ingest.accounting.labels import is_missing
from kam_core.ingest.side.remade import Record, remade
from kam_core.ingest.side.sheet import Sheet
from kam_core.ingest.side.tables import SideTable
from kam_core.ingest.understanding.headers import key
from kam_core.ingest.words import plain

MADE = ("tier", "rate")
_MONEY = r"[0-9][0-9,]*(?:\.[0-9]+)?\s*(?:亿|百万|万|千|k|m)?\s*元?"
_STEP = re.compile(
    rf"(?:满|达到?|完成|超过?|超额|over|from|>=?|≥)?\s*(?P<tier>{_MONEY})\s*(?:以上|及以上|起|\+)?\s*(?:的)?[,，:：]?\s*"
    r"(?:(?:按|给予?|享受?)?(?:返利|返点|返|奖励|奖|rebate|gets?|:|=|→|->)?)\s*(?P<rate>[0-9]+(?:\.[0-9]+)?)\s*(?P<of>%|个点|点)"
)
_BETWEEN = re.compile(r"[\s,，;；、。/|]*")
_NONE = {"无", "没有", "none", "no"}
_NUMBERED = re.compile(r"[0-9一二三四五]|第|档")


def steps_in(text: str) -> list[tuple[str, str]] | None:
    """(from which sum on, rate) as texts, ("100万", "2%"); [] where it says there are none, None where unclear."""
    said = plain(text)
    if not said or is_missing(said) or said in _NONE:
        return []
    found = list(_STEP.finditer(said))
    left = _STEP.sub("", said)
    if not found or not _BETWEEN.fullmatch(left):
        return None
    return [(step["tier"].replace(" ", ""), f"{step['rate']}%") for step in found]


def spread_steps(sheet: Sheet, table: SideTable) -> Sheet:
    """The sheet with a record a tier, where it holds them in words or side by side; else as it is."""
    if set(MADE) - table.columns.keys():
        return sheet
    words = [p for p, name in enumerate(sheet.names, 1) if name and key(name) in table.tiers]
    if words and not set(MADE) & sheet.columns.keys():
        heads = [f"{sheet.names[words[0] - 1]} {n}" for n in ("①", "②")]
        return _written(sheet, heads, lambda row: _of_words(row, words[0], sheet.source.width))
    pairs = _pairs(sheet, table)
    if len(pairs) < 2:
        return sheet
    heads = [" – ".join(sheet.names[pair[n] - 1] for pair in (pairs[0], pairs[-1])) for n in (0, 1)]
    return _written(sheet, heads, lambda row: _of_pairs(row, pairs, sheet.source.width))


def _pairs(sheet: Sheet, table: SideTable) -> list[tuple[int, int]]:
    """Positions of the numbered columns of a tier and its rate, in their order."""
    found: dict[str, list[int]] = {name: [] for name in MADE}
    for p, name in enumerate(sheet.names, 1):
        bare = key(_NUMBERED.sub(" ", name))
        for column in MADE:
            if bare and bare != key(name) and bare in table.columns[column].words:
                found[column].append(p)
    return list(zip(*found.values())) if len(found["tier"]) == len(found["rate"]) else []


def _written(sheet: Sheet, heads: list[str], each: Callable[[Record], list[Record]]) -> Sheet:
    width = sheet.source.width
    columns = {**{c: p for c, p in sheet.columns.items() if c not in MADE}, "tier": width + 1, "rate": width + 2}
    source = remade(sheet.source, heads, each, "steps")
    names = (*sheet.names, *[""] * (width - len(sheet.names)), *heads)
    made = (width + 1, width + 2)
    return replace(sheet, source=source, names=names, columns=columns, made=made, wide=made)


def _of_words(row: Record, at: int, width: int) -> list[Record]:
    said = row[f"c{at}"] or ""
    steps = steps_in(said)
    if steps is None:
        steps = [(said, "")]  # unreadable: listed as it stands
    return [row | {f"c{width + 1}": tier, f"c{width + 2}": rate} for tier, rate in steps] or [row]


def _of_pairs(row: Record, pairs: list[tuple[int, int]], width: int) -> list[Record]:
    found = [(row[f"c{tier}"], row[f"c{rate}"]) for tier, rate in pairs]
    filled = [(tier, rate) for tier, rate in found if (tier or "").strip() or (rate or "").strip()]
    return [row | {f"c{width + 1}": tier, f"c{width + 2}": rate} for tier, rate in filled] or [row]
