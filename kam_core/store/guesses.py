"""What was guessed, said in words: the command line goes on, and says what it took for what."""

from __future__ import annotations

from typing import Protocol

from kam_core.errors import Notice
from kam_core.ingest.ledger import Account
from kam_core.ingest.recipe import Column, Question, Recipe
from kam_core.schema import Role

ROLES = {"customer": Role.CUSTOMER, "date": Role.DATE, "amount": Role.AMOUNT}


class Known(Protocol):
    """An understanding, or the manifest that keeps it."""

    @property
    def recipe(self) -> Recipe: ...
    @property
    def columns(self) -> tuple[Column, ...]: ...


def notices(questions: tuple[Question, ...], known: Known, account: Account) -> tuple[Notice, ...]:
    """One notice a question that was answered by the best guess."""
    return tuple(notice for question in questions for notice in _said(question, known, account))


def _said(question: Question, known: Known, account: Account) -> list[Notice]:
    if question.about in ROLES:
        return _column(question, known)
    if question.about == "date_order":
        order = known.recipe.mapping.date_order
        return [Notice("guessed_date_order", {"order": order})]
    if question.about in ("unassigned", "doubles"):
        return []  # the accounting says so itself
    if question.about == "total":
        return [
            Notice(
                "total_differs",
                {"line": t.line, "column": t.column, "stated": f"{t.stated:,.2f}", "read": f"{t.read:,.2f}"},
            )
            for t in account.totals
            if not t.agrees
        ]
    return [Notice(f"guessed_{question.about}")]


def _column(question: Question, known: Known) -> list[Notice]:
    header = {column.position: column.header or str(column.position) for column in known.columns}
    taken = known.recipe.mapping.roles.get(ROLES[question.about], ())
    shown = "+".join(header.get(position, str(position)) for position in taken)
    others = [header.get(c, str(c)) if isinstance(c, int) else c for c in question.candidates]
    rest = [other for other in others if other != shown][:3]
    facts = {"role": question.about, "column": shown or "-", "others": ", ".join(rest) or "-"}
    return [Notice("guessed_column", facts)]
