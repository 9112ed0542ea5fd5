"""The grid of accounts x four levels, with a state each and the days since the last touch.

Somebody is there at a level when a contact of that level is listed or an activity reached it. Then the level is fresh
with a touch in the last `stale` days, else stale. Without anybody it is `nobody` where the account's contacts are
listed and their levels can all be read; otherwise it is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kam_core.analysis.coverage.deeds import has_activities, has_contacts, of_activities
from kam_core.analysis.coverage.settings import LEVELS, STATES, CoverageSettings, Level, State
from kam_core.analysis.exact import Flags, Texts, texts
from kam_core.analysis.sales import Beside

Counts = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
CONTACTS = "contact_levels"  # the question of who is listed
BLANK = len(LEVELS)  # the column of what names none of the four levels


@dataclass(frozen=True, eq=False)
class Grid:
    """n accounts x the four LEVELS, in the order of `customers`."""

    customers: Texts  # (n,) keys
    people: Counts  # (n, 4) contacts listed
    unread: Counts  # (n,) contacts whose level is none of the four
    touches: Counts  # (n, 4) up to the day
    unplaced: Counts  # (n,) touches that name nobody of a known level
    last: Days  # (n, 4) day of the last touch, NaT without one
    days: Counts  # (n, 4) since then, -1 without one
    states: npt.NDArray[np.int8]  # (n, 4) places in STATES

    @property
    def listed(self) -> Flags:
        """(n,) at least one contact of the account is listed."""
        everyone = np.asarray(self.people.sum(axis=1) + self.unread)
        return everyone > 0

    def at(self, state: State, level: Level | None = None) -> Flags:
        """(n,) the level is in that state; without a level, any of the four is."""
        same: Flags = np.equal(self.states, STATES.index(state))
        found: Flags = np.logical_or.reduce(same, axis=1) if level is None else same[:, LEVELS.index(level)]
        return found


def grid(dataset: Beside, customers: Texts, as_of: date, settings: CoverageSettings) -> Grid:
    """The grid of these customers. Tables that are not there leave it unknown, never empty. Raises Busy."""
    n = len(customers)
    place = dict(zip(customers.tolist(), range(n)))
    people = np.zeros((n, BLANK + 1), np.int64)
    touches = np.zeros((n, BLANK + 1), np.int64)
    last = np.full((n, BLANK + 1), np.datetime64("NaT", "D"))
    for question, parameters in asked(dataset, as_of, settings):
        table = dataset.ask(question, **parameters)
        kept, at = _places(table, place)
        if question == CONTACTS:
            people[at] = table["people"].to_numpy()[kept]
        else:
            touches[at] = table["touches"].to_numpy()[kept]
            last[at] = table["last"].to_numpy().astype("datetime64[D]")[kept]
    days = np.where(np.isnat(last), -1, (np.datetime64(as_of, "D") - last).astype(np.int64))[:, :BLANK]
    return Grid(
        customers=customers,
        people=people[:, :BLANK],
        unread=people[:, BLANK],
        touches=touches[:, :BLANK],
        unplaced=touches[:, BLANK],
        last=last[:, :BLANK],
        days=days,
        states=_states(people, touches[:, :BLANK], days, settings.stale if has_activities(dataset) else None),
    )


def asked(dataset: Beside, as_of: date, settings: CoverageSettings) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The questions the grid is made of, each with its parameters: as many as there are lists."""
    contacts = [(CONTACTS, dict[str, Any]())] if has_contacts(dataset) else []
    touches = {"as_of": as_of, "quiet": list(settings.quiet)}
    return (*contacts, *([(of_activities("touches", dataset), touches)] if has_activities(dataset) else ()))


def _places(table: pa.Table, place: dict[str, int]) -> tuple[Flags, tuple[Counts, Counts]]:
    """Which rows speak of a customer asked for, and where in the grid they belong."""
    order = {level: at for at, level in enumerate([*LEVELS, ""])}
    row = np.array([place.get(customer, -1) for customer in texts(table["customer"])], np.int64)
    column = np.array([order[level] for level in texts(table["level"])], np.int64)
    kept = row >= 0
    return kept, (row[kept], column[kept])


def _states(people: Counts, touches: Counts, days: Counts, stale: int | None) -> npt.NDArray[np.int8]:
    """stale None: there is no list of activities."""
    there = (people[:, :BLANK] > 0) | (touches > 0)
    legible = (people.sum(axis=1) > 0) & (people[:, BLANK] == 0)
    absent = np.where(legible, STATES.index(State.NOBODY), STATES.index(State.UNKNOWN))[:, None]
    if stale is None:
        present = np.full(days.shape, STATES.index(State.THERE))
    else:
        fresh = (days >= 0) & (days <= stale)
        present = np.where(fresh, STATES.index(State.FRESH), STATES.index(State.STALE))
    return np.where(there, present, absent).astype(np.int8)
