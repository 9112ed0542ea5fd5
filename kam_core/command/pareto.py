"""`pareto`: the customers ranked and the cut drawn."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from kam_core.analysis.exact import decimal
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import rank
from kam_core.command import answers, table, wishes
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.source import open_source
from kam_core.figures import percent
from kam_core.store import guesses
from kam_core.store.dataset import Dataset
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 20  # key accounts in the table for reading, unless --accounts asks for all


def run(asked: argparse.Namespace) -> None:
    """Rank, draw, and answer with the figures or a small table."""
    lang = asked.lang or chosen(())
    cut, scope = wishes.cut(asked), wishes.scope(asked)  # what is no number is refused before any file is read
    dataset = open_source(Store(), asked, lang)
    pareto = draw(rank(dataset, scope), cut)
    if not asked.json:
        warn(dataset, lang)
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
    warn(dataset, lang)
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


def warn(dataset: Dataset, lang: str) -> None:
    """What the user should know of this dataset, on standard error."""
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
            table.cell(row["customer"]),
            table.cell(row["name"]) if row["name"] != row["customer"] else "",
            f"{row['value']:,.2f}",
            percent(lang, row["share"]),
            percent(lang, row["cumulative_share"]),
        ]
        for row in listed
    ]
    table.show([heads, *lines], left=(1, 2))
    rest = pareto.key_accounts - len(listed)
    if rest > 0:
        print(say(lang, "table.more", rest=rest))
