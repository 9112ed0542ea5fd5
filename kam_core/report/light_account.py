"""客户版: what a customer-safe link shows: one account, and nothing by which another could be known.

It is made of that account's own outlook alone. No rank and no share stand here, for they speak of others.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.supply.account_goods import AccountGoods
from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.charts.labels import clean
from kam_core.report.light import Head, Leaf, aging, joined, left_of, put, row, section, small, table
from kam_core.report.months_svg import months_svg
from kam_core.wording import say


def customer_leaf(account: AccountOutlook, goods: AccountGoods, until: date, lang: str) -> Leaf:
    """account: all its products together; goods: each of them alone. until: to when the data reach."""
    parts = [
        put("<h1>{text}</h1>", text=account.finding.say(lang)),
        Markup() if account.days_left is None else aging("", account.days_left, account.as_of),
        section(say(lang, "light.figures"), _figures(account, lang)),
        section(say(lang, "light.months"), months_svg(account, lang), small(_unit(account, lang))),
        section(say(lang, "light.products"), _products(goods, account.as_of, lang)),
        section(say(lang, "light.how"), *(small(lack.say(lang)) for lack in account.lacks),
                small(say(lang, f"finding.source_{account.source}"))),
    ]  # fmt: skip
    return Leaf(f"{clean(account.name)} · {say(lang, 'light.until', day=figures.iso(until))}", joined(parts))


def _figures(account: AccountOutlook, lang: str) -> Markup:
    peak = figures.NONE if account.peak_first is None else figures.period(lang, account.peak_first, account.peak_last)
    facts = {
        "on_hand": _much(account, account.on_hand, lang),
        "in_transit": _much(account, account.in_transit, lang),
        "forward_cover": f"{int(account.cover_days)}" if np.isfinite(account.cover_days) else figures.NONE,
        "run_out": _day(account.run_out),
        "order_by": _day(account.order_by),
        "peak": peak,
        "peak_need": _much(account, account.peak_need, lang),
        "gap": _much(account, account.gap, lang),
        "status": say(lang, f"status.{account.status}"),
    }
    heads = [Head(""), Head("", number=True)]
    rows = [row(heads, [say(lang, f"table.{name}"), value]) for name, value in facts.items()]
    return table(heads, rows)


def _products(goods: AccountGoods, as_of: date, lang: str) -> Markup:
    heads = [
        Head(say(lang, "table.product")),
        Head(say(lang, "table.on_hand"), number=True),
        Head(say(lang, "table.in_transit"), number=True, wide=True),
        Head(say(lang, "table.run_out"), number=True),
        Head(say(lang, "table.order_by"), number=True),
        Head(say(lang, "table.gap"), number=True, wide=True),
    ]
    rows = []
    for at in range(len(goods.products)):
        left, unit, status = goods.days_left[at], clean(str(goods.units[at])), say(lang, f"status.{goods.status[at]}")
        cells = [
            put(
                '{name} <span class="small">{status}</span>',
                name=clean(str(goods.names[at])),
                status=status if np.isnan(left) else left_of(int(left), as_of),
            ),
            *(_units(lang, values[at], unit) for values in (goods.on_hand, goods.in_transit)),
            *(_short_day(lang, days[at]) for days in (goods.run_out, goods.order_by)),
            _units(lang, goods.gap[at], unit),
        ]
        rows.append(row(heads, cells))
    return table(heads, rows)


def _units(lang: str, value: float, unit: str) -> str:
    return f"{figures.volume(lang, round(value))} {unit}".strip() if np.isfinite(value) else figures.NONE


def _unit(account: AccountOutlook, lang: str) -> str:
    return say(lang, "light.unit", unit=clean(account.unit)) if account.unit and not account.money else ""


def _much(account: AccountOutlook, value: float, lang: str) -> str:
    if not np.isfinite(value):
        return figures.NONE
    return figures.amount(lang, Decimal(round(value))) if account.money else figures.volume(lang, round(value))


def _day(value: date | None) -> str:
    return figures.NONE if value is None else figures.iso(value)


def _short_day(lang: str, day: np.datetime64) -> str:
    return figures.NONE if np.isnat(day) else figures.day(lang, day.astype("datetime64[D]").item())
