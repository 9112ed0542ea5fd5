"""Readiness: whether the store can be read and written, for whoever starts, watches or tests the server."""

from __future__ import annotations

import tempfile

from starlette.requests import Request
from starlette.responses import JSONResponse

from kam_core.store.principal import HOUSE


def answer_ready(_request: Request) -> JSONResponse:
    """200 when datasets can be listed and a file be written, 503 with the reason's kind otherwise."""
    from kam_ui.resources import store  # late: the caches want the running server

    try:
        store().datasets(HOUSE)
        with tempfile.TemporaryFile(dir=store().folder / "staging") as file:  # a full or read-only disk says so here
            file.write(b"?")
    except Exception as error:
        return JSONResponse({"ready": False, "why": type(error).__name__}, status_code=503)
    return JSONResponse({"ready": True})
