"""White space: what accounts like this one buy and it does not, with the money it would mean.

A product is named where at least six of the look-alikes buy it and at least two in five of them: what a handful buys is
no habit of such accounts. The money is the median share it has in the purchases of those who buy it, times all that
this account buys: what it would be worth if the account bought it as its like do, at its own size.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

import numpy as np

from kam_core.analysis.account.alike import Alike
from kam_core.analysis.account.mix import Mix
from kam_core.analysis.exact import ONE
from kam_core.analysis.finding import Finding


@dataclass(frozen=True)
class Usual:
    """Settings: from when on a product belongs to what such accounts buy."""

    fewest: int = 6  # buyers among the look-alikes
    often: float = 0.4  # of the look-alikes


@dataclass(frozen=True)
class Gap:
    """One product that look-alikes buy and the account does not."""

    product: str
    name: str
    category: str
    buyers: int  # of the look-alikes
    share: float  # median of what it is in their purchases, 0 … 1
    worth: Decimal  # in the measure, for the scope's period
    once: str | None  # "YYYY-MM": the account itself bought it last then, before the period; None: never
    lately: str  # "YYYY-MM": the last month one of them bought it


@dataclass(frozen=True, eq=False)
class WhiteSpace:
    """The gaps, the largest first. alike None: too few accounts are like this one to say what is usual."""

    alike: Alike | None
    gaps: tuple[Gap, ...]

    @property
    def finding(self) -> Finding:
        """The sentence that answers the question."""
        if self.alike is None:
            return Finding("white_space_unknown")
        facts = {"peers": len(self.alike.customers), "kind": Finding(f"alike_{self.alike.kind}")}
        if not self.gaps:
            return Finding("white_space_none", facts)
        first = self.gaps[0]
        facts |= {"products": len(self.gaps), "name": first.name, "buyers": first.buyers, "worth": first.worth}
        return Finding("white_space", facts)


def white_space(mix: Mix, alike: Alike | None, usual: Usual = Usual()) -> WhiteSpace:
    """What of the look-alikes' products the mix lacks: nothing of which the account has a line in the period."""
    if alike is None:
        return WhiteSpace(None, ())
    peers = len(alike.customers)
    bought = {product for product, lines in zip(mix.products, mix.lines) if lines > 0}
    size = sum(max(int(value), 0) for value in mix.value) / ONE
    buyers = (alike.shares > 0).sum(axis=0)
    wanted = np.flatnonzero(buyers >= max(usual.fewest, ceil(usual.often * peers)))
    gaps = []
    for at in wanted:
        product = str(alike.products[at])
        if product in bought:
            continue
        share = float(np.median(alike.shares[alike.shares[:, at] > 0, at]))
        gaps.append(
            Gap(
                product,
                str(alike.product_names[at]),
                str(alike.categories[at]),
                int(buyers[at]),
                share,
                Decimal(round(share * size)),
                mix.bought.get(product),
                str(alike.bought[at]),
            )
        )
    return WhiteSpace(alike, tuple(sorted(gaps, key=lambda gap: (-gap.worth, gap.product))))
