"""Frozen lists of groups, kept under a hash of their content, so that a link says exactly which grouping it used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import insert, select

from kam_core.errors import UnknownDataset
from kam_core.store.catalog import Catalog
from kam_core.store.decision_tables import group_lists
from kam_core.store.grouping import Grouping
from kam_core.store.principal import may


def frozen(dataset_id: str, owner: str, of: Mapping[str, str]) -> Grouping:
    """The list with its address; customer -> group. A group of one says nothing and is left out."""
    sizes: dict[str, int] = {}
    for group in of.values():
        sizes[group] = sizes.get(group, 0) + 1
    pairs = tuple(sorted((customer, group) for customer, group in of.items() if sizes[group] > 1))
    text = json.dumps([owner, dataset_id, pairs], ensure_ascii=False)
    return Grouping("g" + hashlib.sha256(text.encode()).hexdigest()[:20], pairs)


def keep(catalog: Catalog, dataset_id: str, owner: str, of: Mapping[str, str], created: str) -> Grouping:
    """The list, found under its address from now on; the same list of the same owner has the same address."""
    made = frozen(dataset_id, owner, of)
    values = {
        "id": made.address,
        "dataset": dataset_id,
        "owner": owner,
        "groups": json.dumps(made.of, ensure_ascii=False),
        "created": created,
    }
    with catalog.writing() as connection:
        if connection.execute(select(group_lists.c.id).where(group_lists.c.id == made.address)).first() is None:
            connection.execute(insert(group_lists).values(values))
    return made


def find(catalog: Catalog, dataset_id: str, address: str, principal: str) -> Grouping:
    """The list behind an address. Raises UnknownDataset where it is another dataset's, or somebody else's."""
    with catalog.reading() as connection:
        row = connection.execute(select(group_lists).where(group_lists.c.id == address)).first()
    if row is None or row.dataset != dataset_id or not may(principal, row.owner):
        raise UnknownDataset("unknown_groups", address=address)
    return Grouping(address, tuple((customer, group) for customer, group in json.loads(row.groups)))
