"""The words of a command as what the core understands: layout and hints, scope, cut, principal, day."""

from __future__ import annotations

import argparse
import difflib
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kam_core.errors import BadCut, BadInput, BadMapping
from kam_core.schema import Measure, Role

if TYPE_CHECKING:
    from kam_core.analysis.cut import Cut
    from kam_core.analysis.scope import Scope
    from kam_core.ingest.recipe import Layout
    from kam_core.ingest.understand import Hints

DATES = {"day-first": "dmy", "month-first": "mdy"}
LONGEST_OWNER = 200


def principal(asked: argparse.Namespace) -> str:
    """Whose call this is: the house's unless --owner says otherwise."""
    from kam_core.store.principal import HOUSE

    owner = asked.owner
    if owner is None:
        return HOUSE
    if not owner.strip() or len(owner) > LONGEST_OWNER or not owner.isprintable():
        raise BadInput("bad_owner", value=owner[:40])
    return str(owner)


def today(asked: argparse.Namespace) -> date:
    """The day of the import: the clock is read here and nowhere below."""
    found: date = asked.today or date.today()
    return found


def sales_only(asked: argparse.Namespace) -> None:
    """Refuse any other table where only sales can be asked."""
    if asked.table not in (None, "sales"):
        raise BadInput("only_sales", table=asked.table)


def layout(asked: argparse.Namespace) -> Layout:
    """What the flags say about the bytes."""
    from kam_core.ingest.recipe import Layout

    return Layout(sheet=asked.sheet)


def hints(asked: argparse.Namespace) -> Hints:
    """What the flags say about the columns. Raises BadMapping for a role that is none, or one said twice."""
    from kam_core.ingest.understand import Hints

    roles: dict[Role, tuple[str, ...]] = {}
    for said in asked.maps:
        role, equals, column = said.partition("=")
        known = _role(role.strip().lower().replace("-", "_"))
        if not equals or not column.strip():
            raise BadMapping("map_without_column", value=said)
        if known in roles:
            raise BadMapping("role_twice", role=known.value)
        roles[known] = (column.strip(),)
    return Hints(no_header=asked.no_header, roles=roles, dates=DATES.get(asked.dates))


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        words = [role.value for role in Role]
        near = difflib.get_close_matches(word, words, 3, 0.5) or ["customer", "date", "amount", "quantity", "product"]
        raise BadMapping("unknown_role", value=word, near=", ".join(near)) from None


def given(asked: argparse.Namespace) -> bool:
    """Whether any flag says how a file is to be read."""
    return bool(asked.sheet or asked.no_header or asked.maps or asked.dates)


def scope(asked: argparse.Namespace, usual: Measure = Measure.AMOUNT) -> Scope:
    """What is looked at: all months unless some are named, so that it can be checked by hand."""
    from kam_core.analysis.scope import Scope

    return Scope(
        measure=Measure(asked.measure or usual),
        first=asked.first,
        last=asked.last,
        regions=tuple(asked.region),
        products=tuple(asked.product),
        categories=tuple(asked.category),
        units=tuple(asked.unit),
        currencies=tuple(asked.currency),
    )


def cut(asked: argparse.Namespace) -> Cut:
    """The cut: top 20 % unless a rule is named. Raises BadCut for what is no number."""
    from kam_core.analysis.cut import Cut, Rule

    for rule in Rule:
        text = getattr(asked, rule.value)
        if text is not None:
            return Cut(rule, _number(text, percent=rule in (Rule.TOP, Rule.REACH)))
    return Cut()


def _number(text: str, percent: bool) -> Decimal:
    plain = text.strip()
    if percent:
        plain = plain.removesuffix("%").removesuffix("％").strip()
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        raise BadCut("cut_no_number", value=text) from None
    if not value.is_finite():
        raise BadCut("cut_no_number", value=text)
    return value
