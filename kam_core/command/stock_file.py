"""`--inventory FILE`: a stock file beside the sales of a call, for this call only."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from kam_core.command import wishes
from kam_core.errors import BadInput
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.side import open_with
from kam_core.store.side_reading import SideRequest
from kam_core.store.store import Store


def with_stock(store: Store, dataset: Dataset, asked: argparse.Namespace) -> Dataset:
    """The dataset with the file's stock where one is given. Raises BadInput, and what reading a stock file raises."""
    path: Path | None = asked.inventory
    if path is None:
        return dataset
    if not path.is_file():
        raise BadInput("no_such_file", file=str(path))
    request = SideRequest(
        (Upload(path.name, path.resolve()),), wishes.principal(asked), wishes.today(asked), "inventory"
    )
    return replace(open_with(store, dataset, request), grouping=dataset.grouping)
