"""The words of a command as what the core understands: layout and hints, scope, cut, principal, day."""

from __future__ import annotations

import argparse
import difflib
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kam_core.errors import BadCut, BadInput, BadMapping
from kam_core.schema import Measure, Role

if TYPE_CHECKING:
    from kam_core.analysis.cut import Cut
    from kam_core.analysis.scope import Scope
    from kam_core.analysis.supply.settings import SupplySettings
    from kam_core.ingest.recipe import Layout
    from kam_core.ingest.understand import Hints

DATES = {"day-first": "dmy", "month-first": "mdy"}
LONGEST_OWNER = 200
FARTHEST = 36  # months ahead that are forecast
MOST_PEAK = 12  # twelve times an ordinary month: all the year's sales in one
MOST_LEAD_TIME = 365  # days


def principal(asked: argparse.Namespace) -> str:
    """Whose call this is: the house's unless --owner says otherwise."""
    from kam_core.store.principal import HOUSE, viewing

    owner = asked.owner
    if owner is None:
        return HOUSE
    if viewing(owner) is not None or not owner.strip() or len(owner) > LONGEST_OWNER or not owner.isprintable():
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


def filters_alone(asked: argparse.Namespace) -> Scope:
    """The filters of the scope, in the measure and over the months of an outlook: all there are."""
    return replace(scope(asked), measure=Measure.AMOUNT, first=None, last=None)


def cut(asked: argparse.Namespace) -> Cut:
    """The cut: top 20 % unless a rule is named. Raises BadCut for what is no number."""
    from kam_core.analysis.cut import Cut, Rule

    for rule in Rule:
        text = getattr(asked, rule.value)
        if text is not None:
            return Cut(rule, _number(text, percent=rule in (Rule.TOP, Rule.REACH)))
    return Cut()


def supply(asked: argparse.Namespace) -> SupplySettings:
    """What the outlook assumes; what no flag says stays as it is. Raises BadInput."""
    from kam_core.analysis.supply.settings import Source, SupplySettings

    usual = SupplySettings()
    horizon, peak, service = (_plain(asked, name) for name in ("horizon", "peak", "service_level"))
    if horizon is not None and not (horizon == int(horizon) and 1 <= horizon <= FARTHEST):
        raise BadInput("bad_horizon", value=asked.horizon, most=FARTHEST)
    if peak is not None and not 0 < peak <= MOST_PEAK:
        raise BadInput("bad_peak", value=asked.peak, most=MOST_PEAK)
    if service is not None and service >= 1:
        service /= 100
    if service is not None and not 0 < service < 1:
        raise BadInput("bad_service_level", value=asked.service_level)
    lead_time = _plain(asked, "lead_time")
    if lead_time is not None and not (lead_time == int(lead_time) and 0 <= lead_time <= MOST_LEAD_TIME):
        raise BadInput("bad_lead_time", value=asked.lead_time, most=MOST_LEAD_TIME)
    return SupplySettings(
        as_of=asked.as_of,
        service_level=usual.service_level if service is None else float(service),
        lead_time=None if lead_time is None else int(lead_time),
        lunar=asked.lunar,
        peak=usual.peak if peak is None else float(peak),
        closed_days=not asked.open_all_days,
        horizon=usual.horizon if horizon is None else int(horizon),
        source=None if asked.demand is None else Source(asked.demand.replace("-", "_")),
    )


def _plain(asked: argparse.Namespace, name: str) -> Decimal | None:
    """A number as it was typed; a share may be written with %. Raises BadInput for what is none."""
    text = getattr(asked, name)
    if text is None:
        return None
    share = name == "service_level"
    percent = share and text.strip()[-1:] in ("%", "％")
    try:
        value = Decimal(text.strip()[:-1] if percent else text.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or (percent and value < 1):
        raise BadInput(
            f"bad_{name}", value=text, most={"horizon": FARTHEST, "peak": MOST_PEAK}.get(name, MOST_LEAD_TIME)
        )
    return value


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
