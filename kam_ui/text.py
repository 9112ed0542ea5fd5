"""Every word a user sees on screen: `t("pareto.title", n=3)` in the language of the view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from kam_core.figures import show
from kam_core.wording import LANGUAGES, Words, say

__all__ = ["LANGUAGES", "WORDS", "guess_language", "language", "say_core", "speak", "t", "word"]

WORDS = Words(Path(__file__).parent / "text")
_KEY = "kam.language"


def language() -> str:
    """The language of this session, "zh" or "en"."""
    return str(st.session_state.get(_KEY, "en"))


def speak(lang: str) -> None:
    """From here on this session's words are in `lang`."""
    st.session_state[_KEY] = lang


def guess_language() -> str:
    """The first guess, from the browser; English where it does not say."""
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def t(key: str, /, **facts: Any) -> str:
    """The screen words for `key`; facts are shown by their type (a Fraction as percent, a Decimal as a sum …)."""
    lang = language()
    return WORDS.say(lang, key, **{name: show(lang, fact) for name, fact in facts.items()})


def word(key: str) -> str:
    """The screen words for `key` with their placeholders still in them, to be filled in by the browser."""
    return WORDS.texts[language()][key]


def say_core(key: str, /, **facts: Any) -> str:
    """A sentence of the core (`error.…`, `notice.…`, `reason.…`) in this session's language."""
    return say(language(), key, **facts)
