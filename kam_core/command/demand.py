"""`demand`: the months to come, of every customer, product or pair, with their band."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from kam_core.analysis.demand.arrays import Reals
from kam_core.analysis.demand.forecast import Demand, Method, Settings, forecast
from kam_core.analysis.demand.history import By, history, usual_measure
from kam_core.command import answers, table, wishes
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.errors import BadInput
from kam_core.figures import amount, percent
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 20
COLUMNS = ("forecast", "band", "error", "months", "method")


def run(asked: argparse.Namespace) -> None:
    """Forecast, and answer with the figures or a small table."""
    lang = asked.lang or chosen(())
    if not 1 <= asked.horizon <= wishes.FARTHEST:
        raise BadInput("bad_horizon", value=asked.horizon, most=wishes.FARTHEST)
    dataset = open_source(Store(), asked, lang)
    scope = wishes.scope(asked, usual_measure(dataset))
    last_day = dataset.manifest.account.last_day
    as_of = asked.as_of or (min(last_day, dataset.manifest.today) if last_day else None)
    past = history(dataset, scope, By(asked.by), as_of)
    demand = forecast(past, asked.horizon, Settings(lunar=asked.lunar))
    warn(dataset, lang)
    if not asked.json:
        _print(demand, lang)
        return
    answers.give(
        {
            "as_of": past.as_of.isoformat(),
            "measure": past.measure.value,
            "lunar": asked.lunar,
            "series": [series(demand, at) for at in range(past.n)],
        }
    )


def series(demand: Demand, at: int) -> dict[str, Any]:
    """One series of the answer; the lists are empty where there is no forecast, the error null where none was tried."""
    past, told = demand.history, demand.methods[at] != Method.NONE
    return {
        "customer": str(past.customers[at]),
        "product": str(past.products[at]),
        "months": list(demand.months),
        "forecast": _numbers(demand.forecast[at]) if told else [],
        "low": _numbers(demand.low[at]) if told else [],
        "high": _numbers(demand.high[at]) if told else [],
        "history_months": int(demand.history_months[at]),
        "method": str(demand.methods[at]),
        "error": None if np.isnan(demand.error[at]) else round(float(demand.error[at]), 4),
        "seasonal": bool(demand.seasonal[at]),
        "index": _numbers(demand.index[at]),
        "so_far": round(float(past.so_far[at]), 4),
        "unit": str(past.units[at]),
    }


def _numbers(values: Reals) -> list[float]:
    return [round(float(value), 4) for value in values]


def _print(demand: Demand, lang: str) -> None:
    print(one_line(demand.finding.say(lang)))
    past, total = demand.history, np.nan_to_num(demand.forecast).sum(axis=1)
    order = np.argsort(-total, kind="stable")[:SHOWN].tolist()
    if not order:
        return
    print()
    named = [name for name, keys in (("customer", past.customers), ("product", past.products)) if any(keys)]
    heads = [say(lang, f"table.{name}", month=demand.months[0]) for name in (*named, *COLUMNS)]
    names = {"customer": past.customer_names, "product": past.product_names}
    lines = [
        [
            *(table.cell(str(names[name][at])) for name in named),
            amount(lang, total[at]) if demand.methods[at] != Method.NONE else "–",
            _band(demand, at, lang),
            percent(lang, None if np.isnan(demand.error[at]) else float(demand.error[at]), 0),
            str(demand.history_months[at]),
            say(lang, f"method.{demand.methods[at]}"),
        ]
        for at in order
    ]
    table.show([heads, *lines], left={*range(len(named)), len(heads) - 1})
    if past.n > len(order):
        print(say(lang, "table.more_series", rest=past.n - len(order)))


def _band(demand: Demand, at: int, lang: str) -> str:
    """Of the first month: the sum of months has a band of its own, which months do not add up to."""
    if demand.methods[at] == Method.NONE:
        return "–"
    return f"{amount(lang, demand.low[at, 0])}–{amount(lang, demand.high[at, 0])}"
