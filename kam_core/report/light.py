"""The plain page a share link answers with: its frame, and what is said about the link itself.

No script, no font, no picture from anywhere; what a browser does not know of the style it leaves out, and the page
still reads. Everything is put together by markupsafe: a value that is not markup is escaped.

A page is made as a leaf, whole but for what the day of reading decides: how many days are left. So a leaf can be kept.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from kam_core import figures
from kam_core.charts.labels import clean
from kam_core.wording import LANGUAGES, say

HERE = Path(__file__).parent
NAMES = {"zh": "中文", "en": "English"}
LONGEST = 2_000  # characters of a sentence
FORM = 1  # of a leaf: another one where kept leaves would be misread

#: a place in a leaf for days left: what, days left on the day of the figures, that day, and a name. No value can hold
#: these marks: they are for private use, and such letters are taken out of every text.
_PLACE = re.compile("\ue000(left|aging)\\|(-?\\d+)\\|(\\d{4}-\\d\\d-\\d\\d)\\|([^\ue000\ue001]*)\ue001")

_TABLE = Markup('<div class="scroll"><table>{heads}<tbody>{rows}</tbody></table></div>')


@dataclass(frozen=True)
class Occasion:
    """About the link: who shared what when, until when, and what day it is now."""

    today: date
    until: date | None  # the last day of the data
    shared: date
    expires: date
    who: str = ""  # '' where nothing but a browser is known of them
    live: bool = False

    def say(self, lang: str) -> str:
        """data to …, shared by …, valid to …"""
        parts = [say(lang, "light.until", day=figures.iso(self.until))] if self.until else []
        code = "light.shared_by" if self.who else "light.shared"
        parts.append(say(lang, code, who=said(self.who), day=figures.iso(self.shared)))
        parts.append(say(lang, "light.valid", day=figures.iso(self.expires)))
        parts.append(say(lang, "light.live" if self.live else "light.frozen"))
        return " · ".join(parts)


@dataclass(frozen=True)
class Head:
    """A column: its words, whether it holds figures, whether it may give way on a narrow screen."""

    text: str
    number: bool = False
    wide: bool = False

    @property
    def kind(self) -> str:
        return " ".join(name for name, on in (("n", self.number), ("wide", self.wide)) if on)


@dataclass(frozen=True)
class Leaf:
    """A page but for the day it is read on."""

    title: str
    body: Markup


def page(leaf: Leaf, occasion: Occasion, lang: str) -> bytes:
    """The whole document, UTF-8, as it is read on the occasion's day."""
    other = next(each for each in LANGUAGES if each != lang)
    return (
        _frame()
        .format(
            lang="zh-CN" if lang == "zh" else lang,
            title=said(leaf.title),
            style=Markup(style()),
            about=occasion.say(lang),
            other=other,
            other_name=NAMES[other],
            body=Markup(_PLACE.sub(lambda place: _filled(place, occasion.today, lang), leaf.body)),
        )
        .encode("utf-8", "replace")
    )


def left_of(left: int, as_of: date) -> Markup:
    """In a leaf: how many days are left, on the day of the figures and on that of reading."""
    return Markup(f"\ue000left|{left}|{as_of.isoformat()}|\ue001")


def aging(name: str, left: int, as_of: date) -> Markup:
    """In a leaf: what the first sentence would be silent about later; nothing while the figures are of today."""
    return Markup("\ue000aging|{left}|{day}|{name}\ue001").format(left=left, day=as_of.isoformat(), name=said(name))


def _filled(place: re.Match[str], today: date, lang: str) -> str:
    left, as_of, name = int(place[2]), date.fromisoformat(place[3]), html.unescape(place[4])
    if place[1] == "left":
        return str(escape(then_and_now(lang, left, as_of, today)))
    text = aged(name, left, as_of, today, lang)
    return str(put('<p class="aging">{text}</p>', text=text)) if text else ""


def aged(name: str, left: int, as_of: date, today: date, lang: str) -> str:
    """What a kept sentence is silent about: the days left then and today; nothing while its figures are of today."""
    if today <= as_of:
        return ""
    days = then_and_now(lang, left, as_of, today)
    return say(lang, "light.first_then_now", name=name, days=days) if name else days


@functools.cache
def style() -> str:
    """The one style sheet of the page."""
    return (HERE / "light.css").read_text("utf-8")


@functools.cache
def style_source() -> str:
    """The source by which a Content-Security-Policy lets this style sheet, and no other, in."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()}'"


@functools.cache
def _frame() -> Markup:
    return Markup((HERE / "light.html").read_text("utf-8"))


def said(text: str) -> str:
    """A sentence or name without control characters and marks that turn the reading direction."""
    return clean(text, LONGEST)


def put(markup: str, **values: Any) -> Markup:
    """Our own markup with values put in; each is cleaned and escaped unless it is markup itself."""
    safe = {name: said(v) if isinstance(v, str) and not isinstance(v, Markup) else v for name, v in values.items()}
    return Markup(markup).format(**safe)


def joined(parts: Iterable[Markup]) -> Markup:
    """One after the other."""
    return Markup("\n").join(part for part in parts if part)


def small(text: str) -> Markup:
    """A quiet line; nothing where there is nothing to say."""
    return put('<p class="small">{text}</p>', text=text) if text.strip() else Markup()


def way_on(address: str, lang: str) -> Markup:
    """The button to the interactive version; '' = there is none."""
    button = '<p><a class="button" href="{to}">{text}</a></p>'
    return put(button, to=escape(address), text=say(lang, "light.operable")) if address else Markup()


def section(title: str, *parts: Markup) -> Markup:
    """Under a heading; nothing where there is nothing."""
    inside = joined(parts)
    return joined([put("<h2>{title}</h2>", title=title), inside]) if inside else Markup()


def table(heads: Sequence[Head], rows: Sequence[Markup]) -> Markup:
    """Rows made by `row`; nothing where there is none. Columns that have no names have no row of them either."""
    if not rows:
        return Markup()
    names = Markup().join(put('<th class="{kind}">{text}</th>', kind=head.kind, text=head.text) for head in heads)
    shown = put("<thead><tr>{names}</tr></thead>", names=names) if any(head.text for head in heads) else Markup()
    return _TABLE.format(heads=shown, rows=Markup("\n").join(rows))


def row(heads: Sequence[Head], cells: Sequence[str | Markup]) -> Markup:
    """One row of a table with these columns."""
    inside = (
        put('<td class="{kind}">{text}</td>', kind=head.kind, text=cell)
        if head.kind
        else put("<td>{text}</td>", text=cell)
        for head, cell in zip(heads, cells, strict=True)
    )
    return put("<tr>{cells}</tr>", cells=Markup().join(inside))


def days(lang: str, left: int) -> str:
    """9 -> 9 days left, -3 -> 3 days late."""
    return say(lang, "light.late", days=-left) if left < 0 else say(lang, "light.left", days=left)


def then_and_now(lang: str, left: int, as_of: date, today: date) -> str:
    """How many days are left, on the day of the figures and today: a page that is kept must not age in silence."""
    if today <= as_of:
        return days(lang, left)
    now = days(lang, left - (today - as_of).days)
    return say(lang, "light.then_now", day=figures.day(lang, as_of), then=days(lang, left), now=now)
