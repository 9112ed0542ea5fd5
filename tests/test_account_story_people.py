"""The people of an account by hand: who is known, when touched, what is open; and that later days are not known yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kam_core.analysis.account.people import people
from tests.season import Firm, flat, sales

CONTACTS = "customer code,contact,level\nC1,Lin,decision\nC1,Wang,warehouse\nC2,Zhao,middle\n"
ACTIVITIES = """date,customer code,type,by,contact,outcome,due,done
2025-10-01,C1,visit,Xu,Lin,bring samples,2025-10-20,no
2025-11-01,C1,visit,Xu,Lin,price list,2025-11-15,yes
2025-11-20,C1,call,Xu,,new shelf,2025-12-31,
2026-01-05,C1,visit,Xu,Wang,,,
2025-11-03,C2,visit,Xu,Zhao,,,
"""


def test_contacts_activities_and_promises(tmp_path: Path) -> None:
    firm = Firm(tmp_path, sales([("C1", "P1", "case", flat), ("C2", "P1", "case", flat)]))
    assert people(firm.dataset, "C1", date(2025, 12, 26)) is None
    alone = people(firm.add(CONTACTS, "contacts", "contacts.csv").dataset, "C1", date(2025, 12, 26))
    assert alone is not None and alone.activities is None and alone.promises == ()
    assert alone.contacts is not None and [one.touched for one in alone.contacts] == [None, None]
    found = people(firm.add(ACTIVITIES, "activities", "activities.csv").dataset, "C1", date(2025, 12, 26))
    assert found is not None and found.contacts is not None and found.activities is not None
    assert [(one.contact, one.level, one.touched) for one in found.contacts] == [
        ("Lin", "decision", date(2025, 11, 1)),
        ("Wang", "warehouse", None),  # January is not known yet
    ]
    assert [one.date for one in found.activities] == [date(2025, 11, 20), date(2025, 11, 1), date(2025, 10, 1)]
    assert [one.outcome for one in found.promises] == ["bring samples", "new shelf"]
