"""One account close up: its contacts, and everything done there up to a day. What stands behind its four dots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from kam_core.analysis.coverage.deeds import has_activities, has_contacts, of_activities
from kam_core.analysis.sales import Beside


@dataclass(frozen=True, eq=False)
class CloseUp:
    """The rows of one account; None where there is no such list."""

    customer: str
    contacts: pa.Table | None  # contact, level, title, since: from the top level down
    activities: pa.Table | None  # date, kind, level, contact, person, product, score, outcome: the newest first


def close_up(dataset: Beside, customer: str, as_of: date) -> CloseUp:
    """The rows behind the dots of one account. Raises Busy."""
    contacts = dataset.ask("coverage_contacts", customer=customer) if has_contacts(dataset) else None
    activities = None
    if has_activities(dataset):
        question = of_activities("coverage_activities", dataset)
        activities = dataset.ask(question, customer=customer, as_of=as_of)
    return CloseUp(customer, contacts, activities)
