"""Problems by the level they came from: complaints, and low scores of our people.

Trouble at an account often starts at the base, not at the top; whoever only listens to the bosses hears of it late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kam_core.analysis.coverage.deeds import has_activities, of_activities
from kam_core.analysis.coverage.settings import LEVELS, CoverageSettings, Level
from kam_core.analysis.exact import Texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.sales import Beside


@dataclass(frozen=True)
class Problem:
    """One thing heard. level None: the list does not say. open: a complaint nobody has closed."""

    day: date
    customer: str
    kind: str
    level: Level | None
    contact: str
    person: str  # who of ours
    score: float | None
    outcome: str
    open: bool


@dataclass(frozen=True)
class Problems:
    """The newest first, from the day after `since` to the last day looked at."""

    since: date
    listed: tuple[Problem, ...]

    @property
    def by_level(self) -> dict[Level | None, int]:
        """How many came from each level; None: not said."""
        return {level: sum(one.level is level for one in self.listed) for level in (*LEVELS, None)}

    @property
    def open(self) -> int:
        """Complaints nobody has closed."""
        return sum(one.open for one in self.listed)

    @property
    def from_below(self) -> Fraction | None:
        """Of the problems whose level is known, those from below the decision makers."""
        counts = self.by_level
        told = sum(counts[level] for level in LEVELS)
        return Fraction(told - counts[Level.DECISION], told) if told else None

    @property
    def finding(self) -> Finding:
        """How many, and how much of it came from below."""
        if not self.listed:
            return Finding("problems_none", {"since": self.since})
        facts = {"n": len(self.listed), "open": self.open, "since": self.since}
        if self.from_below is None:
            return Finding("problems_untold", facts)
        return Finding("problems", {**facts, "below": self.from_below})


def problems(dataset: Beside, customers: Texts, as_of: date, settings: CoverageSettings) -> Problems | None:
    """What these customers complained of in the window up to a day; None without a list of activities. Raises Busy."""
    if not has_activities(dataset):
        return None
    since = as_of - timedelta(days=settings.window)
    table = dataset.ask(
        of_activities("problems", dataset),
        as_of=as_of,
        since=since,
        low=settings.low_score,
        among=customers.tolist(),
    )
    return Problems(
        since,
        tuple(
            Problem(
                day=row["date"],
                customer=row["customer"],
                kind=row["kind"],
                level=Level(row["level"]) if row["level"] else None,
                contact=row["contact"],
                person=row["person"],
                score=row["score"],
                outcome=row["outcome"],
                open=row["open"],
            )
            for row in table.to_pylist()
        ),
    )
