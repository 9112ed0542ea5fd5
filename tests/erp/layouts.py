"""The layouts of `layouts.toml`: how sales leave the systems people use."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Export:
    """One layout. sign: how a return shows (minus | kind | redblue). group: the customer stands above its lines."""

    name: str
    fields: str
    titles: tuple[str, ...] = ()
    above: dict[str, str] = field(default_factory=dict)  # first of a run of headers -> the merged word above them
    dates: str = "%Y-%m-%d"
    form: str = "csv"  # csv | xlsx
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    language: str = "zh"  # zh | en | de: words of totals, footers, documents
    decimal: str = "."
    sign: str = "minus"
    heads_once: bool = False  # a document's columns stand on its first line only
    total: bool = True  # the file closes with its own total
    group: str = ""  # how a group title reads, with {customer} and {code}
    codes: str = "C{:03d}"

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [tuple(pair.strip().split("=", 1)) for pair in self.fields.split("|")]  # type: ignore[misc]


def exports() -> list[Export]:
    """All layouts, in the order of the file."""
    rows = tomllib.loads((Path(__file__).parent / "layouts.toml").read_text("utf-8"))["export"]
    return [Export(**{**row, "titles": tuple(row.get("titles", ()))}) for row in rows]


EXPORTS = tuple(exports())
