"""`--groups FILE`: customers that count as one in this call, from a list of customer and group."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from kam_core.analysis.groups.listed import listed, pairs_of_file
from kam_core.command.failures import one_line
from kam_core.errors import BadInput
from kam_core.store.dataset import Dataset
from kam_core.store.group_lists import frozen
from kam_core.wording import say

SHOWN = 10  # names that are told when they matched nobody


def with_groups(dataset: Dataset, asked: argparse.Namespace, lang: str) -> Dataset:
    """The dataset with its customers merged as the file says, where one is given; who matched nobody is told.

    Raises BadInput where there is no such file or it is no such list, and UnreadableFile.
    """
    path: Path | None = getattr(asked, "groups", None)
    if path is None:
        return dataset
    if not path.is_file():
        raise BadInput("no_such_file", file=str(path))
    found = listed(dataset, pairs_of_file(path.resolve(), path.name))
    if found.unknown:
        names = ", ".join(found.unknown[:SHOWN])
        print(one_line(say(lang, "notice.groups_unknown", n=len(found.unknown), names=names)), file=sys.stderr)
    return replace(dataset, grouping=frozen(dataset.id, "", found.of))
