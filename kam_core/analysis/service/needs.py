"""What an account wants of us beside what it gets: met, nearly, not, with both numbers.

Wanted is what the needs file says. Got is measured where it can be: lead time from the deliveries, lot, frequency and
price from the sales, training from the activities; else it is what the needs file says is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np

from kam_core.analysis import filters
from kam_core.analysis.ranking import Ranking
from kam_core.analysis.service.habits import Habits
from kam_core.analysis.service.scores import Scores
from kam_core.store.dataset import Dataset

#: What can be wanted -> more of it is better (True), or less (False). What is research is said in words.
NUMBERS = {"lead_time": False, "lot": False, "frequency": True, "price": False, "training": True}
WORDS = "research"
YEAR = timedelta(days=365)


class Met(StrEnum):
    """How far a need is met."""

    MET = "met"
    NEARLY = "nearly"
    NOT = "not"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Need:
    """One need of one account. wanted, got: numbers, of research words; None: unknown. measured: by our own figures."""

    what: str  # lead_time | lot | frequency | price | training | research
    wanted: float | str
    got: float | str | None
    met: Met
    measured: bool


@dataclass(frozen=True, eq=False)
class Needs:
    """The customers of a ranking that the needs file names, by key; those without a need said are left out."""

    of: Mapping[str, tuple[Need, ...]]

    def met(self, customer: str) -> tuple[int, int]:
        """How many needs of an account are met, and how many are judged."""
        judged = [need for need in self.of.get(customer, ()) if need.met is not Met.UNKNOWN]
        return sum(need.met is Met.MET for need in judged), len(judged)


def needs(
    dataset: Dataset, ranking: Ranking, habits: Habits, scores: Scores | None, as_of: date, near: float
) -> Needs | None:
    """None where there is no needs file. scores: of the ranking's customers in its order, None without deliveries."""
    if "needs" not in dataset.views:
        return None
    merged = filters.merging(ranking.scope)
    trained = _trained(dataset, as_of, merged)
    found: dict[str, tuple[Need, ...]] = {}
    for row in dataset.ask("needs_said", **merged).to_pylist():
        at = ranking.position.get(row["customer"])
        if at is None:
            continue
        measured = {
            "lead_time": float(scores.taken[at]) if scores is not None else np.nan,
            "lot": float(habits.lot[at]),
            "frequency": float(habits.monthly[at]),
            "price": float(habits.paid[at]),
            "training": float(trained.get(row["customer"], 0)) if trained is not None else np.nan,
        }
        said = [_numbered(what, row, measured[what], near) for what in NUMBERS if row[f"{what}_wanted"] is not None]
        if row["research_wanted"]:
            said.append(_worded(row["research_wanted"], row["research_given"]))
        if said:
            found[row["customer"]] = tuple(said)
    return Needs(found)


def judge(what: str, wanted: float, got: float, near: float) -> Met:
    """met: got is as good as wanted; nearly: it misses by no more than `near` of it; else not."""
    better = got >= wanted if NUMBERS[what] else got <= wanted
    if better:
        return Met.MET
    reach = got >= wanted * (1 - near) if NUMBERS[what] else got <= wanted * (1 + near)
    return Met.NEARLY if reach else Met.NOT


def _numbered(what: str, row: Mapping[str, Any], measured: float, near: float) -> Need:
    wanted, ours = row[f"{what}_wanted"], not np.isnan(measured)
    got = measured if ours else row[f"{what}_given"]
    return Need(what, wanted, got, Met.UNKNOWN if got is None else judge(what, wanted, got, near), ours)


def _worded(wanted: str, given: str) -> Need:
    """Words are held against words: the same are met, nothing given is not, anything else is for a reader to judge."""
    met = Met.NOT if not given else Met.MET if given.strip().casefold() == wanted.strip().casefold() else Met.UNKNOWN
    return Need(WORDS, wanted, given or None, met, False)


def _trained(dataset: Dataset, as_of: date, merged: Mapping[str, str]) -> dict[str, int] | None:
    if "activities" not in dataset.views:
        return None
    table = dataset.ask("trainings_held", as_of=as_of, after=as_of - YEAR, **merged)
    return dict(zip(table["customer"].to_pylist(), table["times"].to_pylist()))
