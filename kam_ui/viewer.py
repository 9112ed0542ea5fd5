"""What this session may: all, or what a share lets its viewer do. Whatever offers something asks here first.

The view itself is confined (shared.py) and the store refuses (sharing.py); what is asked here keeps off the screen what
would lead nowhere, and what goes beyond the shared scope.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kam_core.charts.labels import clean
from kam_core.errors import BadInput, KamError, UnknownDataset, UnknownShare
from kam_core.store.shares import Share
from kam_ui import resources, view
from kam_ui.shared import Shared, pages_of, shared
from kam_ui.text import t

_NO_NAME = re.compile(r"[\\/:*?\"<>|]+")  # what no file system takes in a name


@dataclass(frozen=True)
class Allowed:
    """data: other datasets and versions, uploads, names. filters: another scope. cut: move the line. settings: what an
    outlook assumes. decide: picks by hand, agreed quantities. export: take figures away. beyond: more than the shared
    view (the whole file's total, firm-wide classes, other periods, people). send: share links and copied addresses."""

    data: bool = True
    filters: bool = True
    cut: bool = True
    settings: bool = True
    decide: bool = True
    export: bool = True
    beyond: bool = True
    send: bool = True
    pages: tuple[str, ...] | None = None  # None: all there are


def allowed() -> Allowed:
    """What this session may. Raises UnknownShare where its share does not open any more."""
    share = current()
    if share is None:
        return Allowed()
    return Allowed(
        data=False, filters=False, cut=share.movable, settings=False, decide=False, export=share.export, beyond=False,
        send=False, pages=pages_of(share),
    )  # fmt: skip


def current() -> Share | None:
    """The share whose viewer this is, None for everyone else. Raises UnknownShare where it does not open any more."""
    share = resources.store().grant(resources.principal())
    if share is not None and share.account is not None:
        raise UnknownShare("unknown_share")  # customer-safe: its light page is all there is
    return share


def bounds() -> Shared | None:
    """What a viewer's view must keep to, at the start of each run. Raises UnknownShare, whatever is in the way."""
    share = current()
    try:
        return None if share is None else shared(share)
    except (BadInput, UnknownDataset) as error:  # their words would speak of data that are nobody's business here
        raise UnknownShare("unknown_share") from error


def told(error: KamError) -> KamError:
    """What may be said of a failure: to a viewer nothing of data that were taken away meanwhile."""
    over = view.share_id() is not None and isinstance(error, UnknownDataset)
    return UnknownShare("unknown_share") if over else error


def show_bar(bounds: Shared) -> DeltaGenerator:
    """Above a viewer's page: what this is, and the way back to the view that was shared. Under it the place for what
    can be said once the page has its results."""
    until = bounds.dataset.manifest.account.last_day
    back = replace(bounds.view, lang=view.now().lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        code = "viewer.live" if bounds.share.live else "viewer.frozen"
        st.caption(t(code, until=until, expires=bounds.share.expires.date()), width="content")
        if view.now() != back:
            st.button(
                t("viewer.back"), type="tertiary", icon=":material/undo:", on_click=view.restore, args=(back,),
                key="viewer.back",
            )  # fmt: skip
    return st.empty()


def download(label: str, data: Callable[[], Any], **options: Any) -> None:
    """st.download_button for who may take figures away; a share that is over gives nothing, even on an open page."""
    if not allowed().export:
        return
    who = resources.principal()

    def made() -> Any:
        resources.store().grant(who)
        return data()

    if named := options.get("file_name"):
        options["file_name"] = _NO_NAME.sub("-", clean(named))
    st.download_button(label, made, **options)
