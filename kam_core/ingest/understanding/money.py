"""Columns of money: with or without tax, told apart by arithmetic (net + tax = gross); and those nobody can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kam_core.errors import Notice
from kam_core.ingest.recipe import CURRENCY_SIGN
from kam_core.ingest.understanding import headers
from kam_core.ingest.understanding.evidence import Evidence, Row, number
from kam_core.schema import Role

_TAX = re.compile(
    r"税额|税金|消費税|税額|\b(?:tax|vat|gst|mwst|ust|umsatzsteuer|steuerbetrag|tva|iva|btw|moms|ндс|kdv)\b"
)
_LARGE = re.compile(r"[百千]?[万亿千][元円]|百元|\bin (?:thousands|millions)\b|[(\[](?:000s?|k|k€|t€|mio|m|万|亿)[)\]]")
_LARGE_ABOVE = re.compile(
    r"(?<=单位[:为])\s*[百千]?[万亿千]元|\([百千]?[万亿千]元\)|(?<=\bin )(?:thousands|millions)\b|\('?000s?\)"
)
_OWN = re.compile(r"本位币|本币|\b(?:local|base|company|home|reporting) currency\b|\blcy\b|hauswährung")
_PIECE = re.compile(
    r"单|單|価|단가|за ед|per |/|each|unit|einzel|stück|stuk|unit[aá]ri|jednostk|birim|p\.? ?u\b|rate|list"
)
_FOREIGN = re.compile(r"原币|外币|foreign|transaction currency|document currency|fremdwährung|devise")
_RATE = re.compile(r"%|率|\b(?:rate|code|id|no|number)\b")


def gross_beside(names: Sequence[str], evidence: Sequence[Evidence], rows: Sequence[Row], net: int) -> int:
    """The column (1-based) that is `net` plus a tax column in at least 95 % of the rows with tax; 0 where none is."""
    numeric = [p for p, seen in enumerate(evidence, 1) if seen.numbers > 0.9 and p != net]
    for tax in (p for p in numeric if _is_tax(names[p - 1])):
        for gross in numeric:
            if gross != tax and _adds_up(rows, net - 1, tax - 1, gross - 1):
                return gross
    return 0


def is_gross(names: Sequence[str], evidence: Sequence[Evidence], rows: Sequence[Row], amount: int) -> bool:
    """Whether `amount` is some other column plus a tax column."""
    others = [p for p, seen in enumerate(evidence, 1) if seen.numbers > 0.9 and p != amount]
    taxes = [p for p in others if _is_tax(names[p - 1])]
    return any(_adds_up(rows, n - 1, t - 1, amount - 1) for t in taxes for n in others if n != t)


def unread_money(names: Sequence[str], evidence: Sequence[Evidence]) -> Iterator[Notice]:
    """Columns called money whose values are no numbers: without a word of it a file would pass for volume only."""
    for name, seen in zip(names, evidence):
        said = headers.match(name).get(Role.AMOUNT)
        if said and said.tier == "sure" and said.strength == 1 and seen.numbers < 0.5 and not seen.empty:
            yield Notice("money_unread", {"column": name, "sample": seen.samples[0]})


def large_unit(names: Sequence[str], amount: Sequence[int], titles: Sequence[str] = ()) -> Iterator[Notice]:
    """Money written in 万元 or thousands: the figures are shown as the file has them, so that they agree with it."""
    for position in amount:
        if said := _LARGE.search(headers.plain(names[position - 1])):
            yield Notice("large_unit", {"column": names[position - 1], "unit": said[0].strip("()（）[] ")})
            return
    for title in titles:
        if said := _LARGE_ABOVE.search(headers.plain(title)):
            yield Notice("large_unit_above", {"title": title, "unit": said[0].strip("()（）[] ")})
            return


def worked_out(names: Sequence[str], roles: dict[Role, tuple[int, ...]]) -> Iterator[Notice]:
    """Money made of volume x price, where the price does not say that it is a piece's: it may be the line's already."""
    quantity, price = roles.get(Role.QUANTITY, ()), roles.get(Role.UNIT_PRICE, ())
    if Role.AMOUNT not in roles and quantity and price and not _PIECE.search(headers.plain(names[price[0] - 1])):
        facts = {"quantity": names[quantity[0] - 1] or str(quantity[0]), "price": names[price[0] - 1] or str(price[0])}
        yield Notice("amount_worked_out", facts)


def _is_tax(header: str) -> bool:
    said = headers.plain(header)
    return bool(_TAX.search(said)) and not _RATE.search(said)


def _adds_up(rows: Sequence[Row], net: int, tax: int, gross: int) -> bool:
    sound = tried = 0
    for row in rows:
        n, t, g = (number(row[c] or "") for c in (net, tax, gross))
        if n is None or t is None or g is None or not t:
            continue
        tried += 1
        sound += abs(n + t - g) <= Decimal("0.02") and abs(t) < abs(n)
    return tried >= 3 and sound >= 0.95 * tried


def with_currency(
    names: Sequence[str], rows: Sequence[Row], roles: dict[Role, tuple[int, ...]]
) -> dict[Role, tuple[int, ...]]:
    """What says the currency of the amounts: no column where they are all in the firm's own (金额本位币 beside 币别,
    Amount beside Amount (Foreign Currency));
    the cells themselves where they hold $12 beside €15, so that the two are never added."""
    amount = roles.get(Role.AMOUNT, ())
    said = headers.plain(names[amount[0] - 1]) if amount else ""
    beside = any(_FOREIGN.search(headers.plain(name)) and Role.AMOUNT in headers.match(name) for name in names)
    if _OWN.search(said) or (said and beside and not _FOREIGN.search(said)):
        return {role: places for role, places in roles.items() if role is not Role.CURRENCY}
    if Role.CURRENCY in roles or len(amount) != 1:
        return roles
    signs = {found[0] for row in rows if (found := re.search(CURRENCY_SIGN, row[amount[0] - 1] or ""))}
    return {**roles, Role.CURRENCY: amount} if len(signs) > 1 else roles


def tax_of_amount(
    names: Sequence[str], evidence: Sequence[Evidence], rows: Sequence[Row], roles: dict[Role, tuple[int, ...]]
) -> str:
    """Whether the amount is with tax ("incl") or without ("excl"), by its header or by arithmetic; "" where unknown."""
    if Role.AMOUNT not in roles:
        return ""
    amount = roles[Role.AMOUNT][0]
    said = headers.tax_of(names[amount - 1])
    if not said and is_gross(names, evidence, rows, amount):
        return "incl"
    apart = any(headers.key(name) in {"税额", "税额本位币", "taxamount", "消費税"} for name in names)
    return said or ("excl" if apart else "")
