"""Columns told apart by blanks alone: fixed-width and space-padded listings.

A ruler is the display positions where columns begin (a Chinese character is two positions wide, as the terminals and
printers these listings were made for show it). A column reaches to the next one's beginning, so no character is lost.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass

_DRAWN = re.compile(r" *(?:-+|=+)(?: +(?:-+|=+))+ *")
_DASHES = re.compile(r"[-=]+")
_RUN = re.compile(r" {2,}|\t+")


@dataclass(frozen=True)
class Ruler:
    """Where columns begin; without any, columns are what stands between runs of two or more blanks."""

    starts: tuple[int, ...] = ()

    def cells(self, line: str) -> list[str]:
        """The cells of one line."""
        if not self.starts:
            return _RUN.split(line.strip(" "))
        cut, at = [], 0
        wanted = list(self.starts[1:])
        for index, ch in enumerate(line):
            if wanted and at >= wanted[0]:
                cut.append(index)
                wanted.pop(0)
            at += 1 + _wide(ch)
        edges = [0, *cut, len(line)]
        return [line[a:b] for a, b in itertools.pairwise(edges)]


def rule(lines: list[str]) -> Ruler | None:
    """The ruler of a listing, or None where its lines do not stand in columns."""
    block = [line.expandtabs(8).rstrip() for line in lines]
    block = [line for line in block if len(_RUN.split(line.strip())) > 1 or _DRAWN.fullmatch(line)]
    if len(block) < 3 or len(block) < sum(1 for line in lines if line.strip()) / 2:
        return None
    if drawn := next((line for line in block[:60] if _DRAWN.fullmatch(line)), ""):  # ------- ---- below the header
        return Ruler((0, *[found.start() for found in _DASHES.finditer(drawn)][1:]))
    blank = _blank_positions(block)
    starts = [0]
    gap = 0
    for at, empty in enumerate(blank):
        if empty:
            gap += 1
            continue
        if gap >= (1 if len(block) >= 30 else 2) and at > gap:
            starts.append(at)
        gap = 0
    counts = [len(_RUN.split(line.strip())) for line in block]
    usual = max(set(counts), key=counts.count)
    if len(starts) >= max(2, usual):
        return Ruler(tuple(starts))
    return Ruler() if counts.count(usual) >= 0.8 * len(counts) else Ruler(tuple(starts)) if len(starts) > 1 else None


def _blank_positions(block: list[str]) -> list[bool]:
    """For each display position, whether hardly any line of the block has something there."""
    filled: list[int] = []
    for line in block:
        at = 0
        for ch in line:
            step = 1 + _wide(ch)
            if at + step > len(filled):
                filled += [0] * (at + step - len(filled))
            if ch != " ":
                for position in range(at, at + step):
                    filled[position] += 1
            at += step
    return [count <= len(block) / 50 for count in filled]


def _wide(ch: str) -> bool:
    return ch >= "\u1100" and unicodedata.east_asian_width(ch) in "WF"
