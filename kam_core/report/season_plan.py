"""The season's plan as sheets for those who carry it out: production and logistics, without prices.

Codes stand in the cells of the tables (`class`: key | other, `stock`: reported | unreported); their words come from the
wording. Quantities are in the unit of the sales.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.analysis.supply.demand_path import Days, Floats
from kam_core.analysis.supply.order_by import ClosedDays, order_dates
from kam_core.analysis.supply.season_plan import SeasonPlan
from kam_core.report.xlsx import to_xlsx
from kam_core.wording import say

PRODUCTION = ("week", "ready_by", "start_by", "product", "product_name", "category", "quantity", "unit", "lots")
NEVER = np.datetime64("9999-12-31", "D")
LOGISTICS = ("week", "ship_by", "class", "customer", "customer_name", "region", "product", "product_name", "quantity",
             "unit", "cases", "late", "stock")  # fmt: skip


def production_table(plan: SeasonPlan, closed: ClosedDays) -> pa.Table:
    """One row a week and product that is made in it: ready by its Sunday, begun by start_by, in `lots` whole lots."""
    week, product = np.nonzero(plan.build.made.T > 0)
    ready = plan.mondays[week] + 6
    start = order_dates(ready + 1, np.datetime64(plan.as_of, "D"), plan.capacity.production[product], 0, closed)
    quantity, lot = plan.build.made[product, week], plan.capacity.lot[product]
    goods = plan.goods
    return _table(
        week=_weeks(plan.mondays[week]),
        ready_by=_days(ready),
        start_by=_days(start.order_by),
        product=goods.products[product],
        product_name=goods.names[product],
        category=goods.categories[product],
        quantity=_numbers(quantity),
        unit=goods.units[product],
        lots=_numbers(np.where(lot > 0, quantity / np.where(lot > 0, lot, 1.0), np.nan)),
    )


def logistics_table(plan: SeasonPlan) -> pa.Table:
    """One row a week, customer and product that is shipped in it; the other customers together, region by region.

    ship_by: the last ship date, NULL for what is sent late, as soon as there is some (`late`). cases: NULL where the
    supply table states no case.
    """
    wants, goods, shipped = plan.wants, plan.goods, plan.shipping.shipped
    week, at = np.nonzero(shipped.T > 0)
    places, region = np.unique(wants.regions.astype(str), return_inverse=True)
    whose = np.where(wants.key, np.arange(len(wants.key)) + 1, 0)[at]  # 0: the others, together
    keys = np.stack([week, whose == 0, region[at], whose, wants.product[at]])
    groups, first, row = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    k, row = groups.shape[1], row.ravel()
    by = plan.ship_by[at, week]
    leaves = np.full(k, NEVER)
    np.minimum.at(leaves, row, np.where(np.isnat(by), NEVER, by))
    late = np.bincount(row, np.isnat(by) | (by <= np.datetime64(plan.as_of)), k) > 0
    silent = np.bincount(row, ~wants.reported[at], k) > 0
    quantity: Floats = np.bincount(row, shipped[at, week], k).astype(np.float64)
    product, key, of = groups[4], groups[1] == 0, at[first]
    case = plan.capacity.case[product]
    return _table(
        week=_weeks(plan.mondays[groups[0]]),
        ship_by=_days(np.where(leaves == NEVER, np.datetime64("NaT", "D"), leaves)),
        **{"class": np.where(key, "key", "other")},
        customer=np.where(key, wants.customers[of], ""),
        customer_name=np.where(key, wants.customer_names[of], ""),
        region=places[groups[2]],
        product=goods.products[product],
        product_name=goods.names[product],
        quantity=_numbers(quantity),
        unit=goods.units[product],
        cases=_numbers(np.where(case > 0, quantity / np.where(case > 0, case, 1.0), np.nan)),
        late=np.where(late, "late", ""),
        stock=np.where(silent, "unreported", "reported"),
    )


def production_xlsx(plan: SeasonPlan, closed: ClosedDays, lang: str) -> bytes:
    """The sheet for production; the second one says what cannot be made in time."""
    table = production_table(plan, closed)
    return to_xlsx(table, _heads(PRODUCTION, lang), _facts(plan, lang), _sheets("production", lang), _words(lang))


def logistics_xlsx(plan: SeasonPlan, lang: str) -> bytes:
    """The sheet for logistics."""
    table = logistics_table(plan)
    return to_xlsx(table, _heads(LOGISTICS, lang), _facts(plan, lang), _sheets("logistics", lang), _words(lang))


def _facts(plan: SeasonPlan, lang: str) -> list[tuple[str, Any]]:
    short = np.flatnonzero(plan.unbuilt > 0)
    facts: list[tuple[str, Any]] = [(say(lang, "sheet.as_of"), plan.as_of)]
    if len(short):
        facts.append((say(lang, "sheet.unbuilt"), ""))
    worst = short[np.argsort(-plan.unbuilt[short], kind="stable")]
    goods = plan.goods
    return facts + [(f"{goods.products[at]} {goods.names[at]}", round(float(plan.unbuilt[at]), 4)) for at in worst]


def _sheets(name: str, lang: str) -> tuple[str, str]:
    return say(lang, f"sheet.{name}"), say(lang, "sheet.about")


def _heads(columns: tuple[str, ...], lang: str) -> dict[str, str]:
    return {column: say(lang, f"sheet.column.{column}") for column in columns}


def _words(lang: str) -> dict[str, dict[str, str]]:
    return {
        "class": {code: say(lang, f"chart.{code}") for code in ("key", "other")},
        "stock": {code: say(lang, f"sheet.{code}") for code in ("reported", "unreported")},
        "late": {"late": say(lang, "table.yes")},
    }


def _table(**columns: Any) -> pa.Table:
    kinds = {"quantity": pa.float64(), "lots": pa.float64(), "cases": pa.float64()}
    dates = {"ready_by", "start_by", "ship_by"}
    arrays = {
        name: pa.array(list(column), kinds.get(name, pa.date32() if name in dates else pa.string()))
        for name, column in columns.items()
    }
    return pa.table(arrays)


def _weeks(mondays: Days) -> list[str]:
    """ISO weeks: 2026-W05."""
    return [f"{monday:%G-W%V}" for monday in mondays.astype(date)]


def _days(days: Days) -> list[date | None]:
    return [None if np.isnat(day) else day.astype(date) for day in days]


def _numbers(values: Floats) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 4) for value in values]
