"""Small SVG pictures by hand: the frame, and the marks in it. Readable without a script, by old browsers and on paper.

Every mark has its colour as an attribute too, so that the picture holds where no style sheet is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from kam_core.report.markup import element

SOFT, GRID = "#666666", "#cccccc"


def svg(kind: str, wide: int, high: int, alt: str, drawn: Iterable[Markup]) -> Markup:
    """The picture, as wide as its place. alt: what it shows, in words."""
    return element(
        "svg", element("title", alt), *drawn, class_=kind, viewBox=f"0 0 {wide} {high}", width="100%", role="img",
        aria_label=alt, xmlns="http://www.w3.org/2000/svg", font_size=12, font_family="sans-serif",
    )  # fmt: skip


def text(x: float, y: float, said: str, anchor: str = "start", colour: str = SOFT, **more: object) -> Markup:
    """Words at a place."""
    return element("text", said, x=_at(x), y=_at(y), text_anchor=anchor, fill=colour, **more)


def rule(x1: float, y1: float, x2: float, y2: float, colour: str = GRID) -> Markup:
    """A straight line of the grid."""
    return element("line", class_="grid", x1=_at(x1), y1=_at(y1), x2=_at(x2), y2=_at(y2), stroke=colour)


def bar(x: float, y: float, wide: float, high: float, colour: str, hint: str = "") -> Markup:
    """A filled rectangle; hint: what a mouse over it says."""
    drawn = element("rect", x=_at(x), y=_at(y), width=_at(wide), height=_at(high), fill=colour)
    return element("g", element("title", hint), drawn) if hint else drawn


def line(points: Sequence[tuple[float, float]], colour: str) -> Markup:
    """A curve through these points."""
    path = "M" + "L".join(f"{_at(x)} {_at(y)}" for x, y in points)
    return element("path", class_="line", d=path, fill="none", stroke=colour, stroke_width=2.2)


def _at(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
