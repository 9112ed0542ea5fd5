"""What people decided about a dataset, as the catalog keeps it: nothing is ever written over, the later row counts."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

from kam_core.store.principal import HOUSE

metadata = MetaData()

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
    Column("who", Text, nullable=False),
    Column("moment", String(40), nullable=False),
    Column("owner", String(200), nullable=False, server_default=HOUSE),
)
group_decisions = Table(  # only ever added to
    "group_decisions",
    metadata,
    Column("id", Integer, primary_key=True),  # rising: what was decided later counts
    Column("dataset", ForeignKey("datasets.id"), nullable=False, index=True),
    Column("owner", String(200), nullable=False),
    Column("revision", Integer, nullable=False),  # 1, 2, 3 … of this owner: two cannot write the same one
    Column("what", String(20), nullable=False),
    Column("content", Text, nullable=False),  # JSON
    Column("who", Text, nullable=False),
    Column("moment", String(40), nullable=False),
    UniqueConstraint("dataset", "owner", "revision"),
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
registers = Table(  # only ever added to
    "registers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", ForeignKey("datasets.id"), nullable=False, index=True),
    Column("owner", String(200), nullable=False),
    Column("revision", Integer, nullable=False),  # 1, 2, 3 … of this owner: two cannot write the same one
    Column("content", Text, nullable=False),  # JSON
    Column("moment", String(40), nullable=False),
    UniqueConstraint("dataset", "owner", "revision"),
)
joint_plans = Table(  # only ever added to
    "joint_plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", ForeignKey("datasets.id"), nullable=False, index=True),
    Column("customer", Text, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("revision", Integer, nullable=False),  # 1, 2, 3 … of this owner and customer: two cannot write the same one
    Column("content", Text, nullable=False),  # JSON
    Column("who", Text, nullable=False),
    Column("moment", String(40), nullable=False),
    UniqueConstraint("dataset", "customer", "owner", "revision"),
)
alert_deeds = Table(  # only ever added to
    "alert_deeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset", ForeignKey("datasets.id"), nullable=False, index=True),
    Column("owner", String(200), nullable=False),
    Column("revision", Integer, nullable=False),  # 1, 2, 3 … of this owner: two cannot write the same one
    Column("content", Text, nullable=False),  # JSON
    Column("moment", String(40), nullable=False),
    UniqueConstraint("dataset", "owner", "revision"),
)
alerts_told = Table(  # those that were there at the last call that remembered
    "alerts_told",
    metadata,
    Column("dataset", ForeignKey("datasets.id"), primary_key=True),
    Column("owner", String(200), primary_key=True),
    Column("alert", String(40), primary_key=True),
    Column("moment", String(40), nullable=False),  # since when
)
