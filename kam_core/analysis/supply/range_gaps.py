"""Gaps in an account's range: the products it buys regularly and has none of, or has not bought lately.

Regular: bought in at least 6 of the last 12 whole months. A shelf without one of these loses a customer before the peak
has begun.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kam_core.analysis.exact import Texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import YEAR
from kam_core.analysis.supply.demand_path import Floats, Whole
from kam_core.analysis.supply.outlook import Outlook


class Lacks(StrEnum):
    """What is the matter with a regular product of an account. A code under `[range]` in the wording."""

    STOCK = "stock"  # reported, and none is left
    BUYING = "buying"  # nothing bought in the last months
    BOTH = "both"


@dataclass(frozen=True)
class RangeRule:
    """Settings: what is regular, and what lately means. Months."""

    often: int = 6  # bought in at least so many of the last `of`
    of: int = YEAR
    lately: int = 2  # whole months without a purchase; what was sold since they ended counts as bought


@dataclass(frozen=True, eq=False)
class RangeGaps:
    """k gaps, worst first: without stock and not bought, then by how often they are usually bought, by account."""

    rule: RangeRule
    accounts: int  # of those asked for, how many have a regular product
    regular: int  # regular products of them, account by account
    customers: Texts  # (k,) keys
    customer_names: Texts
    products: Texts  # (k,) keys
    product_names: Texts
    bought: Whole  # (k,) of the last `of` months, in how many
    last: Texts  # (k,) "YYYY-MM" of the last purchase
    on_hand: Floats  # (k,) NaN: not reported
    lacks: Texts  # (k,) of Lacks

    @property
    def finding(self) -> Finding:
        """The sentence that answers the question."""
        facts: dict[str, object] = {"often": self.rule.often, "of": self.rule.of, "regular": self.regular}
        if not len(self.customers):
            return Finding("range_full", facts | {"accounts": self.accounts})
        empty = int((self.lacks != Lacks.BUYING).sum())
        facts |= {"gaps": len(self.lacks), "empty": empty, "unbought": int((self.lacks != Lacks.STOCK).sum())}
        return Finding("range_gaps", facts | {"accounts": len(set(self.customers.tolist()))})


def range_gaps(outlook: Outlook, customers: Collection[str], rule: RangeRule = RangeRule()) -> RangeGaps:
    """The gaps of these customers, by what was delivered to them and by the stock they have."""
    path = outlook.sell_in
    bought = path.monthly[:, :-1] > 0
    times = bought[:, -rule.of :].sum(axis=1)
    wanted = np.isin(outlook.customers, list(customers)) & (times >= rule.often)
    empty = outlook.on_hand <= 0
    unbought = ~(path.monthly[:, -rule.lately - 1 :] > 0).any(axis=1)
    at = np.flatnonzero(wanted & (empty | unbought))
    lacks = np.where(empty & unbought, Lacks.BOTH, np.where(empty, Lacks.STOCK, Lacks.BUYING)).astype(object)
    at = at[np.lexsort((at, -times[at], lacks[at] != Lacks.BOTH))]
    last = path.monthly.shape[1] - 1 - (path.monthly[at, ::-1] > 0).argmax(axis=1)
    return RangeGaps(
        rule=rule,
        accounts=len(set(outlook.customers[wanted].tolist())),
        regular=int(wanted.sum()),
        customers=outlook.customers[at],
        customer_names=outlook.customer_names[at],
        products=outlook.products[at],
        product_names=outlook.product_names[at],
        bought=times[at],
        last=path.months[last].astype(str).astype(object),
        on_hand=outlook.on_hand[at],
        lacks=lacks[at],
    )
