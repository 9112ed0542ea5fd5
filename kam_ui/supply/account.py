"""One account, one of its products or all: its season on one chart, the numbers, and what is not known of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import streamlit as st

from kam_core import figures
from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.charts.supply import alt_text, projection_chart
from kam_core.errors import BadScope
from kam_core.store.dataset import Dataset
from kam_ui import present, view
from kam_ui.account.opening import may_open, open_account
from kam_ui.controls import bound
from kam_ui.service.given_back import give_back_button
from kam_ui.supply.agreeing import show_agreement
from kam_ui.supply.statuses import status_word
from kam_ui.text import language, say_core, t


def show_account(outlook: Outlook, dataset: Dataset) -> None:
    """The account the view names."""
    opened = view.now().season
    with st.container(border=True, key="account"):
        try:
            one = account_outlook(outlook, opened.account, opened.item or None)
        except BadScope as error:
            st.subheader(t("stopped.title"))
            st.markdown(present.reason(error))
            _close()
            return
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(present.quoted(f"{one.name} {one.customer}" if one.name != one.customer else one.name))
            with st.container(horizontal=True, width="content"):
                give_back_button(dataset, one.customer, one.name)
                if may_open() and st.button(t("supply.account.page"), type="tertiary", icon=":material/contact_page:"):
                    open_account(one.customer)
                _close()
        st.markdown(present.quoted(one.finding.say(language())))
        if one.agreed:
            st.caption(f":material/handshake: {present.quoted(one.demand.say(language()))}")
        if one.run_out and one.order_by:
            st.caption(_steps(one))
        _products(outlook, opened.account, opened.item)
        left, right = st.columns([5, 3], gap="medium")
        with left:
            st.plotly_chart(
                projection_chart(one, language()),
                height=390,
                config={"displayModeBar": False},
                key="account.chart",
                alt=alt_text(one, language()),
            )
            if one.between:
                st.caption(f":material/sync_alt: {present.quoted(one.between.say(language()))}")
            for lack in one.lacks:
                st.caption(f":material/help: {present.quoted(lack.say(language()))}")
        with right:
            _standing(one)
        show_agreement(outlook, one, dataset)


def _close() -> None:
    fields = {"account": "", "item": ""}
    st.button(t("supply.account.close"), on_click=view.assume, kwargs=fields, type="tertiary", icon=":material/close:")


def _products(outlook: Outlook, customer: str, item: str) -> None:
    mine = outlook.customers == customer
    sold = zip(outlook.products[mine].tolist(), outlook.product_names[mine].tolist())
    names = {"": t("supply.account.all")} | {key: f"{name} {key}" if name != key else key for key, name in sold}
    st.selectbox(
        t("supply.account.product"),
        list(names),
        format_func=lambda key: names.get(key, key),
        label_visibility="collapsed",
        width=320,
        **bound("item", item, lambda key: view.assume(item=key), among=list(names)),
    )


def _standing(one: AccountOutlook) -> None:
    """The numbers as two columns, each with its words."""
    lang = language()

    def much(value: float) -> str:
        if not np.isfinite(value):
            return figures.NONE
        shown = figures.amount(lang, Decimal(round(value))) if one.money else figures.volume(lang, round(value))
        return shown if one.money or not one.unit else f"{shown} {one.unit}"

    def day(value: date | None) -> str:
        return figures.NONE if value is None else figures.iso(value)

    cover = t("supply.account.days", n=int(one.cover_days)) if np.isfinite(one.cover_days) else figures.NONE
    peak = figures.NONE if one.peak_first is None else figures.period(lang, one.peak_first, one.peak_last)
    error = figures.NONE if np.isnan(one.error) else figures.percent(lang, one.error, 0)
    facts = {
        "status": status_word(one.status),
        "on_hand": much(one.on_hand),
        "in_transit": much(one.in_transit),
        "cover": cover,
        "run_out": day(one.run_out),
        "order_by": day(one.order_by),
        "peak": peak,
        "peak_need": much(one.peak_need),
        "gap": much(one.gap),
        "safety": much(one.safety),
        "reasonable": f"{much(one.least)} – {much(one.most)}",
        "overstock": much(one.overstock),
        "lost": much(one.lost),
        "method": say_core(f"method.{one.method}"),
        "error": t("supply.account.error_of", error=error, months=one.history_months),
    }
    unsaid = {name for name in ("overstock", "lost") if not getattr(one, name) > 0}
    rows = [
        {t("supply.account.what"): t(f"supply.account.{name}"), t("supply.account.value"): value}
        for name, value in facts.items()
        if name not in unsaid
    ]
    st.dataframe(
        rows,
        hide_index=True,
        height="content",
        alt=t("supply.account.alt"),
        column_config={t("supply.account.what"): st.column_config.TextColumn(width=170)},
    )


def _steps(one: AccountOutlook) -> str:
    """run-out - production - transport - closed days = last safe order date."""
    return t(
        "supply.account.steps_of",
        run_out=figures.show(language(), one.run_out),
        production=one.production,
        transport=one.transport,
        closed=one.closed or 0,
        order_by=figures.show(language(), one.order_by),
    )
