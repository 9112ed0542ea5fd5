"""Who is at this browser: the one answer of the dashboard to "whose data?".

Where the address names a share it is that share's viewer, whoever else the browser may be. Else, with [auth] in
Streamlit's secrets, it is the person logged in, or the workspace the browser's cookie proves. Where no browser asks at
all (a test of a page, a script) it is the house; a browser without a valid cookie is nobody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit import config, runtime

from kam_core.errors import KamError, UnknownShare
from kam_core.store.principal import HOUSE, VIEWER
from kam_ui import view
from kam_ui.web import passes
from kam_ui.web.identity import workspace_of

NOT_LOGGED_IN = "not_logged_in"
_WHO = "kam.who"
_ACTING: ContextVar[str] = ContextVar("acting", default="")


def principal() -> str:
    """Who asks. Raises KamError for a browser whose cookie is missing, forged or too old, and before a login."""
    if acting := _ACTING.get():
        return acting
    if (share_id := view.share_id()) is not None:
        if not passes.holds(st.context.cookies, share_id):
            raise UnknownShare("unknown_share")
        return f"{VIEWER}{share_id}"
    if not served():
        return HOUSE
    if login_wanted(st.user):
        raise KamError("not_logged_in")  # NOT_LOGGED_IN: the frame shows the login then
    found = person(st.user) or workspace_of(st.context.cookies)
    if found is None:
        raise KamError("no_cookie")
    return found


@contextmanager
def acting(principal: str) -> Iterator[None]:
    """Within the block it is this principal that asks: for an answer that no session stands behind."""
    before = _ACTING.set(principal)
    try:
        yield
    finally:
        _ACTING.reset(before)


def served() -> bool:
    """Whether a browser asks: not a script alone, nor a page under test."""
    return runtime.exists() and not config.get_option("global.appTest")


def person(user: Mapping[str, object]) -> str | None:
    """'u-' and a hash of issuer and subject, for someone logged in whom the issuer names; None for everybody else."""
    issuer, subject = user.get("iss"), user.get("sub")
    if user.get("is_logged_in") is not True or not issuer or not subject:
        return None
    return "u-" + hashlib.sha256(json.dumps([str(issuer), str(subject)]).encode()).hexdigest()[:32]


def login_wanted(user: Mapping[str, object]) -> bool:
    """Whether logins are configured and this browser's is missing, or names nobody."""
    logged_in = user.get("is_logged_in")  # not there at all where no login is configured
    return logged_in is not None and person(user) is None


def keep_apart() -> None:
    """At the start of a run: a session that has come to belong to somebody else, or to nobody, begins anew."""
    try:
        now = principal()
    except KamError:
        now = ""
    if st.session_state.get(_WHO, now) != now:
        st.session_state.clear()
    st.session_state[_WHO] = now
