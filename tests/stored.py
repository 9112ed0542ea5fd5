"""A version in a store without an import: small tables, published as an import would publish them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from kam_core.ingest.ledger import Tally
from kam_core.ingest.recipe import Column, Layout, Mapping, Recipe
from kam_core.schema import Role, State
from kam_core.store.dataset import Dataset
from kam_core.store.manifest import Manifest, Original, SourceFile
from kam_core.store.principal import HOUSE
from kam_core.store.publishing import publish
from kam_core.store.staging import staging
from kam_core.store.store import Store, moment
from tests.small_sales import row, small_sales

TODAY = date(2025, 3, 15)
ROWS = (row("C1", "2025-01-03", 100), row("C2", "2025-01-04", 50), row("C1", "2025-02-03", 20))


def write_version(folder: Path, name: str = "Sales") -> Manifest:
    """Tables and their manifest, still without id and number."""
    small = small_sales(folder, ROWS)
    nothing = {State.REJECTED: Tally(0, Decimal(0)), State.SKIPPED: Tally(0, Decimal(0))}
    account = replace(small.manifest.account, tallies={**small.manifest.account.tallies, **nothing})
    layout = Layout(encoding="utf-8", delimiter=",", quote='"', sheet="", header_line=1)
    return Manifest(
        dataset="",
        version=0,
        name=name,
        created=moment(),
        today=TODAY,
        originals=(Original("sales.csv", "a" * 64, 10),),
        sources=(SourceFile("sales.csv", "a" * 64, "utf-8", ",", "", 1, 4),),
        header=("Customer", "Date", "Amount"),
        recipe=Recipe((layout,), Mapping({Role.CUSTOMER: (1,), Role.DATE: (2,), Role.AMOUNT: (3,)})),
        columns=(Column(1, "Customer", Role.CUSTOMER, 0.9, ("C1", "C2")),),
        signature="s" * 64,
        account=account,
        first_month="2025-01",
        last_month="2025-02",
        last_complete_month="2025-01",
    )


def publish_small(
    store: Store, *, owner: str = HOUSE, dataset_id: str | None = None, name: str = "Sales", content: str = "c"
) -> Dataset:
    """A published version of the small tables."""
    with staging(store.folder / "staging") as folder:
        tables = folder / "tables"
        said = write_version(tables, name)
        made, version = publish(
            store,
            tables,
            lambda number, n: replace(said, dataset=number, version=n),
            owner=owner,
            dataset_id=dataset_id,
            content=content,
            key="k" + content,
        )
    return store.open(made, version, principal=owner)
