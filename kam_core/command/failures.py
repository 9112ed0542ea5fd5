"""What a failure looks like from outside: one sentence on standard error, exit 2, never a traceback.

The sentence may quote a file or a name, so control characters are taken out: text is no command to the terminal.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from kam_core.errors import BadInput, KamError
from kam_core.store.place import home
from kam_core.wording import say


class Cancelled(BaseException):
    """Somebody asked this process to stop."""


class TooMuch(BaseException):
    """The import reached a limit set for it."""


_SENTENCES: dict[type[BaseException], str] = {
    Cancelled: "cancelled",
    KeyboardInterrupt: "cancelled",
    TooMuch: "import_too_large",
    MemoryError: "import_too_large",
}
_stopped: list[type[BaseException]] = []


def stop(reason: type[BaseException]) -> NoReturn:
    """From a signal: remember why, for a query that is stopped by it reports an error of its own; and raise."""
    _stopped.append(reason)
    raise reason


def leave(status: int) -> NoReturn:
    """End this process at once. Taking the interpreter apart first takes longer than most commands do, and threads
    that still read or write after a signal must not see it go."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


@dataclass
class Ending:
    """How the command ended."""

    status: int = 0


@contextmanager
def as_sentences(lang: str, machine: bool) -> Iterator[Ending]:
    """Turn whatever is raised in the block into a sentence and a status; for a machine, a code and its facts."""
    ending = Ending()
    try:
        yield ending
    except KamError as error:
        ending.status = _tell(BadInput(_SENTENCES[_stopped[0]]) if _stopped else error, lang, machine)
    except tuple(_SENTENCES) as reason:
        code = next(code for kind, code in _SENTENCES.items() if isinstance(reason, kind))
        ending.status = _tell(BadInput(code), lang, machine)
    except BrokenPipeError:  # whoever read our answer has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception:
        said = BadInput(_SENTENCES[_stopped[0]]) if _stopped else KamError("unexpected", log=_write_down())
        ending.status = _tell(said, lang, machine)


def _tell(error: KamError, lang: str, machine: bool) -> int:
    if machine:
        from kam_core.plain import to_plain

        print(json.dumps({"error": error.code, "facts": to_plain(error.facts)}, default=str), file=sys.stderr)
        return 2
    try:
        sentence = say(lang, f"error.{error.code}", **error.facts)
    except (KeyError, IndexError):
        sentence = f"{error.code}: {error.facts}"
    print(one_line(sentence), file=sys.stderr)
    return 2


def one_line(text: str) -> str:
    """The text on one line, without characters that steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _write_down() -> str:
    """Keep the whole story in the store's log: where."""
    told = traceback.format_exc()
    folder = home() / "log"
    log = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log.write_text(told, "utf-8", errors="backslashreplace")
    except OSError:
        return told.strip().splitlines()[-1]
    return str(log)
