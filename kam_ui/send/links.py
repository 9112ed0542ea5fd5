"""All links of this principal: what each shows, until when, how often it was opened; extended, closed, made anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from kam_core import figures
from kam_core.store.shares import Share
from kam_ui import resources
from kam_ui.components.copy_link import copy_text
from kam_ui.send import making
from kam_ui.text import WORDS, language, t

LONGER = timedelta(days=30)
_CHOSEN, _AGAIN = "kam.send.chosen", "kam.send.again"


def show_links() -> None:
    """The table; a row chosen shows what can be done with that link."""
    shares = resources.store().shares(resources.principal())
    if not shares:
        st.caption(t("send.links.none"))
        return
    now = datetime.now(UTC)
    shares = sorted(shares, key=lambda share: (not share.holds(now), -share.created.timestamp()))
    row = listed(shares, now)
    chosen = None if row is None or row >= len(shares) else shares[row]
    st.session_state[_CHOSEN] = chosen and chosen.id
    if chosen is None:
        st.caption(t("send.links.choose"))
    else:
        _actions(chosen, now)
    st.caption(t("send.links.no_copy"))


def listed(shares: Sequence[Share], now: datetime) -> int | None:
    """The table; which row is chosen. A link stays chosen when another one, or its own end, moves its row."""
    order = [share.id for share in shares]
    chosen = st.session_state.get(_CHOSEN)
    event = st.dataframe(
        [_row(share, now) for share in shares],
        hide_index=True,
        height=min(36 * len(shares) + 40, 330),
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [order.index(chosen)] if chosen in order else []}},
        key="send.links " + " ".join(order),  # rows in another order are another table: a place in it says no link
        placeholder=figures.NONE,
        alt=t("send.links.alt"),
        column_config={
            t("send.links.created"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
            t("send.links.expires"): st.column_config.DatetimeColumn(format="YYYY-MM-DD"),
            t("send.links.last_opened"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
        },
    )
    return next(iter(event.selection.rows), None)


def _row(share: Share, now: datetime) -> dict[str, Any]:
    kinds = [t("send.links.live") if share.live else t("send.links.frozen")]
    if share.account is not None:
        kinds.append(t("send.links.safe"))
    return {
        t("send.links.label"): share.label or figures.NONE,
        t("send.links.view"): " · ".join([_page(share.page), *kinds]),
        t("send.links.state"): t(f"send.links.state_{_state(share, now)}"),
        t("send.links.expires"): share.expires.astimezone(),
        t("send.links.opened"): share.opened,
        t("send.links.last_opened"): share.last_opened and share.last_opened.astimezone(),
        t("send.links.created"): share.created.astimezone(),
    }


def _actions(share: Share, now: datetime) -> None:
    store, who = resources.store(), resources.principal()
    state = _state(share, now)
    with st.container(horizontal=True):
        if state != "revoked":
            until = max(share.expires, now) + LONGER
            words = t("send.links.extend", day=figures.iso(until.astimezone().date()))
            st.button(words, icon=":material/update:", on_click=store.extend_share, args=(share.id, until, who))
        if state == "open":
            with st.popover(t("send.links.revoke"), icon=":material/block:"):
                st.markdown(t("send.links.revoke_sure"))
                st.button(t("send.links.revoke_yes"), type="primary", on_click=store.revoke_share, args=(share.id, who))
        words, why = t("send.links.again"), t("send.links.again_help")
        st.button(words, icon=":material/add_link:", help=why, on_click=_make_again, args=(share,))
    made = st.session_state.get(_AGAIN)
    if made and made[0] == share.id:
        sent: making.Sent = made[1]
        with st.container(border=True):
            st.text(sent.link)
            copy_text(sent.link, t("send.copy_link"), key="send.again")


def _make_again(share: Share) -> None:
    st.session_state[_AGAIN] = (share.id, making.again(share))


def _state(share: Share, now: datetime) -> str:
    return "revoked" if share.revoked else "open" if share.holds(now) else "expired"


def _page(page: str) -> str:
    """The page's name as the menu says it."""
    return WORDS.texts[language()].get(f"nav.{page}", page)
