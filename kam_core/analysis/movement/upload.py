"""What changed since the last upload: at most five sentences, the largest money first.

Two versions of the same dataset are laid side by side: months that are new, or were not complete in the earlier one;
past months that were corrected; customers that are new to the file, or gone from it; and who entered or left the key
accounts. Past months are first compared by a mark a month, so that only those that differ are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from kam_core.analysis import filters
from kam_core.analysis.exact import Numbers, Texts, decimal, ten_thousandths, texts
from kam_core.analysis.finding import Finding
from kam_core.analysis.movement.matrix import Movement, money
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.facts import Signed

Days = npt.NDArray[np.datetime64]
SENTENCES = 5


@dataclass(frozen=True)
class Change:
    """One thing that changed: its sentence, and the money that decides where it stands."""

    code: str
    weight: Decimal  # at least 0
    finding: Finding


@dataclass(frozen=True)
class SinceUpload:
    """Everything that changed, the largest money first; ties in the order of the code."""

    changes: tuple[Change, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """At most five sentences; one where nothing changed."""
        said = tuple(change.finding for change in self.changes[:SENTENCES])
        return said or (Finding("upload_nothing"),)


def since_upload(then: Sales, now: Sales, scope: Scope, moved: Movement) -> SinceUpload:
    """What changed from the version `then` to the version `now`, in the filters of a scope.

    moved: the cut drawn on the usual months of both versions. Raises BadScope, Mixed, Busy.
    """
    scope = replace(filters.resolve(now, scope), first=None, last=None)
    complete = then.manifest.last_complete_month or ""
    marks = _marks(then, scope), _marks(now, scope)
    differing = [month for month in sorted({*marks[0], *marks[1]}) if marks[0].get(month) != marks[1].get(month)]
    found = [
        *_new_months(marks, [month for month in differing if month > complete]),
        *_corrected(then, now, scope, [month for month in differing if month <= complete]),
        *_customers(rank(then, scope), rank(now, scope)),
        *_moved(moved),
    ]
    return SinceUpload(tuple(sorted((one for one in found if one.weight), key=lambda one: -one.weight)))


Marks = dict[str, tuple[Decimal, Decimal]]  # "YYYY-MM" -> its total and its mark


def _marks(sales: Sales, scope: Scope) -> Marks:
    question = filters.over("month_marks", scope)
    table = sales.ask(question, measure=scope.measure.value, **filters.parameters(scope))
    return {f"{row['month']:%Y-%m}": (row["value"], row["mark"]) for row in table.to_pylist()}


def _new_months(marks: tuple[Marks, Marks], months: list[str]) -> list[Change]:
    if not months:
        return []
    before, after = (sum((side[month][0] for month in months if month in side), Decimal(0)) for side in marks)
    facts = {"months": len(months), "first": months[0], "last": months[-1], "money": Signed(after - before)}
    code = "upload_months" if len(months) > 1 else "upload_month"
    return [Change(code, abs(after - before), Finding(code, facts))]


def _corrected(then: Sales, now: Sales, scope: Scope, months: list[str]) -> list[Change]:
    """Cells, customer × month, whose value differs in months that were complete before."""
    if not months:
        return []
    customers, days, change = _differences(then, now, scope, months)
    if not len(change):
        return []
    size = np.abs(change)
    at = int(np.argmax(size))  # the first of equals: the smallest key, then the earliest month
    facts: dict[str, Any] = {
        "months": len(set(days.tolist())),
        "customers": len(set(customers.tolist())),
        "net": Signed(money(change)),
        "name": _name(now, str(customers[at])) or _name(then, str(customers[at])),
        "month": f"{days[at].item():%Y-%m}",
        "change": Signed(decimal(int(change[at]))),
    }
    return [Change("upload_corrected", money(size), Finding("upload_corrected", facts))]


def _differences(then: Sales, now: Sales, scope: Scope, months: list[str]) -> tuple[Texts, Days, Numbers]:
    """The cells that differ, by customer key and month: customers, first days of months, and the changes."""
    question = filters.over("customer_months", scope)
    asked = {"measure": scope.measure.value, "wanted": [filters.first_day(month) for month in months]}
    sides = [sales.ask(question, **asked, **filters.parameters(scope)) for sales in (then, now)]
    customers = np.concatenate([texts(side["customer"]) for side in sides])
    days = np.concatenate([side["month"].to_numpy().astype("datetime64[D]") for side in sides])
    values = np.concatenate([-ten_thousandths(sides[0]["value"]), ten_thousandths(sides[1]["value"])])
    if not len(values):
        return customers, days, values
    _, owner = np.unique(customers.astype(str), return_inverse=True)
    cell = owner.astype(np.int64) << 32 | days.astype(np.int64) + 2**31
    order = np.argsort(cell, kind="stable")
    begins = np.flatnonzero(np.diff(cell[order], prepend=-1))
    change = np.add.reduceat(values[order], begins)
    differ = np.flatnonzero(change != 0)
    first = order[begins[differ]]
    return customers[first], days[first], change[differ]


def _name(sales: Sales, customer: str) -> str:
    """How a customer is shown; '' where it has no sales."""
    found = sales.ask("names_of", wanted=[customer])["name"].to_pylist()
    return str(found[0]) if found else ""


def _customers(then: Ranking, now: Ranking) -> list[Change]:
    return [*_only("upload_new_customers", now, then), *_only("upload_gone_customers", then, now)]


def _only(code: str, here: Ranking, there: Ranking) -> list[Change]:
    """The customers of one version that the other does not have at all, largest first."""
    at = np.array([i for i, customer in enumerate(here.customers) if customer not in there.position], np.int64)
    return _people(code, here.names[at].tolist(), here.values[at])


def _moved(moved: Movement) -> list[Change]:
    return [
        *_people("upload_entered", moved.names[moved.entered].tolist(), moved.now[moved.entered]),
        *_people("upload_left", moved.names[moved.left].tolist(), moved.was[moved.left]),
    ]


def _people(code: str, names: list[str], values: Numbers) -> list[Change]:
    if not names:
        return []
    total = money(values)
    facts = {"n": len(names), "money": total, "name": names[0], "value": decimal(int(values[0]))}
    return [Change(code, abs(total), Finding(code, facts))]
