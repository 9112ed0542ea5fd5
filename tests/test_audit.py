"""The audit of the packages says what it knows: clean, vulnerable, or not checked, and never one for another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
Service = Callable[[str], tuple[int, object]]


@pytest.fixture
def service() -> Iterator[Callable[[Service], str]]:
    """service(answer) -> the address of one that speaks OSV's protocol and answers so for each package."""
    running: list[ThreadingHTTPServer] = []

    def started(answer: Service) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, said = answer(asked["package"]["name"])
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/v1/query"

    yield started
    for server in running:
        server.shutdown()
        server.server_close()


def audit(address: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(HOUSE / ".ci" / "audit")],
        env=os.environ | {"KAM_AUDIT": "", "KAM_AUDIT_OSV": address} | environment,
        capture_output=True,
        text=True,
    )


def test_clean(service: Callable[[Service], str]) -> None:
    asked: list[str] = []

    def answer(package: str) -> tuple[int, object]:
        asked.append(package)
        return 200, {}

    done = audit(service(answer), KAM_AUDIT="required")
    assert done.returncode == 0, done.stderr
    assert "no known vulnerability" in done.stdout
    assert {"streamlit", "starlette", "uvicorn", "duckdb"} <= set(asked)


def test_vulnerable(service: Callable[[Service], str]) -> None:
    known = {
        "id": "PYSEC-2026-1",
        "summary": "bad",
        "details": "bad",
        "published": "2026-01-01T00:00:00Z",
        "affected": [
            {
                "package": {"name": "duckdb", "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
            }
        ],
    }
    done = audit(service(lambda package: (200, {"vulns": [known]} if package == "duckdb" else {})))
    assert done.returncode == 1
    assert "VULNERABLE: duckdb" in done.stderr and "99.0" in done.stderr


@pytest.mark.parametrize(("required", "status"), [("", 0), ("required", 1)])
def test_not_checked(required: str, status: int) -> None:
    done = audit("http://127.0.0.1:9/v1/query", KAM_AUDIT=required)
    assert done.returncode == status
    assert "NOT CHECKED" in done.stderr and "no known vulnerability" not in done.stdout


def test_a_service_in_trouble_is_not_checked(service: Callable[[Service], str]) -> None:
    done = audit(service(lambda _: (500, {})), KAM_AUDIT="required")
    assert done.returncode == 1
    assert "NOT CHECKED" in done.stderr
