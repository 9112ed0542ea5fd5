"""The words the core itself speaks: errors, notices, reasons. The same sentence at the command line and on a page.

`Words` reads one folder of `<language>.toml`; the pages use it for their own folder, `kam_ui/text`.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
#: marks that turn the reading direction: in a name they would turn the figures that stand after it in the sentence
TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Words:
    """All sentences of one folder, keyed `section.name`, with `{fact}` placeholders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @functools.cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        return {lang: _flat(tomllib.loads((self.folder / f"{lang}.toml").read_text("utf-8"))) for lang in LANGUAGES}

    def say(self, lang: str, key: str, /, **facts: Any) -> str:
        """The sentence for `key` in `lang`. Whole numbers among the facts are grouped (1,234), lists joined."""
        return self.texts[lang][key].format(**{name: _shown(lang, fact) for name, fact in facts.items()})


def _shown(lang: str, fact: Any) -> Any:
    if isinstance(fact, int) and not isinstance(fact, bool):
        return f"{fact:,}"
    if isinstance(fact, tuple | list):
        fact = ("、" if lang == "zh" else ", ").join(map(str, fact))
    return fact.translate(TURNING) if isinstance(fact, str) else fact


def _flat(tree: dict[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{key}.")
        else:
            found[before + key] = value
    return found


_core = Words(Path(__file__).parent)


def say(lang: str, key: str, /, **facts: Any) -> str:
    """A sentence of the core: `say("en", "error.empty_file", file="x.csv")`."""
    return _core.say(lang, key, **facts)


def template(lang: str, key: str) -> str:
    """The sentence with its placeholders still in it, for what is filled in elsewhere (the live cut line)."""
    return _core.texts[lang][key]
