"""How far an import is: a bar on a terminal, lines in a file for whoever watches, nothing otherwise."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kam_core.ingest.progress import Progress, silent
from kam_core.wording import say


@contextmanager
def shown(file: Path | None, lang: str) -> Iterator[Progress]:
    """The progress function of one import."""
    if file is not None:
        with file.open("a", encoding="utf-8", buffering=1) as lines:
            yield lambda step, done: print(json.dumps({"step": step, "done": round(done, 4)}), file=lines)
    elif sys.stderr.isatty():
        with _bar(lang) as progress:
            yield progress
    else:
        yield silent


@contextmanager
def _bar(lang: str) -> Iterator[Progress]:
    from tqdm import tqdm  # type: ignore[import-untyped]

    bar = tqdm(total=1000, leave=False, delay=0.3, file=sys.stderr, bar_format="{desc} {bar:30} {percentage:3.0f} %")
    with bar:

        def show(step: str, done: float) -> None:
            bar.set_description_str(say(lang, f"step.{step}"), refresh=False)
            bar.n = round(done * 1000)
            bar.refresh()

        yield show
