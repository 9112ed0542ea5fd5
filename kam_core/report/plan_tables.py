"""The season's plan as tables to look at: demand by month, and each product from its demand to what cannot be made."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kam_core.analysis.supply.season_plan import SeasonPlan


def demand_table(plan: SeasonPlan) -> pa.Table:
    """One row a planned product, class (key | other) and month: product, product_name, unit, class, month, demand."""
    key = plan.wants.key
    sides = {"key": plan.of_products(plan.demand, key), "other": plan.of_products(plan.demand, ~key)}
    planned = np.flatnonzero(~np.isnat(plan.goods.last))
    goods, months = plan.goods, plan.months
    rows = [(at, side, month) for at in planned for side in sides for month in range(len(months))]
    return pa.table(
        {
            "product": pa.array([goods.products[at] for at, _, _ in rows], pa.string()),
            "product_name": pa.array([goods.names[at] for at, _, _ in rows], pa.string()),
            "unit": pa.array([goods.units[at] for at, _, _ in rows], pa.string()),
            "class": pa.array([side for _, side, _ in rows], pa.string()),
            "month": pa.array([months[month] for _, _, month in rows], pa.string()),
            "demand": pa.array([float(sides[side][at, month]) for at, side, month in rows], pa.float64()),
        }
    )


def products_table(plan: SeasonPlan) -> pa.Table:
    """One row a product, what cannot be made first. Quantities in its unit; NULL: not known.

    key_stock, other_stock: what lies at those that have reported. unreported: key accounts that have not. stock: what
    the plan begins with. needed = from_stock + made + unbuilt - left of a last lot. limited: a capacity is stated.
    """
    wants, goods, key = plan.wants, plan.goods, plan.wants.key
    held, silent = np.nan_to_num(wants.on_hand), (~wants.reported).astype(np.float64)
    order = np.lexsort((goods.products.astype(str), -plan.unbuilt))
    numbers = {
        "key_demand": plan.of_products(plan.demand, key).sum(axis=1),
        "other_demand": plan.of_products(plan.demand, ~key).sum(axis=1),
        "own_stock": goods.own_stock,
        "key_stock": plan.of_products(held, key),
        "other_stock": plan.of_products(held, ~key),
        "unreported": plan.of_products(silent, key),
        "stock": plan.stock,
        "needed": plan.needed.sum(axis=1),
        "from_stock": plan.build.from_stock.sum(axis=1),
        "made": plan.build.made.sum(axis=1),
        "unbuilt": plan.unbuilt,
        "unbuilt_money": plan.unbuilt_money,
        "key_short": plan.of_products(plan.key_short),
    }
    texts = {
        "product": goods.products,
        "product_name": goods.names,
        "category": goods.categories,
        "unit": goods.units,
    }
    months = {"peak_first": goods.first, "peak_last": goods.last}
    columns = {name: pa.array(values[order].tolist(), pa.string()) for name, values in texts.items()}
    columns |= {
        name: pa.array([_month(value) for value in values[order]], pa.string()) for name, values in months.items()
    }
    columns |= {
        name: pa.array(values[order], pa.float64(), mask=np.isnan(values[order])) for name, values in numbers.items()
    }
    return pa.table(columns | {"limited": pa.array(plan.capacity.limited[order].tolist(), pa.bool_())})


def _month(month: np.datetime64) -> str | None:
    return None if np.isnat(month) else str(month)
