"""How often a workspace's recovery link was renewed: a link carries that count, and dies with the next renewal."""

from __future__ import annotations

from sqlalchemy import Select, delete, insert, select

from kam_core.store.catalog import Catalog, workspaces


def renewals(catalog: Catalog, workspace: str) -> int:
    """The count a recovery link of this workspace must carry now."""
    with catalog.reading() as connection:
        return int(connection.execute(_count(workspace)).scalar() or 0)


def renew(catalog: Catalog, workspace: str) -> int:
    """Make the links so far dead; the count of the next."""
    with catalog.writing() as connection:
        count = int(connection.execute(_count(workspace)).scalar() or 0) + 1
        connection.execute(delete(workspaces).where(workspaces.c.id == workspace))
        connection.execute(insert(workspaces).values(id=workspace, renewals=count))
    return count


def _count(workspace: str) -> Select[int]:
    return select(workspaces.c.renewals).where(workspaces.c.id == workspace)
