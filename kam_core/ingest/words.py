"""The words of `words.toml`, folded once, for whoever asks what a cell says."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def fold(text: str) -> str:
    """Lower case, full-width made plain, without spaces at the ends and with single ones inside."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().lower()


_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "―": "-", "﹣": "-", "’": "'", "`": "'"})


def plain(text: str) -> str:
    """A cell as its number or day is read from: full-width made plain, one kind of dash and quote, lower case."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip().lower().removeprefix("'")


@functools.cache
def _sections() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


@functools.cache
def words(section: str, *keys: str) -> frozenset[str]:
    """The folded words under `[section]` (all keys, or those named): `words("total", "grand")`."""
    lists = _sections()[section]
    return frozenset(fold(word) for key in (keys or lists) for word in lists[key])


def speaks_of_targets(texts: Iterable[str]) -> bool:
    """Whether one of these titles says that the figures below are targets, and none that they were reached."""
    said = [plain(text) for text in texts]
    never = any(word in text for text in said for word in words("target", "never"))
    return not never and any(word in text for text in said for word in words("target", "said"))


@functools.cache
def scale() -> dict[str, int]:
    """万 -> 10000 and the like."""
    return dict(_sections()["scale"])


@functools.cache
def month_names() -> dict[str, int]:
    """jan, janvier, январь -> 1: accents removed, lower case."""
    return {name: int(month) for month, names in _sections()["months"].items() for name in names}
