"""What does not belong on the straight road: whatever only a look at a whole column, or at a person, can decide."""

from __future__ import annotations

import re

import duckdb

from kam_core.engine import load_sql
from kam_core.ingest.accounting.labels import spellings
from kam_core.ingest.accounting.lookups import only_row
from kam_core.ingest.recipe import Mapping
from kam_core.ingest.words import fold, words
from kam_core.schema import Role

#: Columns whose words or figures are weighed over the whole file before any record is judged.
WEIGHED = (Role.STATUS, Role.GIFT, Role.ORGANISATION)
_PRODUCT = (Role.PRODUCT, Role.PRODUCT_NAME)


class Surprise(Exception):
    """The file is not as clean as it looked; what was written of it is worth nothing."""


def refuse_weighed(mapping: Mapping) -> None:
    """Raises Surprise where this mapping needs more than one record at a time to be judged."""
    roles = {role for role, positions in mapping.roles.items() if positions}
    if mapping.months or mapping.fill_down or mapping.group_titles or mapping.nobody or mapping.returns or mapping.void:
        raise Surprise
    if roles & set(WEIGHED) or not roles & set(_PRODUCT) or Role.DATE not in roles:
        raise Surprise
    if (Role.DISCOUNT in roles and Role.AMOUNT not in roles) or (Role.COST in roles and Role.PROFIT not in roles):
        raise Surprise


def refuse_words(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Raises Surprise where a word in the lines that were written wants to be weighed. Views lines, accounts."""
    con.execute(
        load_sql("ingest/names_in_lines" if mapping.roles.get(Role.CUSTOMER_NAME) else "ingest/names_in_accounts")
    )
    answer = only_row(
        con,
        load_sql("ingest/names_in_doubt"),
        {
            "exact": sorted(spellings(words("missing") | words("total", "grand", "part"))),
            "folded": sorted(words("nobody", "exact")),
            "part": "|".join(re.escape(word) for word in sorted(words("nobody", "part"))),
        },
    )
    returned = words("returns", "types")
    types = con.execute(load_sql("ingest/document_types")).fetchall()
    if answer[0] or any(fold(kind) in returned | words("payments") for (kind,) in types):
        raise Surprise
    if {Role.UNIT, Role.SPEC} <= mapping.roles.keys() and only_row(con, load_sql("ingest/several_units"))[0]:
        raise Surprise
