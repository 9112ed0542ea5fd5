"""The loss rehearsal: some customers are gone; what is left of the Pareto, who becomes a key account, what is hollow.

Nothing is forecast: the scope's own figures without the lines of the lost customers. The cut's rule and the names
picked by hand stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.concentration.dependence import Dimension, Part, Parts, dependence
from kam_core.analysis.concentration.freed import Freed, freed
from kam_core.analysis.concentration.inequality import hhi, positives
from kam_core.analysis.cut import Cut
from kam_core.analysis.exact import decimal, share
from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset

COLUMNS = ("customers", "names", "values", "lines", "returns", "managers", "salespeople", "types", "regions")


@dataclass(frozen=True, eq=False)
class Loss:
    """The same line drawn before and after, and what else goes with the lost customers. None: not known."""

    before: Pareto
    after: Pareto
    lost: tuple[str, ...]  # in rank order
    absent: tuple[str, ...]  # asked for, without a line in scope
    parts: tuple[Parts, ...]  # by region, product, salesperson; those the file does not name are left out
    freed: Freed | None
    profit: Decimal | None  # gross profit of the lost customers in scope
    receivable: Decimal | None  # what they owe, by the customer list

    @cached_property
    def value_units(self) -> int:
        """What they bring, net, in ten-thousandths."""
        return self.before.ranking.total_units - self.after.ranking.total_units

    @property
    def value(self) -> Decimal:
        """What they bring, net."""
        return decimal(self.value_units)

    @property
    def share(self) -> Fraction | None:
        """Of the net total; None where that is not positive."""
        return share(self.value_units, self.before.ranking.total_units)

    @cached_property
    def hhi(self) -> tuple[Fraction | None, Fraction | None]:
        """The sum of squared shares before and after, of the customers above zero; None where there are none."""
        return hhi(positives(self.before.ranking.values)), hhi(positives(self.after.ranking.values))

    @property
    def effective(self) -> tuple[Fraction | None, Fraction | None]:
        """The effective number of customers before and after."""
        before, after = self.hhi
        return 1 / before if before else None, 1 / after if after else None

    @cached_property
    def entered(self) -> tuple[str, ...]:
        """Who becomes a key account, in rank order."""
        was = set(self.before.key_customers.tolist())
        return tuple(str(customer) for customer in self.after.key_customers if customer not in was)

    @cached_property
    def left(self) -> tuple[str, ...]:
        """Key accounts that stay customers but fall below the line, in rank order."""
        still, gone = set(self.after.key_customers.tolist()), set(self.lost)
        return tuple(str(each) for each in self.before.key_customers if each not in still and each not in gone)

    @property
    def fill(self) -> int | None:
        """How many average customers of those left (above zero) bring as much, rounded up; None: nobody is left."""
        rest = positives(self.after.ranking.values)
        total = sum(int(value) for value in rest.tolist())
        return -(-self.value_units * len(rest) // total) if total > 0 and self.value_units > 0 else None

    @property
    def hollow(self) -> tuple[tuple[Dimension, Part], ...]:
        """The hardest hit of each dimension."""
        first = [(parts.dimension, [part for part in parts.hollowed if part.key]) for parts in self.parts]
        return tuple((dimension, hit[0]) for dimension, hit in first if hit)

    @property
    def finding(self) -> Finding:
        """The sentence: what is lost, who moves up, which region is hollowed out, how many fill the hole."""
        if not self.lost:
            return Finding("loss_nobody")
        names = self.before.ranking.names
        place = self.before.ranking.position
        who = [str(names[place[customer]]) for customer in self.lost]
        facts = {"lost": len(who), "names": tuple(who), "value": self.value, "share": self.share}
        measure = self.before.ranking.scope.measure.value
        if self.share is None:
            return Finding("loss_no_share", {"lost": len(who), "value": self.value})
        facts["hollow"] = next(
            (
                Finding(f"loss_hollow_{dimension}", {"part": part.label, "share": part.lost_share})
                for dimension, part in self.hollow
                if part.lost_share is not None
            ),
            Finding("loss_hollow_nothing"),
        )
        facts["fill"] = Finding("loss_fill", {"fill": self.fill}) if self.fill else Finding("loss_no_fill")
        facts["entered"] = (
            Finding("loss_entered", {"entered": len(self.entered)}) if self.entered else Finding("loss_nobody_enters")
        )
        return Finding(f"loss_{measure}", facts)


def rehearse(dataset: Dataset, scope: Scope, cut: Cut, lost: Sequence[str], ranking: Ranking | None = None) -> Loss:
    """lost: customer keys. ranking: that of the scope, where it is at hand. Raises what `rank` and `draw` raise."""
    ranking = ranking or rank(dataset, scope)
    there = [customer for customer in dict.fromkeys(lost) if customer in ranking.position]
    gone = tuple(sorted(there, key=ranking.position.__getitem__))
    absent = tuple(customer for customer in dict.fromkeys(lost) if customer not in ranking.position)
    scope = ranking.scope
    found = [dependence(dataset, scope, dimension, gone) for dimension in Dimension] if gone else []
    return Loss(
        before=draw(ranking, cut),
        after=draw(without(ranking, gone), cut),
        lost=gone,
        absent=absent,
        parts=tuple(parts for parts in found if parts.known),
        freed=freed(dataset, scope, gone),
        profit=_profit(dataset, scope, gone),
        receivable=_receivable(dataset, gone),
    )


def without(ranking: Ranking, lost: Sequence[str]) -> Ranking:
    """The same ranking without these customers."""
    keep = np.ones(ranking.n, np.bool_)
    keep[[ranking.position[customer] for customer in lost]] = False
    return replace(ranking, **{name: getattr(ranking, name)[keep] for name in COLUMNS})


def _profit(dataset: Dataset, scope: Scope, lost: tuple[str, ...]) -> Decimal | None:
    if not lost or Measure.PROFIT.value not in dataset.manifest.account.measures:
        return None
    try:
        filters.refuse_mixtures(dataset, replace(scope, measure=Measure.PROFIT))
    except Mixed:  # ranked by volume, the money may be in several currencies
        return None
    found = dataset.ask(filters.over("profit_of", scope), lost=list(lost), **filters.parameters(scope))
    profit: Decimal | None = found["profit"][0].as_py()
    return profit


def _receivable(dataset: Dataset, lost: tuple[str, ...]) -> Decimal | None:
    if not lost or "customers" not in dataset.views:
        return None
    owed: Decimal | None = dataset.ask("receivables_of", lost=list(lost))["receivable"][0].as_py()
    return owed
