"""Which alerts somebody has already been told of, so that a daily call speaks of the new ones alone.

Kept is what was there at the last call that remembered: an alert that went away in between is new when it comes back.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from kam_core.store.decision_tables import alerts_told as table
from kam_core.store.store import Store, moment


def told(store: Store, dataset_id: str, *, owner: str) -> frozenset[str]:
    """The ids this owner was told of; none for a dataset that is not kept."""
    asked = select(table.c.alert).where(table.c.dataset == dataset_id, table.c.owner == owner)
    with store.catalog.reading() as connection:
        return frozenset(connection.execute(asked).scalars())


def tell(store: Store, dataset_id: str, alerts: Collection[str], *, owner: str) -> None:
    """From now on these count as told, and no others. Raises UnknownDataset."""
    store.versions(dataset_id, principal=owner)
    mine = (table.c.dataset == dataset_id) & (table.c.owner == owner)
    with store.catalog.writing() as connection:
        there = set(connection.execute(select(table.c.alert).where(mine)).scalars())
        gone, new = there - set(alerts), set(alerts) - there
        for alert in gone:
            connection.execute(delete(table).where(mine & (table.c.alert == alert)))
        now = moment()
        rows = [{"dataset": dataset_id, "owner": owner, "alert": alert, "moment": now} for alert in sorted(new)]
        if rows:
            connection.execute(insert(table), rows)
