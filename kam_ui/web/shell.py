"""The HTML page every address starts from: Streamlit's own, with our title and language.

Chat programs show the served title in their previews, and screen readers read the served language, so both must be
right before any script runs.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qs

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kam_ui.menu import marks
from kam_ui.text import LANGUAGES, WORDS

STATIC = Path(streamlit.__file__).parent / "static"
HOME = "/pareto"
PAGE = re.compile(r"/[a-z]+")  # the path of a page
# Streamlit's own words on the upload area, which it offers in English only
_UPLOAD = "[data-testid=stFileUploaderDropzone]"
_WORDS = f"""<style>
html:lang(zh) {_UPLOAD} button p {{ font-size: 0; }}
html:lang(zh) {_UPLOAD} button p::after {{ content: "选择文件"; font-size: 0.87rem; }}
html:lang(zh) [data-testid=stFileUploaderDropzoneInstructions] {{ display: none; }}
</style>"""
_MARKS = f"<style>\n{marks()}\n</style>"
# the grid's own CSV: a share says whether figures may be taken away, and then offers the whole table itself
_VIEWER = """<style>[data-testid=stElementToolbar] button[aria-label^="Download as CSV"] { display: none; }</style>"""
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


async def go_home(request: Request) -> RedirectResponse:
    """`/` leads to the home page and keeps what the link says; after a login, to what was asked for before it."""
    from kam_ui.web import login  # late: it is told by this module what a page is

    query = request.url.query
    if not query and (back := login.kept_address(request)):
        answer = RedirectResponse(back, status_code=307)
        answer.delete_cookie(login.COOKIE)
        return answer
    return RedirectResponse(HOME + (f"?{query}" if query else ""), status_code=307)


def inline_script_hashes() -> list[str]:
    """The CSP sources of the inline scripts of Streamlit's page, as the browser will compute them."""
    html = (STATIC / "index.html").read_text("utf-8")
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(html))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@functools.cache
def served_page(lang: str, viewer: bool = False) -> bytes:
    """Streamlit's index.html with our title, our language and our sentence for browsers without JavaScript."""
    html = (STATIC / "index.html").read_text("utf-8")
    html = html.replace("<title>Streamlit</title>", f"<title>{WORDS.say(lang, 'app.title')}</title>")
    html = html.replace('<html lang="en">', f'<html lang="{"zh-CN" if lang == "zh" else "en"}">')
    html = html.replace("./favicon.png", "./assets/icon.svg").replace(
        "</head>", f"{_WORDS}{_MARKS}{_VIEWER if viewer else ''}</head>"
    )
    without = f"<noscript><p>{WORDS.say(lang, 'app.needs_javascript')}</p></noscript>"
    html = re.sub(r"<noscript>.*?</noscript>", without, html, flags=re.DOTALL)
    return re.sub(r"<!--.*?-->\s*", "", html, flags=re.DOTALL).encode()


def language_of(request: Request) -> str:
    """The language the link names, else the first of ours the browser asks for, else English."""
    said = parse_qs(request.url.query).get("lang", [""])[0]
    if said in LANGUAGES:
        return said
    wanted = re.findall(r"[a-z]{2}", request.headers.get("accept-language", "").lower())
    return next((lang for lang in wanted if lang in LANGUAGES), "en")


class ServedPage:
    """Answers a page's address with our version of the page; everything else goes on to Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and PAGE.fullmatch(scope["path"]):
            request = Request(scope)
            lang = language_of(request)
            viewer = "share" in parse_qs(request.url.query, keep_blank_values=True)
            page = HTMLResponse(
                served_page(lang, viewer), headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"}
            )
            await page(scope, receive, send)
            return
        await self.app(scope, receive, send)
