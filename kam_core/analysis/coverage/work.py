"""The work list: what is missing at which key account, the largest money at stake first, and whose work it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np

from kam_core.analysis.coverage.grid import Counts, Grid
from kam_core.analysis.coverage.settings import LEVELS, STATES, Level, State
from kam_core.analysis.coverage.training import Training
from kam_core.analysis.exact import Flags, Numbers, Texts, decimal


class Lack(StrEnum):
    """What is missing, the worst first."""

    NOBODY = "nobody"  # a level with no contact
    NO_CONTACTS = "no_contacts"  # no contact of the account at all
    UNREAD = "unread"  # a contact whose level cannot be read, and a level nobody is known of
    STALE = "stale"  # a level not in touch for too long
    UNTRAINED = "untrained"  # it buys a complex product and nobody was trained on it


LACKS = tuple(Lack)
OF_LEVEL = {State.NOBODY: Lack.NOBODY, State.STALE: Lack.STALE}


@dataclass(frozen=True)
class Owner:
    """One account manager (else salesperson); name '' = nobody known. money: each account once."""

    name: str
    accounts: int
    gaps: int
    money: Decimal


@dataclass(frozen=True, eq=False)
class Work:
    """m gaps: largest money first, then the account's rank, then the worst first, then from the top level down."""

    at: Counts  # (m,) the account's place in the coverage
    lacks: Counts  # (m,) place in LACKS
    levels: Counts  # (m,) place in LEVELS, -1 where it is the account's or a product's
    products: Texts  # (m,) key of the product nobody was trained on, else ''
    days: Counts  # (m,) since the last touch, -1 where there was none or it is not a matter of days
    money: Numbers  # (m,) the account's, in ten-thousandths
    owners: Texts  # (m,)

    @property
    def n(self) -> int:
        return len(self.at)

    def lack(self, row: int) -> Lack:
        """What is missing in a row."""
        return LACKS[int(self.lacks[row])]

    def level(self, row: int) -> Level | None:
        """At which level."""
        return LEVELS[int(self.levels[row])] if self.levels[row] >= 0 else None

    def of(self, owner: str | None) -> Counts:
        """Rows of one owner ('' = of nobody), or of all of them."""
        return np.arange(self.n) if owner is None else np.flatnonzero(self.owners == owner)

    @property
    def by_owner(self) -> tuple[Owner, ...]:
        """Whose work it is, the most money first, nobody's last."""
        found = []
        for name in sorted(set(self.owners.tolist())):
            mine = self.of(name)
            accounts, first = np.unique(self.at[mine], return_index=True)
            money = decimal(sum(self.money[mine[first]].tolist()))
            found.append(Owner(name, len(accounts), len(mine), money))
        return tuple(sorted(found, key=lambda owner: (not owner.name, -owner.money, owner.name)))


def work_list(found: Grid, key: Flags, money: Numbers, owners: Texts, training: Training | None) -> Work:
    """The gaps of the key accounts. Columns are parallel to the grid's customers; training of None: not known."""
    gaps = list(_gaps(found, np.flatnonzero(key)))
    if training:
        place = dict(zip(found.customers.tolist(), range(len(found.customers))))
        gaps += [
            (place[customer], LACKS.index(Lack.UNTRAINED), -1, product) for customer, product in training.untrained
        ]
    gaps.sort(key=lambda gap: (-int(money[gap[0]]), *gap))
    at, lacks, levels = (np.array([gap[i] for gap in gaps], np.int64) for i in range(3))
    of_level = levels >= 0
    days = np.where(of_level, found.days[at, np.maximum(levels, 0)], -1) if len(gaps) else np.zeros(0, np.int64)
    return Work(
        at=at,
        lacks=lacks,
        levels=levels,
        products=np.array([gap[3] for gap in gaps], object),
        days=days,
        money=money[at],
        owners=owners[at],
    )


def _gaps(found: Grid, key: Counts) -> Iterator[tuple[int, int, int, str]]:
    """(account, lack, level or -1, '') of the grid."""
    listed, unknown = found.listed, STATES.index(State.UNKNOWN)
    for at in key.tolist():
        states = found.states[at].tolist()
        for level, state in enumerate(states):
            if lack := OF_LEVEL.get(STATES[state]):
                yield at, LACKS.index(lack), level, ""
        if not listed[at]:
            yield at, LACKS.index(Lack.NO_CONTACTS), -1, ""
        elif unknown in states:
            yield at, LACKS.index(Lack.UNREAD), -1, ""
