"""What one import may use, and how it is told to stop.

Generous, and set by the process on itself: a bomb or a runaway file ends one import, not the machine.
KAM_IMPORT_MEMORY_MB (address space) and KAM_IMPORT_CPU_SECONDS change them; 0 takes a limit away.
"""

from __future__ import annotations

import os
import resource
import signal
from types import FrameType
from typing import NoReturn

from kam_core.command.failures import Cancelled, TooMuch, stop
from kam_core.errors import BadInput

MEMORY_MB = 12_288  # address space, of which DuckDB and Arrow reserve far more than they use
CPU_SECONDS = 3_600


def set_limits() -> None:
    """Limit this process, and end it in good order on SIGTERM. Raises BadInput for a setting that is no number."""
    memory, seconds = _setting("KAM_IMPORT_MEMORY_MB", MEMORY_MB), _setting("KAM_IMPORT_CPU_SECONDS", CPU_SECONDS)
    _lower(resource.RLIMIT_AS, memory << 20)
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_CORE, 0, even_zero=True)
    signal.signal(signal.SIGXCPU, _too_much)
    stop_in_order()


def stop_in_order() -> None:
    """On SIGTERM, clear up and say so."""
    signal.signal(signal.SIGTERM, _cancelled)


def _lower(which: int, wanted: int, even_zero: bool = False) -> None:
    _, hard = resource.getrlimit(which)
    if wanted > 0 or even_zero:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (soft, hard))


def _setting(name: str, usual: int) -> int:
    value = os.environ.get(name, "").strip()
    if (value and not value.isascii()) or (value and not value.isdecimal()):
        raise BadInput("bad_setting", name=name, value=value)
    return int(value) if value else usual


def _cancelled(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: clearing up is not to be cut short
    stop(Cancelled)


def _too_much(_number: int, _frame: FrameType | None) -> NoReturn:
    stop(TooMuch)
