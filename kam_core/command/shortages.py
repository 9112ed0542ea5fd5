"""`allocate` on sales: the claims come from the outlook, and the four rules are answered side by side."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.analysis.supply.comparison import Comparison, Outcome, Side, compare
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.shortage import offer, shortage
from kam_core.command import answers, table, wishes
from kam_core.command.agreed import agreed_ahead
from kam_core.command.failures import one_line
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.command.stock_file import with_stock
from kam_core.errors import BadInput, Notice, NotThisTable
from kam_core.figures import amount, percent, volume
from kam_core.report.allocation import split_csv, split_xlsx
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 20
WRITERS: dict[str, Callable[..., bytes]] = {".xlsx": split_xlsx, ".csv": split_csv}


def compared(
    asked: argparse.Namespace,
    lang: str,
    available: Decimal | None,
    days: int | None,
    case: Decimal | None,
    floor: Fraction,
) -> tuple[Comparison, list[Notice]]:
    """The shortage of one product of a dataset or sales file under every rule, and what should be known of it.

    Key accounts are those of the cut on the scope, all products. Raises BadInput without exactly one product, or where
    nothing says what is available.
    """
    cut, settings = wishes.cut(asked), wishes.supply(asked)
    scope = replace(wishes.scope(asked), products=())
    if len(asked.product) != 1:
        raise BadInput("allocate_one_product", source=asked.source)
    if asked.out is not None and asked.out.suffix.lower() not in WRITERS:
        raise BadInput("bad_out", file=str(asked.out))
    store = Store()
    try:
        dataset = with_stock(store, open_source(store, asked, lang), asked)
    except NotThisTable as error:
        raise BadInput("allocate_needs_claims", source=asked.source) from error
    warn(dataset, lang)
    product = filters.known(dataset, "product", asked.product)[0]
    keys = draw(rank(dataset, scope), cut).key_customers.tolist()
    ahead = outlook(dataset, scope, settings, agreed_ahead(store, dataset.id, asked))
    found = shortage(ahead, product, keys, days)
    offered = offer(dataset, ahead, found)
    there = available if available is not None else offered.available
    if there is None:
        raise BadInput("available_unknown", product=found.name)
    silent = int((~found.reported).sum())
    notices = [Notice("claims_unreported", {"count": silent, "customers": len(found.claims)})] if silent else []
    if found.untold:
        notices.append(Notice("claims_untold", {"count": len(found.untold), "listed": found.untold[:5]}))
    return compare(found, there, case or offered.case, floor), notices


def write(found: Comparison, rule: AllocationRule, path: Path, lang: str) -> None:
    """The split by the chosen rule, as .xlsx or .csv."""
    path.write_bytes(WRITERS[path.suffix.lower()](found.shortage, found.outcomes[rule], lang))


def answer(found: Comparison, rule: AllocationRule, lang: str) -> dict[str, Any]:
    """The answer of the contract, for the rule; the other rules in `compare`. run_out: days the stock lasts."""
    chosen, claims = found.outcomes[rule], found.shortage
    return {
        "rule": rule.value,
        "available": answers.number(found.available),
        "allocated": answers.number(chosen.allocation.allocated),
        "left_over": answers.number(chosen.allocation.left_over),
        "product": claims.product,
        "unit": claims.unit,
        "as_of": claims.as_of.isoformat(),
        "until": claims.until.isoformat(),
        "finding": found.finding.say(lang),
        "rows": [_row(found, chosen, at) for at in range(len(claims.claims))],
        "compare": [
            {
                "rule": each.value,
                "allocated": answers.number(outcome.allocation.allocated),
                "left_over": answers.number(outcome.allocation.left_over),
                "at_risk": None if outcome.at_risk is None else answers.number(outcome.at_risk),
                "key": _side(outcome.key),
                "others": _side(outcome.others),
            }
            for each, outcome in found.outcomes.items()
        ],
    }


def _row(found: Comparison, chosen: Outcome, at: int) -> dict[str, Any]:
    claims, portion, dry = found.shortage, chosen.allocation.portions[at], chosen.run_out[at]
    known = bool(claims.reported[at])
    return {
        "customer": portion.claim.customer,
        "name": str(claims.names[at]),
        "key": portion.claim.key,
        "need": None if portion.claim.need is None else answers.number(portion.claim.need),
        "on_hand": round(float(claims.on_hand[at]), 4) if known else None,
        "in_transit": round(float(claims.in_transit[at]), 4),
        "allocated": answers.number(portion.allocated),
        "fill_rate": answers.share(portion.fill_rate),
        "run_out": None if np.isnat(dry) else int((dry - np.datetime64(claims.as_of, "D")).astype(int)) - 1,
        "run_out_date": None if np.isnat(dry) else str(dry),
        "at_risk": None if portion.at_risk is None else answers.number(round(portion.at_risk, 2)),
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "customers": side.customers,
        "need": answers.number(side.need),
        "allocated": answers.number(side.allocated),
        "fill_rate": answers.share(side.fill_rate),
        "short": side.short,
        "at_risk": None if side.at_risk is None else answers.number(side.at_risk),
        "first_out": side.first_out and side.first_out.isoformat(),
    }


def show(found: Comparison, rule: AllocationRule, lang: str) -> None:
    """The sentence, the rules side by side, and the split by the chosen one."""
    print(one_line(found.finding.say(lang)))
    print()
    heads = (
        "rule",
        "allocated",
        "left_over",
        "key_fill_rate",
        "other_fill_rate",
        "key_short",
        "other_short",
        "at_risk",
    )
    lines = [
        [
            say(lang, f"rule.{each.value}"),
            volume(lang, outcome.allocation.allocated),
            volume(lang, outcome.allocation.left_over),
            percent(lang, outcome.key.fill_rate),
            percent(lang, outcome.others.fill_rate),
            str(outcome.key.short),
            str(outcome.others.short),
            amount(lang, outcome.at_risk),
        ]
        for each, outcome in found.outcomes.items()
    ]
    table.show([[say(lang, f"table.{head}") for head in heads], *lines], left=(0,))
    print()
    print(one_line(found.outcomes[rule].allocation.finding.say(lang)))
    print()
    names = ("customer", "key", "need", "on_hand", "in_transit", "allocated", "fill_rate", "run_out", "at_risk")
    claims = found.shortage.claims
    largest = sorted(range(len(claims)), key=lambda at: (not claims[at].key, -(claims[at].need or 0)))
    rows = [_line(found, found.outcomes[rule], at, lang) for at in largest[:SHOWN]]
    table.show([[say(lang, f"table.{name}") for name in names], *rows], left=(0, 1))
    if len(claims) > SHOWN:
        print(say(lang, "table.more_series", rest=len(claims) - SHOWN))


def _line(found: Comparison, chosen: Outcome, at: int, lang: str) -> list[str]:
    claims, portion, dry = found.shortage, chosen.allocation.portions[at], chosen.run_out[at]
    return [
        table.cell(str(claims.names[at])),
        say(lang, "table.yes") if portion.claim.key else "",
        volume(lang, round(portion.claim.need or 0)),
        volume(lang, round(float(claims.on_hand[at]))) if claims.reported[at] else "–",
        volume(lang, round(float(claims.in_transit[at]))),
        volume(lang, portion.allocated),
        percent(lang, portion.fill_rate),
        "–" if np.isnat(dry) else str(dry),
        amount(lang, portion.at_risk),
    ]
