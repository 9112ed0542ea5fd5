"""`--webhook`: messages to a group robot of WeChat Work. The address is a secret: it is in no log and no error.

Off unless asked for. https only, but for a server on this machine; a redirect is not followed, for it would take the
key in the address elsewhere.
"""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from kam_core.errors import BadInput

VARIABLE = "KAM_WECHAT_WEBHOOK"
PATIENCE = 10.0  # seconds
LARGEST = 65_536  # bytes of an answer


def address() -> str:
    """The robot's address, from the environment. Raises BadInput where there is none, or none that is safe."""
    found = os.environ.get(VARIABLE, "").strip()
    if not found:
        raise BadInput("webhook_missing")
    try:
        parts = urlsplit(found)
        safe = parts.scheme == "https" or (parts.scheme == "http" and _here(parts.hostname or ""))
    except ValueError:
        safe = False
    if not safe or not parts.hostname:
        raise BadInput("webhook_not_safe")
    return found


def send(to: str, messages: Sequence[str]) -> None:
    """Post each as a markdown message. Raises BadInput where one does not arrive, or is refused; later ones wait."""
    for message in messages:
        _post(to, {"msgtype": "markdown", "markdown": {"content": message}})


def _post(to: str, body: dict[str, Any]) -> None:
    handlers: list[Any] = [_NoRedirect()]
    if _here(urlsplit(to).hostname or ""):
        handlers.append(ProxyHandler({}))
    asked = Request(to, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"})
    try:
        with build_opener(*handlers).open(asked, timeout=PATIENCE) as answer:
            said = json.loads(answer.read(LARGEST))
    except HTTPError as error:
        number = error.code
        error.close()
        raise BadInput("webhook_refused", number=str(number)) from None
    except (OSError, HTTPException, ValueError) as error:  # their own words would quote the address
        raise BadInput("webhook_unreachable", why=type(error).__name__) from None
    code = said.get("errcode") if isinstance(said, dict) else None
    if code != 0:
        raise BadInput("webhook_refused", number=str(code) if isinstance(code, int) else "?")


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None
