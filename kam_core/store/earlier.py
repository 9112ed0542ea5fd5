"""What was said of a dataset before: every list of picked names, every agreed quantity, also those undone since."""

from __future__ import annotations

from kam_core.store import agreed, hand_lists
from kam_core.store.agreed import Agreement
from kam_core.store.hand_lists import HandList
from kam_core.store.store import Store


def hands(store: Store, dataset_id: str, *, principal: str) -> tuple[HandList, ...]:
    """The lists this principal meets, the latest first. Raises UnknownDataset."""
    store.versions(dataset_id, principal=principal)
    return hand_lists.every(store.catalog, dataset_id, principal)


def agreements(store: Store, dataset_id: str, *, principal: str) -> tuple[Agreement, ...]:
    """The agreements this principal meets, in order. Raises UnknownDataset."""
    store.versions(dataset_id, principal=principal)
    return agreed.every(store.catalog, dataset_id, principal)
