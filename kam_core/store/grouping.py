"""A frozen list of groups: which customers count as one, because one controller stands behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

PREFIX = "g:"


def key_of(name: str) -> str:
    """The key under which a group stands in every figure: stable as long as its name is."""
    return PREFIX + name


@dataclass(frozen=True)
class Grouping:
    """address: what a link calls it by. of: (customer key, group name) of every member, by customer, once each."""

    address: str
    of: tuple[tuple[str, str], ...]

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """Customer key -> the key it stands under."""
        return {customer: key_of(name) for customer, name in self.of}

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Group key -> its members' keys."""
        found: dict[str, list[str]] = {}
        for customer, name in self.of:
            found.setdefault(key_of(name), []).append(customer)
        return {group: tuple(members) for group, members in found.items()}

    @cached_property
    def table(self) -> pa.Table:
        """customer, key, name: what the views of a merged dataset are joined with."""
        customers, names = [customer for customer, _ in self.of], [name for _, name in self.of]
        keys = [key_of(name) for name in names]
        kind = pa.string()
        return pa.table(
            {"customer": pa.array(customers, kind), "key": pa.array(keys, kind), "name": pa.array(names, kind)}
        )

    def merged(self, customer: str) -> str:
        """The key a customer stands under; its own where it is in no group."""
        return self.group_of.get(customer, customer)
