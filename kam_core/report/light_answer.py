"""What a share link to any other page shows at once: its sentence, its picture, its tables, how they were computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from kam_core import figures
from kam_core.charts.labels import clean
from kam_core.report.answers.answer import Answer, Column, Kind, Listing
from kam_core.report.light import Head, Leaf, aging, joined, put, row, section, small, table, way_on
from kam_core.wording import say

MOST = 100  # rows of a table
MOST_BYTES = 200_000  # of all tables: the page stays below 300 KB whatever the names are
Facts = Sequence[tuple[str, str]]  # what was looked at, in words


def answer_leaf(answer: Answer, until: date, onward: str, facts: Facts, lang: str) -> Leaf:
    """The page. until: to when the data reach; onward: the address of the interactive version."""
    listings = answer.listings(lang, MOST)
    room = MOST_BYTES // max(len(listings), 1)
    tables = [section(listing.title, *_listed(listing, room, lang)) for listing in listings]
    due = answer.due
    parts = [
        put("<h1>{text}</h1>", text=answer.sentence(lang)),
        aging(clean(due.name), due.left, due.as_of) if due else Markup(),
        small(answer.beside(lang)),
        section(answer.pictured(lang), answer.drawing(lang)),
        *tables[:1],
        way_on(onward, lang),
        *tables[1:],
        section(
            say(lang, "light.how"),
            *(small(text) for text in answer.how(lang)),
            small(" · ".join(f"{name} {value}" for name, value in facts)),
        ),
    ]
    title = f"{clean(answer.title(lang))} · {say(lang, 'light.until', day=figures.iso(until))}"
    return Leaf(title, joined(parts))


def _listed(listing: Listing, room: int, lang: str) -> list[Markup]:
    """The rows as far as there is room, and how many there are."""
    codes = {at for at, column in enumerate(listing.columns) if column.kind is Kind.CODE}
    heads = [_head(column) for at, column in enumerate(listing.columns) if at not in codes]
    rows: list[Markup] = []
    for at in range(len(listing.rows)):
        made = row(heads, _cells(listing, at, codes, lang))
        room -= len(made.encode())
        if room < 0:
            break
        rows.append(made)
    more = say(lang, "light.first_rows", shown=len(rows), n=listing.n) if len(rows) < listing.n else ""
    return [table(heads, rows), small(more)]


def _head(column: Column) -> Head:
    return Head(column.head, number=column.number, wide=column.spare)


def _cells(listing: Listing, at: int, codes: set[int], lang: str) -> list[str | Markup]:
    """The cells of a row; a code stands small under the name it belongs to, where it says anything else."""
    said = [clean(text) for text in listing.said(at, lang)]
    cells: list[str | Markup] = [text for i, text in enumerate(said) if i not in codes]
    beside = " · ".join(said[i] for i in sorted(codes) if said[i] and said[i] != said[0])
    if beside:
        cells[0] = put('{name} <span class="small">{small}</span>', name=said[0], small=beside)
    return cells
