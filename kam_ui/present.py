"""Designed states and the common ways of showing a result. Data values go to the screen as text, never as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from kam_core.errors import KamError
from kam_core.wording import say
from kam_ui import view
from kam_ui.text import language, t

ICON = (Path(__file__).parent / "web" / "icon.svg").read_text("utf-8")
PAGES = Path(__file__).parent.parent / "pages"
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def quoted(text: str) -> str:
    """A value from a file, safe inside Markdown and labels: every mark that could mean something is escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def reason(error: KamError) -> str:
    """What went wrong, in this session's language, values quoted."""
    facts = {k: quoted(v) if isinstance(v, str) else v for k, v in error.facts.items()}
    return say(language(), f"error.{error.code}", **facts)


def stopped(error: KamError) -> None:
    """The whole page when what was asked cannot be shown: the reason, and a way home."""
    with st.container(border=True):
        st.subheader(t("stopped.title"))
        st.markdown(reason(error))
        st.button(t("stopped.home"), type="primary", icon=":material/home:", on_click=view.forget)


def go(page: str) -> None:
    """On to another page, with the same view."""
    st.switch_page(PAGES / f"{page}.py")


def welcome() -> None:
    """The first page while there is no dataset: what this does, that nothing leaves, and two ways in."""
    with st.container(horizontal_alignment="center"), st.container(width=640, gap="medium"):
        st.title(t("empty.title"))
        st.markdown(t("empty.body"))
        st.caption(t("empty.safe"))
        with st.container(horizontal=True):
            if st.button(t("empty.upload"), type="primary", icon=":material/upload_file:"):
                go("data")
            st.button(
                t("empty.sample"),
                icon=":material/play_arrow:",
                on_click=view.choose,
                args=("sample" if language() == "zh" else "sample-en",),
            )
        st.caption(t("empty.sample_hint"))
