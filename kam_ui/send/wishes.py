"""The fold: for how long, whether the line moves, whether files may be taken, whether it is for one customer's eyes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kam_core.charts.labels import clean
from kam_core.report.shown import Shown
from kam_core.store.shares import LONGEST_LABEL
from kam_ui.send.making import DAYS, Wishes
from kam_ui.text import t

MOST = 2_000  # customers offered
KEYS = ("days", "who", "label", "live", "movable", "export", "account")


def show_wishes(shown: Shown, now: Wishes, on_wish: Callable[[Wishes], None]) -> None:
    """on_wish hears them once they are confirmed. One form, so that half a wish makes no link."""

    def wished() -> None:
        said = {name: st.session_state[f"send.{name}"] for name in KEYS}
        on_wish(Wishes(**said | {name: " ".join(said[name].split()) for name in ("who", "label")}))

    with st.expander(t("send.more"), icon=":material/tune:"), st.form("send.wishes", border=False):
        left, right = st.columns(2, gap="medium")
        left.segmented_control(
            t("send.days"),
            DAYS,
            default=now.days,
            required=True,
            format_func={days: t("send.days_of", n=days) for days in DAYS}.__getitem__,
            key="send.days",
        )
        left.text_input(t("send.who"), value=now.who, max_chars=LONGEST_LABEL, help=t("send.who_help"), key="send.who")
        left.text_input(
            t("send.label"), value=now.label, max_chars=LONGEST_LABEL, help=t("send.label_help"), key="send.label"
        )
        names = _names(shown)
        left.selectbox(
            t("send.account"),
            list(names),
            index=list(names).index(now.account) if now.account in names else 0,
            format_func=names.__getitem__,
            help=t("send.account_help"),
            key="send.account",
        )
        right.toggle(t("send.live"), value=now.live, help=t("send.live_help"), key="send.live")
        right.toggle(t("send.movable"), value=now.movable, help=t("send.movable_help"), key="send.movable")
        right.toggle(t("send.export"), value=now.export, help=t("send.export_help"), key="send.export")
        st.form_submit_button(t("send.remake"), icon=":material/refresh:", on_click=wished)
        st.caption(t("send.remake_hint"))


def _names(shown: Shown) -> dict[str, str]:
    ranking = shown.pareto.ranking
    found = {"": t("send.everyone")}
    for customer, name in zip(ranking.customers[:MOST].tolist(), ranking.names[:MOST].tolist()):
        found[customer] = clean(name if name == customer else f"{name} {customer}")
    return found
