"""The versions of a dataset in which its sales changed: not those that only put a table beside them."""

from __future__ import annotations

from kam_core.store.dataset import Dataset
from kam_core.store.store import Store


def sales_versions(store: Store, dataset_id: str, *, until: int, principal: str) -> tuple[Dataset, ...]:
    """The first version of each upload of sales up to version `until`, the oldest first. Raises UnknownDataset."""
    numbers = sorted(info.version for info in store.versions(dataset_id, principal=principal))
    opened = [store.open(dataset_id, number, principal=principal) for number in numbers if number <= until]
    found: list[Dataset] = []
    for dataset in opened:
        if not found or _sales(dataset) != _sales(found[-1]):
            found.append(dataset)
    return tuple(found)


def _sales(dataset: Dataset) -> object:
    """What sales are made of: the files, and how they were read."""
    return dataset.manifest.originals, dataset.manifest.recipe
