"""The dialog: what one press has made, ready to be pasted, saved or printed; behind a tab all links made so far."""

from __future__ import annotations

import streamlit as st

from kam_core.report.message import message
from kam_core.report.shown import Shown
from kam_ui import view
from kam_ui.components.copy_link import copy_text
from kam_ui.components.picture import picture
from kam_ui.send import making, showing
from kam_ui.send.files import show_files
from kam_ui.send.links import show_links
from kam_ui.send.making import Sent, Wishes
from kam_ui.send.picture import drawn, qr_svg
from kam_ui.send.wishes import show_wishes
from kam_ui.text import language, t

_NOW = "kam.send.wishes"
_PRESSED = "kam.send.pressed"  # there from a press until the dialog has drawn what it made


def open_dialog() -> None:
    """Make the link with the usual wishes and show it."""
    st.session_state[_NOW] = Wishes()
    _press()
    st.dialog(t("send.title"), width="large", icon=":material/send:")(body)()


def body() -> None:
    """What stands in the dialog."""
    send, links = st.tabs([t("send.tab.send"), t("send.tab.links")])
    shown = showing.on_screen()
    with send:
        if shown is None:
            st.info(t("send.cannot"), icon=":material/info:")
        else:
            _send(shown)
    with links:
        show_links()


def _press() -> None:
    st.session_state[_PRESSED] = True


def _send(shown: Shown) -> None:
    page, wishes = shown.page, st.session_state.get(_NOW, Wishes())
    if not st.session_state.pop(_PRESSED, False) and making.closed(page, wishes):
        st.info(t("send.closed"), icon=":material/link_off:")
        st.button(t("send.links.again"), icon=":material/add_link:", on_click=_press)
        return
    sent = making.made(page, wishes)
    reach = making.reach()
    if page != view.page():
        st.caption(t("send.as_home"))
    if reach != "public":
        st.warning(t(f"send.reach.{reach}"), icon=":material/link_off:")
    first, second = (_picture, _text) if reach == "machine" else (_text, _picture)
    left, right = st.columns(2, gap="medium")
    with left:
        first(shown, sent, reach)
    with right:
        second(shown, sent, reach)
    if reach == "machine":
        show_files(shown, wishes.account)

    def wished(changed: Wishes) -> None:
        st.session_state[_NOW] = changed
        making.remade(page, sent, changed)

    show_wishes(shown, wishes, wished)
    if reach != "machine":
        show_files(shown, wishes.account)


def _text(shown: Shown, sent: Sent, reach: str) -> None:
    share = sent.share
    said = message(shown, language(), sent.link, sent.until, live=share.live, account=share.account or "")
    st.markdown(f"**{t('send.text')}**")
    with st.container(border=True, key="send_text"):
        st.text(said)
    copy_text(said, t("send.copy_text"), key="send.copy_text")
    copy_text(sent.link, t("send.copy_link"), key="send.copy_link")
    st.caption(t("send.once"))
    if reach != "machine":
        with st.popover(t("send.qr"), icon=":material/qr_code_2:"):
            st.image(qr_svg(sent.link), width=220)
            st.caption(t("send.qr_hint"))


def _picture(shown: Shown, sent: Sent, reach: str) -> None:
    st.markdown(f"**{t('send.picture')}**")
    if sent.share.account:
        st.caption(t("send.no_picture"))
        return
    picture(drawn(shown, sent.until, sent.link if reach != "machine" else ""))
