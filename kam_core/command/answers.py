"""What the commands answer in JSON: plain numbers and words, keys as documented in docs/guide."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kam_core.errors import Notice
from kam_core.ingest.ledger import Account
from kam_core.schema import State
from kam_core.wording import say


def rows(account: Account) -> dict[str, int]:
    """The four counts and what they add up to."""
    return {"read": account.read, **{state.value: account.tallies[state].rows for state in State}}


def money(account: Account) -> dict[str, int | float]:
    """The money in each of the four counts."""
    return {state.value: number(account.tallies[state].money) for state in State}


def number(value: Decimal | int) -> int | float:
    """A JSON number: whole where it is whole. Four decimals survive a float up to about 10^11."""
    return int(value) if value == int(value) else float(value)


def share(value: Fraction | None) -> float | None:
    """A share of 1; null where it has no meaning."""
    return None if value is None else float(value)


def sentences(notices: Sequence[Notice], lang: str) -> list[str]:
    """What the user should know, each thing once."""
    return list(dict.fromkeys(say(lang, f"notice.{notice.code}", **notice.facts) for notice in notices))


def give(answer: dict[str, Any]) -> None:
    """Write the answer to standard output."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    json.dump(answer, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
