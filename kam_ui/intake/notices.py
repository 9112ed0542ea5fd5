"""What the user should know of a file, in plain words, and the choices some of it leaves, one click each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from kam_core.errors import Notice
from kam_core.ingest.recipe import Mapping
from kam_ui import present
from kam_ui.text import WORDS, language, say_core, t

POINTED = {"nobody": "perhaps_nobody", "void": "status_doubtful"}  # list of the mapping -> notice that names values
ELSEWHERE = {"total_differs"}  # stands beside the totals already


def show_notices(notices: Sequence[Notice]) -> None:
    """Each notice once."""
    for said in dict.fromkeys(in_words(notice) for notice in notices if notice.code not in ELSEWHERE):
        show_line("orange", "info", said)


def in_words(notice: Notice) -> str:
    """A notice's sentence. Where the core's speaks of the command line, the screen has one of its own."""
    facts: dict[str, Any] = {**notice.facts}
    if f"data.notice.{notice.code}" not in WORDS.texts[language()]:
        return say_core(f"notice.{notice.code}", **facts)
    if "role" in facts:
        facts["role"] = t(f"data.role.{facts['role']}")
    if "order" in facts:
        facts["order"] = t(f"data.order.{facts['order']}")
    return t(f"data.notice.{notice.code}", **facts)


def show_line(color: str, icon: str, said: str, emphasis: str = "") -> None:
    """A line with its mark. `said` may quote the file, so it is text, never Markdown; `emphasis` is our own."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="top", wrap=False):
        st.markdown(f":{color}[:material/{icon}:]", width="content")
        with st.container(gap="xxsmall"):
            st.text(said)
            if emphasis:
                st.markdown(f":{color}[{emphasis}]")


def pointed(notices: Sequence[Notice], name: str) -> tuple[str, ...]:
    """The values pointed at for one of the mapping's lists, as they stand in the file."""
    named = [notice.facts.get("values", ()) for notice in notices if notice.code == POINTED.get(name)]
    return tuple(dict.fromkeys(str(value) for values in named for value in values))


def show_choices(notices: Sequence[Notice], mapping: Mapping, key: str, chosen: Callable[[Mapping], None]) -> None:
    """A button for each list something was pointed at and not yet put on: `chosen` gets the mapping with it."""
    for name in POINTED:
        kept = getattr(mapping, name)
        if new := [value for value in pointed(notices, name) if value not in kept]:
            st.button(
                t(f"data.choice.{name}", names=[present.quoted(value) for value in new]),
                icon=":material/block:",
                key=f"{key}.{name}",
                on_click=chosen,
                args=(_with(mapping, name, (*kept, *new)),),
            )


def _with(mapping: Mapping, name: str, values: tuple[str, ...]) -> Mapping:
    longer: dict[str, Any] = {name: values}
    return replace(mapping, **longer)
