"""Day or month first: decided from the whole column, and said so where the column leaves it open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.days import parse_date
from kam_core.ingest.recipe import Question, Source


@dataclass(frozen=True)
class Order:
    """The date order, a question where it is open (the likelier first), and what should be known about it."""

    order: str
    question: Question | None = None
    notices: tuple[Notice, ...] = ()


def decide(
    columns: Sequence[tuple[Source, int, int]], head: Sequence[str], engine: Engine, *, day_first: bool
) -> Order:
    """columns: (source, its own column, first line). head: the column's values in file order, neighbours kept.

    `day_first`: what the rest of the file makes likelier (decimal commas and the like), used last.
    """
    parts = [_parts(source, column, start, engine) for source, column, start in columns]
    facts = {name: sum(p[name] for p in parts) for name in parts[0]} if parts else {}
    if not facts.get("cells"):
        return Order("ymd")
    if facts["first_is_year"] or (not facts["third_is_year"] and _year_leads(parts)):
        return Order("ymd")
    over, under = facts["first_over"], facts["second_over"]
    if over or under:
        order = "dmy" if over >= under else "mdy"
        few = min(over, under)
        notices = (Notice("dates_both_ways", {"rows": few, "order": order}),) if few else ()
        return Order(order, None, notices)
    for name, other, order in (("first", "second", "dmy"), ("second", "first", "mdy")):
        always_one = all(p[f"{name}_least"] == p[f"{name}_most"] == 1 for p in parts if p["cells"])
        if always_one and max(p[f"{other}s"] for p in parts) >= 4:
            return Order(order)  # 01/04/2024, 01/05/2024, …: the first of each month
    likely, clear = _by_neighbours(head, "dmy" if day_first else "mdy")
    if clear:
        return Order(likely)
    return Order(likely, Question("date_order", (likely, "mdy" if likely == "dmy" else "dmy")))


def leaves_open(text: str) -> bool:
    """Whether a date begins with two short numbers, so that the file's order matters."""
    return re.match(r"'?\d{1,2}\s*[-/.#]\s*\d{1,2}\s*[-/.#]", text) is not None


def _parts(source: Source, column: int, start: int, engine: Engine) -> dict[str, Any]:
    table = engine.ask("ingest/date_parts", {"records": source.records}, column=f"c{column}", start=start)
    row: dict[str, Any] = table.to_pylist()[0]
    return row


def _year_leads(parts: Sequence[dict[str, Any]]) -> bool:
    """19/05/16: three short numbers of which the first hardly changes and the last does."""
    return all(
        p["firsts"] <= 8 and p["thirds"] > max(12, 2 * p["firsts"]) and p["first_least"] >= 1
        for p in parts
        if p["cells"]
    )


def _by_neighbours(head: Sequence[str], usual: str) -> tuple[str, bool]:
    """Files mostly run along time: the order in which neighbours lie closer together, and whether that is clear."""
    jumps: dict[str, int] = {}
    backwards: dict[str, int] = {}
    for order in ("dmy", "mdy"):
        days = [day for text in head if (day := parse_date(text, order))]
        steps = [(b - a).days for a, b in pairwise(days) if a != b]
        jumps[order] = sum(map(abs, steps))
        backwards[order] = min(sum(s < 0 for s in steps), sum(s > 0 for s in steps))
    other = "mdy" if usual == "dmy" else "dmy"
    if jumps[usual] == jumps[other]:
        return usual, False
    likely = min(("dmy", "mdy"), key=lambda order: jumps[order])
    unlikely = "mdy" if likely == "dmy" else "dmy"
    different = len({parse_date(text, likely) for text in head})
    clear = (
        different >= 6 and backwards[likely] == 0 and backwards[unlikely] >= 2 and jumps[likely] * 3 < jumps[unlikely]
    )
    return (likely, clear) if jumps[likely] * 2 < jumps[unlikely] else (usual, False)
