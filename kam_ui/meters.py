"""The meters of the running server: what was asked, shown and imported, counted as it happens.

Kinds, codes and page names only: no customer, no dataset, no token and no address of anybody ever becomes a label.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
REQUESTS = Counter("kam_requests", "Answers by kind of address and status", ("kind", "status"), registry=REGISTRY)
PAGES = Histogram(
    "kam_page_seconds",
    "Runs of a page's script, in seconds",
    ("page",),
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30),
    registry=REGISTRY,
)
BROKEN = Counter("kam_page_failures", "Runs of a page that ended in a defect of ours", registry=REGISTRY)
IMPORTS = Counter("kam_imports", "Imports from the browser by what became of them", ("outcome",), registry=REGISTRY)


@contextmanager
def page_run(page: str) -> Iterator[None]:
    """Measure one run of a page's script, however it ends."""
    began = time.monotonic()
    try:
        yield
    finally:
        PAGES.labels(page).observe(time.monotonic() - began)


def count_import(folder: Path, attempt: int, outcome: str) -> None:
    """Count what became of an import, the first time anybody looks; a mark in its folder keeps it the only time."""
    if outcome != "running":
        with suppress(OSError):  # counted already, or the job is gone
            (folder / f"counted-{attempt}").touch(exist_ok=False)
            IMPORTS.labels(outcome).inc()
