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
    wants, shipped = plan.wants, plan.shipping.shipped
    others: dict[tuple[int, str, int], list[Any]] = {}
    rows: list[tuple[Any, ...]] = []
    for week, at in zip(*np.nonzero(shipped.T > 0)):
        by, product = plan.ship_by[at, week], int(wants.product[at])
        late = bool(np.isnat(by)) or bool(by <= np.datetime64(plan.as_of))
        if wants.key[at]:
            rows.append((week, by, "key", at, wants.regions[at], product, shipped[at, week], late, wants.reported[at]))
            continue
        sums = others.setdefault((int(week), str(wants.regions[at]), product), [by, 0.0, False, True])
        sums[0] = by if np.isnat(sums[0]) else sums[0] if np.isnat(by) else min(sums[0], by)
        sums[1] += shipped[at, week]
        sums[2] |= late
        sums[3] &= bool(wants.reported[at])
    for (week, region, product), (by, quantity, late, reported) in others.items():
        rows.append((week, by, "other", -1, region, product, quantity, late, reported))
    rows.sort(key=lambda row: (row[0], row[2], row[4], row[3], row[5]))
    case, goods = plan.capacity.case, plan.goods
    return _table(
        week=_weeks(np.array([plan.mondays[row[0]] for row in rows], "datetime64[D]")),
        ship_by=_days(np.array([row[1] for row in rows], "datetime64[D]")),
        **{"class": [row[2] for row in rows]},
        customer=[wants.customers[row[3]] if row[3] >= 0 else "" for row in rows],
        customer_name=[wants.customer_names[row[3]] if row[3] >= 0 else "" for row in rows],
        region=[row[4] for row in rows],
        product=[goods.products[row[5]] for row in rows],
        product_name=[goods.names[row[5]] for row in rows],
        quantity=_numbers(np.array([row[6] for row in rows], np.float64)),
        unit=[goods.units[row[5]] for row in rows],
        cases=_numbers(np.array([row[6] / case[row[5]] if case[row[5]] > 0 else np.nan for row in rows], np.float64)),
        late=["late" if row[7] else "" for row in rows],
        stock=["reported" if row[8] else "unreported" for row in rows],
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
