"""A pasted list of names, matched to the dataset's customers: nothing is guessed, and what matched nothing is told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kam_core.analysis.sales import Sales

MOST = 5_000  # entries of one list


@dataclass(frozen=True)
class Pasted:
    """found: (customer key, name) in the order of the list, once each; unknown: entries that matched nothing.

    shared: entries that are the name of several customers; all of those are in `found`.
    """

    found: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    shared: tuple[str, ...]


def entries(text: str) -> tuple[str, ...]:
    """The entries of a list as people paste it: one a line; cells of a row count one by one; at most MOST."""
    cells = (cell.strip().strip('"').strip() for line in text.splitlines() for cell in re.split(r"[\t;；]", line))
    return tuple(dict.fromkeys(cell for cell in cells if cell))[:MOST]


class Finder:
    """Finds customers as people write them."""

    def __init__(self, sales: Sales) -> None:
        table = sales.ask("every_customer")
        self.names = dict(zip(table["customer"].to_pylist(), table["name"].to_pylist()))
        self._exact: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        for key, name in self.names.items():
            self._exact.setdefault(name, []).append(key)
            self._folded.setdefault(_folded(name), []).append(key)

    def keys(self, entry: str) -> list[str]:
        """Who is meant: by id, else by the whole name, else by the name without spaces, width and case."""
        return [entry] if entry in self.names else self._exact.get(entry) or self._folded.get(_folded(entry)) or []


def match(sales: Sales, text: str) -> Pasted:
    """Who each entry of a list means."""
    finder = Finder(sales)
    found: dict[str, str] = {}
    unknown, shared = [], []
    for entry in entries(text):
        keys = finder.keys(entry)
        if not keys:
            unknown.append(entry)
        if len(keys) > 1:
            shared.append(entry)
        found |= {key: finder.names[key] for key in keys}
    return Pasted(tuple(found.items()), tuple(unknown), tuple(shared))


def _folded(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()
