"""Which language the command line speaks: --lang, else the environment's, else English."""

from __future__ import annotations

import os
from collections.abc import Sequence

LANGUAGES = ("zh", "en")


def chosen(words: Sequence[str]) -> str:
    """The language, read before anything else so that even a wrong word is answered in it."""
    for word, following in zip(words, [*words[1:], ""]):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else following if word == "--lang" else ""
        if value in LANGUAGES:
            return value
    spoken = next((v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(name))), "")
    return "zh" if spoken.lower().startswith("zh") else "en"
