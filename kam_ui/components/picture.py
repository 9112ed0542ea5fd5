"""The picture of a view, drawn and saved in the browser: nothing is rendered on the server."""

from __future__ import annotations

from typing import Any

from kam_ui.components import mounted


def picture(data: dict[str, Any]) -> None:
    """data: texts, points and rows as kam_ui/send/picture.py makes them."""
    mounted("picture", "card")(key="picture", data=data)
