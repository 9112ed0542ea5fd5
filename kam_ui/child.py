"""The command line as a child process: set going, seen, stopped.

The child leads a process group of its own, so what it started goes with it. Its number is kept on disk beside its
output; before a signal is sent the number is checked to be that child's still, for numbers are used again.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import kam_core

PROGRAM = (sys.executable, "-m", "kam_core")
PATIENCE = 0.15  # seconds between asking a child to stop and stopping it
_HOME = Path(kam_core.__file__).resolve().parent.parent

_started: dict[str, subprocess.Popen[bytes]] = {}  # by folder: the children of this server, to be waited for
_lock = threading.Lock()


def launch(folder: Path, words: Sequence[str], data: Path) -> None:
    """Run `python -m kam_core WORDS…` with `data` as its store; its two outputs go to answer.json and said.txt."""
    inherited = {name: value for name, value in os.environ.items() if name != "KAM_SECRET"}  # files are read there
    environment = inherited | {"KAM_DATA_DIR": str(data), "PYTHONPATH": str(_HOME), "PYTHONUTF8": "1"}
    for left in ("exit", "progress.jsonl"):
        (folder / left).unlink(missing_ok=True)
    with (folder / "answer.json").open("wb") as answer, (folder / "said.txt").open("wb") as said:
        child = subprocess.Popen(
            [*PROGRAM, *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=said,
            start_new_session=True,
        )
    with _lock:
        _started[str(folder)] = child
    (folder / "pid").write_text(str(child.pid), "ascii")


def exit_status(folder: Path) -> int | None:
    """The child's exit status; None while it runs, -1 where this server did not see it end."""
    kept = folder / "exit"
    if kept.is_file():
        return int(kept.read_text("ascii"))
    with _lock:
        child = _started.get(str(folder))
        status = child.poll() if child else None
        if child and status is not None:
            kept.write_text(str(status), "ascii")
            del _started[str(folder)]
    if child:
        return status
    return None if _is_ours(_number(folder), folder) else -1


def stop(folder: Path) -> None:
    """Ask the child and its group to stop, then stop them. Takes about a fifth of a second at most."""
    number = _number(folder)
    for what in (signal.SIGTERM, signal.SIGKILL):
        if exit_status(folder) is not None or number is None:
            return
        try:
            os.killpg(number, what)
        except (ProcessLookupError, PermissionError):
            return
        until = time.monotonic() + PATIENCE
        while exit_status(folder) is None and time.monotonic() < until:
            time.sleep(0.01)


def _number(folder: Path) -> int | None:
    try:
        return int((folder / "pid").read_text("ascii"))
    except (OSError, ValueError):
        return None


def _is_ours(number: int | None, folder: Path) -> bool:
    """Whether that process is the one started here: its words name the folder."""
    if number is None:
        return False
    if Path("/proc/self/cmdline").exists():
        try:
            words = Path(f"/proc/{number}/cmdline").read_text("utf-8", errors="replace")
        except OSError:
            return False
        return str(folder) in words
    listed = subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(number)], capture_output=True, text=True, check=False
    )
    return str(folder) in listed.stdout
