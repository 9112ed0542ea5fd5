"""The words of the commands that look after the store as a whole."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kam_core.command.language import LANGUAGES


def add_store_commands(add: Callable[..., Any]) -> None:
    """Add them with `add`, the `add_parser` of the whole command line."""
    backup = add("backup", help="copy the whole store to one file, while it is in use", allow_abbrev=False)
    backup.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file, for example kam.tar.gz")
    backup.set_defaults(run=_backup)
    restore = add("restore", help="make the store of a backup, in an empty KAM_DATA_DIR", allow_abbrev=False)
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.set_defaults(run=_restore)
    for command in (backup, restore):
        command.add_argument("--json", action="store_true", help="answer in JSON")
        command.add_argument("--lang", choices=LANGUAGES, help="the language of sentences")


def _backup(asked: argparse.Namespace) -> None:
    from kam_core.command.backup import run_backup

    run_backup(asked)


def _restore(asked: argparse.Namespace) -> None:
    from kam_core.command.backup import run_restore

    run_restore(asked)
