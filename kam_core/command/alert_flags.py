"""The words of `alerts` that no other command takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

KINDS = ("run_out", "order_by", "promise", "silent", "slipped", "nobody", "report")
Words = Callable[[argparse.ArgumentParser], None]

#: flag -> the field of AlertSettings it sets
LIMITS = {
    "order_within": ("DAYS", "an order date so near (usual: 14)"),
    "margin": ("P%%", "below the line by more than so much has dropped out (usual: 10%%)"),
    "silent_times": ("N", "silent: for longer than so many of its usual gaps (usual: 2)"),
    "silent_least": ("DAYS", "and for at least so long (usual: 14)"),
    "overdue": ("DAYS", "a promise may be late by so many (usual: 0)"),
    "report_age": ("DAYS", "a stock report is old after so many (usual: 31)"),
}


def command(commands: Any, *shared: Words) -> argparse.ArgumentParser:
    """The command; shared: the words it takes like others."""
    made: argparse.ArgumentParser = commands.add_parser(
        "alerts", help="what has to be done; exit 1 where something is new", allow_abbrev=False
    )
    made.add_argument("source", metavar="SOURCE", help="a sales file, or a dataset's id")
    for name, (metavar, why) in LIMITS.items():
        made.add_argument(f"--{name.replace('_', '-')}", metavar=metavar, help=f"{why}, else as set in the dashboard")
    made.add_argument("--kind", action="append", choices=KINDS, help="these kinds alone")
    made.add_argument("--remember", action="store_true", help="those listed are not new the next time")
    made.add_argument("--webhook", action="store_true", help="send the new ones to KAM_WECHAT_WEBHOOK")
    for words in shared:
        words(made)
    return made
