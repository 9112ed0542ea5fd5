"""HTML by construction: text becomes markup only here, and only escaped.

An element is made of its tag, its attributes and what is inside; whatever inside is not itself an element is text.
Marks that are not seen (control characters, those that turn the reading direction) are taken out: a name is what it
looks like.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from markupsafe import Markup, escape

JOINERS = {"\u200c", "\u200d"}  # hold emoji and some scripts together
EMPTY = {"meta", "br", "path", "rect", "line", "circle", "polyline"}  # elements with nothing inside


def trusted(code: str) -> Markup:
    """Our own constant code (styles, scripts): never anything that came from a file or a user."""
    return Markup(code)


def legible(text: str) -> str:
    """What is seen of a text, on one line."""
    line = re.sub(r"\s+", " ", text)
    return "".join(c for c in line if c in JOINERS or not unicodedata.category(c).startswith("C"))


def joined(*inside: Any) -> Markup:
    """One after the other; None is nothing, what is no element becomes escaped text."""
    return Markup("").join(_inside(part) for part in inside)


def element(tag: str, *inside: Any, **attributes: Any) -> Markup:
    """`element("td", name, class_="num")`. Attribute names: a trailing underscore falls, others become dashes."""
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(legible(str(value)))}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in EMPTY:
        return Markup(f"<{tag}{said}/>" if tag not in ("meta", "br") else f"<{tag}{said}>")
    return Markup(f"<{tag}{said}>{joined(*inside)}</{tag}>")


def _inside(part: Any) -> Markup:
    if part is None:
        return Markup("")
    if isinstance(part, Markup):
        return part
    if isinstance(part, tuple | list):
        return joined(*part)
    return escape(legible(str(part)))
