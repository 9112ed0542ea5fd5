"""A small maker with a season: four years of two products at three customers, their stock, and what can be made.

Water (P1) is sold three times as much in January, twice as much in December; syrup (P2) evenly. A is the largest
customer, C has not reported its stock.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.side import import_side
from kam_core.store.side_reading import SideRequest
from kam_core.store.store import Store

TODAY = date(2025, 12, 2)
SEASON = {1: 3.0, 12: 2.0}
LEVELS = {"A": 310, "B": 124, "C": 62}


def sales() -> str:
    """One line a customer, product and month, January 2022 to November 2025, and one on the last day."""
    lines = ["customer code,customer name,region,product code,product name,unit,date,quantity,amount"]
    for year in range(2022, 2026):
        for month in range(1, 13 if year < 2025 else 12):
            for customer, level in LEVELS.items():
                head = f"{customer},{customer} Trading,East"
                water, day = round(level * SEASON.get(month, 1.0)), f"{year}-{month:02d}-28"
                lines.append(f"{head},P1,=Water,case,{day},{water},{water * 10}")
                lines.append(f"{head},P2,Syrup,case,{day},{level},{level * 5}")
    return "\n".join(lines) + "\n"


INVENTORY = """date,customer code,product code,unit,on hand
2025-11-28,A,P1,case,400
2025-11-28,A,P2,case,0
2025-11-28,B,P1,case,900
"""
OWN = "date,product code,unit,own stock\n2025-11-28,P1,case,500\n"
SUPPLY = "product code,weekly capacity,production days,lot,case size\nP1,140,10,60,12\nP2,70,10,,\n"
TRANSPORT = "region,transport days\nEast,5\n"
CLOSED = "from,to,what stops,reason\n2025-12-25,2025-12-26,Production,Holiday\n"


def write_files(folder: Path) -> None:
    """sales.csv, inventory.csv, own.csv, supply.csv, transport.csv and closed.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "sales": sales(),
        "inventory": INVENTORY,
        "own": OWN,
        "supply": SUPPLY,
        "transport": TRANSPORT,
        "closed": CLOSED,
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")


def season_dataset(folder: Path, *, beside: bool = True) -> Dataset:
    """The maker's dataset in a store below `folder`; beside: with stock and supply."""
    write_files(folder)
    store = Store(folder / "store")

    def upload(*names: str) -> tuple[Upload, ...]:
        return tuple(Upload(f"{name}.csv", folder / f"{name}.csv") for name in names)

    made = import_files(store, list(upload("sales")), principal=HOUSE, today=TODAY).dataset
    assert made is not None
    if beside:
        for table, names in {"inventory": ["inventory", "own"], "supply": ["supply", "transport", "closed"]}.items():
            outcome = import_side(store, SideRequest(upload(*names), HOUSE, TODAY, table), dataset=made.id)
            assert outcome.status == "published"
    return store.open(made.id, principal=HOUSE)
