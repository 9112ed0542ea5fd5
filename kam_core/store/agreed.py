"""Quantities agreed with a customer for a season: each one said stays, the latest counts, and it can be undone.

Whoever saves says which of them he has seen last of each customer, product and season; where somebody has said another
one since, he is told who and how much, and nothing is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, Row, insert, select

from kam_core.errors import BadInput, ChangedMeanwhile
from kam_core.store.catalog import Catalog, datasets
from kam_core.store.decision_tables import agreed
from kam_core.store.principal import HOUSE

DIGITS, PLACES = 14, 4
LONGEST_NAME = 80
Place = tuple[str, str, str]  # customer, product, season
Seen = Mapping[Place, int]  # the id of the latest that was seen of each place, 0 where there was none


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
    id: int = 0  # 0: not kept yet
    owner: str = ""
    undone: int = 0  # the id of the one this takes back; 0: it says a quantity

    @property
    def place(self) -> Place:
        """What it is about."""
        return self.customer, self.product, self.season

    def __post_init__(self) -> None:
        for value in (self.agreed, self.ours, self.theirs):
            if value is not None and not _sound(value):
                raise BadInput("agreed_no_quantity", value=str(value), digits=DIGITS)


def keep(
    catalog: Catalog,
    dataset_id: str,
    agreements: Iterable[Agreement],
    owner: str,
    seen: Seen | None = None,
) -> None:
    """Add them as the owner's, all or none.

    seen None: whatever there is. Raises ChangedMeanwhile, and what the database raises for an unknown dataset.
    """
    rows = [
        {
            "dataset": dataset_id,
            "customer": one.customer,
            "product": one.product,
            "season": one.season,
            "ours": _text(one.ours),
            "theirs": _text(one.theirs),
            "agreed": _text(one.agreed),
            "who": " ".join(one.who.split())[:LONGEST_NAME],
            "moment": one.moment,
            "owner": owner,
            "undone": one.undone or None,
        }
        for one in agreements
    ]
    if not rows:
        return
    with catalog.writing() as connection:
        if seen is not None:
            connection.execute(select(datasets.c.id).where(datasets.c.id == dataset_id).with_for_update())
            _refuse_stale(_every(connection, dataset_id, owner), seen)
        connection.execute(insert(agreed), rows)


def _refuse_stale(there: tuple[Agreement, ...], seen: Seen) -> None:
    latest = {one.place: one for one in there}
    for place, number in seen.items():
        last = latest.get(place)
        if last and last.id != number:
            now = {one.place: one.agreed for one in counting(there)}.get(place)
            raise ChangedMeanwhile(
                "agreed_changed",
                who=last.who or "?",
                product=last.product,
                moment=last.moment[:16].replace("T", " "),
                quantity="–" if now is None else f"{now.normalize():,f}",
            )


def every(catalog: Catalog, dataset_id: str, principal: str) -> tuple[Agreement, ...]:
    """All that this principal and the house ever said of a dataset, undone or not, in order."""
    with catalog.reading() as connection:
        return _every(connection, dataset_id, principal)


def _every(connection: Connection, dataset_id: str, principal: str) -> tuple[Agreement, ...]:
    said = (agreed.c.dataset == dataset_id) & agreed.c.owner.in_([principal, HOUSE])
    return tuple(_agreement(row) for row in connection.execute(select(agreed).where(said).order_by(agreed.c.id)).all())


def counting(said: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """Those that were not undone, in order; the last of each place counts."""
    said = tuple(said)
    undone = {one.undone for one in said}
    return tuple(one for one in said if not one.undone and one.id not in undone)


def undoable(said: Iterable[Agreement], place: Place, owner: str) -> Agreement | None:
    """The latest of one's own about a place that counts; None where there is none."""
    mine = [one for one in counting(said) if one.place == place and one.owner == owner]
    return mine[-1] if mine else None


def standing(catalog: Catalog, dataset_id: str, principal: str, until: datetime | None = None) -> tuple[Agreement, ...]:
    """What counts: the latest of each customer, product and season, unless it was taken back.

    until: as it stood at that moment; None: now.
    """
    said = every(catalog, dataset_id, principal)
    known = (one for one in said if until is None or datetime.fromisoformat(one.moment) <= until)
    latest = {one.place: one for one in counting(known)}
    return tuple(one for one in latest.values() if one.agreed is not None)


def _agreement(row: Row[tuple[object, ...]]) -> Agreement:
    return Agreement(
        row.customer, row.product, row.season, _decimal(row.agreed), _decimal(row.ours), _decimal(row.theirs), row.who,
        row.moment, row.id, row.owner, row.undone or 0,
    )  # fmt: skip


def _sound(value: Decimal) -> bool:
    if not value.is_finite() or value < 0 or value.adjusted() >= DIGITS:
        return False
    return value == value.quantize(Decimal(1).scaleb(-PLACES))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
