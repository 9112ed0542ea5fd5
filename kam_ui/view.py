"""The session's View. It owns the address bar; nothing else reads or writes the query string.

The rule of who wins: when the address differs from the one last written, the address wins (a link was opened, or Back
was pressed); otherwise what the widgets changed wins. Before each page the address spells out the whole view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

import streamlit as st

from kam_ui.link import DATASET, FILTERS, Offer, View, cut_problem, parse, settle
from kam_ui.people import People
from kam_ui.risk import Risk
from kam_ui.season import Season, plain
from kam_ui.text import LANGUAGES, guess_language, language, speak

__all__ = [
    "FILTERS",
    "Offer",
    "People",
    "Risk",
    "Season",
    "View",
    "address",
    "arrive",
    "assume",
    "attend",
    "change",
    "choose",
    "cut_problem",
    "forget",
    "greet",
    "narrow",
    "now",
    "page",
    "parse",
    "plain",
    "restore",
    "serve",
    "settle",
    "share_id",
    "spell",
    "suppose",
]

_VIEW, _WRITTEN, _PAGE, _SHARE = "kam.view", "kam.written", "kam.page", "kam.share"
SHARE = "share"  # the key that makes a link a viewer's


class Bounds(Protocol):
    """What a view must keep to."""

    def open(self, asked: Mapping[str, tuple[str, ...]], lang: str) -> View:
        """The view a link means within these bounds."""

    def confine(self, view: View) -> View:
        """The view, with all that must not be changed as it was."""


def share_id() -> str | None:
    """The public id of the share that the address names, or that this session was opened with; None where neither.

    A session that has once been a viewer's stays one, whatever becomes of its address.
    """
    said = st.query_params.get_all(SHARE)
    if said:
        st.session_state[_SHARE] = said[0] if len(said) == 1 else ""
    found: str | None = st.session_state.get(_SHARE)
    return found


def arrive(offer_of: Callable[[str, int | None], Offer | None], bounds: Bounds | None = None) -> View:
    """At the start of every run, before any widget: take over what the address says, where it is new.

    offer_of: dataset id ('' = any) and version (None = the newest) -> what it offers; None where there is no dataset.
    bounds: those of a share; whatever address or widgets say, the view keeps to them.
    Raises BadLink, BadScope or UnknownDataset when the address cannot be shown.
    """
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    view: View | None = st.session_state.get(_VIEW)
    opened = view is None or (bool(query) and query != st.session_state.get(_WRITTEN))
    if opened:
        lang = greet()
        asked = parse({key: values for key, values in query.items() if key != SHARE})
        view = bounds.open(asked, lang) if bounds else _settled(asked, offer_of, lang)
    assert view is not None
    view = bounds.confine(view) if bounds else view
    speak(view.lang)
    st.session_state[_VIEW] = view
    return view


def greet() -> str:
    """Speak the language the address names, so that even what stops is said in it. Returns the one it speaks else."""
    view: View | None = st.session_state.get(_VIEW)
    lang = view.lang if view else guess_language()
    said = st.query_params.get("lang", lang)
    speak(said if said in LANGUAGES else lang)
    return lang


def _settled(
    asked: Mapping[str, tuple[str, ...]], offer_of: Callable[[str, int | None], Offer | None], lang: str
) -> View:
    named = DATASET.fullmatch(asked.get("data", ("",))[0])
    data, version = (named["id"], int(named["version"] or 0) or None) if named else ("", None)
    return settle(asked, offer_of(data, version), lang)


def address(page: str) -> dict[str, list[str]]:
    """The query of this view on a page, with the share it is seen through."""
    said, share = now().query(page), share_id()
    return said if share is None else {SHARE: [share]} | said


def spell(page: str) -> None:
    """Once the page is known: the address says the whole view, as this page's links do."""
    written = address(page)
    st.session_state[_WRITTEN], st.session_state[_PAGE] = written, page
    if {key: st.query_params.get_all(key) for key in st.query_params} != written:
        st.query_params.from_dict(written)


def now() -> View:
    """The view of this session."""
    view: View = st.session_state.get(_VIEW) or View()
    return view


def page() -> str:
    """The page that is shown; '' before the first one."""
    return str(st.session_state.get(_PAGE, ""))


def change(**fields: object) -> None:
    """From a widget's callback: the same view with these fields changed (`scope`, `rule`, `cut`, `hand`, `lang` …)."""
    st.session_state[_VIEW] = replace(now(), **fields)  # type: ignore[arg-type]


def narrow(**fields: object) -> None:
    """From a widget's callback: the same view with these fields of its scope changed."""
    change(scope=replace(now().scope, **fields))  # type: ignore[arg-type]


def assume(**fields: object) -> None:
    """From a widget's callback: the same view with these fields of its season changed."""
    change(season=replace(now().season, **fields))  # type: ignore[arg-type]


def suppose(**fields: object) -> None:
    """From a widget's callback: the same view with these fields of its risk changed."""
    change(risk=replace(now().risk, **fields))  # type: ignore[arg-type]


def serve(**fields: object) -> None:
    """From a widget's callback: the same view with these fields of its service changed."""
    change(service=replace(now().service, **fields))  # type: ignore[arg-type]


def restore(view: View) -> None:
    """From a widget's callback: look at this view instead."""
    st.session_state[_VIEW] = view


def attend(**fields: object) -> None:
    """From a widget's callback: the same view with these fields of its people changed."""
    change(people=replace(now().people, **fields))  # type: ignore[arg-type]


def choose(data: str, version: int | None = None) -> None:
    """From a widget's callback: look at another dataset or version, in its usual scope."""
    st.session_state.pop(_VIEW, None)
    st.session_state[_WRITTEN] = None
    st.query_params.from_dict({"data": f"{data}@{version}" if version else data, "lang": language()})


def forget() -> None:
    """From a widget's callback: back to where a link that says nothing leads."""
    st.session_state.pop(_VIEW, None)
    st.session_state[_WRITTEN] = None
    st.query_params.from_dict({"lang": language()})
