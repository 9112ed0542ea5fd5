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
    sales, stock = folder / "sales.csv", folder / "stock.csv"
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
    named = f"{NAMES[1]}/{NAMES[7]}.csv"
    made = import_files(store, [Upload(named, sales)], principal=owner, today=TODAY, name=NAMES[0]).dataset
    assert made
    deliveries, needs, contacts = _deliveries(folder), _needs(folder), _contacts(folder)
    beside_sales = {"inventory": stock, "deliveries": deliveries, "needs": needs, "contacts": contacts}
    for table, file in beside_sales.items():
        beside = SideRequest((Upload(named, file),), owner, TODAY, table)
        found = import_side(store, beside, dataset=made.id).dataset
        assert found
    return found


def _deliveries(folder: Path) -> Path:
    """Late to those who matter, and on time to those who do not."""
    with (folder / "deliveries.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Order", "Customer Code", "Product", "Product Name", "Ordered On", "Ordered", "Promised",
                         "Delivered On", "Delivered Quantity"])  # fmt: skip
        for n, name in enumerate(NAMES):
            order = NAMES[(n + 5) % len(NAMES)]
            for day, late in (("05", 20), ("06", n)):
                came = f"2025-01-{10 + late:02d}" if late < 18 else "2025-02-10"
                writer.writerow(
                    [order, f"c{n} {name}", NAMES[2], NAMES[2], f"2025-01-{day}", 10, "2025-01-10", came, 10]
                )
    return folder / "deliveries.csv"


def _needs(folder: Path) -> Path:
    with (folder / "needs.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Customer Code", "Lead time wanted", "Research wanted", "Research given"])
        for n, name in enumerate(NAMES):
            writer.writerow([f"c{n} {name}", 5, NAMES[(n + 1) % len(NAMES)], NAMES[(n + 2) % len(NAMES)]])
    return folder / "needs.csv"


def _contacts(folder: Path) -> Path:
    """At every customer the one who decides, with a position and a note."""
    with (folder / "contacts.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["customer", "contact", "position", "level", "relationship", "phone", "notes"])
        for n, name in enumerate(NAMES):
            writer.writerow([f"c{n} {name}", NAMES[n - 1], NAMES[n - 2], "decision", "good", "", NAMES[n - 3]])
    return folder / "contacts.csv"
