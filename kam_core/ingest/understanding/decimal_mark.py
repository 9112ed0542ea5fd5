"""Point or comma: which mark parts whole from fraction in this file, by its values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kam_core.ingest.understanding.evidence import Evidence, Row

_MARKED = re.compile(r"[^0-9.,]*([0-9][0-9.,]*)[^0-9.,]*")


def decide(rows: Sequence[Row], evidence: Sequence[Evidence], delimiter: str | None) -> str:
    """. or , for the number columns of the sampled rows. A comma is likelier beside semicolons."""
    points = commas = either = 0
    for column, seen in enumerate(evidence):
        if seen.numbers < 0.5 or seen.shown_dates > 0.5:
            continue
        for row in rows[:2000]:
            vote = _vote(row[column] or "")
            points += vote == "."
            commas += vote == ","
            either += vote == "?"
    if commas != points:
        return "," if commas > points else "."
    return "," if either and delimiter == ";" else "."


def _vote(text: str) -> str:
    """What one value proves: '.' or ',' as the decimal mark, '?' a mark that could be either, '' nothing."""
    found = _MARKED.fullmatch(text)
    digits = found[1] if found else ""
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    last = digits.rpartition(marks[-1])
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    if len(last[2]) != 3 or last[0] in {"", "0"} or len(last[0]) > 3:
        return marks[0]
    return "?"
