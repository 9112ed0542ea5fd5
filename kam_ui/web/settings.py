"""What the operator says in the environment, read once: the secret, the public address, the proxies that are believed.

    KAM_SECRET            signs cookies and links, at least 32 characters
    KAM_PUBLIC_ADDRESS    where others reach this server, as https://kam.example.com
    KAM_METRICS_TOKEN     who shows it reads /api/metrics from elsewhere, at least 16 characters
    KAM_TRUSTED_PROXIES   whose X-Forwarded-For and -Proto are believed: addresses or networks, separated by commas

Without KAM_SECRET a random one is made and kept beside the data; the server then answers this machine only.
"""

from __future__ import annotations

import functools
import ipaddress
import os
import secrets
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from kam_core.store.store import home

SHORTEST = 32  # characters of a secret
SHORTEST_TOKEN = 16  # and of the token for metrics
FILE = "secret"  # in the store's folder
FORWARDED_FOR = "x-forwarded-for"
FORWARDING = (FORWARDED_FOR, "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded")  # a proxy was here


@dataclass(frozen=True)
class Settings:
    """secrets: the oldest first; the last one signs, all are accepted. public_address: '' where none is said."""

    secrets: tuple[str, ...]
    own_secret: bool  # made by ourselves, because the operator set none
    public_address: str
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    metrics_token: str = ""  # '': nobody beyond this machine reads the metrics

    def trusts(self, address: str) -> bool:
        """Whether what a client at this address forwards is believed."""
        found = parsed(address)
        return found is not None and any(found in network for network in self.trusted_proxies)


@functools.cache
def settings() -> Settings:
    """Read once. Raises SystemExit with a sentence that names the variable and what it should hold."""
    kept = home() / FILE
    said = os.environ.get("KAM_SECRET", "")
    if said and len(said) < SHORTEST:
        raise SystemExit(
            f"Not started: KAM_SECRET has {len(said)} characters and needs at least {SHORTEST}. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    token = os.environ.get("KAM_METRICS_TOKEN", "")
    if token and len(token) < SHORTEST_TOKEN:
        raise SystemExit(f"Not started: KAM_METRICS_TOKEN needs at least {SHORTEST_TOKEN} characters.")
    # what was signed before KAM_SECRET was set stays good: nobody loses a workspace by setting it
    before = (kept.read_text("ascii").strip(),) if said and kept.is_file() else ()
    return Settings(
        secrets=(*before, said) if said else (_own_secret(kept),),
        own_secret=not said,
        public_address=_public_address(os.environ.get("KAM_PUBLIC_ADDRESS", "").strip()),
        trusted_proxies=_networks(os.environ.get("KAM_TRUSTED_PROXIES", "")),
        metrics_token=token,
    )


# ---- who asks, and how


def client_address(scope: Scope) -> str:
    """The address of whoever asks: what a trusted proxy forwards, else who is connected; '' where nobody can tell."""
    found = _connected(scope)
    forwarded = Headers(scope=scope).getlist(FORWARDED_FOR)
    hops = [hop.strip() for hop in ",".join(forwarded).split(",")]
    while hops and settings().trusts(found) and parsed(_without_port(hops[-1])):
        found = _without_port(hops.pop())
    return str(parsed(found) or "")


def is_https(scope: Scope) -> bool:
    """Whether the browser speaks TLS, to us or to a trusted proxy before us."""
    said = Headers(scope=scope).get("x-forwarded-proto")
    if said is not None:  # uvicorn may have taken it over already, from whom we do not trust
        return settings().trusts(_connected(scope)) and said.split(",")[-1].strip() in ("https", "wss")
    return scope.get("scheme") in ("https", "wss")


def is_local(scope: Scope) -> bool:
    """Whether whoever asks sits at this machine and named it so: no unknown proxy, no name of somebody else's."""
    headers = Headers(scope=scope)
    address = parsed(client_address(scope))
    if address is None or not address.is_loopback:
        return False
    if any(name in headers for name in FORWARDING) and not settings().trusts(_connected(scope)):
        return False
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""  # any web page's name can be made to mean 127.0.0.1
    named = parsed(host)
    return host == "localhost" or (named is not None and named.is_loopback)


def _connected(scope: Scope) -> str:
    """Who is connected to us, also where uvicorn has put what a proxy on this machine forwards in its place."""
    host, port = scope.get("client") or ("", 0)
    hops = [hop.strip() for value in Headers(scope=scope).getlist(FORWARDED_FOR) for hop in value.split(",")]
    taken_over = any(_without_port(hop) == host and (port == 0 or hop.endswith(f":{port}")) for hop in hops)
    return "127.0.0.1" if taken_over else host


def _without_port(hop: str) -> str:
    """`1.2.3.4:80` and `[::1]:80` without their port."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def parsed(address: str) -> IPv4Address | IPv6Address | None:
    """An address as it is compared (IPv4 inside IPv6 is IPv4); None where it is none."""
    try:
        found = ipaddress.ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _own_secret(path: Path) -> str:
    """The secret of this store, made when there is none yet; whoever is first in making it wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{FILE}-{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    path.chmod(0o600)
    found = path.read_text("ascii").strip()
    if len(found) < SHORTEST:
        raise SystemExit(f"Not started: {path} is damaged. Remove it (all workspaces start anew), or set KAM_SECRET.")
    return found


def _public_address(said: str) -> str:
    parts = urlsplit(said)
    if said and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query):
        raise SystemExit(
            f"Not started: KAM_PUBLIC_ADDRESS is {said!r} and must be scheme and host alone, as https://kam.example.com"
        )
    return f"{parts.scheme}://{parts.netloc}" if said else ""


def _networks(said: str) -> tuple[IPv4Network | IPv6Network, ...]:
    found = []
    for word in filter(None, (part.strip() for part in said.split(","))):
        try:
            found.append(ipaddress.ip_network(word, strict=False))
        except ValueError:
            raise SystemExit(
                f"Not started: KAM_TRUSTED_PROXIES holds {word!r}, which is no address or network. "
                "Example: 127.0.0.1,10.0.0.0/8"
            ) from None
    return tuple(found)
