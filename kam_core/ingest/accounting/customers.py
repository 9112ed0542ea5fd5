"""Customers that need a second look: none at all (散客), nothing said (-), a word for a sum."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from kam_core.engine import load_sql
from kam_core.ingest.accounting.body import role_names
from kam_core.ingest.accounting.labels import is_missing, spellings, total_kind
from kam_core.ingest.accounting.lookups import fill, only_row
from kam_core.ingest.recipe import Mapping
from kam_core.ingest.words import fold, words
from kam_core.schema import Role


def set_apart(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> bool:
    """Fills `specials`; whether any record has such a customer.

    Where every line names a product, a customer on a line with day and product is a customer, whatever it is called;
    so only the usual spellings of the words are looked for. Else every different customer is looked at.
    """
    if role_names(mapping) & {Role.PRODUCT, Role.PRODUCT_NAME} and not mapping.months and not mapping.nobody:
        kinds = dict.fromkeys(spellings(words("missing")), "missing")
        kinds |= dict.fromkeys(spellings(words("total", "grand", "part")), "label")
    else:
        nobody = {fold(name) for name in mapping.nobody}
        kinds = {}
        for (customer,) in con.execute(load_sql("ingest/customers")).fetchall():
            if fold(customer) in nobody:
                kinds[customer] = "nobody"
            elif is_missing(customer):
                kinds[customer] = "missing"
            elif total_kind(customer):
                kinds[customer] = "label"
    fill(con, "specials", [("text", pa.string()), ("kind", pa.string())], kinds.items())
    return bool(kinds) and bool(only_row(con, load_sql("ingest/specials_found"))[0])


def listed(examples: Sequence[str], most: int = 3) -> str:
    """The first few, as they are shown in a sentence."""
    shown = ", ".join(str(e)[:80] for e in examples[:most])
    return f"{shown}, …" if len(examples) > most else shown
