"""`pareto`: the customers ranked and the cut drawn."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from kam_core.analysis.exact import decimal
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import rank
from kam_core.command import answers, wishes
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.source import open_source
from kam_core.figures import percent
from kam_core.store import guesses
from kam_core.store.dataset import Dataset
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 20  # key accounts in the table for reading, unless --accounts asks for all
WIDEST = 28


def run(asked: argparse.Namespace) -> None:
    """Rank, draw, and answer with the figures or a small table."""
    lang = asked.lang or chosen(())
    cut, scope = wishes.cut(asked), wishes.scope(asked)  # what is no number is refused before any file is read
    dataset = open_source(Store(), asked, lang)
    pareto = draw(rank(dataset, scope), cut)
    if not asked.json:
        _warn(dataset, lang)
        _print(pareto, lang, None if asked.accounts else SHOWN)
        return
    answer: dict[str, Any] = {
        "customers": pareto.n,
        "key_accounts": pareto.key_accounts,
        "total": answers.number(pareto.total),
        "key_total": answers.number(pareto.key_total),
        "share": answers.share(pareto.share),
        "rows": answers.rows(dataset.manifest.account),
        "rule": cut.rule.value,
        "cut": answers.number(cut.value),
        "measure": scope.measure.value,
    }
    if asked.accounts:
        answer["accounts"] = accounts(pareto)
    _warn(dataset, lang)
    answers.give(answer)


def accounts(pareto: Pareto, most: int | None = None) -> list[dict[str, Any]]:
    """The key accounts in rank order; shares are of the scope's total, null where that is not positive."""
    ranking = pareto.ranking
    total = ranking.total_units
    found = []
    for at in (at for at in range(pareto.n) if pareto.key[at]):
        value, running = int(ranking.values[at]), int(ranking.cumulative[at])
        found.append(
            {
                "rank": at + 1,
                "customer": str(ranking.customers[at]),
                "name": str(ranking.names[at]),
                "value": answers.number(decimal(value)),
                "share": value / total if total > 0 else None,
                "cumulative_share": running / total if total > 0 else None,
            }
        )
        if len(found) == most:
            break
    return found


def _warn(dataset: Dataset, lang: str) -> None:
    manifest = dataset.manifest
    guessed = guesses.notices(manifest.questions, manifest, manifest.account)
    for sentence in answers.sentences((*manifest.notices, *guessed), lang):
        print(one_line(sentence), file=sys.stderr)


def _print(pareto: Pareto, lang: str, most: int | None) -> None:
    print(one_line(pareto.finding.say(lang)))
    listed = accounts(pareto, most)
    if not listed:
        return
    print()
    heads = [say(lang, f"table.{name}") for name in ("rank", "customer", "name", "value", "share", "cumulative_share")]
    lines = [
        [
            str(row["rank"]),
            _cell(row["customer"]),
            _cell(row["name"]) if row["name"] != row["customer"] else "",
            f"{row['value']:,.2f}",
            percent(lang, row["share"]),
            percent(lang, row["cumulative_share"]),
        ]
        for row in listed
    ]
    widths = [max(_width(line[i]) for line in (heads, *lines)) for i in range(len(heads))]
    for line in (heads, *lines):
        cells = (_pad(cell, width, left=i in (1, 2)) for i, (cell, width) in enumerate(zip(line, widths, strict=True)))
        print("  ".join(cells).rstrip())
    rest = pareto.key_accounts - len(listed)
    if rest > 0:
        print(say(lang, "table.more", rest=rest))


def _cell(text: str) -> str:
    plain = one_line(text)
    return plain if len(plain) <= WIDEST else plain[: WIDEST - 1] + "…"


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
