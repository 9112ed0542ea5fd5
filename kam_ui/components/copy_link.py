"""The button that copies the whole view as a link, or a text, also where the browser gives pages no clipboard."""

from __future__ import annotations

from kam_ui.components import mounted
from kam_ui.text import t


def copy_link(path: str) -> None:
    """path: path and query; the browser puts its own scheme and host before it."""
    words = {"label": t("copy.label"), "done": t("copy.done"), "by_hand": t("copy.by_hand"), "local": t("copy.local")}
    mounted("copy_link")(key="copy_link", data={"path": path, "words": words})


def copy_text(text: str, label: str, *, key: str) -> None:
    """text: what is copied, as it stands; label: the button's words."""
    words = {"label": label, "done": t("copy.text_done"), "by_hand": t("copy.text_by_hand"), "local": ""}
    mounted("copy_link")(key=key, data={"text": text, "words": words})
