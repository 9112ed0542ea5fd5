"""What the catalog lists: datasets by their newest version, and the versions of one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from kam_core.store.catalog import Catalog
from kam_core.store.catalog import datasets as d
from kam_core.store.catalog import versions as v


@dataclass(frozen=True)
class DatasetInfo:
    """One dataset as a list shows it: its newest version, how many there are, and what that one holds."""

    id: str
    name: str
    version: int
    versions: int
    created: str  # of the newest version, ISO 8601, UTC
    rows: int  # read
    customers: int
    period: tuple[str | None, str | None]  # first and last month, "YYYY-MM"
    deleted: str | None = None  # when it was deleted, ISO 8601, UTC


@dataclass(frozen=True)
class VersionInfo:
    """One version of a dataset, as its history shows it."""

    version: int
    created: str
    rows: int
    customers: int
    period: tuple[str | None, str | None]


def all_datasets(catalog: Catalog, deleted: bool) -> list[tuple[str, DatasetInfo]]:
    """Every dataset with its owner, the newest first: those that are there, or those that were deleted."""
    newest = (
        select(v.c.dataset, func.max(v.c.version).label("newest"), func.count().label("versions"))
        .group_by(v.c.dataset)
        .subquery()
    )
    question = (
        select(d.c.id, d.c.owner, d.c.name, d.c.deleted, newest.c.versions, v)
        .join(newest, newest.c.dataset == d.c.id)
        .join(v, and_(v.c.dataset == d.c.id, v.c.version == newest.c.newest))
        .where(d.c.deleted.is_not(None) if deleted else d.c.deleted.is_(None))
        .order_by(v.c.created.desc(), d.c.id)
    )
    with catalog.reading() as connection:
        rows = connection.execute(question).all()
    return [
        (
            r.owner,
            DatasetInfo(
                id=r.id,
                name=r.name,
                version=r.version,
                versions=r.versions,
                created=r.created,
                rows=r.rows,
                customers=r.customers,
                period=(r.first_month, r.last_month),
                deleted=r.deleted,
            ),
        )
        for r in rows
    ]


def all_versions(catalog: Catalog, dataset_id: str) -> list[VersionInfo]:
    """The versions of one dataset, the newest first."""
    question = select(v).where(v.c.dataset == dataset_id).order_by(v.c.version.desc())
    with catalog.reading() as connection:
        rows = connection.execute(question).all()
    return [VersionInfo(r.version, r.created, r.rows, r.customers, (r.first_month, r.last_month)) for r in rows]
