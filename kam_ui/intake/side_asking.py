"""An import of a stock, supply, customer or product list that waits for a word: of which day, whose, which column."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.store.known_parties import known
from kam_ui import jobs, resources, view
from kam_ui.components.sentence import sentence
from kam_ui.intake.questions import ORDERS
from kam_ui.intake.side_draft import NONE, SideDraft, assign, bound, send, side_draft
from kam_ui.intake.side_recognised import show_recognised
from kam_ui.jobs import Job, Standing
from kam_ui.text import t

OWN = ""  # the firm's own stock


def show_side_draft(job: Job, standing: Standing) -> None:
    """What is open first, one button, the rest under a fold."""
    draft = side_draft(job, standing)
    named = t(f"side.table.{draft.table}")
    sentence(t("side.asking.title" if draft.questions else "side.asking.review", table=named), " · ".join(job.names))
    answered = [_show_columns_missing(draft), _show_day(draft), _show_order(draft)]
    dealers = _show_dealers(draft)
    with st.container(horizontal=True):
        st.button(
            t("data.asking.import"),
            type="primary",
            icon=":material/check:",
            key="data.side.import",
            disabled=not all(answered) or None in dealers.values(),
            on_click=_import,
            args=(draft, dealers),
        )
        st.button(t("data.asking.cancel"), icon=":material/close:", key="data.leave", on_click=_leave, args=(job,))
    show_recognised(draft)


def _import(draft: SideDraft, dealers: dict[str, str | None]) -> None:
    day: date | None = draft.answer("day")
    send(draft, day, draft.answer("order"), {file: whose for file, whose in dealers.items() if whose is not None})


def _leave(job: Job) -> None:
    jobs.forget(job)
    view.change(job="")


def _show_columns_missing(draft: SideDraft) -> bool:
    """Which column is the product, the stock …: asked where a needed one is missing. Whether all are there."""
    for group in draft.missing if draft.asked("column") else []:
        with st.container(border=True):
            st.subheader(t("side.ask.column", column=t(f"side.column.{group[0]}")), anchor=False)
            _choose_column(draft, group[0])
    if draft.asked("column"):
        _show_samples(draft)
    return not draft.missing


def _choose_column(draft: SideDraft, column: str) -> None:
    places = [NONE, *range(1, len(draft.sheets[0]["headers"]) + 1)]
    st.selectbox(
        t("side.ask.column", column=t(f"side.column.{column}")),
        places,
        format_func=lambda place: draft.called(place) if place else t("side.ask.no_column"),
        label_visibility="collapsed",
        **bound(draft, f"ask.{column}", draft.columns.get(column, NONE), partial(assign, draft, column), among=places),
    )


def _show_samples(draft: SideDraft) -> None:
    headers, samples = draft.sheets[0]["headers"], draft.sheets[0]["samples"]
    deepest = max(map(len, samples), default=0)
    table = {str(n): [*cells, *[""] * (deepest - len(cells))] for n, cells in enumerate(samples[: len(headers)], 1)}
    st.dataframe(
        pd.DataFrame(table, dtype="string"),
        hide_index=True,
        alt=t("data.ask.samples"),
        column_config={name: st.column_config.TextColumn(draft.called(int(name))) for name in table},
    )


def _show_day(draft: SideDraft) -> bool:
    """Of which day the stock is; asked once for all files that hold none. Whether it is known."""
    if not draft.asked("stock_date"):
        return True
    with st.container(border=True):
        st.subheader(t("side.ask.day"), anchor=False)
        st.text(t("side.ask.day_hint", files=[sheet["file"] for sheet in draft.asking("stock_date")]))
        st.date_input(
            t("side.ask.day"),
            value=None,
            max_value="today",
            format="YYYY-MM-DD",
            label_visibility="collapsed",
            width=240,
            key=f"{draft.key}.day",
        )
    return draft.answer("day") is not None


def _show_order(draft: SideDraft) -> bool:
    if not draft.asked("date_order"):
        return True
    with st.container(border=True):
        st.subheader(t("data.ask.date_order"), anchor=False)
        st.segmented_control(
            t("data.ask.date_order"),
            ORDERS[1:],
            format_func=lambda order: t(f"data.order.{order}"),
            label_visibility="collapsed",
            key=f"{draft.key}.order",
        )
    return draft.answer("order") is not None


def _show_dealers(draft: SideDraft) -> dict[str, str | None]:
    """Whose each dealer's own sheet is: file -> customer, '' = our own stock, None = not answered yet."""
    asking = draft.asking("dealer")
    if not asking or not draft.job.dataset:
        return {}
    with st.container(border=True):
        st.subheader(t("side.ask.dealer"), anchor=False)
        st.caption(t("side.ask.dealer_hint"))
        accounts = _accounts(draft.job.dataset)
        return {str(sheet["file"]): _whose(draft, n, sheet, accounts) for n, sheet in enumerate(asking)}


def _accounts(dataset: str) -> dict[str, str]:
    return dict(known(resources.store().engine, resources.opened(dataset).views).customers.names)


def _whose(draft: SideDraft, n: int, sheet: dict[str, Any], accounts: dict[str, str]) -> str | None:
    likely = next(q["candidates"] for q in sheet["questions"] if q["about"] == "dealer")
    itself = str(sheet["dealer"]["name"])

    def shown(code: str) -> str:
        if code == OWN:
            return t("side.ask.own_stock")
        if code == itself and code not in accounts:
            return t("side.ask.new_dealer", name=itself)
        return f"{accounts[code]} {code}" if accounts[code] != code else code

    options = dict.fromkeys([*(str(code) for code in likely), itself, OWN, *accounts])
    chosen: str | None = st.selectbox(
        str(sheet["file"]),
        list(options),
        index=None,
        placeholder=t("side.ask.choose"),
        format_func=shown,
        key=f"{draft.key}.dealer.{n}",
    )
    return chosen
