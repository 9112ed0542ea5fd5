"""What is HTTP and not Streamlit: who a browser is, security headers, the pages, assets, readiness."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from kam_ui.web.assets import Compressed, serve_icon, serve_plotly
from kam_ui.web.door import LocalOnly, OwnNames
from kam_ui.web.headers import SecurityHeaders
from kam_ui.web.identity import Identity
from kam_ui.web.login import WayBack
from kam_ui.web.metrics import Counted, answer_metrics
from kam_ui.web.ready import answer_ready
from kam_ui.web.recovery import ask, take
from kam_ui.web.share import answer_share
from kam_ui.web.shell import ServedPage, go_home


def routes() -> list[BaseRoute]:
    """Our own paths beside Streamlit's."""
    return [
        Route("/", go_home, methods=["GET"]),
        Route("/api/ready", answer_ready, methods=["GET"]),
        Route("/api/metrics", answer_metrics, methods=["GET"]),
        Route("/workspace/{link}", ask, methods=["GET"]),
        Route("/workspace/{link}", take, methods=["POST"]),
        Route("/s/{token:path}", answer_share, methods=["GET"]),
        Route("/assets/plotly.js", serve_plotly, methods=["GET"]),
        Route("/assets/icon.svg", serve_icon, methods=["GET"]),
    ]


def middleware() -> list[Middleware]:
    """Outermost first."""
    layers = (Counted, SecurityHeaders, LocalOnly, OwnNames, Compressed, WayBack, Identity, ServedPage)
    return [Middleware(layer) for layer in layers]
