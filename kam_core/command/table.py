"""A small table for reading on a terminal: columns as wide as their widest cell, Chinese counted at its true width."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from kam_core.command.failures import one_line

WIDEST = 28


def show(lines: Sequence[Sequence[str]], left: Collection[int]) -> None:
    """Print the lines, heads first; the columns in `left` are set to the left, the others to the right."""
    widths = [max(_width(line[i]) for line in lines) for i in range(len(lines[0]))]
    for line in lines:
        cells = (_pad(cell, width, i in left) for i, (cell, width) in enumerate(zip(line, widths, strict=True)))
        print("  ".join(cells).rstrip())


def cell(text: str) -> str:
    """The text on one line, cut where it is too long for a table."""
    plain = one_line(text)
    return plain if len(plain) <= WIDEST else plain[: WIDEST - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
