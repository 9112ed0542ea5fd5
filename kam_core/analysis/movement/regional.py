"""Key accounts of a region beside those of the firm: key in a region though small in the firm, and the reverse.

The same cut is drawn on each region, by the region of the lines, and on the firm, which is the scope without its
regions. A customer with lines in two regions stands in both, each time with what it buys there; so the regions add up
to the firm. Names picked by hand hold in every region they buy in, but a value to reach is the firm's: as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kam_core.analysis import filters
from kam_core.analysis.cut import Cut
from kam_core.analysis.exact import Flags, Numbers, Texts, ten_thousandths, texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.movement.matrix import money
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope


class Both(StrEnum):
    """A customer's class in a region and in the firm."""

    BOTH = "both"  # key in both
    REGION = "region"  # key in the region, small in the firm
    FIRM = "firm"  # key in the firm, small in the region
    NEITHER = "neither"


BOTH = tuple(Both)


@dataclass(frozen=True)
class Region:
    """One region; '' = blank. Shares are None where a total is not positive."""

    name: str
    customers: int
    total: Decimal
    share: Fraction | None  # of the firm
    key_accounts: int  # drawn on the region
    key_share: Fraction | None  # their share of the region
    largest: str  # how the largest customer is shown
    largest_share: Fraction | None  # its share of the region: how much hangs on it
    counts: tuple[int, ...]  # customers by class, as BOTH
    money: tuple[Decimal, ...]


@dataclass(frozen=True, eq=False)
class Regional:
    """The regions, the largest first; and one row a customer × region, in their order, then by rank in the region."""

    firm: Pareto
    regions: tuple[Region, ...]
    at: npt.NDArray[np.int64]  # (m,) an index into regions
    customers: Texts  # (m,) keys
    names: Texts  # (m,)
    values: Numbers  # (m,) in ten-thousandths
    rank: npt.NDArray[np.int64]  # (m,) 0-based, in the region
    firm_rank: npt.NDArray[np.int64]  # (m,) 0-based, in the firm
    classes: npt.NDArray[np.int64]  # (m,) an index into BOTH
    question: str

    @cached_property
    def only_in_region(self) -> npt.NDArray[np.int64]:
        """Rows of those that are key in a region and small in the firm, the largest there first."""
        return self._rows(Both.REGION)

    @cached_property
    def only_in_firm(self) -> npt.NDArray[np.int64]:
        """Rows of those that are key in the firm and small in a region where they buy, the largest there first."""
        return self._rows(Both.FIRM)

    @property
    def finding(self) -> Finding:
        """How many are key in their region alone, and the region that hangs most on one customer."""
        dependent = [region for region in self.regions if region.largest_share is not None and region.customers > 1]
        facts = {"n": len(set(self.customers[self.only_in_region].tolist())), "regions": len(self.regions)}
        if not dependent:
            return Finding("regional_plain", facts)
        most = max(dependent, key=lambda region: region.largest_share or Fraction(0))
        named = {"region": most.name or "–", "name": most.largest, "share": most.largest_share}
        return Finding("regional", facts | named)

    def _rows(self, which: Both) -> npt.NDArray[np.int64]:
        rows = np.flatnonzero(self.classes == BOTH.index(which))
        return rows[np.argsort(-self.values[rows], kind="stable")]


def regional(sales: Sales, scope: Scope, cut: Cut, firm: Pareto | None = None) -> Regional | None:
    """The cut drawn on every region of a scope; the scope's own regions are not looked at.

    firm: the cut drawn on `whole(scope)`, where it is known already. None where the sales have no regions.
    Raises BadScope, Mixed, BadCut, Busy.
    """
    firm = firm or draw(rank(sales, whole(scope)), cut)
    scope = firm.ranking.scope
    question = filters.over("customer_regions", scope)
    table = sales.ask(question, measure=scope.measure.value, **filters.parameters(scope))
    names, customers, values = texts(table["region"]), texts(table["customer"]), ten_thousandths(table["value"])
    if not (names != "").any():
        return None
    begins = np.flatnonzero(np.concatenate([[True], names[1:] != names[:-1]]))
    parts = [slice(int(b), int(e)) for b, e in zip(begins, [*begins[1:], len(names)])]
    place = firm.ranking.position
    firm_rank = np.fromiter((place[customer] for customer in customers), np.int64, len(customers))
    drawn = [_region(firm, cut, names, customers[part], values[part], firm_rank[part], part) for part in parts]
    drawn.sort(key=lambda one: (-one[0].total, one[0].name))
    order = np.concatenate([np.arange(part.start, part.stop) for _, _, part in drawn])
    sizes = [part.stop - part.start for _, _, part in drawn]
    return Regional(
        firm=firm,
        regions=tuple(region for region, _, _ in drawn),
        at=np.repeat(np.arange(len(drawn)), sizes),
        customers=customers[order],
        names=firm.ranking.names[firm_rank[order]],
        values=values[order],
        rank=np.concatenate([np.arange(size) for size in sizes]),
        firm_rank=firm_rank[order],
        classes=np.concatenate([classes for _, classes, _ in drawn]),
        question=question,
    )


def whole(scope: Scope) -> Scope:
    """The firm beside which its regions are seen: the scope with all of them."""
    return replace(scope, regions=())


def _region(
    firm: Pareto, cut: Cut, names: Texts, customers: Texts, values: Numbers, firm_rank: Numbers, part: slice
) -> tuple[Region, npt.NDArray[np.int64], slice]:
    name, ranking = str(names[part.start]), _ranking(firm.ranking, customers, values, firm_rank)
    pareto = draw(ranking, cut)
    in_firm: Flags = firm.key[firm_rank]
    classes = np.where(pareto.key, np.where(in_firm, 0, 1), np.where(in_firm, 2, 3))
    members = [values[classes == at] for at in range(len(BOTH))]
    total = firm.ranking.total_units
    region = Region(
        name=name,
        customers=ranking.n,
        total=pareto.total,
        share=Fraction(ranking.total_units, total) if total > 0 else None,
        key_accounts=pareto.key_accounts,
        key_share=pareto.share,
        largest=str(ranking.names[0]),
        largest_share=pareto.largest_share,
        counts=tuple(len(one) for one in members),
        money=tuple(money(one) for one in members),
    )
    return region, classes, part


def _ranking(firm: Ranking, customers: Texts, values: Numbers, at: Numbers) -> Ranking:
    """The ranking of one region: what the firm knows of its customers, with what they buy there."""
    return replace(
        firm,
        customers=customers,
        names=firm.names[at],
        values=values,
        lines=firm.lines[at],
        returns=firm.returns[at],
        managers=firm.managers[at],
        salespeople=firm.salespeople[at],
        types=firm.types[at],
        regions=firm.regions[at],
    )
