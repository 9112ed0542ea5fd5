"""What makes an alert, and how much worse things must be before one that was done comes back. Rules of thumb."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from kam_core.analysis.stock_reports import MAX_AGE
from kam_core.errors import BadInput

MOST = {"margin": 90, "silent_times": 20, "worse_money": 1_000}  # percent, times, percent; all others are days
MOST_DAYS = 366


class Kind(StrEnum):
    """What an alert is about, from what presses most to what presses least."""

    RUN_OUT = "run_out"  # runs dry before goods that are ordered now can be there
    ORDER_BY = "order_by"  # the last safe order date is near
    PROMISE = "promise"  # something promised is overdue
    SILENT = "silent"  # no order for longer than its own usual gap
    SLIPPED = "slipped"  # was a key account, and is below the line by more than the margin
    NOBODY = "nobody"  # nobody is known at a level
    REPORT = "report"  # its stock report is old, or never came


@dataclass(frozen=True)
class AlertSettings:
    """Whole numbers. off: the kinds nobody wants to hear of. Raises BadInput for what cannot be."""

    order_within: int = 14  # days before the last safe order date
    margin: int = 10  # percent below the line that still count as borderline
    silent_times: int = 2  # times the median of the own gaps
    silent_least: int = 14  # days, at least
    overdue: int = 0  # days past its due day that a promise may take
    report_age: int = MAX_AGE  # days after which a stock report is old
    worse_money: int = 20  # a done alert comes back when its money has grown by more than so many percent,
    worse_due: int = 7  # or its due day lies so many days earlier,
    worse_wait: int = 30  # or it has waited so many more days past its due day
    off: tuple[Kind, ...] = ()

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            least = 0 if each.name in ("order_within", "margin", "overdue", "worse_money", "silent_least") else 1
            if each.name != "off" and not least <= value <= MOST.get(each.name, MOST_DAYS):
                most = MOST.get(each.name, MOST_DAYS)
                raise BadInput("bad_alert_setting", name=each.name, value=str(value), least=least, most=most)
