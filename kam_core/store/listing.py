"""What the catalog lists: datasets by their newest version, the versions of one, and what they may be called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from kam_core.errors import BadInput
from kam_core.store.catalog import Catalog
from kam_core.store.catalog import datasets as d
from kam_core.store.catalog import versions as v

LONGEST_NAME = 200


@dataclass(frozen=True)
class DatasetInfo:
    """One dataset as a list shows it: its newest version, all their numbers, and what that one holds."""

    id: str
    name: str
    version: int
    versions: tuple[int, ...]  # the newest first
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
    question = (
        select(d.c.id, d.c.owner, d.c.name, d.c.deleted, v)
        .join(v, v.c.dataset == d.c.id)
        .where(d.c.deleted.is_not(None) if deleted else d.c.deleted.is_(None))
        .order_by(v.c.created.desc(), v.c.dataset, v.c.version.desc())
    )
    with catalog.reading() as connection:
        rows = connection.execute(question).all()
    newest: dict[str, Row[Any]] = {}
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row.id, []).append(row.version)
        if row.id not in newest or row.version > newest[row.id].version:
            newest[row.id] = row
    return [(row.owner, _info(row, tuple(sorted(numbers[row.id], reverse=True)))) for row in newest.values()]


def _info(row: Row[Any], numbers: tuple[int, ...]) -> DatasetInfo:
    return DatasetInfo(
        id=row.id,
        name=row.name,
        version=row.version,
        versions=numbers,
        created=row.created,
        rows=row.rows,
        customers=row.customers,
        period=(row.first_month, row.last_month),
        deleted=row.deleted,
    )


def all_versions(catalog: Catalog, dataset_id: str) -> list[VersionInfo]:
    """The versions of one dataset, the newest first."""
    question = select(v).where(v.c.dataset == dataset_id).order_by(v.c.version.desc())
    with catalog.reading() as connection:
        rows = connection.execute(question).all()
    return [VersionInfo(r.version, r.created, r.rows, r.customers, (r.first_month, r.last_month)) for r in rows]


def clean_name(name: str) -> str:
    """A name for a dataset: one line, at most 200 characters. Raises BadInput when nothing is left."""
    shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME]
    if not shown:
        raise BadInput("empty_name")
    return shown
