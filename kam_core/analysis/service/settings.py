"""What service is measured by. Every setting moves its number, and stands in the link."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Against(StrEnum):
    """The day a line is due: the one we promised, or the one the customer asked for."""

    PROMISED = "promised"
    WANTED = "wanted"


@dataclass(frozen=True)
class ServiceSettings:
    """late_days: days a line may come late and still be on time. short: share of its quantity that may be missing.

    near: how far from what was wanted still counts as nearly met. least_lines: how many counted lines an account has
    before it can be called the worst. patience: days past a key account's due day in which an order that was filled
    before it is held against us. Raises ValueError for what cannot be.
    """

    against: Against = Against.PROMISED
    late_days: int = 0
    short: Decimal = Decimal(0)
    near: float = 0.1
    least_lines: int = 5
    patience: int = 30

    def __post_init__(self) -> None:
        if min(self.late_days, self.least_lines, self.patience) < 0 or self.near < 0:
            raise ValueError("none of these is below 0")
        if not 0 <= self.short < 1:
            raise ValueError(f"a share of {self.short} that may be missing")
