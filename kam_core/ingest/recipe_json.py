"""A recipe as JSON: how the screen gives back what the user corrected, and how it is kept beside the data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kam_core.errors import BadMapping
from kam_core.ingest.recipe import Layout, Mapping, Recipe
from kam_core.plain import from_plain, to_plain


@dataclass(frozen=True)
class Confirmed:
    """A recipe the user has seen, and which questions were answered by letting the import go on.

    mapping: None where only the layout was corrected, so that the columns are understood anew.
    accepted: kinds of Question (`unassigned`, `total`); None means all of them.
    review: show what was understood and wait, even where all is sure.
    """

    layouts: tuple[Layout, ...] = ()
    mapping: Mapping | None = None
    accepted: tuple[str, ...] | None = None
    review: bool = False

    @property
    def recipe(self) -> Recipe:
        return Recipe(self.layouts, self.mapping or Mapping())

    @property
    def layout(self) -> Layout:
        """What all sources have in common; where they differ, evidence decides for each again."""
        if not self.layouts:
            return Layout()
        first = to_plain(self.layouts[0])
        same = {k: v for k, v in first.items() if all(getattr(other, k) == v for other in self.layouts)}
        return Layout(**{k: v for k, v in same.items() if k != "header_line"})

    @property
    def header_line(self) -> int | None:
        """The header's line, where all sources have it in the same place; 0 where they have none."""
        lines = {layout.header_line for layout in self.layouts}
        return lines.pop() if len(lines) == 1 else None


def to_json(value: Recipe | Layout | Mapping) -> str:
    """The JSON text of a recipe or a part of one."""
    return json.dumps(to_plain(value), ensure_ascii=False)


def from_json(text: str) -> Confirmed:
    """The recipe in a JSON text. Raises BadMapping when it is none."""
    try:
        return from_plain(Confirmed, json.loads(text))
    except (ValueError, RecursionError) as error:
        raise BadMapping("bad_recipe", why=str(error)[:200]) from error


def load(path: Path) -> Confirmed:
    """The recipe in a file. Raises BadMapping when there is none."""
    try:
        return from_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadMapping("bad_recipe", why=str(error)[:200]) from error
