"""The register as a workbook: the list as decided, beside the line of today, and who changes hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from kam_core.analysis.register import Comparison, Handed, Handover
from kam_core.report.xlsx import to_book
from kam_core.store.register import Entry, Register
from kam_core.wording import say

MONEY = pa.decimal128(38, 4)
LISTED = ("rank", "customer", "name", "value", "how", "reason", "who")
COMPARED = ("rank", "customer", "name", "place", "now", "then", "reason", "who")
HANDED = ("rank", "customer", "name", "value", "case", "manager", "salesperson")


def listed_table(register: Register) -> pa.Table:
    """One row a customer of the list, then one each that was taken out. how: line | pinned | excluded."""

    def row(entry: Entry, how: str) -> dict[str, Any]:
        return {"rank": entry.rank or None, "customer": entry.customer, "name": entry.name, "value": entry.value,
                "how": how, "reason": entry.reason, "who": entry.who}  # fmt: skip

    rows = [row(entry, "pinned" if entry.pinned else "line") for entry in register.entries]
    return _table(rows + [row(entry, "excluded") for entry in register.excluded], LISTED)


def compared_table(comparison: Comparison) -> pa.Table:
    """One row a customer of the register or of today's cut. place: both | register | cut."""
    rows = [{name: getattr(row, name) for name in COMPARED} | {"rank": row.rank or None} for row in comparison.rows]
    return _table(rows, COMPARED)


def handed_table(handover: Handover) -> pa.Table:
    """One row a customer that should change hands. case: without | small."""

    def row(one: Handed, case: str) -> dict[str, Any]:
        return {name: getattr(one, name) for name in HANDED if name != "case"} | {"case": case}

    rows = [row(one, "without") for one in handover.without] + [row(one, "small") for one in handover.small]
    return _table(rows, HANDED)


def register_xlsx(comparison: Comparison, handover: Handover, facts: Sequence[tuple[str, Any]], lang: str) -> bytes:
    """facts: (code, value) of what it was made of; the register's own come first."""
    register = comparison.register
    own: list[tuple[str, Any]] = [
        ("number", register.number),
        ("day", register.day),
        ("decided_by", register.who),
        ("note", register.note),
        ("accounts", len(register.entries)),
        ("value", register.value),
        ("total", register.total),
    ]
    tables = (("list", listed_table(register), LISTED), ("compared", compared_table(comparison), COMPARED),
              ("handover", handed_table(handover), HANDED))  # fmt: skip
    words = {
        code: {value: say(lang, f"register.{code}_{value}") for value in values}
        for code, values in (
            ("how", ("line", "pinned", "excluded")),
            ("place", ("both", "register", "cut")),
            ("case", ("without", "small")),
        )
    }
    return to_book(
        [
            (_say(lang, name), table, {column: _say(lang, column) for column in columns})
            for name, table, columns in tables
        ],
        [*((_say(lang, code), value) for code, value in own), *facts],
        _say(lang, "about"),
        words,
    )


def _table(rows: list[dict[str, Any]], columns: Sequence[str]) -> pa.Table:
    kinds = {"rank": pa.int64(), "value": MONEY, "now": MONEY, "then": MONEY}
    return pa.table({name: pa.array([row[name] for row in rows], kinds.get(name, pa.string())) for name in columns})


def _say(lang: str, code: str) -> str:
    return say(lang, f"register.{code}")
