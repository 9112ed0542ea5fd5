"""Small parts that run in the browser. Their code is ours and constant; data reaches them as data only."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def part(name: str) -> dict[str, str]:
    """The html, css and js of one part, as `st.components.v2.component` takes them."""
    found = {kind: HERE / f"{name}.{kind}" for kind in ("html", "css", "js")}
    return {kind: path.read_text("utf-8") for kind, path in found.items() if path.exists()}
