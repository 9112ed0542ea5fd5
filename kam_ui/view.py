"""The session's View. It owns the address bar; nothing else reads or writes the query string.

The rule of who wins: when the address differs from the one last written, the address wins (a link was opened, or Back
was pressed); otherwise what the widgets changed wins. Before each page the address spells out the whole view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from kam_ui.link import DATASET, FILTERS, Offer, View, cut_problem, parse, settle
from kam_ui.risk import Risk
from kam_ui.season import Season, plain
from kam_ui.text import LANGUAGES, guess_language, language, speak

__all__ = [
    "FILTERS",
    "Offer",
    "Risk",
    "Season",
    "View",
    "arrive",
    "assume",
    "change",
    "choose",
    "cut_problem",
    "forget",
    "narrow",
    "now",
    "parse",
    "plain",
    "settle",
    "spell",
    "suppose",
]

_VIEW, _WRITTEN = "kam.view", "kam.written"


def arrive(offer_of: Callable[[str, int | None], Offer | None]) -> View:
    """At the start of every run, before any widget: take over what the address says, where it is new.

    offer_of: dataset id ('' = any) and version (None = the newest) -> what it offers; None where there is no dataset.
    Raises BadLink, BadScope or UnknownDataset when the address cannot be shown.
    """
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    view: View | None = st.session_state.get(_VIEW)
    opened = view is None or (bool(query) and query != st.session_state.get(_WRITTEN))
    if opened:
        lang = view.lang if view else guess_language()
        said = query.get("lang", [lang])
        speak(said[0] if said[0] in LANGUAGES else lang)
        asked = parse(query)
        named = DATASET.fullmatch(asked.get("data", ("",))[0])
        data, version = (named["id"], int(named["version"] or 0) or None) if named else ("", None)
        view = settle(asked, offer_of(data, version), lang)
    assert view is not None
    speak(view.lang)
    st.session_state[_VIEW] = view
    return view


def spell(page: str) -> None:
    """Once the page is known: the address says the whole view, as this page's links do."""
    written = now().query(page)
    st.session_state[_WRITTEN] = written
    if {key: st.query_params.get_all(key) for key in st.query_params} != written:
        st.query_params.from_dict(written)


def now() -> View:
    """The view of this session."""
    view: View = st.session_state.get(_VIEW) or View()
    return view


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
