"""`allocate`: a shortage shared out among the customers, exactly. SOURCE is a small table of claims, or sales."""

from __future__ import annotations

import argparse
import re
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from kam_core.analysis.supply.allocation import FLOOR, Allocation, AllocationRule, Claim, Portion, allocate
from kam_core.command import answers, limits, table
from kam_core.command.claims import DIGITS, read_claims
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.errors import BadInput, Notice
from kam_core.figures import percent, volume
from kam_core.ingest.numbers import parse_number
from kam_core.wording import say

MOST_DAYS = 3660
FOUR = Decimal("0.0001")
_PERCENT = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([%％]?)\s*", re.ASCII)


def run(asked: argparse.Namespace) -> None:
    """Share out, and answer with the figures or a small table."""
    lang = asked.lang or chosen(())
    rule = AllocationRule(asked.rule)
    available = None if asked.available is None else _quantity(asked.available, "bad_available")
    days = _days(asked.days)
    case = None if asked.case is None else _quantity(asked.case, "bad_case")
    if case == 0:
        raise BadInput("bad_case", value=asked.case, digits=DIGITS)
    floor = _floor(asked.floor, rule)
    claims, notices = _claims(asked, days)
    if claims is None:
        _of_sales(asked, lang, rule, (available, days, case, floor))
        return
    if available is None:
        raise BadInput("available_needed")
    if rule in (AllocationRule.KEY_FIRST, AllocationRule.KEY_FIRST_FLOOR) and not any(c.key for c in claims):
        notices.append(Notice("no_key_claims"))
    found = allocate(claims, available, rule, case, floor)
    for sentence in answers.sentences(notices, lang):
        print(one_line(sentence), file=sys.stderr)
    if asked.json:
        answers.give(answer(found))
    else:
        _print(found, lang)


def answer(found: Allocation) -> dict[str, Any]:
    """An allocation in JSON. need and fill_rate are null where the need has no limit, run_out where nothing is used."""
    return {
        "rule": found.rule.value,
        "available": answers.number(found.available),
        "allocated": answers.number(found.allocated),
        "left_over": answers.number(found.left_over),
        "rows": [_row(portion) for portion in found.portions],
    }


def _row(portion: Portion) -> dict[str, Any]:
    claim = portion.claim
    return {
        "customer": claim.customer,
        "key": claim.key,
        "need": None if claim.need is None else answers.number(claim.need),
        "on_hand": answers.number(claim.on_hand),
        "allocated": answers.number(portion.allocated),
        "fill_rate": answers.share(portion.fill_rate),
        "run_out": answers.share(portion.run_out),
    }


def _claims(asked: argparse.Namespace, days: int | None) -> tuple[list[Claim] | None, list[Notice]]:
    """Who asks for how much; None where SOURCE is no such table, but a dataset or sales."""
    limits.set_limits()
    path = Path(asked.source)
    found = read_claims(path, days) if path.is_file() else None
    if found is None:
        return None, []
    if asked.product or asked.inventory or asked.out:
        raise BadInput("product_needs_dataset", source=asked.source)
    return found


def _of_sales(
    asked: argparse.Namespace,
    lang: str,
    rule: AllocationRule,
    given: tuple[Decimal | None, int | None, Decimal | None, Fraction],
) -> None:
    from kam_core.command import shortages  # it brings the forecast along, which a small table does not need

    found, notices = shortages.compared(asked, lang, *given)
    for sentence in answers.sentences(notices, lang):
        print(one_line(sentence), file=sys.stderr)
    if asked.out is not None:
        shortages.write(found, rule, asked.out, lang)
    if asked.json:
        answers.give(shortages.answer(found, rule, lang))
    else:
        shortages.show(found, rule, lang)


def _quantity(text: str, refused: str) -> Decimal:
    value = parse_number(text)
    if value is None or value < 0 or value.adjusted() >= DIGITS or value % FOUR != 0:
        raise BadInput(refused, value=text, digits=DIGITS)
    return value


def _days(text: str | None) -> int | None:
    if text is None:
        return None
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 6 and 1 <= int(plain) <= MOST_DAYS):
        raise BadInput("bad_days", value=text, most=MOST_DAYS)
    return int(plain)


def _floor(text: str | None, rule: AllocationRule) -> Fraction:
    """30%, 30 and 0.3 are the same floor; 1 is all of the need."""
    if text is None:
        return FLOOR
    if rule is not AllocationRule.KEY_FIRST_FLOOR:
        raise BadInput("floor_without_rule", rule=AllocationRule.KEY_FIRST_FLOOR.value)
    said = _PERCENT.fullmatch(text)
    value = Fraction(said[1]) if said else Fraction(-1)
    share = value / 100 if (said and said[2]) or value > 1 else value
    if not 0 <= share <= 1:
        raise BadInput("bad_floor", value=text)
    return share


def _print(found: Allocation, lang: str) -> None:
    print(one_line(found.finding.say(lang)))
    heads = [say(lang, f"table.{name}") for name in ("customer", "key", "need", "on_hand", "allocated", "fill_rate")]
    heads.append(say(lang, "table.run_out_days"))
    lines = [
        [
            table.cell(portion.claim.customer),
            say(lang, "table.yes") if portion.claim.key else "",
            "–" if portion.claim.need is None else volume(lang, portion.claim.need),
            volume(lang, portion.claim.on_hand),
            volume(lang, portion.allocated),
            percent(lang, portion.fill_rate),
            "–" if portion.run_out is None else f"{float(portion.run_out):,.1f}",
        ]
        for portion in found.portions
    ]
    print()
    table.show([heads, *lines], left=(0, 1))
