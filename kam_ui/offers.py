"""What one version of a dataset lets a link say: its months, its usual scope, the names its filters know."""

from __future__ import annotations

from kam_core.analysis import months
from kam_core.analysis.filters import resolve
from kam_core.analysis.supply.foresight import last_known_day
from kam_core.store import sample
from kam_core.store.dataset import Dataset
from kam_ui import resources
from kam_ui.view import Offer


def offer(data: str, version: int | None) -> Offer | None:
    """What a link may say about a dataset; '' = the newest one there is, None where there is none at all."""
    known = resources.listing()
    if not data and not known:
        return None
    if data in sample.SAMPLES and data not in {info.id for info in known}:
        resources.open_sample(sample.SAMPLES[data])
    return offer_of(resources.store().open(data or known[0].id, version, principal=resources.principal()))


def offer_of(dataset: Dataset) -> Offer:
    """What a link may say about this version."""
    about = dataset.manifest
    return Offer(
        data=dataset.id,
        version=dataset.version,
        first=about.first_month or "",
        last=about.last_month or "",
        usual=months.default_scope(dataset),
        resolve=lambda scope: resolve(dataset.merged(scope.groups), scope),
        as_of=last_known_day(dataset),
    )
