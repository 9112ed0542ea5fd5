"""Static files, compressed once and kept: a first visit is about a third of its size on the wire."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kam_ui.web.shell import STATIC

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
PLOTLY_ADDRESS = f"/assets/plotly.js?v={plotly.__version__}"
FOREVER = "public, max-age=31536000, immutable"  # the names carry a version or a hash
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@functools.lru_cache(maxsize=512)
def _squeezed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


def _answer(path: Path, request: Request) -> Response:
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    kind = _KINDS[path.suffix]
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(_squeezed(path), media_type=kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(path.read_bytes(), media_type=kind, headers=headers)


def serve_plotly(request: Request) -> Response:
    """plotly.js as it lies in the installed wheel: nothing is fetched from outside."""
    return _answer(PLOTLY, request)


def serve_icon(_request: Request) -> Response:
    """The icon of the browser's tab, before Streamlit sets it."""
    return FileResponse(Path(__file__).parent / "icon.svg", media_type="image/svg+xml")


@functools.cache
def _hashed_files() -> dict[str, Path]:
    """Streamlit's scripts and styles by address. Only what is listed here is served, so no address becomes a path."""
    below = STATIC / "static"
    found = [p for p in below.rglob("*") if p.suffix in _KINDS]
    return {f"/static/{path.relative_to(below).as_posix()}": path for path in found}


class Compressed:
    """Streamlit serves its scripts uncompressed; here they leave compressed, once computed and kept in memory."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET":
            path = _hashed_files().get(scope["path"])
            request = Request(scope)
            if path and "gzip" in request.headers.get("accept-encoding", ""):
                await _answer(path, request)(scope, receive, send)
                return
        await self.app(scope, receive, send)
