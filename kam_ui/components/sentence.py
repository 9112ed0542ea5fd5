"""The answer, first and large. It follows the line while that is dragged."""

from __future__ import annotations

from kam_ui.components import mounted
from kam_ui.text import language


def sentence(text: str, beside: str = "", *, key: str = "sentence", follows: bool = True) -> None:
    """text: the answer; beside: what stands under it, smaller. Both are shown as plain text. follows: the line."""
    mounted("sentence")(key=key, data={"sentence": text, "beside": beside, "lang": language(), "follows": follows})
