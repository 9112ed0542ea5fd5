"""Who has reported its stock, when, and who has to be asked: named one by one, never taken for zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kam_core.analysis.finding import Finding
from kam_core.figures import show
from kam_core.store.dataset import Dataset
from kam_core.wording import say

MAX_AGE = 31  # days after which a report is old: dealers report once a month


@dataclass(frozen=True)
class Report:
    """One customer and its last stock report: the day and its age in days (None: it never reported), the products."""

    customer: str
    name: str
    last: date | None
    age: int | None
    products: int
    reports: int


@dataclass(frozen=True)
class StockReports:
    """The reports of the customers asked for, those that never reported first, then the oldest."""

    as_of: date
    max_age: int
    reports: tuple[Report, ...]

    @property
    def missing(self) -> tuple[Report, ...]:
        """Who has never reported."""
        return tuple(report for report in self.reports if report.last is None)

    @property
    def old(self) -> tuple[Report, ...]:
        """Whose last report is older than `max_age` days."""
        return tuple(report for report in self.reports if report.age is not None and report.age > self.max_age)

    @property
    def newest(self) -> date | None:
        """The day of the newest report."""
        return max((report.last for report in self.reports if report.last), default=None)

    @property
    def finding(self) -> Finding:
        """The sentence: how many have reported, how many are missing or old."""
        customers, missing = len(self.reports), len(self.missing)
        if self.newest is None:
            return Finding("stock_reports_none", {"customers": customers})
        facts = {"customers": customers, "reported": customers - missing, "newest": self.newest}
        return Finding("stock_reports", {**facts, "missing": missing, "old": len(self.old)})


def last_heard(dataset: Dataset, table: str = "inventory") -> date:
    """The last day a sale or a row of a table is of (usual: a stock report), at the latest the day it was imported."""
    about = dataset.manifest
    known = [(about.account.last_day, about.today)]
    known += [(one.account.last_day, one.today) for one in about.side.get(table, ())]
    return max((min(day, today) for day, today in known if day), default=about.today)


def stock_reports(dataset: Dataset, customers: Sequence[str], as_of: date, *, max_age: int = MAX_AGE) -> StockReports:
    """The last stock report up to `as_of` of each of these customers (keys as in accounts). Raises Busy.

    Where customers are merged, the members of a group are looked at one by one: each of them has to report.
    """
    if dataset.grouping:
        members = dataset.grouping.members
        customers = [member for customer in customers for member in members.get(customer, (customer,))]
        dataset = dataset.apart
    wanted = list(dict.fromkeys(customers))
    names = dict(zip(*(column.to_pylist() for column in dataset.ask("names_of", wanted=wanted).columns)))
    if "inventory" in dataset.views:
        found = dataset.ask("stock_reports", wanted=wanted, as_of=as_of).to_pylist()
    else:
        found = [{"customer": c, "last_report": None, "age": None, "products": 0, "reports": 0} for c in sorted(wanted)]
    return StockReports(
        as_of,
        max_age,
        tuple(
            Report(row["customer"], names.get(row["customer"]) or row["customer"], row["last_report"], row["age"],
                   row["products"], row["reports"])
            for row in found
        ),
    )  # fmt: skip


def reminder(reports: StockReports, lang: str) -> str:
    """A text to copy and send to those who have not reported, or not lately; '' where nobody has to be asked."""
    late = (*reports.missing, *reports.old)
    if not late:
        return ""
    lines = [
        say(lang, "reminder.never", name=report.name)
        if report.last is None
        else say(lang, "reminder.old", name=report.name, day=show(lang, report.last), age=report.age)
        for report in late
    ]
    day = show(lang, reports.as_of)
    return "\n".join([say(lang, "reminder.begin", day=day), *lines, say(lang, "reminder.end")])
