"""The sample: a believable drinks maker with its dealers' stock, imported like any other when it is first asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kam_core.errors import UnknownDataset
from kam_core.ingest.recipe import Upload
from kam_core.store.carrying import carry_sales, publish_over
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.originals import Drafts
from kam_core.store.principal import HOUSE, viewing
from kam_core.store.side import open_with
from kam_core.store.side_reading import SideRequest
from kam_core.store.staging import alone, staging
from kam_core.store.store import Store
from kam_core.wording import say

SAMPLES = {"sample": "zh", "sample-en": "en"}  # id -> the language of its names
FOLDER = Path(__file__).parent.parent.parent / "data" / "sample"
TODAY = date(2025, 12, 26)  # the day its story is told on, so that it looks the same for ever

#: Beside its sales, a table and its files, without the language of their names.
BESIDE = {
    "inventory": ("inventory-{}.csv.gz", "in-transit-{}.csv", "own-stock-{}.csv"),
    "supply": ("supply-{}.csv", "transport-{}.csv", "closed-days-{}.csv"),
    "customers": ("customers-{}.csv",),
    "products": ("products-{}.csv",),
    "contacts": ("contacts-{}.csv",),
    "activities": ("activities-{}.csv.gz",),
    "deliveries": ("deliveries-{}.csv.gz",),
    "targets": ("targets-{}.csv",),
    "needs": ("needs-{}.csv",),
}


def open_sample(store: Store, lang: str, principal: str) -> Dataset:
    """The sample with Chinese or English names; made on first use, brought back where it was deleted.

    It belongs to the house, whoever opens it first.
    """
    sample_id = next(known for known, spoken in SAMPLES.items() if spoken == lang)
    if viewing(principal):
        raise UnknownDataset("unknown_dataset", dataset=sample_id)
    with alone(store.folder / "staging" / f"{sample_id}.making"):
        try:
            return _beside(store, store.open(sample_id, principal=principal), lang)
        except UnknownDataset as error:
            if error.code == "deleted_dataset":
                store.undelete(sample_id, principal=HOUSE)
                return _beside(store, store.open(sample_id, principal=principal), lang)
        file = FOLDER / f"sales-{lang}.csv.gz"
        made = import_files(
            store,
            [Upload(file.name, file)],
            principal=HOUSE,
            today=TODAY,
            name=say(lang, "sample.name"),
            fixed_id=sample_id,
        ).dataset
        if made is None:
            raise AssertionError("the sample leaves nothing open")
        return _beside(store, made, lang)


def _beside(store: Store, sample: Dataset, lang: str) -> Dataset:
    """The sample with the tables beside its sales that it does not have yet: all of them in one version."""
    missing = [table for table in BESIDE if table not in sample.views]
    if not missing:
        return sample
    whole = sample
    for table in missing:
        uploads = tuple(Upload(name.format(lang), FOLDER / name.format(lang)) for name in BESIDE[table])
        whole = open_with(store, whole, SideRequest(uploads, HOUSE, TODAY, table))
        with Drafts(store.originals, [upload.path for upload in uploads]) as drafts:
            for draft, upload in zip(drafts.all(), uploads, strict=True):
                store.originals.keep(draft, upload.name)
    with staging(store.folder / "staging") as folder:
        carry_sales(whole, folder, but=())
        made, version = publish_over(store, folder, lambda _: whole.manifest, principal=HOUSE, dataset_id=sample.id)
    return store.open(made, version, principal=HOUSE)
