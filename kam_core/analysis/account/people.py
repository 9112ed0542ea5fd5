"""Who is known at an account, when each was last touched, what was done there, and what was promised and is open."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from kam_core.store.dataset import Dataset


@dataclass(frozen=True)
class Contact:
    """level: a code under `[level]` in the wording, or the words of the file. touched None: never, as far as known."""

    contact: str
    level: str
    title: str
    touched: datetime.date | None


@dataclass(frozen=True)
class Activity:
    """kind: a code under `[kind]` in the wording, or the words of the file; '' in a column the file leaves blank."""

    date: datetime.date
    kind: str
    by: str
    contact: str
    level: str
    product_name: str
    outcome: str
    due: datetime.date | None  # by when something promised is to be done
    promised: bool  # and it is open


@dataclass(frozen=True)
class People:
    """None: there is no such table."""

    as_of: datetime.date
    contacts: tuple[Contact, ...] | None
    activities: tuple[Activity, ...] | None  # the latest first

    @property
    def promises(self) -> tuple[Activity, ...]:
        """What is open, the first due first."""
        open_ones = [one for one in self.activities or () if one.promised]
        return tuple(sorted(open_ones, key=lambda one: (one.due or datetime.date.max, one.date)))


def people(dataset: Dataset, customer: str, as_of: datetime.date) -> People | None:
    """What the tables of contacts and activities say of a customer; None where there is neither."""
    there = dataset.views
    contacts: tuple[Contact, ...] | None = None
    activities: tuple[Activity, ...] | None = None
    if "contacts" in there:
        question = "account_contacts" if "activities" in there else "account_contacts_alone"
        given: dict[str, Any] = {"as_of": as_of} if "activities" in there else {}
        contacts = tuple(Contact(**row) for row in dataset.ask(question, customer=customer, **given).to_pylist())
    if "activities" in there:
        table = dataset.ask("account_activities", customer=customer, as_of=as_of)
        activities = tuple(Activity(**row) for row in table.to_pylist())
    return None if contacts is None and activities is None else People(as_of, contacts, activities)
