"""Share links: a revocable, expiring grant of one view of one version, to whoever holds its token.

The token is 256 random bits and is told once, when the link is made; only its SHA-256 is kept. Unknown, malformed,
revoked and expired are one failure: whoever tries cannot tell them apart.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from kam_core.errors import UnknownShare
from kam_core.store.catalog import Catalog, shares

LONGEST_LABEL = 200


@dataclass(frozen=True)
class Share:
    """What one link shows, and for how long. Moments carry their time zone (UTC)."""

    id: str  # public: stands in addresses and cookie names
    owner: str
    dataset: str
    version: int  # of a live one: the version it was made on
    page: str
    query: dict[str, list[str]]  # the view as its owner's link spells it, whole
    lang: str
    label: str
    created: datetime
    expires: datetime
    revoked: datetime | None
    live: bool  # always the newest version; else this one
    movable: bool  # the viewer may move the cut
    export: bool  # the viewer may take the figures away as a file
    account: str | None  # customer-safe: this account alone, and no other name
    day: date  # what "today" was when it was made
    opened: int
    last_opened: datetime | None
    who: str = ""  # who sends it, as its readers see it

    def holds(self, now: datetime) -> bool:
        """Whether it still opens."""
        return self.revoked is None and now < self.expires

    @property
    def principal(self) -> str:
        """Who its viewer is."""
        return f"s-{self.id}"

    @property
    def earlier(self) -> int | None:
        """The upload whose list stands for the period before, where the shared view itself names one (movement)."""
        said = self.query.get("known", [""]) if self.page == "movement" else [""]
        return int(said[0]) if len(said) == 1 and said[0].isascii() and said[0].isdecimal() else None


def make(catalog: Catalog, share: Share) -> tuple[Share, str]:
    """Keep it under a new id: the share, and the token that nobody can read again."""
    token, share = secrets.token_urlsafe(32), replace(share, id=secrets.token_hex(8))
    row = {
        "id": share.id,
        "token": _digest(token),
        "owner": share.owner,
        "dataset": share.dataset,
        "version": share.version,
        "page": share.page,
        "query": json.dumps(share.query, ensure_ascii=False),
        "lang": share.lang,
        "label": share.label,
        "created": _text(share.created),
        "expires": _text(share.expires),
        "live": share.live,
        "movable": share.movable,
        "export": share.export,
        "account": share.account,
        "day": share.day.isoformat(),
        "opened": 0,
        "who": share.who or None,
    }
    with catalog.writing() as connection:
        connection.execute(insert(shares).values(row))
    return share, token


def of_owner(catalog: Catalog, owner: str) -> list[Share]:
    """All of one owner's, the newest first."""
    question = select(shares).where(shares.c.owner == owner).order_by(shares.c.created.desc(), shares.c.id)
    with catalog.reading() as connection:
        return [_share(row) for row in connection.execute(question)]


def by_token(catalog: Catalog, token: str, now: datetime) -> Share:
    """The share this token opens now. Raises UnknownShare, whatever is wrong."""
    return _valid(catalog, shares.c.token == _digest(token), now)


def by_id(catalog: Catalog, share_id: str, now: datetime) -> Share:
    """The share of this public id, while it opens. Raises UnknownShare, whatever is wrong."""
    return _valid(catalog, shares.c.id == share_id, now)


def change(catalog: Catalog, share_id: str, owner: str, **moments: datetime) -> None:
    """Set `expires` or `revoked` of an owner's share. Raises UnknownShare for another's, or a revoked one."""
    mine = (shares.c.id == share_id) & (shares.c.owner == owner) & shares.c.revoked.is_(None)
    with catalog.writing() as connection:
        values = {name: _text(when) for name, when in moments.items()}
        if not connection.execute(update(shares).where(mine).values(**values)).rowcount:
            raise UnknownShare("unknown_share")


def count_opening(catalog: Catalog, share_id: str, now: datetime) -> None:
    """One more person opened it."""
    values: dict[str, Any] = {"opened": shares.c.opened + 1, "last_opened": _text(now)}
    with catalog.writing() as connection:
        connection.execute(update(shares).where(shares.c.id == share_id).values(**values))


def _valid(catalog: Catalog, which: ColumnElement[bool], now: datetime) -> Share:
    with catalog.reading() as connection:
        row = connection.execute(select(shares).where(which)).first()
    found = _share(row) if row is not None else None
    if found is None or not found.holds(now):
        raise UnknownShare("unknown_share")
    return found


def _share(row: Row[Any]) -> Share:
    return Share(
        id=row.id,
        owner=row.owner,
        dataset=row.dataset,
        version=row.version,
        page=row.page,
        query=json.loads(row.query),
        lang=row.lang,
        label=row.label,
        created=datetime.fromisoformat(row.created),
        expires=datetime.fromisoformat(row.expires),
        revoked=_moment(row.revoked),
        live=row.live,
        movable=row.movable,
        export=row.export,
        account=row.account,
        day=date.fromisoformat(row.day),
        opened=row.opened,
        last_opened=_moment(row.last_opened),
        who=row.who or "",
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
