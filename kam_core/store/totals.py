"""How much there is in a store, in numbers alone: for whoever watches the server, no name and no id among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from kam_core.store.catalog import Catalog, datasets, shares, versions


@dataclass(frozen=True)
class Totals:
    """datasets and versions: those not deleted. shares: those that open now. openings: of all there ever were."""

    datasets: int
    versions: int
    shares: int
    openings: int


def totals(catalog: Catalog, now: datetime) -> Totals:
    """The numbers as they stand at `now`, a moment in UTC."""
    there = datasets.c.deleted.is_(None)
    open_now = shares.c.revoked.is_(None) & (shares.c.expires > now.isoformat(timespec="microseconds"))
    questions = (
        select(func.count()).select_from(datasets).where(there),
        select(func.count()).select_from(versions.join(datasets)).where(there),
        select(func.count()).select_from(shares).where(open_now),
        select(func.coalesce(func.sum(shares.c.opened), 0)),
    )
    with catalog.reading() as connection:
        return Totals(*(int(connection.execute(question).scalar_one()) for question in questions))
