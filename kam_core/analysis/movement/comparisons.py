"""What the last upload can be compared with: the same quarter last year, the previous quarter, the last upload.

Where an earlier upload already had the quarter complete, its list is drawn on the first that had: versions never
change, so last quarter's list stays what it was, whatever is corrected later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kam_core.analysis.months import default_scope
from kam_core.analysis.movement.periods import Months, Pair, first_complete, previous_quarter, year_before
from kam_core.analysis.sales import Sales

Upload = tuple[int, Sales]  # the number of a version in which the sales changed, and its sales


@dataclass(frozen=True)
class Compared:
    """Two periods; known: the version whose list stands for `before`, None = the one that is looked at."""

    before: Months
    after: Months
    known: int | None = None


@dataclass(frozen=True)
class Comparisons:
    """Each None where the data does not reach back that far."""

    year: Compared | None = None
    quarter: Compared | None = None
    upload: Compared | None = None

    @property
    def usual(self) -> Compared | None:
        """The same quarter last year, for the season stands in both; else what there is."""
        return self.year or self.quarter or self.upload


def comparisons(uploads: Sequence[Upload]) -> Comparisons:
    """uploads: the oldest first; the last one is looked at."""
    if not uploads:
        return Comparisons()
    now = uploads[-1][1]
    return Comparisons(
        year=_then(uploads, year_before(now.manifest)),
        quarter=_then(uploads, previous_quarter(now.manifest)),
        upload=_last_upload(uploads),
    )


def frozen(uploads: Sequence[Upload], before: Months) -> int | None:
    """The version that first had these months complete; None where that is the one looked at, or none."""
    first = first_complete([(number, sales.manifest) for number, sales in uploads], before)
    return None if first is None or first == uploads[-1][0] else first


def _then(uploads: Sequence[Upload], pair: Pair | None) -> Compared | None:
    return None if pair is None else Compared(pair.before, pair.after, frozen(uploads, pair.before))


def _last_upload(uploads: Sequence[Upload]) -> Compared | None:
    if len(uploads) < 2:
        return None
    (number, then), (_, now) = uploads[-2:]
    before, after = _usual(then), _usual(now)
    return Compared(before, after, number) if before and after else None


def _usual(sales: Sales) -> Months | None:
    scope = default_scope(sales)
    return Months(scope.first, scope.last) if scope.first and scope.last else None
