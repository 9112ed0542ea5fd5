"""Taking a table beside the sales away again: the next version is without it, the one before keeps it."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq

from kam_core.errors import BadInput
from kam_core.store import carrying
from kam_core.store.dataset import Dataset
from kam_core.store.known_parties import write
from kam_core.store.manifest import Manifest
from kam_core.store.staging import staging
from kam_core.store.store import Store, moment


def remove_side(store: Store, table: str, *, dataset: str, principal: str) -> Dataset:
    """The next version of `dataset`, without this table. Raises UnknownDataset, and BadInput where it has none."""
    store.about_to_change(dataset, principal=principal)
    with staging(store.folder / "staging") as folder:
        (place := folder / "tables").mkdir()

        def make(newest: Dataset | None) -> Manifest:
            if newest is None or table not in newest.manifest.side:
                raise BadInput("no_such_side", table=table)
            carrying.carry_sales(newest, place, but=(table, "side_rejects"))
            rejects = pq.read_table(newest.views["side_rejects"])
            kept = pa.array([name != table for name in rejects["table"].to_pylist()], pa.bool_())
            write(rejects.filter(kept), place / "side_rejects.parquet")
            side = {name: imports for name, imports in newest.manifest.side.items() if name != table}
            return replace(newest.manifest, created=moment(), side=side)

        made, version = carrying.publish_over(store, place, make, principal=principal, dataset_id=dataset)
    return store.open(made, version, principal=principal)
