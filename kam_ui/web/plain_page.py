"""A page that needs no script: a title, some paragraphs, at most one form. Everything that comes in is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from starlette.responses import HTMLResponse

_STYLE = """
body { margin: 0; padding: 3rem 1.25rem; background: #f3f6f8; color: #1c2730; font: 1rem/1.6 -apple-system,
  BlinkMacSystemFont, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 1.75rem 2rem; background: #fff; border: 1px solid #d8e0e6;
  border-radius: 8px; }
h1 { margin: 0 0 .75rem; font-size: 1.35rem; line-height: 1.35; }
code { display: block; padding: .6rem .75rem; background: #f3f6f8; border-radius: 6px; overflow-wrap: anywhere;
  user-select: all; -webkit-user-select: all; }
button { padding: .6rem 1.2rem; border: 0; border-radius: 8px; background: #0b5c8f; color: #fff; font: inherit;
  cursor: pointer; }
@media (prefers-color-scheme: dark) {
  body { background: #12181d; color: #e4eaee; } main { background: #1b242b; border-color: #33414b; }
  code { background: #12181d; } button { background: #56b4e9; color: #12181d; }
}
"""


def plain_page(
    lang: str,
    title: str,
    paragraphs: Sequence[str],
    *,
    kept: str = "",
    button: str = "",
    fields: Mapping[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    """kept: a text to be copied, shown before the button. button: posts `fields` to this same address."""
    said = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    said += f"<p><code>{escape(kept)}</code></p>" if kept else ""
    if button:
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in (fields or {}).items()
        )
        said += f'<form method="post">{hidden}<button>{escape(button)}</button></form>'
    html = (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{said}</main></body></html>"
    )
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
