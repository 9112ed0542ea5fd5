"""The ticket of a form: only a page of ours, shown to this very browser, can have it sent.

The form carries a signed copy of a random number that this browser holds as a cookie. Another site can make a browser
send a form to us, but can neither read the number nor set it. One function puts the ticket out, one takes it in.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from kam_ui.web.cookies import cookie
from kam_ui.web.signing import sign, signed

COOKIE = "kam_ticket"
FIELD = "ticket"  # of the form
LIFE = timedelta(minutes=30)


def number_of(request: Request) -> str:
    """The number this browser holds, or a new one for `hand_out`."""
    return _held(request) or secrets.token_urlsafe(24)


def ticket(number: str, purpose: str) -> str:
    """What the form of this purpose (its path, say) carries in FIELD."""
    return sign("ticket", f"{number}.{_short(purpose)}")


def hand_out(response: Response, request: Request, number: str) -> None:
    """Give the browser the number, beside the form."""
    line = cookie(COOKIE, sign("number", number), LIFE, request.scope, "strict")
    response.headers.append("set-cookie", line)


def taken(request: Request, sent: str, purpose: str) -> bool:
    """Whether what a form sent is the ticket of this purpose, handed to this browser lately, and sent from our page."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    number, found = _held(request), signed("ticket", sent, LIFE)
    return bool(number) and found is not None and hmac.compare_digest(found[0], f"{number}.{_short(purpose)}")


def _held(request: Request) -> str:
    found = signed("number", request.cookies.get(COOKIE, ""), LIFE)
    return found[0] if found else ""


def _short(purpose: str) -> str:
    return hmac.new(b"purpose", purpose.encode(), "sha256").hexdigest()[:32]
