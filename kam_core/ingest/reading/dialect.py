"""Which character parts the cells, and which one quotes them: by trying, over the file's first lines.

Titles above the header and footers below have other shapes than the table, so what counts is the largest group of
lines with the same number of cells, and whether those cells look like single values.
"""

from __future__ import annotations

import re
from collections import Counter

from kam_core.ingest.reading.careful import Dialect, Stray, records
from kam_core.ingest.reading.fixed import rule

DELIMITERS = (",", ";", "\t", "|", "^", "\x01")
FIXED = "fixed"
_SEP = re.compile(r'^"?sep=(.)"?$', re.I)  # the first line Excel writes and reads
_SINGLE = re.compile(r"(?:^|[,;\t|])'[^']*'(?=$|[,;\t|])")
_NUMBER = re.compile(r"[-+(]?\s?[$€£¥￥]?\s?[-+]?\d[\d.,']*\s?[%)]?")
_DATE = re.compile(r"\d{1,4}[-/.年#]\d{1,2}([-/.月#]\d{1,4}日?)?([ T].*)?")


def decide(lines: list[str], delimiter: str | None = None, quote: str | None = None) -> Dialect:
    """The dialect of the file that begins with `lines`; what the user stated is taken as it is."""
    lines = [line for line in lines if line.strip()]
    if delimiter is None and lines and (stated := _SEP.match(lines[0])):
        delimiter = stated[1]
    quotes = (quote,) if quote is not None else _quotes(lines)
    best, best_mark = Dialect(delimiter if delimiter and delimiter != FIXED else ",", quotes[0]), 0.0
    for candidate in (delimiter,) if delimiter else (*DELIMITERS, FIXED):
        for q in quotes:
            tried = _try(lines, candidate, q)
            if tried and (tried[1] > best_mark or (delimiter and not best_mark)):
                best, best_mark = tried
    return best


def _quotes(lines: list[str]) -> tuple[str, ...]:
    single = sum(bool(_SINGLE.search(line)) for line in lines)
    return ("'", '"') if single > len(lines) * 0.3 else ('"',)


def _try(lines: list[str], delimiter: str, quote: str) -> tuple[Dialect, float] | None:
    """The dialect with its usual width, and its mark: share of lines that agree x columns x how single its values."""
    if delimiter == FIXED:
        ruler = rule(lines)
        if not ruler:
            return None
        dialect = Dialect(FIXED, "", max(len(ruler.starts), 2), ruler)
    else:
        dialect = Dialect(delimiter, quote)
    rows = [cells for _, cells in records(lines, 1, dialect, Stray())]
    groups = Counter(len(cells) for cells in rows)
    width = max(groups, key=lambda w: (groups[w] * (1 - 1 / w) if w else 0, w))
    agreeing = [cells for cells in rows if len(cells) == width]
    values = [value for cells in agreeing[:300] for value in cells]
    single = sum(map(_singleness, values)) / max(len(values), 1)
    mark = len(agreeing) / len(rows) * (1 - 1 / max(width, 1)) * single * (0.9 if delimiter == FIXED else 1)
    return Dialect(dialect.delimiter, dialect.quote, max(width, 1), dialect.ruler), mark


def _singleness(value: str) -> float:
    """1 for what looks like one value, less for what looks like several run together."""
    value = value.strip()
    if not value or _NUMBER.fullmatch(value) or _DATE.fullmatch(value):
        return 1.0
    if any(ch in value for ch in ";\t|\x01") or "   " in value:
        return 0.3
    if value[0] in "'\"" or value[-1] in "'\"":  # quotes that were not taken for quotes
        return 0.7 if value[0] == value[-1] else 0.3
    return 0.8 if "," in value else 1.0
