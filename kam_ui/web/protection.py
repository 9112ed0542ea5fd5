"""The server does not start without the protections that keep other web sites, and programs, out of it."""

from __future__ import annotations

import streamlit as st

#: option -> the value it must have. With CORS or XSRF protection off, any web page could drive this one; with the agent
#: interface on, any program; with trusted headers, whoever writes one is whom it says.
NEEDED = {
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "client.showErrorDetails": "none",
    "browser.gatherUsageStats": False,
    "server.enableAgentApi": False,
    "server.trustedUserHeaders": {},
    "global.appTest": False,  # a page under test belongs to the house
}


def refuse_unprotected() -> None:
    """Raises SystemExit, with a sentence that names the option, when a needed protection is off."""
    for option, needed in NEEDED.items():
        found = st.get_option(option)
        if found != needed:
            raise SystemExit(
                f"Not started: {option} is {_toml(found)} and must be {_toml(needed)}. Start from the project's own "
                f"folder, where .streamlit/config.toml sets it, or remove the setting that overrides it."
            )


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
