"""One account's products as an outlook has them, and nothing of anybody else: what goes to the customer itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kam_core.analysis.exact import Texts
from kam_core.analysis.supply.accounts import live
from kam_core.analysis.supply.demand_path import Days, Floats
from kam_core.analysis.supply.outlook import Outlook


@dataclass(frozen=True, eq=False)
class AccountGoods:
    """p live products, the first to order first. Quantities in units; NaN and NaT where unknown."""

    products: Texts
    names: Texts
    units: Texts
    on_hand: Floats
    in_transit: Floats
    run_out: Days
    order_by: Days
    days_left: Floats
    gap: Floats
    status: npt.NDArray[np.object_]


def account_goods(outlook: Outlook, customer: str) -> AccountGoods:
    """The products of a customer; none where it has no line in the outlook's scope."""
    mine = np.flatnonzero((outlook.customers == customer) & live(outlook))
    mine = mine[np.argsort(outlook.days_left[mine], kind="stable")]  # NaN last
    return AccountGoods(
        products=outlook.products[mine],
        names=outlook.product_names[mine],
        units=outlook.units[mine],
        on_hand=outlook.on_hand[mine],
        in_transit=outlook.in_transit[mine],
        run_out=outlook.run_out[mine],
        order_by=outlook.order_by[mine],
        days_left=outlook.days_left[mine],
        gap=outlook.gap[mine],
        status=outlook.status[mine],
    )
