"""docs/benchmarks.md: each benchmark writes its own section and leaves the others as they are."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def begin(top: str) -> None:
    """Put `top` in the place of everything before the first section."""
    _, mark, others = PAGE.read_text("utf-8").partition("\n## ")
    PAGE.write_text(f"{top}{mark}{others}", "utf-8")


def keep(head: str, section: str) -> None:
    """Put the section in the place of the one that begins with `head`, else at the end."""
    before, _, rest = PAGE.read_text("utf-8").partition(f"\n{head}\n")
    _, begin, others = rest.partition("\n## ")
    PAGE.write_text(f"{before.rstrip()}\n\n{section}{begin}{others}", "utf-8")
    print(section)
