"""What a browser keeps of a share link it has opened: a signed cookie of its own for each share.

One cookie for all would be overwritten by a second tab. The cookie proves that this browser has held the token; whether
the share still opens is asked of the store each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from starlette.types import Scope

from kam_core.store.shares import Share
from kam_ui.web.cookies import cookie
from kam_ui.web.signing import sign, signed

PURPOSE = "share"


def name_of(share_id: str) -> str:
    """The cookie of a share."""
    return f"kam_s_{share_id}"


def pass_for(share: Share, now: datetime, scope: Scope) -> str:
    """The Set-Cookie line that lets a browser into the share's dashboard until it expires."""
    return cookie(name_of(share.id), sign(PURPOSE, share.id), share.expires - now, scope)


def holds(cookies: Mapping[str, str], share_id: str) -> bool:
    """Whether a browser's cookies prove that it has opened this share's link."""
    found = signed(PURPOSE, cookies.get(name_of(share_id), ""))
    return found is not None and found[0] == share_id
