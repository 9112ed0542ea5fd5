"""Pickers bound to the view: each shows what the view says and, when moved, changes the view. Nothing else holds it.

Options are codes; what is shown for a code is decided at display time, so a change of language changes no value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from kam_ui import resources, view, viewer
from kam_ui.components.copy_link import copy_link
from kam_ui.text import LANGUAGES, t


def bound(key: str, value: Any, changed: Callable[[Any], None], **start: Any) -> dict[str, Any]:
    """The arguments that make a widget of the view show `value` and hand a new one to `changed`; start: see `shows`."""
    return shows(f"pick.{key}", value, changed, **start)


def shows(
    key: str,
    value: Any,
    changed: Callable[[Any], None],
    *,
    starts: str | None = "value",
    among: Sequence[Any] | None = None,
) -> dict[str, Any]:
    """The arguments that make a widget show `value` and hand a new one to `changed`.

    A value set from here reaches the browser with one run only. Where the next one overtakes it, before the widget is
    drawn, the browser takes what the widget starts with for the user's choice: so that is always the value too. starts:
    what the widget calls it, `value` or `default`; among: the options of a widget that counts them; starts None: it
    must start empty to be emptied, and is told the value in every run.
    """
    if starts is None or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    given = {"key": key, "on_change": lambda: changed(st.session_state[key])}
    if among is not None:
        return given | {"index": list(among).index(value) if value in among else None}
    return given if starts is None else given | {starts: value}


def language() -> None:
    """The switch between the languages, in the sidebar."""

    def changed(lang: str | None) -> None:
        if lang:
            view.change(lang=lang)

    with st.sidebar:
        st.segmented_control(
            t("sidebar.language"),
            LANGUAGES,
            format_func={"zh": "中文", "en": "English"}.__getitem__,
            label_visibility="collapsed",
            **bound("lang", view.now().lang, changed, starts="default"),
        )


def sidebar(page: str) -> None:
    """Language; dataset, version and the link, once a dataset is on screen and no import stands before it."""
    language()
    may = viewer.allowed()
    if view.now().data and not view.now().job:
        with st.sidebar:
            if may.data:
                dataset()
            if may.send:
                copy_link(view.now().link(page))


def dataset() -> None:
    """Which dataset, and which of its versions."""
    known = {info.id: info for info in resources.listing()}
    current = view.now()
    if current.data not in known:
        return
    st.selectbox(
        t("sidebar.dataset"),
        list(known),
        format_func=lambda data: str(known[data].name),
        **bound("data", current.data, lambda data: view.choose(data), among=list(known)),
    )
    versions = resources.versions(current.data)
    if len(versions) > 1:
        st.selectbox(
            t("sidebar.version"),
            versions,
            format_func={version: t("sidebar.upload", n=version) for version in versions}.__getitem__,
            **bound("version", current.version, lambda version: view.choose(current.data, version), among=versions),
        )
