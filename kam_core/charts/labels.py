"""Text from a file made safe to draw: plotly renders `<a>`, `<span>` and `<br>`, so a name could be a link."""

from __future__ import annotations

import html
import unicodedata

MOST = 80
JOINERS = {"\u200c", "\u200d"}  # hold emoji and some scripts together: not seen, not dangerous


def clean(text: str, most: int = MOST) -> str:
    """One line without control characters and marks that turn the reading direction, at most `most` characters."""
    line = " ".join(text.split())
    seen = "".join(c for c in line[: most * 4] if c in JOINERS or not unicodedata.category(c).startswith("C"))
    return seen if len(seen) <= most else seen[: most - 1] + "…"


def fitting(text: str, room: int) -> str:
    """`clean`, as far as there is room for it; a Chinese letter takes the room of two."""
    seen, width = clean(text), 0
    for at, letter in enumerate(seen):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > room:
            return seen[:at] + "…"
    return seen


def label(text: str) -> str:
    """`clean`, with every mark of markup written out."""
    return html.escape(clean(text), quote=False)
