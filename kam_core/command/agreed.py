"""What was agreed of the months to come, for the commands that look ahead: the same as on screen."""

from __future__ import annotations

import argparse

from kam_core.command import wishes
from kam_core.errors import UnknownDataset
from kam_core.store.decided import Decided, decided
from kam_core.store.store import Store


def agreed_ahead(store: Store, dataset_id: str, asked: argparse.Namespace) -> tuple[Decided, ...]:
    """All that counts now; nothing on a file or a stock that is read for this call only."""
    try:
        return decided(store, dataset_id, principal=wishes.principal(asked))
    except UnknownDataset:
        return ()
