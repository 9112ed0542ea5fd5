"""What a messy cell means as a number: the one definition, in exact decimals, never in floats.

The accounting SQL takes a fast path for plain forms only (digits with a point where the decimal mark is a point) and
must agree with what stands here.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from kam_core.ingest.words import plain, scale, words

_ZERO = Decimal(0)
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_BODY = re.compile(r"(?P<digits>[0-9][0-9.,' ]*|[.,][0-9]+)(?:(?P<power>[eE][+-]?[0-9]+)[.,]?)?(?P<tail>.*)", re.DOTALL)
_REMARK = re.compile(r"(?<=[0-9元%])\s*\((?!\s*[-0-9.])[^()]*\)$")  # 1,200.00 (含税)
_GROUPS = re.compile(r"[0-9]{1,3}([,.' ])[0-9]{3}(?:\1[0-9]{3})*")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}")


def parse_number(text: str, decimal: str = ".") -> Decimal | None:
    """The number a cell means, or None. `decimal` is the file's decimal mark, used where the value leaves it open.

    Understood: thousands marks, currency signs, `(12)` and `12-` as negative, `12.5%` = 0.125, a unit behind (`12箱`),
    1.2万 = 12000, full-width digits, 1E+05, a remark in brackets behind (`86 (含税)`), and the accountant's dash for 0.
    """
    if decimal == "." and _PLAIN.fullmatch(text):
        return Decimal(text)
    t = plain(text)
    negative = False
    if t.startswith("(") and t.endswith(")"):
        t, negative = t[1:-1].strip(), True
    t, turned = _without_sign_and_currency(_REMARK.sub("", t))
    if turned is None:
        return None
    if t.startswith("(") and t.endswith(")"):
        t, negative = t[1:-1].strip(), True
    if t in {"-", "--"}:
        return _ZERO
    if len(t) > 1 and t[-1] == "-":
        t, turned = t[:-1].rstrip(), not turned
    body = _BODY.fullmatch(t)
    if body is None:
        return None
    digits = _plain_digits(body["digits"].rstrip(), decimal)
    factor = _factor(body["tail"].strip())
    if digits is None or factor is None:
        return None
    power = body["power"] or ""
    if len(power.lstrip("eE+-0")) > 2:  # below 1E-99 it is nothing; beyond 1E99 nobody's money
        return _ZERO if power[1] == "-" or not digits.strip("0.") else None
    value = Decimal(digits + power) * factor
    return -value if negative != turned else value


@functools.cache
def _signs() -> re.Pattern[str]:
    names = sorted(words("currency", "signs", "words"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, names)) + r")\s*")


def _without_sign_and_currency(t: str) -> tuple[str, bool | None]:
    """`- $ 12` -> ("12", True); a lone dash stays. None instead of a sign where there are two of a kind."""
    turned: bool | None = False
    seen_sign = seen_currency = False
    while t and t not in {"-", "--"}:
        currency = _signs().match(t)
        if t[0] in "+-" and len(t) > 1 and not seen_sign:
            turned, seen_sign, t = t[0] == "-", True, t[1:].lstrip()
        elif currency and currency.end() < len(t) and not seen_currency:
            seen_currency, t = True, t[currency.end() :]
        else:
            break
    return (t, None) if seen_sign and t in {"-", "--"} else (t, turned)


def _plain_digits(t: str, decimal: str) -> str | None:
    """Digits with at most a point in them. A value that shows its own decimal mark overrules the file's."""
    marks = [c for c in t if c in ".,"]
    if marks and len(set(marks)) == 2:
        decimal = marks[-1]  # 1.234,56 and 1,234.56 leave no choice
        if marks.count(decimal) > 1:
            return None
    elif len(marks) == 1 and marks[0] != decimal and not _GROUPS.fullmatch(t):
        decimal = marks[0]  # 12,5 can group nothing
    elif len(marks) > 1 and marks[0] == decimal:
        decimal = "," if decimal == "." else "."  # 1.234.567 has thousands marks, whatever the file's custom
    whole, _, part = t.partition(decimal)
    if part and not part.isdigit():
        return None
    if whole and not whole.isdigit() and not _GROUPS.fullmatch(whole) and not _INDIAN.fullmatch(whole):
        return None
    whole = re.sub(r"[^0-9]", "", whole)
    return f"{whole or '0'}.{part}" if part else whole or None


@functools.cache
def _factor(tail: str) -> Decimal | None:
    """What stands behind the digits, as a factor: nothing 1, % 0.01, 万元 10000, a unit 1; None for other text."""
    if not tail:
        return Decimal(1)
    if tail in {"%", "％"}:
        return Decimal("0.01")
    if tail in words("units", "latin"):
        return Decimal(1)
    for word in sorted(scale(), key=len, reverse=True):
        if tail.startswith(word) and _unit(tail[len(word) :].strip()):
            return Decimal(scale()[word])
    return Decimal(1) if _unit(tail) else None


def _unit(tail: str) -> bool:
    if tail in words("currency") or tail in words("units", "latin", "other") or not tail:
        return True
    never = "".join(words("units", "never"))
    return len(tail) <= 2 and all("一" <= c <= "鿿" and c not in never for c in tail)
