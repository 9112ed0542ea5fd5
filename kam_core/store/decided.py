"""What was agreed of the months to come, on the season sheet or in the joint plan: one list, the latest decision last.

The season sheet agrees on a whole peak (agreed.py), the joint plan on single months (joint_plans.py). Whoever looks
ahead takes both: the later word counts wherever the two speak of the same month.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select

from kam_core.store.agreed import Agreement
from kam_core.store.catalog import Catalog
from kam_core.store.decision_tables import joint_plans
from kam_core.store.principal import may
from kam_core.store.store import Store


class Sheet(StrEnum):
    """Where it was agreed."""

    SEASON = "season"  # for the peak its month lies in
    PLAN = "plan"  # for its month alone


@dataclass(frozen=True)
class Decided:
    """One quantity, in the unit of the product's sales (in money where the sales tell no quantity)."""

    customer: str
    product: str
    month: str  # "YYYY-MM"
    quantity: Decimal
    sheet: Sheet
    moment: str  # ISO 8601, UTC: when this very quantity was decided


def decided(store: Store, dataset_id: str, *, principal: str) -> tuple[Decided, ...]:
    """All that counts now, of every account this principal meets. Raises UnknownDataset.

    The viewer of a frozen share meets what its owner met when it was made.
    """
    owner, until = store.met_by(dataset_id, principal)
    seasons = of_seasons(store.agreed(dataset_id, principal=principal))
    return in_order((*seasons, *_of_plans(store.catalog, dataset_id, owner, until)))


def in_order(said: Iterable[Decided]) -> tuple[Decided, ...]:
    """The latest last; the order does not hang on who asks."""
    return tuple(sorted(said, key=lambda one: (one.moment, one.customer, one.product, one.month, one.sheet)))


def of_seasons(agreements: Iterable[Agreement]) -> tuple[Decided, ...]:
    """The season sheets' part."""
    return tuple(
        Decided(one.customer, one.product, one.season, one.agreed, Sheet.SEASON, one.moment)
        for one in agreements
        if one.agreed is not None
    )


def _of_plans(catalog: Catalog, dataset_id: str, owner: str, until: datetime | None) -> Iterable[Decided]:
    """The last plan of every account, each quantity with the moment of the plan that brought it: a plan repeats what
    earlier ones said, and to repeat it is no new decision."""
    asked = select(joint_plans).where(joint_plans.c.dataset == dataset_id).order_by(joint_plans.c.id)
    counts: dict[str, dict[tuple[str, str], tuple[str, str]]] = {}  # (product, month) -> quantity, moment
    with catalog.reading() as connection:
        rows = connection.execute(asked).all()
    for row in rows:
        if not may(owner, row.owner) or (until is not None and datetime.fromisoformat(row.moment) > until):
            continue
        before, now = counts.get(row.customer, {}), {}
        for one in json.loads(row.content)["agreed"]:
            place = one["product"], one["month"]
            was = before.get(place)
            same = was is not None and Decimal(was[0]) == Decimal(one["quantity"])
            now[place] = was if was is not None and same else (one["quantity"], row.moment)
        counts[row.customer] = now
    for customer, plan in counts.items():
        for (product, month), (quantity, moment) in plan.items():
            yield Decided(customer, product, month, Decimal(quantity), Sheet.PLAN, moment)
