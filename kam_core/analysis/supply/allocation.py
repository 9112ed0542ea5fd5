"""A shortage shared out by one of four rules, exactly: allocated + left over = available.

proportional      everybody the same part of its need (SAP rule A)
equal_run_out     everybody lasts the same number of days, stock on hand counted
key_first         key accounts to their need, then the others
key_first_floor   everybody a floor of its need, then key accounts to their need, then the others
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kam_core.analysis.finding import Finding
from kam_core.analysis.supply.fair_share import pour
from kam_core.figures import volume

DIGITS = 18  # before the point: with ten behind it a Decimal is still exact
PLACES = 4  # decimals a quantity is given out in where there are no cases
FLOOR = Fraction(3, 10)  # of its need that everybody gets first; a setting


class AllocationRule(StrEnum):
    """How what there is, is shared out."""

    PROPORTIONAL = "proportional"
    EQUAL_RUN_OUT = "equal-run-out"
    KEY_FIRST = "key-first"
    KEY_FIRST_FLOOR = "key-first-floor"


@dataclass(frozen=True)
class Claim:
    """What one customer asks for. Quantities in one unit, none below zero."""

    customer: str
    demand: Decimal  # a day
    on_hand: Decimal = Decimal(0)
    key: bool = False
    need: Decimal | None = None  # demand of the days that are to be covered (gross); None: no limit
    price: Decimal | None = None  # money a unit, for the money at risk


@dataclass(frozen=True)
class Portion:
    """What one customer gets."""

    claim: Claim
    allocated: Decimal

    @property
    def fill_rate(self) -> Fraction | None:
        """allocated / need; None without a need, or where nothing is needed."""
        return Fraction(self.allocated) / Fraction(self.claim.need) if self.claim.need else None

    @property
    def run_out(self) -> Fraction | None:
        """Days it lasts: (on hand + allocated) / demand a day; None where nothing is used."""
        held = Fraction(self.claim.on_hand) + Fraction(self.allocated)
        return held / Fraction(self.claim.demand) if self.claim.demand else None

    @property
    def missing(self) -> Decimal | None:
        """Units of the need met neither from stock nor by what is allocated, at least 0; None without a need."""
        need = self.claim.need
        return None if need is None else max(need - self.claim.on_hand - self.allocated, Decimal(0))

    @property
    def at_risk(self) -> Decimal | None:
        """Money that is missed with it; None without a need or a price."""
        return None if self.missing is None or self.claim.price is None else self.missing * self.claim.price


@dataclass(frozen=True)
class Allocation:
    """A shortage shared out. allocated + left_over = available, exactly; portions in the order of the claims."""

    rule: AllocationRule
    available: Decimal
    case: Decimal | None
    floor: Fraction
    portions: tuple[Portion, ...]

    @property
    def allocated(self) -> Decimal:
        """What is given out."""
        return sum((portion.allocated for portion in self.portions), Decimal(0))

    @property
    def left_over(self) -> Decimal:
        """What nobody needs, or what is less than a case."""
        return self.available - self.allocated

    def short(self, portion: Portion) -> bool:
        """Whether a portion leaves something missing that could be given: less than a case cannot."""
        return portion.missing is not None and portion.missing >= (self.case or Decimal(1).scaleb(-PLACES))

    @property
    def finding(self) -> Finding:
        """The sentence that answers the question."""
        facts: dict[str, object] = {
            "available": volume("", self.available),
            "allocated": volume("", self.allocated),
            "left_over": volume("", self.left_over),
            "customers": len(self.portions),
        }
        if any(portion.missing is None for portion in self.portions):
            return Finding("allocation_open", facts)
        return Finding("allocation", facts | {"short": sum(map(self.short, self.portions))})


def allocate(
    claims: Sequence[Claim],
    available: Decimal,
    rule: AllocationRule,
    case: Decimal | None = None,
    floor: Fraction = FLOOR,
) -> Allocation:
    """Share out what is available.

    Nobody gets less than nothing or more than its need; under equal_run_out, not more than its need less its stock on
    hand. With a case only whole ones are given, so a need is filled up to its last whole case; otherwise quantities
    have four decimals. floor: 0..1, a share of the need, or of the proportional share where the need has no limit.
    Under key_first no key account that could still take a case goes short while another customer gets any; under
    key_first_floor, more than its floor. Where not even the floors can be met they are met in proportion.
    Equal claims are served in the order of their customers' keys, as text. Who has no demand gets nothing.
    Raises ValueError for a quantity below zero or beyond 18 digits, a case that is not above zero, a floor outside
    0..1, or a need given for some claims and not for others.
    """
    _check(claims, available, case, floor)
    order = sorted(range(len(claims)), key=lambda i: (claims[i].customer, i))
    step = case or Decimal(1).scaleb(-PLACES)
    units = _Round([claims[i] for i in order], available, step).share_out(rule, floor)
    allocated = dict(zip(order, units))
    portions = (Portion(claim, _times(step, allocated[i])) for i, claim in enumerate(claims))
    return Allocation(rule, available, case, floor, tuple(portions))


class _Round:
    """One sharing out in whole numbers: all quantities in the smallest decimal place any of them has."""

    def __init__(self, claims: Sequence[Claim], available: Decimal, step: Decimal) -> None:
        figures = [step, available, *(f for c in claims for f in (c.demand, c.on_hand, c.need) if f is not None)]
        scale = 10 ** max(-int(figure.as_tuple().exponent) for figure in (*figures, Decimal("1E-4")))

        def whole(figure: Decimal) -> int:
            return int(Fraction(figure) * scale)

        self.unit, self.left = whole(step), whole(available)
        self.key = [claim.key for claim in claims]
        self.demand = [whole(claim.demand) for claim in claims]
        self.on_hand = [whole(claim.on_hand) for claim in claims]
        self.need = [None if claim.need is None else whole(claim.need) for claim in claims]
        self.weight = [demand if need is None else need for demand, need in zip(self.demand, self.need)]
        self.given = [0] * len(claims)  # in units, as are the limits

    def share_out(self, rule: AllocationRule, floor: Fraction) -> list[int]:
        """How many units each claim gets."""
        if rule is AllocationRule.EQUAL_RUN_OUT:
            missing = [None if n is None else max(n - held, 0) for n, held in zip(self.need, self.on_hand)]
            return pour(self.left, self.unit, self.demand, self.on_hand, self._units(missing))
        everybody, limits = [True] * len(self.given), self._units(self.need)
        if rule is AllocationRule.KEY_FIRST_FLOOR:
            self._serve(everybody, self._floors(floor))
        if rule is not AllocationRule.PROPORTIONAL:
            self._serve(self.key, limits)
        self._serve(everybody, limits)
        return self.given

    def _serve(self, who: Sequence[bool], limits: Sequence[int | None]) -> None:
        """What is left goes to those marked, in proportion, up to the limits; what they have counts."""
        width = [weight if marked else 0 for weight, marked in zip(self.weight, who)]
        have = [given * self.unit for given in self.given]
        open_ = [None if limit is None else limit - given for limit, given in zip(limits, self.given)]
        more = pour(self.left, self.unit, width, have, open_)
        self.given = [given + units for given, units in zip(self.given, more)]
        self.left -= sum(more) * self.unit

    def _floors(self, floor: Fraction) -> list[int | None]:
        """Whole units each is to get first: a part of its need, or of its proportional share where that is open."""
        all_weights = sum(self.weight)
        share = Fraction(self.left, all_weights) if all_weights else Fraction(0)
        of = [share * weight if need is None else need for weight, need in zip(self.weight, self.need)]
        return [int(floor * quantity / self.unit) for quantity in of]

    def _units(self, quantities: Sequence[int | None]) -> list[int | None]:
        return [None if quantity is None else quantity // self.unit for quantity in quantities]


def _times(step: Decimal, units: int) -> Decimal:
    """step x units, exact however large: Decimal arithmetic would round to 28 digits."""
    _, digits, exponent = step.as_tuple()
    return Decimal(f"{int(''.join(map(str, digits))) * units}E{exponent}")


def _check(claims: Sequence[Claim], available: Decimal, case: Decimal | None, floor: Fraction) -> None:
    figures = [f for c in claims for f in (c.demand, c.on_hand, c.need, c.price) if f is not None]
    if any(not figure.is_finite() or figure < 0 or figure.adjusted() >= DIGITS for figure in (available, *figures)):
        raise ValueError(f"quantities are numbers from zero, of at most {DIGITS} digits")
    if case is not None and not (case.is_finite() and case > 0):
        raise ValueError("a case holds something")
    if not 0 <= floor <= 1:
        raise ValueError("a floor is a share of the need, from 0 to 1")
    if len({claim.need is None for claim in claims}) > 1:
        raise ValueError("either every claim has a need, or none has")
