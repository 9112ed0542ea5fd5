"""Under which names this server answers: its own only, so that no other site can pass for it.

A web page may make its own name point at this server (DNS rebinding) and then read, through the browser of somebody
inside, what belongs to all. Such a page needs a name with a dot in it: so answered are addresses written as numbers,
names without a dot (a machine's, in its own network), the name of KAM_PUBLIC_ADDRESS, and those of Streamlit's
server.allowedHosts.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from streamlit import get_option

from kam_ui.web.settings import parsed, settings


def answers_to(host: str) -> bool:
    """Whether this server answers when it is called so; `host` as in the header, with or without a port."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if not name or "@" in host:
        return False
    if "." not in name or parsed(name) is not None or name == (urlsplit(settings().public_address).hostname or ""):
        return True
    return any(_fits(name, allowed.strip().lower()) for allowed in get_option("server.allowedHosts") or ())


def _fits(name: str, allowed: str) -> bool:
    return name.endswith(allowed[1:]) if allowed.startswith("*.") else allowed in ("*", name)
