"""The playbook as tidy tables: a row an account, a row an action, a row an account of one strategy with its figures.

Codes stand in their cells where somebody brings the words; the few words of a cell are in the language asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from kam_core.analysis.exact import decimal
from kam_core.analysis.finding import Finding
from kam_core.analysis.playbook.actions import Action
from kam_core.analysis.playbook.cells import Column
from kam_core.analysis.playbook.playbook import Playbook
from kam_core.figures import names

MONEY = pa.decimal128(38, 4)


def grid_table(found: Playbook, lang: str) -> pa.Table:
    """customer, name, owner, value (of its year), and of each strategy `<code>` (its state) and `<code>_said`."""
    columns: dict[str, Any] = {
        "customer": pa.array(found.customers, pa.string()),
        "name": pa.array(found.names, pa.string()),
        "owner": pa.array(found.owners, pa.string()),
        "value": pa.array([decimal(one) for one in found.years], MONEY),
    }
    for column in found.columns:
        code = column.strategy.code.value
        columns[code] = pa.array([cell.state.value for cell in column.cells], pa.string())
        columns[f"{code}_said"] = pa.array([cell.said.say(lang) for cell in column.cells], pa.string())
    return pa.table(columns)


def action_table(found: Playbook, actions: Sequence[Action], lang: str) -> pa.Table:
    """customer, name, what, money, kind (own | year), due, conflict ('' = none), strategy (its code), owner."""
    return pa.table(
        {
            "customer": pa.array([found.customers[one.at] for one in actions], pa.string()),
            "name": pa.array([found.names[one.at] for one in actions], pa.string()),
            "what": pa.array([begun(one.said.say(lang)) for one in actions], pa.string()),
            "conflict": pa.array([begun(conflict_words(one, lang)) for one in actions], pa.string()),
            "money": pa.array([one.money for one in actions], MONEY),
            "kind": pa.array(["year" if one.year else "own" for one in actions], pa.string()),
            "due": pa.array([one.due for one in actions], pa.date32()),
            "strategy": pa.array([one.code.value for one in actions], pa.string()),
            "owner": pa.array([found.owners[one.at] for one in actions], pa.string()),
        }
    )


def begun(words: str) -> str:
    """With a capital where the words stand by themselves."""
    return words[:1].upper() + words[1:]


def conflict_words(action: Action, lang: str) -> str:
    """What stands against an action, '' where nothing does."""
    return (
        Finding("joined", {"parts": tuple(one.said for one in action.conflicts)}).say(lang) if action.conflicts else ""
    )


def figure_rows(found: Playbook, column: Column, lang: str) -> list[dict[str, Any]]:
    """One row an account: customer, name, state, said, and the figures of its cell; None where one is not known."""
    codes = list(dict.fromkeys(code for cell in column.cells for code in cell.figures if code != "near"))
    return [
        {"customer": customer, "name": name, "state": cell.state.value, "said": cell.said.say(lang)}
        | {code: _plain(cell.figures.get(code), lang) for code in codes}
        for customer, name, cell in zip(found.customers, found.names, column.cells)
    ]


def _plain(value: Any, lang: str) -> Any:
    if isinstance(value, tuple):
        return names(lang, value)
    return float(value) if isinstance(value, Decimal) else value
