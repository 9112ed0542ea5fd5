"""The manifest: what stands beside the Parquet files of one version and says where they come from.

Enough to answer "how was this read?", to read the kept originals again to the same dataset, and to trust the figures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kam_core.errors import Notice
from kam_core.ingest.ledger import Account
from kam_core.ingest.recipe import Column, Question, Recipe
from kam_core.ingest.side.sheet import SideHints
from kam_core.plain import from_plain, to_plain

FILE = "manifest.json"


@dataclass(frozen=True)
class Original:
    """One uploaded file: its own name (shown, never used as a path), the SHA-256 of its bytes, its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class SourceFile:
    """One table that was read, and how its bytes were understood."""

    file: str
    sha256: str
    encoding: str
    delimiter: str
    sheet: str
    header_line: int
    records: int


@dataclass(frozen=True)
class SideImport:
    """One import of a side table (stock, supply …). Its rows' `source` counts on from those of the imports before."""

    created: str  # ISO 8601, UTC
    today: date
    originals: tuple[Original, ...]
    sources: tuple[SourceFile, ...]
    mappings: tuple[dict[str, str], ...]  # of each source: column -> the header that feeds it
    account: Account  # of the rows as they were read; later imports may have taken the place of some
    notices: tuple[Notice, ...] = ()
    samples: tuple[dict[str, tuple[str, ...]], ...] = ()  # of each source: column -> a few of its values
    said: SideHints = SideHints()  # noqa: RUF009  (frozen) - what the user said, to read the originals again


@dataclass(frozen=True)
class Manifest:
    """One version of one dataset. Months are "YYYY-MM"; `today` is the day of the import."""

    dataset: str
    version: int
    name: str
    created: str  # ISO 8601, UTC
    today: date
    originals: tuple[Original, ...]
    sources: tuple[SourceFile, ...]
    header: tuple[str, ...]
    recipe: Recipe
    columns: tuple[Column, ...]
    signature: str
    account: Account
    first_month: str | None
    last_month: str | None
    last_complete_month: str | None  # docs/words.md says what complete means
    questions: tuple[Question, ...] = ()  # what was guessed and could be asked again
    notices: tuple[Notice, ...] = ()
    side: dict[str, tuple[SideImport, ...]] = field(default_factory=dict)  # table -> its imports, the first one first

    @property
    def kept(self) -> tuple[Original, ...]:
        """Every file this version was made of."""
        return (*self.originals, *(o for imports in self.side.values() for one in imports for o in one.originals))

    @property
    def mapping(self) -> dict[str, str]:
        """Role -> the header(s) that feed it, joined by '+': the words of `--map`."""
        header = {c.position: c.header or str(c.position) for c in self.columns}
        roles = self.recipe.mapping.roles
        return {role.value: "+".join(header.get(p, str(p)) for p in places) for role, places in roles.items()}

    def sources_of(self, table: str) -> tuple[SourceFile, ...]:
        """What the `source` of a side table's rows and rejects counts."""
        return tuple(source for one in self.side.get(table, ()) for source in one.sources)

    def write(self, folder: Path) -> None:
        text = json.dumps(to_plain(self), ensure_ascii=False, indent=1)
        (folder / FILE).write_text(text + "\n", "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        return from_plain(cls, json.loads((folder / FILE).read_text("utf-8")))
