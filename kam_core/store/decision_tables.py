"""What people decided about a dataset, as the catalog keeps it: nothing is ever written over, the later row counts."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
)

from kam_core.store.principal import HOUSE

metadata = MetaData()


def _numbered(name: str, *more: Column[Any], apart: tuple[str, ...] = ()) -> Table:
    """A table that is only ever added to. apart: the columns within which an owner's rows are numbered, beside the
    dataset: two cannot write the same number, so that who comes second at the very same moment is told."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),  # rising: what was decided later counts
        Column("dataset", ForeignKey("datasets.id"), nullable=False, index=True),
        Column("owner", String(200), nullable=False),
        Column("revision", Integer, nullable=False),  # 1, 2, 3 …
        Column("content", Text, nullable=False),  # JSON
        Column("moment", String(40), nullable=False),
        *more,
        UniqueConstraint("dataset", *apart, "owner", "revision"),
    )


def add(connection: Connection, table: Table, keys: dict[str, str], content: Any, moment: str, **more: str) -> None:
    """One more row of a numbered table. keys: dataset, owner, and what the numbers run apart by; content: as JSON.

    Raises IntegrityError where another writer took the number at the very same moment.
    """
    mine = select(func.count()).where(*(table.c[name] == value for name, value in keys.items()))
    revision = (connection.execute(mine).scalar() or 0) + 1
    text = json.dumps(content, ensure_ascii=False)
    connection.execute(insert(table).values(**keys, revision=revision, content=text, moment=moment, **more))


hand_lists = Table(
    "hand_lists",
    metadata,
    Column("id", String(40), primary_key=True),  # a hash of owner, dataset and picks
    Column("dataset", ForeignKey("datasets.id"), nullable=False),
    Column("picks", Text, nullable=False),  # JSON
    Column("created", String(40), nullable=False),
    Column("owner", String(200), nullable=False, server_default=HOUSE),
)
agreed = Table(
    "agreed",
    metadata,
    Column("id", Integer, primary_key=True),  # rising: the latest row of a pair and season counts
    Column("dataset", ForeignKey("datasets.id"), nullable=False, index=True),
    Column("customer", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("season", String(7), nullable=False),  # the first month of the peak
    Column("ours", String(40)),  # quantities as decimal text, so that no digit is lost
    Column("theirs", String(40)),
    Column("agreed", String(40)),  # NULL: taken back
    Column("undone", Integer),  # the id of an earlier row that does not count any more; NULL: this row says a quantity
    Column("who", Text, nullable=False),
    Column("moment", String(40), nullable=False),
    Column("owner", String(200), nullable=False, server_default=HOUSE),
)
group_decisions = _numbered(
    "group_decisions",
    Column("what", String(20), nullable=False),
    Column("who", Text, nullable=False),
)
group_lists = Table(
    "group_lists",
    metadata,
    Column("id", String(40), primary_key=True),  # a hash of owner, dataset and the groups
    Column("dataset", ForeignKey("datasets.id"), nullable=False),
    Column("owner", String(200), nullable=False),
    Column("groups", Text, nullable=False),  # JSON: [customer, group] of every member
    Column("created", String(40), nullable=False),
)
registers = _numbered("registers")
joint_plans = _numbered(
    "joint_plans",
    Column("customer", Text, nullable=False),
    Column("who", Text, nullable=False),
    apart=("customer",),
)
alert_deeds = _numbered("alert_deeds")
alerts_told = Table(  # those that were there at the last call that remembered
    "alerts_told",
    metadata,
    Column("dataset", ForeignKey("datasets.id"), primary_key=True),
    Column("owner", String(200), primary_key=True),
    Column("alert", String(40), primary_key=True),
    Column("moment", String(40), nullable=False),  # since when
)
