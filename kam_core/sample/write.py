"""The files of `data/sample`. The same bytes every time: no clock, no names of machines in them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kam_core.sample import sheets, stock
from kam_core.sample.export import export
from kam_core.sample.firm import dealers, products
from kam_core.sample.naming import Both
from kam_core.sample.orders import basket, book
from kam_core.sample.people import activities, contacts, targets
from kam_core.sample.wishes import wishes

LANGUAGES = ("zh", "en")


def files() -> Iterator[tuple[str, bytes]]:
    """Every file as (name, its text as bytes before packing). A name ending in .gz is packed by `write`."""
    house, shelf = dealers(), products()
    baskets = {d.code: basket(d, shelf) for d in house}
    lines = book(house, shelf)
    ranked = stock.by_size(lines)
    known = contacts(ranked)
    held, own = sheets.inventory(stock.on_hand(ranked, baskets))
    every = (
        sheets.sales(lines), sheets.customers(house, ranked), sheets.products(shelf), held, own,
        sheets.in_transit(stock.in_transit(lines)), sheets.deliveries(stock.deliveries(lines, ranked)),
        sheets.contacts(known), sheets.activities(activities(ranked, known, shelf)),
        sheets.targets(targets(ranked, lines)), sheets.needs(wishes(ranked, lines)),
        *sheets.supply(baskets, shelf, house),
    )  # fmt: skip
    for sheet in every:
        for language in LANGUAGES:
            yield f"{sheet.name}-{language}.csv{'.gz' if sheet.packed else ''}", text(sheet, language)
    yield "sales-gb18030.csv", export(lines)


def text(sheet: sheets.Sheet, language: str) -> bytes:
    """A sheet as UTF-8 CSV. Small Chinese files carry a byte order mark, so that Excel opens them as they are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_cell(header, language) for header in sheet.headers)
    writer.writerows([_cell(value, language) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig" if language == "zh" and not sheet.packed else "utf-8")


def _cell(value: sheets.Cell, language: str) -> str:
    if isinstance(value, Both):
        return value.zh if language == "zh" else value.en
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def write(folder: Path) -> list[Path]:
    """Write all files into `folder` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, content in files():
        path = folder / name
        path.write_bytes(gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content)
        found.append(path)
    return found
