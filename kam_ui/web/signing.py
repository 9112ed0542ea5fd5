"""Texts we hand out and recognise when they come back: cookies, recovery links, tickets. Signed, not secret.

Each purpose has a salt of its own, so that a text signed for one never passes for another.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, TimestampSigner

from kam_ui.web.settings import settings


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(
        settings().secrets, salt=f"kam.{purpose}", key_derivation="hmac", digest_method=hashlib.sha256
    )


def sign(purpose: str, text: str) -> str:
    """The text with its moment and a signature; fit for a cookie or an address where the text is."""
    return _signer(purpose).sign(text).decode("ascii")


def signed(purpose: str, value: str, within: timedelta | None = None) -> tuple[str, timedelta] | None:
    """The text that was signed for this purpose and its age; None for anything else, or for one older than `within`."""
    if not value.isascii():
        return None
    try:
        text, moment = _signer(purpose).unsign(value, return_timestamp=True)
    except BadSignature:
        return None
    age = datetime.now(UTC) - moment
    return None if within is not None and age > within else (text.decode("ascii"), age)
