"""How far sales hang on few customers: the figures of a scope, and the sentence that says them.

Shares are of the scope's net total, as everywhere in the product; HHI, effective number and Gini are over the customers
above zero, and say how many are left out. Region by region, product by product and salesperson by salesperson:
`dependence.py`; over time: `over_time.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from kam_core.analysis.concentration.dependence import Dimension, Part, Parts, dependence
from kam_core.analysis.concentration.inequality import gini, hhi, positives
from kam_core.analysis.concentration.limits import Level, Limits
from kam_core.analysis.exact import Numbers, share
from kam_core.analysis.finding import Finding
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope

TOPS = (1, 5, 10, 20)
FEW = 10  # an effective number below this is said with one decimal


@dataclass(frozen=True, eq=False)
class Concentration:
    """The figures of one ranking. Shares and indices are exact fractions, None where they have no meaning."""

    ranking: Ranking
    limits: Limits
    regions: Parts  # with what the largest customer brings in each as `lost`

    @cached_property
    def positive(self) -> Numbers:
        """The values above zero, largest first, in ten-thousandths."""
        return positives(self.ranking.values)

    @property
    def left_out(self) -> int:
        """Customers at or below zero: not in HHI, effective number and Gini."""
        return self.ranking.n - len(self.positive)

    @cached_property
    def hhi(self) -> Fraction | None:
        """Sum of squared shares of the customers above zero, 0 to 1 (times 10,000 in some books)."""
        return hhi(self.positive)

    @property
    def effective(self) -> Fraction | None:
        """1 / HHI: as many customers of equal size would be as concentrated."""
        return 1 / self.hhi if self.hhi else None

    @cached_property
    def gini(self) -> Fraction | None:
        """0: all the same size; near 1: one has all."""
        return gini(self.positive)

    def top(self, k: int) -> Fraction | None:
        """Share of the first k customers in the net total; None where that is not positive."""
        ranking = self.ranking
        k = min(k, ranking.n)
        return share(int(ranking.cumulative[k - 1]) if k else 0, ranking.total_units)

    @property
    def level(self) -> Level | None:
        """Of the largest customer's share."""
        return self.limits.level(self.top(1))

    @property
    def top_five_high(self) -> bool:
        """Whether the first five bring more than the limit."""
        five = self.top(5)
        return five is not None and five > self.limits.top_five

    @cached_property
    def hardest_hit(self) -> Part | None:
        """The region that would lose the largest part of its sales with the largest customer.

        Very small ones, and those without a name, are passed over. None where the scope has no two regions.
        """
        total = self.ranking.total_units
        if len(self.regions.rows) < 2 or total <= 0:
            return None
        worth = [
            part
            for part in self.regions.rows
            if part.key and part.lost_share and Fraction(part.value_units, total) >= self.limits.smallest_region
        ]
        return max(worth, key=lambda part: (part.lost_share or 0, part.value_units), default=None)

    @property
    def finding(self) -> Finding:
        """The sentence: the effective number, the largest, the first five, and what losing the largest takes."""
        ranking, first, five = self.ranking, self.top(1), self.top(5)
        if not ranking.n:
            return Finding("nobody")
        if first is None or self.effective is None:
            return Finding("concentration_no_share", {"customers": ranking.n, "total": ranking.total})
        facts: dict[str, Any] = {"effective": rounded(self.effective), "largest": str(ranking.names[0]), "share": first}
        if ranking.n == 1:
            return Finding("concentration_one", {"largest": facts["largest"]})
        facts["loss"] = Finding("concentration_loss_open")
        if hit := self.hardest_hit:
            facts["loss"] = Finding("concentration_loss", {"region": hit.label, "lost": hit.lost_share})
        facts["level"] = Finding(f"concentration_level_{self.level}")
        measure = ranking.scope.measure.value
        if ranking.n <= 5:
            return Finding(f"concentration_few_{measure}", facts | {"customers": ranking.n})
        return Finding(f"concentration_{measure}", facts | {"top_five": five})


def concentration(
    sales: Sales, scope: Scope, limits: Limits | None = None, ranking: Ranking | None = None
) -> Concentration:
    """Two queries: the ranking (unless it is given, of this scope) and the regions. Raises what `rank` raises."""
    ranking = ranking or rank(sales, scope)
    largest = tuple(str(customer) for customer in ranking.customers[:1])
    regions = dependence(sales, ranking.scope, Dimension.REGION, largest)
    return Concentration(ranking, limits or Limits(), regions)


def rounded(number: Fraction) -> int | Decimal:
    """An effective number as it is said: whole from ten on, with one decimal below."""
    digits = Decimal(1) if number >= FEW else Decimal("0.1")
    value = (Decimal(number.numerator) / Decimal(number.denominator)).quantize(digits, ROUND_HALF_UP)
    return int(value) if value == int(value) else value
