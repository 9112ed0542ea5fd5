"""/s/<token>: the light page of a share link, for whoever holds the token, and nothing at all for anybody else.

Unknown, malformed, revoked and expired tokens get the same bytes. The token stands in the path alone: it is in no
cookie, no log, no page and no address that leads on from here.
"""

from __future__ import annotations

import gzip
import logging
from datetime import UTC, date, datetime
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from kam_core import figures
from kam_core.analysis.pareto import Pareto
from kam_core.errors import Busy, KamError, UnknownShare
from kam_core.report.light import Occasion, style_source
from kam_core.report.light_account import light_account
from kam_core.report.light_page import Facts, light_page
from kam_core.report.statement import statement
from kam_core.store.shares import Share
from kam_core.wording import say
from kam_ui.link import SUPPLY
from kam_ui.text import LANGUAGES, WORDS
from kam_ui.web.limiter import Limiter
from kam_ui.web.passes import pass_for
from kam_ui.web.robots import is_person
from kam_ui.web.settings import client_address

GUESSES = Limiter()
SHOWN = ("measure", "region", "product", "category", "customer_type", "department", "channel", "unit", "currency")
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
        page = _page(share, lang, now.astimezone().date())
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


def _page(share: Share, lang: str, today: date) -> bytes:
    """The light page as its viewer may see it: the store decides, and the analyses are those of the dashboard."""
    from kam_ui import keeper, resources, who
    from kam_ui.shared import shared
    from kam_ui.supply.selected import for_home

    with who.acting(share.principal):
        found = shared(share)
        view, dataset = found.view, found.dataset
        about = dataset.manifest.account
        occasion = Occasion(
            today, about.last_day, share.day, share.expires.astimezone().date(), live=share.live,
            onward=found.onward(lang) if share.account is None else "",
        )  # fmt: skip
        if share.account is not None:
            return light_account(*keeper.own_account(view, dataset, share), occasion, lang)
        pareto = resources.pareto(view, dataset)
        supply = share.page == SUPPLY
        season = resources.ahead(view, dataset) if supply else for_home(view, dataset)
        return light_page(pareto, season, occasion, _facts(pareto, lang), lang, supply=supply)


def _facts(pareto: Pareto, lang: str) -> Facts:
    """The period and the filters in words."""
    scope = pareto.ranking.scope
    period = (WORDS.say(lang, "share.period"), figures.period(lang, scope.first, scope.last))
    said = dict(statement(pareto, "", "", ""))
    said["measure"] = WORDS.say(lang, f"measure.{scope.measure.value}")
    return [period, *((say(lang, f"statement.{code}"), str(said[code])) for code in SHOWN if code in said)]


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
