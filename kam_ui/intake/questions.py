"""At most three plain questions: which column is the customer, which the date, what counts as money, what to confirm.

The candidates are shown as they stand in the file, a few values each. Headers and values go to the screen through
pickers and tables alone, which show text.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.ingest.ledger import Account
from kam_core.ingest.recipe import Column, Question
from kam_core.schema import Role
from kam_ui.intake import accounting
from kam_ui.intake.draft import Draft, assign, bound, correct, read_again
from kam_ui.text import t

COLUMNS = {"customer": Role.CUSTOMER, "date": Role.DATE, "amount": Role.AMOUNT}
ORDERS = ("ymd", "dmy", "mdy")
CANDIDATES = 6  # columns shown beside a question
NONE = 0  # no column at all
SUSPECT = {"total": "amount", "unassigned": "customer"}  # the column most often wrong when counting raises a doubt


def show_questions(draft: Draft, questions: tuple[Question, ...]) -> None:
    """Each question big, with what can be answered right below it."""
    asked = {question.about for question in questions}
    for question in questions:
        with st.container(border=True):
            if question.about == "date" and draft.mapping.months:
                _which_year(draft)
            elif question.about in COLUMNS:
                _which_column(draft, question)
            elif question.about == "date_order":
                _which_order(draft)
            elif question.about == "dataset":
                _which_dataset(draft)
            elif question.about == "table":
                _which_table(draft, question)
            else:
                _ask(t(f"data.ask.{question.about}"))
                if draft.account:
                    _show_doubt(draft.account, question.about)
                st.caption(t(f"data.ask.{question.about}_hint"))
                if SUSPECT.get(question.about, question.about) not in asked:
                    _choose_column(draft, Question(SUSPECT[question.about]))


def _show_doubt(account: Account, about: str) -> None:
    if about == "total":
        accounting.show_totals(account)
    elif about == "unassigned":
        accounting.show_equation(account)


def _ask(question: str) -> None:
    st.subheader(question, anchor=False)


def header(column: Column) -> str:
    """A column's name for a person: its header, else its place."""
    return column.header or t("data.column.nameless", n=column.position)


def _which_column(draft: Draft, question: Question) -> None:
    _ask(t(f"data.ask.{question.about}"))
    _choose_column(draft, question)


def _choose_column(draft: Draft, question: Question) -> None:
    role = COLUMNS[question.about]
    columns = {column.position: column for column in draft.found.columns}
    likely = [int(p) for p in question.candidates if int(p) in columns]
    options = [*likely, *(p for p in columns if p not in likely), NONE]
    now = draft.mapping.roles.get(role, (NONE,))[0]

    def changed(position: int) -> None:
        if position:
            assign(draft, position, role)
        else:
            correct(draft, roles={r: places for r, places in draft.mapping.roles.items() if r is not role})

    st.selectbox(
        t(f"data.ask.{question.about}"),
        options,
        format_func=lambda p: header(columns[p]) if p else t(f"data.ask.no_{question.about}"),
        label_visibility="collapsed",
        **bound(draft, f"ask.{question.about}", now, changed, among=options),
    )
    unused = [] if likely or now else sorted(columns, key=lambda p: draft.holder(p) is not None)
    shown = [columns[p] for p in dict.fromkeys([*(p for p in (now,) if p), *likely, *unused])][:CANDIDATES]
    if shown:
        _show_samples(shown)


def _show_samples(columns: list[Column]) -> None:
    deepest = max(len(column.samples) for column in columns)
    table = pd.DataFrame(
        {str(c.position): [*c.samples, *[""] * (deepest - len(c.samples))] for c in columns}, dtype="string"
    ).head(3)
    st.dataframe(
        table,
        hide_index=True,
        alt=t("data.ask.samples"),
        column_config={str(c.position): st.column_config.TextColumn(header(c)) for c in columns},
    )


def _which_order(draft: Draft) -> None:
    _ask(t("data.ask.date_order"))
    st.segmented_control(
        t("data.ask.date_order"),
        ORDERS[1:],
        format_func=lambda order: t(f"data.order.{order}"),
        label_visibility="collapsed",
        required=True,
        **bound(
            draft,
            "ask.order",
            draft.mapping.date_order,
            lambda order: correct(draft, date_order=order),
            starts="default",
        ),
    )
    dates = draft.mapping.roles.get(Role.DATE, ())
    _show_samples([column for column in draft.found.columns if column.position in dates])


def _which_dataset(draft: Draft) -> None:
    """Other columns than last time: more likely other data."""
    _ask(t("data.ask.dataset"))
    st.segmented_control(
        t("data.ask.dataset"),
        ("dataset", "version"),
        format_func=lambda code: t(f"data.ask.as_{code}"),
        default="dataset",
        required=True,
        label_visibility="collapsed",
        key=f"{draft.key}.becomes",
    )
    st.caption(t("data.ask.dataset_hint"))


def _which_year(draft: Draft) -> None:
    """Wide months without a year: the first one's is asked, the others follow it."""
    first = int(draft.mapping.months[0][1][:4])
    _ask(t("data.ask.year"))

    def changed(year: int) -> None:
        moved = (
            (position, f"{int(m[:4]) + year - first:04d}{m[4:]}", what) for position, m, what in draft.mapping.months
        )
        correct(draft, months=tuple(moved))

    st.number_input(
        t("data.ask.year"),
        1990,
        2100,
        label_visibility="collapsed",
        width=160,
        **bound(draft, "ask.year", first, changed),
    )


def _which_table(draft: Draft, question: Question) -> None:
    """Several tables below one another: another one is read anew."""
    layout = draft.found.sources[0].layout
    there = [int(n) for n in question.candidates] or [layout.table]
    _ask(t("data.ask.table"))
    st.selectbox(
        t("data.ask.table"),
        there,
        format_func=lambda n: t("data.ask.table_n", n=n),
        label_visibility="collapsed",
        width=240,
        **bound(draft, "ask.table", layout.table, lambda n: read_again(draft, table=n, header_line=None), among=there),
    )
    st.caption(t("data.ask.table_hint"))
