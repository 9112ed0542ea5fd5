"""The sentence for a table that lacks what it needs: what is missing, which columns there are, what to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from kam_core.errors import NotThisTable
from kam_core.ingest.recipe import Question
from kam_core.ingest.understand import Understanding
from kam_core.schema import Role

MOST = 30  # columns named in the sentence


def refuse(understanding: Understanding, missing: Sequence[Question]) -> NoReturn:
    """Raise NotThisTable for the first of the missing roles, naming them all as flags."""
    file = understanding.sources[0].file if understanding.sources else ""
    if not any(column.samples for column in understanding.columns):
        raise NotThisTable("no_rows", file=file)
    headers = [column.header or str(column.position) for column in understanding.columns]
    shown = ", ".join(header[:40] for header in headers[:MOST]) + (" …" if len(headers) > MOST else "")
    about = [question.about for question in missing]
    flags = " ".join(f"--map {role}=…" for role in about)
    code = {"customer": "no_customer_column", "date": "no_date_column", "amount": "no_amount_column"}
    if len(about) == 1 and about[0] in code:
        raise NotThisTable(code[about[0]], file=file, columns=shown, flags=flags)
    raise NotThisTable("no_needed_columns", file=file, missing=", ".join(about), columns=shown, flags=flags)


def refuse_uncounted(understanding: Understanding, rows: int) -> NoReturn:
    """Raise NotThisTable where not one row could be counted, naming the columns that were taken."""
    header = {column.position: column.header or str(column.position) for column in understanding.columns}
    taken = [
        f"{role.value} = {'+'.join(header.get(p, str(p)) for p in positions)}"
        for role, positions in understanding.recipe.mapping.roles.items()
        if role in (Role.DATE, Role.CUSTOMER, Role.CUSTOMER_NAME, Role.AMOUNT, Role.QUANTITY)
    ]
    file = understanding.sources[0].file if understanding.sources else ""
    raise NotThisTable("nothing_counted", file=file, rows=rows, taken=", ".join(taken))
