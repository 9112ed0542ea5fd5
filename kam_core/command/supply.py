"""`supply`: which key accounts run dry before their peak, of what, and when it has to be ordered."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.season_supply import SupplyFinding, for_key_accounts
from kam_core.analysis.supply.status import severity
from kam_core.command import answers, table, wishes
from kam_core.command.agreed import agreed_ahead
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.command.stock_file import with_stock
from kam_core.figures import amount, percent
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 20
HEADS = ("customer", "product", "on_hand", "in_transit", "forward_cover", "run_out", "peak", "peak_need", "gap",
         "order_by", "days_left", "status")  # fmt: skip
PROGRESS = ("customer", "so_far", "expected", "progress", "begins", "peak")


def run(asked: argparse.Namespace) -> None:
    """Look ahead from as of, and answer with the key accounts' products or a small table."""
    lang = asked.lang or chosen(())
    cut, scope, settings = wishes.cut(asked), wishes.scope(asked), wishes.supply(asked)
    store = Store()
    dataset = with_stock(store, open_source(store, asked, lang), asked)
    pareto = draw(rank(dataset, scope), cut)
    found = for_key_accounts(outlook(dataset, scope, settings, agreed_ahead(store, dataset.id, asked)), pareto)
    warn(dataset, lang)
    if asked.json:
        answers.give(answered(found, lang))
    else:
        _print(found, lang)


def answered(found: SupplyFinding, lang: str) -> dict[str, Any]:
    """The answer of the contract; who has not reported by name, and pre-season progress where nobody has."""
    outlook = found.outlook
    answer: dict[str, Any] = {
        "as_of": outlook.as_of.isoformat(),
        "finding": found.finding.say(lang).strip(),
        "key_accounts": found.key_accounts,
        "source": found.source,
        "unreported": found.unreported.customers.tolist(),
        "rows": [row(outlook, at) for at in order(found)],
    }
    if found.reported == 0:
        said = found.progress
        answer["progress"] = [
            {
                "customer": str(said.customers[at]),
                "so_far": _number(said.so_far[at]),
                "expected": _number(said.expected[at]),
                "progress": _number(said.share[at]),
                "begins": _day(said.begins[at]),
                "unit": str(said.unit[at]),
                "history_months": int(said.history_months[at]),
            }
            for at in range(said.n)
        ]
    return answer


def order(found: SupplyFinding) -> list[int]:
    """Rows of the outlook that are key accounts', the fewest days left first, where none are by severity."""
    outlook, keys = found.outlook, set(found.accounts.customers.tolist())
    mine = np.array([at for at, customer in enumerate(outlook.customers) if customer in keys], np.int64)
    left = np.where(np.isnan(outlook.days_left[mine]), np.inf, outlook.days_left[mine])
    return [int(at) for at in mine[np.lexsort((mine, severity(outlook.status[mine]), left))]]


def row(outlook: Outlook, at: int) -> dict[str, Any]:
    """One customer x product. null: unknown. Cover beyond the horizon is as long as the horizon, and marked so."""
    ends = np.isposinf(outlook.cover_months[at])
    months = outlook.settings.horizon if ends else outlook.cover_months[at]
    return {
        "customer": str(outlook.customers[at]),
        "product": str(outlook.products[at]),
        "name": str(outlook.customer_names[at]),
        "product_name": str(outlook.product_names[at]),
        "unit": str(outlook.units[at]),
        "on_hand": _number(outlook.on_hand[at]),
        "in_transit": _number(outlook.in_transit[at]),
        "stock_age": int(outlook.age[at]) if outlook.age[at] >= 0 else None,
        "forward_cover_months": _number(months),
        "cover_beyond_horizon": bool(ends),
        "backward_cover_months": _number(outlook.backward_months[at]),
        "run_out": _day(outlook.run_out[at]),
        "order_by": _day(outlook.order_by[at]),
        "ship_by": _day(outlook.ship_by[at]),
        "days_left": _number(outlook.days_left[at]),
        "peak_from": _day(outlook.peak.first[at]),
        "peak_to": _day(outlook.peak.last[at]),
        "peak_need": _number(outlook.peak_need[at]),
        "gap": _number(outlook.gap[at]),
        "safety_stock": _number(outlook.safety[at]),
        "lead_time": int(outlook.lead.days[at]),
        "overstock": _number(outlook.overstock[at]),
        "status": str(outlook.status[at]),
    }


def _number(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None


def _day(value: np.datetime64) -> str | None:
    """A day as YYYY-MM-DD, a month as YYYY-MM."""
    return None if np.isnat(value) else str(value)


def _print(found: SupplyFinding, lang: str) -> None:
    print(one_line(found.finding.say(lang)))
    if found.reported == 0:
        _print_progress(found, lang)
        return
    outlook, rows = found.outlook, order(found)
    lines = [
        [
            table.cell(str(outlook.customer_names[at])),
            table.cell(str(outlook.product_names[at])),
            _short(outlook.on_hand[at], lang),
            _short(outlook.in_transit[at], lang),
            _short(outlook.cover_days[at], lang),
            _day(outlook.run_out[at]) or "–",
            _peak(outlook.peak.first[at], outlook.peak.last[at]),
            _short(outlook.peak_need[at], lang),
            _short(outlook.gap[at], lang),
            _day(outlook.order_by[at]) or "–",
            "–" if np.isnan(outlook.days_left[at]) else str(int(outlook.days_left[at])),
            say(lang, f"status.{outlook.status[at]}"),
        ]
        for at in rows[:SHOWN]
    ]
    _show(HEADS, lines, len(rows), (0, 1, len(HEADS) - 1), lang)


def _print_progress(found: SupplyFinding, lang: str) -> None:
    said = found.progress
    at_first = np.argsort(np.where(np.isnan(said.share), np.inf, said.share), kind="stable")
    lines = [
        [
            table.cell(str(said.names[at])),
            _short(said.so_far[at], lang),
            _short(said.expected[at], lang),
            percent(lang, None if np.isnan(said.share[at]) else float(said.share[at]), 0),
            _day(said.begins[at]) or "–",
            _peak(said.peak_first[at], said.peak_last[at]),
        ]
        for at in at_first[:SHOWN]
    ]
    _show(PROGRESS, lines, said.n, (0,), lang)


def _show(heads: tuple[str, ...], lines: list[list[str]], there: int, left: tuple[int, ...], lang: str) -> None:
    if not lines:
        return
    print()
    table.show([[say(lang, f"table.{name}") for name in heads], *lines], left=left)
    if there > len(lines):
        print(say(lang, "table.more_series", rest=there - len(lines)))


def _short(value: float, lang: str) -> str:
    return amount(lang, float(value)) if np.isfinite(value) else "–"


def _peak(first: np.datetime64, last: np.datetime64) -> str:
    return "–" if np.isnat(first) else f"{first}" if first == last else f"{first}–{str(last)[5:]}"
