"""Mappings a user confirmed, by owner and header: the second month asks nothing."""

from __future__ import annotations

import json

from sqlalchemy import delete, insert, select

from kam_core.ingest.recipe import Mapping
from kam_core.plain import from_plain, to_plain
from kam_core.store.catalog import Catalog, mappings
from kam_core.store.principal import HOUSE


def remember(catalog: Catalog, owner: str, signature: str, mapping: Mapping, kept: str) -> None:
    """Keep this mapping in the place of an earlier one for the same header."""
    text = json.dumps(to_plain(mapping), ensure_ascii=False)
    same = (mappings.c.owner == owner) & (mappings.c.signature == signature)
    with catalog.writing() as connection:
        connection.execute(delete(mappings).where(same))
        connection.execute(insert(mappings).values(owner=owner, signature=signature, mapping=text, kept=kept))


def find(catalog: Catalog, principal: str, signature: str) -> Mapping | None:
    """This principal's own mapping for the header, else the house's, else None."""
    question = select(mappings.c.owner, mappings.c.mapping).where(
        mappings.c.signature == signature, mappings.c.owner.in_([principal, HOUSE])
    )
    with catalog.reading() as connection:
        found = {row.owner: row.mapping for row in connection.execute(question)}
    text = found.get(principal) or found.get(HOUSE)
    return from_plain(Mapping, json.loads(text)) if text else None


def state(catalog: Catalog, principal: str) -> str:
    """Changes whenever something was remembered: part of the key under which a reading is reused."""
    question = select(mappings.c.signature, mappings.c.kept).where(mappings.c.owner.in_([principal, HOUSE]))
    with catalog.reading() as connection:
        return ";".join(sorted(f"{row.signature}@{row.kept}" for row in connection.execute(question)))
