"""/api/metrics: numbers for whoever watches the server, in Prometheus's text form.

Told to this machine, or to whoever shows KAM_METRICS_TOKEN; for all others there is no such page. What the labels may
hold is bounded (kinds of address, status codes, pages, outcomes), so that nothing of the data can stand in them.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kam_core.store.totals import totals
from kam_ui.meters import REGISTRY, REQUESTS
from kam_ui.web.settings import is_local, settings

#: what an address is for, by its first fitting pattern
KINDS = (
    ("share", re.compile(r"/s/.*")),
    ("workspace", re.compile(r"/workspace/.*")),
    ("api", re.compile(r"/api/.*")),
    ("asset", re.compile(r"/(assets|static)/.*")),
    ("upload", re.compile(r"/_stcore/upload_file/.*")),
    ("download", re.compile(r"/media/.*")),
    ("streamlit", re.compile(r"/_stcore/.*")),
    ("page", re.compile(r"/[a-z]*")),
)


STREAMLITS = "/_stcore/metrics"  # Streamlit's own numbers, which it tells to everybody


class StoreNumbers(Collector):
    """What the store and its engine count themselves, read when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        from kam_ui.resources import store  # late: the caches want the running server

        held = totals(store().catalog, datetime.now(UTC))
        yield GaugeMetricFamily("kam_datasets", "Datasets that are there", held.datasets)
        yield GaugeMetricFamily("kam_versions", "Versions of them", held.versions)
        yield GaugeMetricFamily("kam_shares", "Share links that open now", held.shares)
        yield CounterMetricFamily("kam_share_openings", "Openings of share links, ever", held.openings)
        gate = store().engine.pressure
        yield CounterMetricFamily("kam_queries", "Questions let through the gate", gate.passed)
        yield CounterMetricFamily("kam_query_wait_seconds", "Seconds questions stood at the gate", gate.waited)
        yield CounterMetricFamily("kam_queries_turned_away", "Questions the gate stayed shut for", gate.turned_away)
        yield CounterMetricFamily("kam_queries_stopped", "Questions stopped because they took too long", gate.stopped)


REGISTRY.register(StoreNumbers())


def answer_metrics(request: Request) -> Response:
    """The numbers; 404 for whoever may not have them."""
    if not _may_read(request):
        return _none()
    return Response(
        generate_latest(REGISTRY), media_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"}
    )


def _none() -> Response:
    return PlainTextResponse("Not Found", status_code=404)


def _may_read(request: Request) -> bool:
    return is_local(request.scope) or _shows_the_token(request)


def _shows_the_token(request: Request) -> bool:
    token, said = settings().metrics_token, request.headers.get("authorization", "")
    return bool(token) and hmac.compare_digest(said.encode(), f"Bearer {token}".encode())


def kind_of(path: str) -> str:
    """What an address is for."""
    return next((kind for kind, pattern in KINDS if pattern.fullmatch(path)), "other")


class Counted:
    """Counts every answer, refusals too; outermost. Streamlit's own numbers are told to the same readers as ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        kind = "socket" if scope["type"] == "websocket" else kind_of(scope["path"])

        async def counted(message: Message) -> None:
            if message["type"].endswith("response.start"):  # of HTTP, and of a handshake refused with an answer
                REQUESTS.labels(kind, message["status"]).inc()
            elif message["type"] == "websocket.accept":
                REQUESTS.labels(kind, 101).inc()
            await send(message)

        forbidden = scope["type"] == "http" and scope["path"] == STREAMLITS and not _may_read(Request(scope))
        await (_none() if forbidden else self.app)(scope, receive, counted)
