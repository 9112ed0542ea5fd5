"""`concentration`: whom the firm depends on."""

from __future__ import annotations

import argparse
from typing import Any

from kam_core.analysis.concentration.concentration import TOPS, Concentration, concentration
from kam_core.analysis.concentration.dependence import Parts
from kam_core.command import answers, table, wishes
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.figures import percent
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 20  # regions in the table for reading


def run(asked: argparse.Namespace) -> None:
    """Answer with the figures, or with the sentence and the regions."""
    lang = asked.lang or chosen(())
    scope = wishes.scope(asked)
    dataset = open_source(Store(), asked, lang)
    found = concentration(dataset, scope)
    warn(dataset, lang)
    if asked.json:
        answers.give(answer(found))
    else:
        _print(found, lang)


def answer(found: Concentration) -> dict[str, Any]:
    """hhi and gini are over the customers above zero (not `left_out`), shares of the net total; null: no meaning."""
    ranking = found.ranking
    first = zip(ranking.customers[:1].tolist(), ranking.names[:1].tolist())
    largest = [{"customer": key, "name": name, "share": answers.share(found.top(1))} for key, name in first]
    return {
        "customers": ranking.n,
        "left_out": found.left_out,
        "total": answers.number(ranking.total),
        "measure": ranking.scope.measure.value,
        "hhi": answers.share(found.hhi),
        "effective_customers": answers.share(found.effective),
        "gini": answers.share(found.gini),
        "top": {str(k): answers.share(found.top(k)) for k in TOPS},
        "largest": largest[0] if largest else None,
        "level": found.level.value if found.level else None,
        "regions": _regions(found.regions),
    }


def _regions(parts: Parts) -> list[dict[str, Any]]:
    if not parts.known:
        return []
    return [
        {
            "region": part.key,
            "value": answers.number(part.value),
            "customers": part.customers,
            "hhi": part.hhi,
            "effective_customers": part.effective,
            "largest": {"customer": part.largest, "share": answers.share(part.largest_share)},
            "lost_with_largest": answers.share(part.lost_share),
        }
        for part in parts.rows
    ]


def _print(found: Concentration, lang: str) -> None:
    print(one_line(found.finding.say(lang)))
    if not found.regions.known or found.hhi is None:
        return
    print()
    heads = ("region", "value", "effective", "largest", "share", "lost_with_largest")
    lines = [
        [
            table.cell(part.label),
            f"{part.value:,.2f}",
            f"{part.effective:,.1f}" if part.effective else "",
            table.cell(part.largest_name),
            percent(lang, part.largest_share),
            percent(lang, part.lost_share),
        ]
        for part in found.regions.rows[:SHOWN]
    ]
    table.show([[say(lang, f"table.{name}") for name in heads], *lines], left=(0, 3))
