"""A sheet that goes to the printer alone, without the page around it."""

from __future__ import annotations

from kam_ui.components import mounted


def print_sheet(sheet: dict[str, object], label: str) -> None:
    """sheet: title, facts, heads, rows, note, agreement and sides, all as text."""
    mounted("print_sheet")(key="print_sheet", data={"sheet": sheet, "label": label})
