"""A firm for the tests of the outlook: sales told month by month, with whatever stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from kam_core.analysis.months import shift, span
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.store import Store
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided, Sheet
from kam_core.store.principal import HOUSE
from tests.side_files import sell, stock

LAST = "2025-11"  # the last complete month; the data ends on 26 December
MONTHS = span(shift(LAST, -47), LAST)
LAST_DAY = date(2025, 12, 26)
Level = Callable[[str], int]


def flat(_month: str) -> int:
    return 3_000


def new_year(month: str) -> int:
    """January sells twice an ordinary month."""
    return 6_000 if month.endswith("-01") else 3_000


def sales(pairs: Iterable[tuple[str, str, str, Level]], months: tuple[str, ...] = MONTHS) -> str:
    """customer, product, unit, what it buys in a month (on its 10th); a unit costs 2. The last line is of LAST_DAY."""
    lines = ["customer code,customer name,product code,product name,unit,region,date,quantity,amount"]
    for customer, product, unit, level in pairs:
        named = f"{customer},{customer} Ltd,{product},{product} name,{unit},East"
        lines += [f"{named},{month}-10,{level(month)},{2 * level(month)}" for month in months]
        lines.append(f"{named},{LAST_DAY},1,2")
    return "\n".join(lines) + "\n"


def decide(
    customer: str, product: str, month: str, quantity: float, sheet: Sheet = Sheet.SEASON, moment: str = ""
) -> Decided:
    """Something agreed."""
    return Decided(customer, product, month, Decimal(str(quantity)), sheet, moment)


class Firm:
    """A store with these sales, and tables added to them."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        self.store = Store(folder / "store")
        self.id = sell(self.store, folder, text)

    def add(self, text: str, table: str = "inventory", name: str = "table.csv") -> Firm:
        stock(self.store, self.folder, self.id, {name: text}, table=table)
        return self

    @property
    def dataset(self) -> Dataset:
        return self.store.open(self.id, principal=HOUSE)

    def look(self, **settings: object) -> Outlook:
        return outlook(self.dataset, Scope(), SupplySettings(**settings))  # type: ignore[arg-type]
