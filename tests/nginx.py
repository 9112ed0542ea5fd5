"""The sample configuration of docs/nginx.conf in a real nginx, on free ports, with a certificate of its own."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.journeys.conftest import Server, start

SAMPLE = Path(__file__).parent.parent / "docs" / "nginx.conf"
NAME = "kam.example.com"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
OPENSSL = shutil.which("openssl")
MISSING = None if NGINX and OPENSSL else "no nginx or no openssl here (Debian: apt-get install nginx-light openssl)"
REQUIRED = os.environ.get("KAM_NGINX") == "required"


@dataclass
class Reply:
    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)  # names in small letters
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known == name), "")


@dataclass(frozen=True)
class Front:
    """A running nginx: its two ports, its certificate, its logs."""

    tls: int
    clear: int
    certificate: Path
    access: Path
    errors: Path

    def ask(
        self, path: str, *, method: str = "GET", source: str = "127.0.0.1", secure: bool = True, body: bytes = b"",
        length: int | None = None, **headers: str,
    ) -> Reply:  # fmt: skip
        """One request as the public name. source: the address it comes from. length: said instead of the body's."""
        said = {"Host": NAME, "Connection": "close"} | {k.replace("_", "-"): v for k, v in headers.items()}
        if body or length:
            said["Content-Length"] = str(len(body) if length is None else length)
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items()), "", ""]
        port = self.tls if secure else self.clear
        plain = socket.create_connection(("127.0.0.1", port), 60, (source, 0))
        context = ssl.create_default_context(cafile=str(self.certificate))
        with context.wrap_socket(plain, server_hostname=NAME) if secure else plain as connection:
            connection.sendall("\r\n".join(lines).encode() + body)
            return _reply(connection)


def _reply(connection: socket.socket) -> Reply:
    received = b""
    while piece := connection.recv(1 << 16):
        received += piece
        if _whole(received):
            break
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(": ") for line in lines]
    return Reply(int(first.split()[1]), [(name.lower(), value) for name, _, value in pairs], body)


def _whole(received: bytes) -> bool:
    """Whether the answer is there; a connection may stay open after it."""
    head, ended, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    if not ended:
        return False
    if b" 101 " in head.split(b"\r\n")[0]:
        return True  # a conversation now
    return len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate nobody else knows, and its key."""
    made, key = folder / "fullchain.pem", folder / "privkey.pem"
    assert OPENSSL
    words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    words += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(made)]
    subprocess.run([OPENSSL, *words], check=True, capture_output=True)
    return made, key


def rewritten(text: str, changes: dict[str, str]) -> str:
    """The sample with this machine's ports and paths; each must stand in it."""
    for old, new in changes.items():
        assert old in text, f"docs/nginx.conf has no {old!r} any more"
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(folder: Path, dashboard: int) -> Iterator[Front]:
    """nginx in `folder`, in front of the dashboard at that port."""
    assert NGINX
    made, key = certificate(folder)
    front = Front(free_port(), free_port(), made, folder / "kam.log", folder / "error.log")
    site = rewritten(
        SAMPLE.read_text("utf-8"),
        {
            "listen 443 ssl;": f"listen 127.0.0.1:{front.tls} ssl;",
            "listen 80;": f"listen 127.0.0.1:{front.clear};",
            "/var/log/nginx/kam.log": str(front.access),
            "/etc/ssl/kam/fullchain.pem": str(made),
            "/etc/ssl/kam/privkey.pem": str(key),
            "server 127.0.0.1:8501;": f"server 127.0.0.1:{dashboard};",
        },
    )
    (folder / "site.conf").write_text(site, "utf-8")
    kept = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    rooms = "".join(f"    {room}_temp_path {folder / room};\n" for room in kept)
    whole = folder / "nginx.conf"
    whole.write_text(
        ("user root;\n" if os.geteuid() == 0 else "")
        + f"daemon off;\npid {folder / 'nginx.pid'};\nerror_log {front.errors};\nevents {{}}\n"
        + f"http {{\n{rooms}    include {folder / 'site.conf'};\n}}\n",
        "utf-8",
    )
    words = [NGINX, "-p", str(folder), "-e", str(front.errors), "-c", str(whole)]
    subprocess.run([*words, "-t"], check=True, capture_output=True)
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as tried:
                if process.poll() is None and tried.connect_ex(("127.0.0.1", front.tls)) == 0:
                    break
            time.sleep(0.05)
        yield front
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def dashboard_behind(folder: Path) -> Iterator[tuple[Front, Server]]:
    """nginx and, behind it, a dashboard set up as docs/operations.md says."""
    assert not MISSING, MISSING
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_SECRET", secrets.token_urlsafe(48))
        patch.setenv("KAM_PUBLIC_ADDRESS", f"https://{NAME}")
        patch.setenv("KAM_TRUSTED_PROXIES", "127.0.0.1")
        running, process = start(folder / "store")
    try:
        with nginx(folder, int(running.address.rpartition(":")[2])) as front:
            yield front, running
    finally:
        process.terminate()
        process.wait(20)
