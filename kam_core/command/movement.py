"""`movement`: two periods side by side: who entered the key accounts, who left, and the transition matrix."""

from __future__ import annotations

import argparse
from typing import Any

from kam_core.analysis.exact import decimal
from kam_core.analysis.movement.lines import movement
from kam_core.analysis.movement.matrix import STANDS, At, Movement
from kam_core.analysis.movement.periods import months
from kam_core.command import answers, table, wishes
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 10  # customers of each list in the table for reading
LISTS = ("entered", "left", "stayed", "new", "gone")


def run(asked: argparse.Namespace) -> None:
    """Compare, and answer with the figures or small tables."""
    lang = asked.lang or chosen(())
    before, after = months(asked.before), months(asked.after)  # refused before any file is read
    cut, scope = wishes.cut(asked), wishes.scope(asked)
    dataset = open_source(Store(), asked, lang)
    found = movement(dataset, scope, cut, before, after)
    warn(dataset, lang)
    if not asked.json:
        _print(found, lang)
        return
    answers.give(
        {
            "before": {"from": before.first, "to": before.last},
            "after": {"from": after.first, "to": after.last},
            "rule": cut.rule.value,
            "cut": answers.number(cut.value),
            "measure": scope.measure.value,
            "net": answers.number(found.net),
            "stayed_change": answers.number(found.stayed_change),
            "finding": found.finding.say(lang),
            **{name: customers(found, getattr(found, name)) for name in LISTS},
            "matrix": matrix(found),
        }
    )


def customers(found: Movement, at: At) -> list[dict[str, Any]]:
    """These customers with value, rank and class on both sides; null where there was no line."""

    def number(rank: int, value: int) -> int | float | None:
        return answers.number(decimal(value)) if rank >= 0 else None

    return [
        {
            "customer": str(found.customers[i]),
            "name": str(found.names[i]),
            "before": number(int(found.rank_before[i]), int(found.was[i])),
            "after": number(int(found.rank_after[i]), int(found.now[i])),
            "rank_before": _rank(int(found.rank_before[i])),
            "rank_after": _rank(int(found.rank_after[i])),
            "class_before": STANDS[found.stood[i]].value,
            "class_after": STANDS[found.stands[i]].value,
        }
        for i in at
    ]


def matrix(found: Movement) -> list[dict[str, Any]]:
    """The nine cells, row by row."""
    return [
        {
            "from": cell.before.value,
            "to": cell.after.value,
            "customers": cell.customers,
            "before": answers.number(cell.money_before),
            "after": answers.number(cell.money_after),
        }
        for line in found.matrix
        for cell in line
    ]


def _rank(place: int) -> int | None:
    return place + 1 if place >= 0 else None


def _print(found: Movement, lang: str) -> None:
    print(one_line(found.finding.say(lang)))
    heads = [say(lang, f"table.{name}") for name in ("from_to", "customers", "before", "after")]
    lines = [
        [
            " → ".join(say(lang, f"table.class_{row[side]}") for side in ("from", "to")),
            f"{row['customers']:,}",
            f"{row['before']:,.2f}",
            f"{row['after']:,.2f}",
        ]
        for row in matrix(found)
        if row["customers"]
    ]
    if lines:
        print()
        table.show([heads, *lines], left=(0,))
    for name in ("entered", "left"):
        listed = customers(found, getattr(found, name)[:SHOWN])
        if listed:
            print(f"\n{say(lang, f'table.{name}')}")
            columns = ("customer", "name", "before", "after", "rank_before", "rank_after")
            table.show([[say(lang, f"table.{column}") for column in columns], *map(_row, listed)], left=(0, 1))


def _row(row: dict[str, Any]) -> list[str]:
    values = ["–" if row[name] is None else f"{row[name]:,.2f}" for name in ("before", "after")]
    ranks = ["–" if row[name] is None else str(row[name]) for name in ("rank_before", "rank_after")]
    name = table.cell(row["name"]) if row["name"] != row["customer"] else ""
    return [table.cell(row["customer"]), name, *values, *ranks]
