"""From records to `judged` on one cursor: the views that say what each record means, and whether it is sound."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from kam_core.engine import load_sql
from kam_core.ingest.accounting import lookups, prices, wide
from kam_core.ingest.accounting.labels import spellings
from kam_core.ingest.recipe import Column, Mapping, Source
from kam_core.ingest.words import words
from kam_core.schema import Role


class Judging:
    """What every record of some sources means under one mapping."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, sources: Sequence[Source], mapping: Mapping, columns: Sequence[Column]
    ) -> None:
        self.con, self.sources, self.mapping, self.columns = con, sources, mapping, columns
        named = {c.position: c.header for c in columns}
        self.headers = {
            role: " ".join(named.get(p, "") or str(p) for p in positions)
            for role, positions in mapping.roles.items()
            if positions
        }

    def prepare(self, joined: set[str]) -> None:
        """Everything up to `judged` over `body`; `joined` are the lookups that are needed (lookups.join)."""
        con = self.con
        lookups.join(con, joined)
        con.execute("SET VARIABLE missing = $missing", {"missing": sorted(spellings(words("missing")))})
        con.execute("SET VARIABLE wide = $wide", {"wide": bool(self.mapping.months)})
        headers = [(role.value, header) for role, header in self.headers.items()]
        headers += [("customer", self.headers[Role.CUSTOMER_NAME])] if self._named_only() else []
        lookups.fill(con, "headers", [("role", pa.string()), ("header", pa.string())], headers)
        if self.mapping.months:
            wide.unpivot(con, self.sources, self.mapping, self.columns)
        con.execute(load_sql("ingest/valued_wide" if self.mapping.months else "ingest/valued"))
        self.decide_prices(clean=True)
        con.execute(load_sql("ingest/judged"))

    def decide_prices(self, *, clean: bool = False) -> None:
        """How money is written, from all records; clean: suppose that no amount is missing."""
        prices.decide(self.con, self.mapping, self.headers, self.sources[0].file, clean=clean)

    def column(self, name: str) -> str:
        """The header of the column that plays a money role; of wide months, the first to the last."""
        if Role(name) in self.headers:
            return self.headers[Role(name)]
        months = [p for p, _, measure in self.mapping.months if measure == name]
        listed = [c.header for c in self.columns if c.position in months]
        return " – ".join(dict.fromkeys([listed[0], listed[-1]])) if listed else ""

    def _named_only(self) -> bool:
        return Role.CUSTOMER_NAME in self.headers and Role.CUSTOMER not in self.headers
