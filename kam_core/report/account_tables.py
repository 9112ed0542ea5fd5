"""The tables of an account as rows that screen and exports share: plain numbers, codes as column names."""

from __future__ import annotations

from typing import Any

from kam_core.analysis.account.alike import Alike
from kam_core.analysis.account.by_month import ByMonth
from kam_core.analysis.account.mix import Mix
from kam_core.analysis.account.white_space import WhiteSpace
from kam_core.analysis.exact import ONE

Row = dict[str, Any]


def mix_table(mix: Mix) -> list[Row]:
    """One row a product: value, share of 1 of all it buys, the same months a year earlier, the change of 1."""
    whole = sum(int(value) for value in mix.value)
    return [
        {
            "product_name": str(name),
            "product": str(product),
            "category": str(category),
            "value": int(value) / ONE,
            "share": int(value) / whole if whole > 0 else None,
            "before": int(before) / ONE,
            "change": int(now) / int(before) - 1 if before > 0 else None,
        }
        for name, product, category, value, now, before in zip(
            mix.names, mix.products, mix.categories, mix.value, mix.now, mix.before
        )
    ]


def gap_table(found: WhiteSpace) -> list[Row]:
    """One row a product it does not buy: how many look-alikes do, what it would bring, when it bought it itself."""
    peers = len(found.alike.customers) if found.alike else 0
    return [
        {
            "product_name": gap.name,
            "worth": float(gap.worth),
            "buyers": f"{gap.buyers} / {peers}",
            "once": gap.once,
            "usual": gap.share,
            "lately": gap.lately or None,
        }
        for gap in found.gaps
    ]


def peer_table(alike: Alike) -> list[Row]:
    """One row a look-alike: how much of the mix is the same, a share of 1."""
    return [
        {"name": str(name), "customer": str(customer), "overlap": float(overlap)}
        for name, customer, overlap in zip(alike.names, alike.customers, alike.overlap)
    ]


def region_table(months: ByMonth) -> list[Row]:
    """One row a region: value, the same months a year earlier, the change of 1."""
    return [
        {
            "region": one.region,
            "value": one.value / ONE,
            "before": one.before / ONE,
            "change": one.now / one.before - 1 if one.before > 0 else None,
        }
        for one in months.regions
    ]
