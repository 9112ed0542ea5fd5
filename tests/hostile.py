"""Names that wish us ill, one for each way a name could become more than a name, in every column that holds text."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from kam_core.ingest.recipe import Upload
from kam_core.store import Store
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.side import import_side
from kam_core.store.side_reading import SideRequest

HOST = "evil.test"
#: each holds its own marker, Qz and a letter, by which it is found wherever it stands
NAMES = (
    f"QzA<img src=http://{HOST}/a onerror=alert(1)>",
    f"QzB<a href='http://{HOST}/b'>please log in</a>",
    f"QzC![x](http://{HOST}/c.png)",
    f"QzD[please log in](javascript:alert(1))<http://{HOST}/d>",
    rf"QzE$$\href{{http://{HOST}/e}}{{x}}$$ $x$",
    f'=HYPERLINK("http://{HOST}/f","QzF")',
    "@SUM(1+1)*cmd|'/C calc'!QzG",
    "QzH\u202egnp.exe\u2066\u200f",
    f"www.{HOST}/QzI http://{HOST}/QzI a@{HOST}",
    "QzJ:red[x] :material/home: **b** `c` ~~s~~ # h\n---",
    "%{customdata[0]}<br>QzK</title></script><svg onload=alert(1)>",
    "{0}{name}{{7*7}}${7*7}QzL",
    "QzM\"onmouseover=alert(1) x='",
    "-2+3+QzN",
)
MARKS = tuple(f"Qz{chr(65 + n)}" for n in range(len(NAMES)))
TODAY = date(2025, 3, 15)


def hostile(store: Store, folder: Path, owner: str = HOUSE) -> Dataset:
    """Fourteen months of sales, and stock beside them, in which every text is one of the names."""
    sales, stock, contacts = (folder / f"{name}.csv" for name in ("sales", "stock", "contacts"))
    with sales.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(
            ["Date", "Customer Code", "Customer Name", "Region", "Product", "Product Name", "Category", "Department",
             "Channel", "Customer Type", "Salesperson", "Quantity", "Amount"]
        )  # fmt: skip
        for month in range(26):
            day = f"{2023 + month // 12}-{month % 12 + 1:02d}-11"
            for n, name in enumerate(NAMES):
                near = [NAMES[(n + shift) % len(NAMES)] for shift in range(7)]
                peak = 5 if month % 12 in (4, 5) else 1
                size = (n if month < 14 else len(NAMES) - n) + 2  # who was small becomes large
                writer.writerow([day, f"c{n} {name}", *near[:7], near[1], near[2], size * peak, 100 * size * peak])
        writer.writerow(["2025-99-99", *NAMES[:10], NAMES[11], 1, NAMES[0]])  # told as unreadable
    with stock.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Date", "Customer Code", "Product", "Stock"])
        for n in range(0, len(NAMES), 2):
            writer.writerow(["2025-03-01", f"c{n} {NAMES[n]}", NAMES[(n + 2) % len(NAMES)], n])
        writer.writerow(["2025-03-01", "unknown " + NAMES[0], NAMES[1], 5])
    with contacts.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["customer", "contact", "position", "level", "relationship", "phone", "notes"])
        for n, name in enumerate(NAMES):
            writer.writerow([f"c{n} {name}", NAMES[n - 1], NAMES[n - 2], "decision", "good", "", NAMES[n - 3]])
    named = f"{NAMES[1]}/{NAMES[7]}.csv"
    made = import_files(store, [Upload(named, sales)], principal=owner, today=TODAY, name=NAMES[0]).dataset
    assert made
    for table, path in (("inventory", stock), ("contacts", contacts)):
        beside = SideRequest((Upload(named, path),), owner, TODAY, table)
        made = import_side(store, beside, dataset=made.id).dataset
        assert made
    return made
