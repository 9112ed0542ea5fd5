"""Small parts that run in the browser. Their code is ours and constant; data reaches them as data only.

A part is a folder: part.html, part.css, and scripts that are joined in the order given, main.js last.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent


@functools.cache
def _read(name: str, scripts: tuple[str, ...]) -> tuple[str, str, str]:
    folder = HERE / name
    js = "\n".join((folder / f"{script}.js").read_text("utf-8") for script in (*scripts, "main"))
    return (folder / "part.html").read_text("utf-8"), (folder / "part.css").read_text("utf-8"), js


def mounted(name: str, *scripts: str) -> Any:
    """The part, ready to be put on the page: call it with key=, data= and its callbacks."""
    html, css, js = _read(name, scripts)
    return st.components.v2.component(f"kam_{name}", html=html, css=css, js=js)
