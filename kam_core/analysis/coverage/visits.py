"""Where each of our people's visits really go: which levels they meet, and how many meet only decision makers.

The error the strategy warns of is to see the bosses and nobody else. A visit is one of our people at one customer on
one day; whoever is listed for that day was met. Visits of which no level can be read are counted apart. Senior visits
are no part of this: they go to the bosses by their nature.
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
class Visitor:
    """One of ours (name '' = not said). only_decision + below + unread = visits."""

    name: str
    visits: int
    customers: int  # visited
    met: dict[Level, int]  # visits that met the level; one that met two counts for both
    only_decision: int  # met decision makers and nobody else
    below: int  # met somebody below them
    unread: int  # nobody can tell

    @property
    def only_share(self) -> Fraction | None:
        """Of the visits that can be told, those that met only decision makers."""
        told = self.only_decision + self.below
        return Fraction(self.only_decision, told) if told else None


@dataclass(frozen=True)
class Visits:
    """Everyone who visited, the most visits first, from the day after `since` to the last day looked at."""

    since: date
    visitors: tuple[Visitor, ...]

    @property
    def whole(self) -> Visitor:
        """All of them together; `customers` are not added, since two may visit one: -1."""
        people = self.visitors
        return Visitor(
            "",
            sum(one.visits for one in people),
            -1,
            {level: sum(one.met[level] for one in people) for level in LEVELS},
            sum(one.only_decision for one in people),
            sum(one.below for one in people),
            sum(one.unread for one in people),
        )

    @property
    def finding(self) -> Finding:
        """The share that meets only decision makers, and whose is the highest (of ten visits and more)."""
        whole = self.whole
        if whole.only_share is None:
            return Finding("visits_untold", {"visits": whole.visits})
        facts = {"visits": whole.visits, "share": whole.only_share, "warehouse": whole.met[Level.WAREHOUSE]}
        often = [(one.only_share, one) for one in self.visitors if one.name and one.only_decision + one.below >= 10]
        named = [(share, one) for share, one in often if share is not None]
        if not named:
            return Finding("visits", facts)
        share, most = max(named, key=lambda pair: (pair[0], pair[1].visits))
        return Finding("visits_most", facts | {"name": most.name, "most": share})


def visits(dataset: Beside, customers: Texts, as_of: date, settings: CoverageSettings) -> Visits | None:
    """The visits to these customers in the window up to a day; None without a list of activities. Raises Busy."""
    if not has_activities(dataset):
        return None
    since = as_of - timedelta(days=settings.window)
    table = dataset.ask(
        of_activities("visits_by_level", dataset),
        as_of=as_of,
        since=since,
        kinds=list(settings.visits),
        among=customers.tolist(),
    )
    return Visits(
        since,
        tuple(
            Visitor(
                name=row["person"],
                visits=row["visits"],
                customers=row["customers"],
                met={level: row[level.value] for level in LEVELS},
                only_decision=row["only_decision"],
                below=row["below"],
                unread=row["unread"],
            )
            for row in table.to_pylist()
        ),
    )
