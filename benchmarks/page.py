"""docs/benchmarks.md: each benchmark writes its own section and leaves the others as they are."""

from __future__ import annotations

import datetime
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def begin(top: str) -> None:
    """Put `top` in the place of everything before the first section."""
    _, mark, others = PAGE.read_text("utf-8").partition("\n## ")
    PAGE.write_text(f"{top}{mark}{others}", "utf-8")


def keep(head: str, section: str) -> None:
    """Put the section in the place of the one that begins with `head`, else at the end."""
    before, _, rest = PAGE.read_text("utf-8").partition(f"\n{head}\n")
    _, begin, others = rest.partition("\n## ")
    PAGE.write_text(f"{before.rstrip()}\n\n{section}{begin}{others}", "utf-8")
    print(section)


def measured(head: str, aim: str, measure: Callable[[int], dict[str, str]], size: int, *settings: str) -> None:
    """Measure what the command asks for, else `size`, and keep the section: aim, machine and load, a row a measure."""
    load = os.getloadavg()[0]
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else size)
    machine = ", ".join(
        [
            f"{datetime.date.today()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
            *settings,
            f"load before the run {load:.1f}.",
        ]
    )
    rows = "\n".join(f"| {name} | {value} |" for name, value in found.items())
    keep(head, f"{head}\n\n{aim}\n\n{machine}\n\n| measure | |\n|---|---:|\n{rows}\n")
