"""SOURCE on the command line: a file, or the id of a dataset, with a version after @ where one is meant."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from kam_core.command import limits, progress, wishes
from kam_core.command.groups import with_groups
from kam_core.errors import BadInput, UnknownDataset
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import open_file
from kam_core.store.sample import SAMPLES, open_sample
from kam_core.store.store import Store

ID = re.compile(r"(?P<id>d[a-z2-7]{10}|sample|sample-en)(@(?P<version>[1-9][0-9]{0,8}))?", re.ASCII)


def open_source(store: Store, asked: argparse.Namespace, lang: str) -> Dataset:
    """The dataset behind SOURCE, its customers merged where --groups says so. A file is reused by its content, else
    read for this call only."""
    return with_groups(_opened(store, asked, lang), asked, lang)


def _opened(store: Store, asked: argparse.Namespace, lang: str) -> Dataset:
    path, who = Path(asked.source), wishes.principal(asked)
    if path.is_file():
        wishes.sales_only(asked)
        limits.set_limits()
        with progress.shown(asked.progress_json, lang) as bar:
            return open_file(
                store,
                [Upload(path.name, path.resolve())],
                principal=who,
                today=wishes.today(asked),
                layout=wishes.layout(asked),
                hints=wishes.hints(asked),
                progress=bar,
            )
    named = ID.fullmatch(asked.source)
    if named is None:
        raise BadInput("no_such_source", source=asked.source)
    if wishes.given(asked):
        raise BadInput("flags_need_a_file", source=asked.source)
    version = int(named["version"]) if named["version"] else None
    try:
        return store.open(named["id"], version, principal=who)
    except UnknownDataset:
        if named["id"] in SAMPLES and version is None:
            return open_sample(store, SAMPLES[named["id"]], who)
        raise
