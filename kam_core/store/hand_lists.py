"""Lists of pinned and excluded names, kept under a hash of their content, so that a link keeps its meaning."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import insert, select

from kam_core.errors import UnknownDataset
from kam_core.hand import HandPick
from kam_core.plain import from_plain, to_plain
from kam_core.store.catalog import Catalog
from kam_core.store.decision_tables import hand_lists
from kam_core.store.principal import HOUSE, may


def keep(catalog: Catalog, dataset_id: str, picks: tuple[HandPick, ...], created: str, owner: str) -> str:
    """The address of this list of this dataset; the same list of the same owner has the same address."""
    ordered = sorted(picks, key=lambda pick: (pick.customer, not pick.pinned))
    text = json.dumps(to_plain(ordered), ensure_ascii=False, sort_keys=True)
    whose = "" if owner == HOUSE else f"{owner}\n"  # so that lists made before there were owners keep their address
    address = "h" + hashlib.sha256(f"{whose}{dataset_id}\n{text}".encode()).hexdigest()[:20]
    with catalog.writing() as connection:
        if connection.execute(select(hand_lists.c.id).where(hand_lists.c.id == address)).first() is None:
            values = {"id": address, "dataset": dataset_id, "picks": text, "created": created, "owner": owner}
            connection.execute(insert(hand_lists).values(values))
    return address


def find(catalog: Catalog, address: str, principal: str) -> tuple[str, tuple[HandPick, ...]]:
    """The dataset a list belongs to, and its picks. Raises UnknownDataset, for another workspace's as for none."""
    with catalog.reading() as connection:
        row = connection.execute(select(hand_lists).where(hand_lists.c.id == address)).first()
    if row is None or not may(principal, row.owner):
        raise UnknownDataset("unknown_hand_list", address=address)
    return row.dataset, tuple(from_plain(HandPick, pick) for pick in json.loads(row.picks))
