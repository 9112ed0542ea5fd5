"""Our cookies: none can be read by a script, none travels with another site's requests, all are Secure behind TLS."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from starlette.responses import Response
from starlette.types import Scope

from kam_ui.web.settings import is_https


def cookie(
    name: str, value: str, life: timedelta, scope: Scope, samesite: Literal["lax", "strict"] = "lax", path: str = "/"
) -> str:
    """The Set-Cookie line in answer to `scope`."""
    said = Response()
    said.set_cookie(
        name,
        value,
        max_age=int(life.total_seconds()),
        path=path,
        secure=is_https(scope),
        httponly=True,
        samesite=samesite,
    )
    return said.headers["set-cookie"]
