"""The command line: the same results without a browser.

Results on standard output, messages on standard error; exit 0 when done, 1 from `alerts` where something is new, 2 for
input or usage that cannot be used, with one clear sentence. Everything heavy is imported by the command that needs it,
so that a call starts fast.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kam_core.command import failures, flags
from kam_core.command.language import chosen


def main(words: Sequence[str] | None = None) -> int:
    """Run one command: its exit status."""
    said = list(sys.argv[1:] if words is None else words)
    with failures.as_sentences(chosen(said), machine="--job" in said) as outcome:
        asked = flags.parse(said)
        outcome.status = asked.run(asked) or 0
    return outcome.status
