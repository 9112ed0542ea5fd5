"""Quantities agreed with a customer for a season: each one said stays, the latest counts, and it can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, insert, select

from kam_core.errors import BadInput
from kam_core.store.catalog import Catalog
from kam_core.store.decision_tables import agreed
from kam_core.store.principal import HOUSE

DIGITS, PLACES = 14, 4


@dataclass(frozen=True)
class Agreement:
    """One customer, product and season. Quantities in the unit of its sales; None: not said.

    agreed None takes an earlier one back, and the forecast counts again.
    """

    customer: str
    product: str
    season: str  # "YYYY-MM", the first month of the peak
    agreed: Decimal | None
    ours: Decimal | None = None  # our figure when it was said
    theirs: Decimal | None = None  # the customer's
    who: str = ""
    moment: str = ""  # ISO 8601, UTC

    def __post_init__(self) -> None:
        for value in (self.agreed, self.ours, self.theirs):
            if value is not None and not _sound(value):
                raise BadInput("agreed_no_quantity", value=str(value), digits=DIGITS)


def keep(catalog: Catalog, dataset_id: str, agreements: Iterable[Agreement], owner: str) -> None:
    """Add them as the owner's, all or none. Raises what the database raises for a dataset that is not there."""
    rows = [
        {
            "dataset": dataset_id,
            "customer": one.customer,
            "product": one.product,
            "season": one.season,
            "ours": _text(one.ours),
            "theirs": _text(one.theirs),
            "agreed": _text(one.agreed),
            "who": one.who,
            "moment": one.moment,
            "owner": owner,
        }
        for one in agreements
    ]
    if rows:
        with catalog.writing() as connection:
            connection.execute(insert(agreed), rows)


def every(catalog: Catalog, dataset_id: str, principal: str) -> tuple[Agreement, ...]:
    """All that this principal and the house ever said of a dataset, in the order in which it was said."""
    said = (agreed.c.dataset == dataset_id) & agreed.c.owner.in_([principal, HOUSE])
    with catalog.reading() as connection:
        found = connection.execute(select(agreed).where(said).order_by(agreed.c.id)).all()
    return tuple(_agreement(row) for row in found)


def standing(catalog: Catalog, dataset_id: str, principal: str, until: datetime | None = None) -> tuple[Agreement, ...]:
    """What counts: the latest of each customer, product and season, unless it was taken back.

    until: as it stood at that moment; None: now.
    """
    said = every(catalog, dataset_id, principal)
    known = (one for one in said if until is None or datetime.fromisoformat(one.moment) <= until)
    latest = {(one.customer, one.product, one.season): one for one in known}
    return tuple(one for one in latest.values() if one.agreed is not None)


def quantities(agreements: Iterable[Agreement]) -> dict[tuple[str, str, str], Decimal]:
    """(customer, product, season) -> agreed quantity, as an outlook takes them."""
    return {(one.customer, one.product, one.season): one.agreed for one in agreements if one.agreed is not None}


def _agreement(row: Row[tuple[object, ...]]) -> Agreement:
    return Agreement(
        row.customer, row.product, row.season, _decimal(row.agreed), _decimal(row.ours), _decimal(row.theirs), row.who,
        row.moment,
    )  # fmt: skip


def _sound(value: Decimal) -> bool:
    if not value.is_finite() or value < 0 or value.adjusted() >= DIGITS:
        return False
    return value == value.quantize(Decimal(1).scaleb(-PLACES))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
