"""/s/<token>: the light page of a share link, for whoever holds the token, and nothing at all for anybody else.

Unknown, malformed, revoked and expired tokens get the same bytes. The token stands in the path alone: it is in no
cookie, no log, no page and no address that leads on from here.
"""

from __future__ import annotations

import gzip
import logging
from datetime import UTC, datetime
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from kam_core.errors import Busy, KamError, UnknownShare
from kam_core.report.light import style_source
from kam_core.store.shares import Share
from kam_ui.text import LANGUAGES, WORDS
from kam_ui.web.leaf import page_of
from kam_ui.web.limiter import Limiter
from kam_ui.web.passes import pass_for
from kam_ui.web.robots import is_person
from kam_ui.web.settings import client_address

GUESSES = Limiter()
_PLAIN = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
}
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def answer_share(request: Request) -> Response:
    """The page; 404 where the token opens nothing, 429 where this address has guessed too often."""
    from kam_ui import resources  # late: the caches want the running server

    address = client_address(request.scope)
    if wait := GUESSES.wait(address):
        return _nothing(429, "share.too_many", {"Retry-After": str(wait)})
    now = datetime.now(UTC)
    try:
        share = resources.store().share_by_token(request.path_params["token"], now)
    except UnknownShare:
        GUESSES.failed(address)
        return _nothing(404, "share.nothing")
    asked = parse_qs(request.url.query).get("lang", [""])[0]
    lang = asked if asked in LANGUAGES else share.lang
    try:
        page = page_of(share, lang, now.astimezone().date())
    except Busy:
        return _nothing(503, "share.busy", {"Retry-After": "5"})
    except KamError:  # its data are gone, or cannot show this view any more: for the viewer the link is over
        return _nothing(404, "share.nothing")
    except Exception as error:  # never with the path, in which the token stands
        logging.getLogger("kam").error("a share's page failed: %s", type(error).__name__, exc_info=error)
        return _nothing(500, "share.broken")
    if is_person(request) and not asked:  # who changes the language has opened it before
        resources.store().count_opening(share.id)
    return _answer(request, page, share, now)


def _answer(request: Request, page: bytes, share: Share, now: datetime) -> Response:
    headers = {
        **_PLAIN,
        "Content-Security-Policy": f"{_POLICY}; img-src 'self'; style-src {style_source()}",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        page, headers = gzip.compress(page, 6, mtime=0), headers | {"Content-Encoding": "gzip"}
    answer = Response(page, media_type="text/html", headers=headers)
    if share.account is None:  # a customer-safe link leads nowhere else
        answer.headers.append("set-cookie", pass_for(share, now, request.scope))
    return answer


def _nothing(status: int, words: str, more: dict[str, str] | None = None) -> Response:
    """A line in both languages: it must not differ by who asks, or for what."""
    said = "\n".join(WORDS.say(lang, words) for lang in LANGUAGES)
    headers = {**_PLAIN, "Content-Security-Policy": _POLICY, **(more or {})}
    return Response(f"{said}\n", status_code=status, media_type="text/plain", headers=headers)
