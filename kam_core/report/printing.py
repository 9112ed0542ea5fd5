"""PDF and PNG of our own HTML files, through Chromium where the machine has one; where it has none nothing fails.

Chromium runs as a child with a profile of its own that is thrown away, resolves no name and reaches no address, may use
so much processor time and write so large a file, and is ended with all its processes when its time is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60  # seconds
# Limits of its own, set before it begins: an import's limit on address space, which this process may have, is lifted,
# for Chromium reserves far more than it uses; 120 seconds of processor time; files of 64 MB (in blocks of 512 bytes).
LIMITED = 'ulimit -S -v unlimited; ulimit -t 120; ulimit -f 131072; ulimit -c 0; exec "$@"'
FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--proxy-server=127.0.0.1:9",  # nobody listens there
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--hide-scrollbars",
    "--virtual-time-budget=8000",
)


def chromium() -> Path | None:
    """The browser that prints: KAM_CHROMIUM where it is set, else the first found on the search path; None without."""
    named = os.environ.get("KAM_CHROMIUM")
    candidates = (named,) if named is not None else NAMES
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    return Path(found) if found else None


def pdf(html: bytes) -> bytes | None:
    """The file printed as PDF by its own print style; None where there is no Chromium or it did not manage."""
    return _made(html, "out.pdf", lambda out: [f"--print-to-pdf={out}", "--no-pdf-header-footer"], b"%PDF")


def png(html: bytes, width: int = 1080, height: int = 1500) -> bytes | None:
    """The top of the file as a picture, in CSS pixels at double density; None likewise."""
    size = [f"--window-size={width},{height}", "--force-device-scale-factor=2"]
    return _made(html, "out.png", lambda out: [f"--screenshot={out}", *size], b"\x89PNG")


def _made(html: bytes, name: str, words: Callable[[Path], list[str]], begins: bytes) -> bytes | None:
    browser = chromium()
    if browser is None:
        return None
    with tempfile.TemporaryDirectory(prefix="kam-print-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        page, out = folder / "page.html", folder / name
        page.write_bytes(html)
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to run as root with it
        profile = f"--user-data-dir={folder / 'profile'}"
        _run([str(browser), *FLAGS, *sandbox, profile, *words(out), page.as_uri()], folder)
        made = out.read_bytes() if out.is_file() else b""
    return made if made.startswith(begins) else None


def _run(words: Sequence[str], folder: Path) -> None:
    """Run to its end or to the end of its time; nothing of it stays behind."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC"}
    child = subprocess.Popen(
        ["/bin/sh", "-c", LIMITED, "sh", *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with suppress(subprocess.TimeoutExpired):
        child.wait(PATIENCE)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
