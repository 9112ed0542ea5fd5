"""`backup` and `restore`: the whole store in one file, and the store from it again."""

from __future__ import annotations

import argparse
import os
import sys

from kam_core.command import answers, limits
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.errors import BadInput
from kam_core.store.backup import CATALOG, Copied, back_up
from kam_core.store.place import home
from kam_core.store.restoring import restore
from kam_core.store.store import Store
from kam_core.wording import say


def run_backup(asked: argparse.Namespace) -> None:
    """Write the backup, and answer with what it holds."""
    limits.stop_in_order()
    if not (home() / CATALOG).exists() and not os.environ.get("KAM_CATALOG_URL"):
        raise BadInput("backup_of_nothing", folder=str(home()))
    _answer(asked, "done.backup", back_up(Store(), asked.out))


def run_restore(asked: argparse.Namespace) -> None:
    """Make the store again, and answer with what is there now."""
    limits.stop_in_order()
    _answer(asked, "done.restored", restore(asked.file, home()))


def _answer(asked: argparse.Namespace, sentence: str, copied: Copied) -> None:
    lang = asked.lang or chosen(())
    facts = {
        "place": str(copied.place),
        "datasets": copied.datasets,
        "versions": copied.versions,
        "files": copied.files,
        "bytes": copied.size,
    }
    if copied.missing:
        said = say(lang, "done.backup_missing", n=len(copied.missing), files=list(copied.missing[:3]))
        print(one_line(said), file=sys.stderr)
    if asked.json:
        answers.give(facts | {"missing": list(copied.missing)})
    else:
        print(one_line(say(lang, sentence, **facts)))
