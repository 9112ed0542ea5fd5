"""Making a link to the view on screen: once for the same view and wishes, so that looking again makes no second one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import streamlit as st

from kam_core.errors import UnknownShare
from kam_core.store.shares import Share
from kam_ui import resources, view
from kam_ui.account.telling import first_account
from kam_ui.link import ACCOUNT
from kam_ui.view import View
from kam_ui.web.leaf import keep
from kam_ui.web.settings import settings

DAYS = (7, 30, 90, 365)
USUAL_DAYS = 30
_MADE = "kam.sent"  # of this session: view and wishes -> what was made; the only place where a token stands
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Wishes:
    """What the fold of the dialog says. account: customer-safe, this one alone; '' = the whole view."""

    days: int = USUAL_DAYS
    label: str = ""
    who: str = ""
    live: bool = False
    movable: bool = True
    export: bool = False
    account: str = ""


@dataclass(frozen=True)
class Sent:
    """A link just made. The token is told nowhere else."""

    share: Share
    token: str

    @property
    def link(self) -> str:
        """The whole address, as it is pasted."""
        return f"{address()}/s/{self.token}"

    @property
    def until(self) -> date:
        """The last day on which it opens."""
        return self.share.expires.astimezone().date()


def made(page: str, wishes: Wishes) -> Sent:
    """The link to this page of the view on screen; the one made before in this session, while it opens."""
    kept, key = _kept(page, wishes)
    if key not in kept or not _opens(kept[key]):
        kept[key] = _make(page, wishes)
    return kept[key]


def closed(page: str, wishes: Wishes) -> bool:
    """Whether the link that was made has been closed since: who closes a link asks for no other."""
    kept, key = _kept(page, wishes)
    return key in kept and not _opens(kept[key])


def _kept(page: str, wishes: Wishes) -> tuple[dict[tuple[str, str, Wishes], Sent], tuple[str, str, Wishes]]:
    """What this session has made, and under which key this view's link stands there."""
    return st.session_state.setdefault(_MADE, {}), (resources.principal(), _sent(page).link(page), wishes)


def remade(page: str, before: Sent, wishes: Wishes) -> Sent:
    """Another link instead of one that nobody has opened yet; an opened one stays."""
    store, who = resources.store(), resources.principal()
    after = made(page, wishes)
    mine = {share.id: share for share in store.shares(who)}
    if after.share.id != before.share.id and before.share.id in mine and not mine[before.share.id].opened:
        store.revoke_share(before.share.id, who)
    return after


def again(share: Share) -> Sent:
    """A new link to what an older one shows, for as long as that one was made for: the old token is not known."""
    lasts = share.expires - share.created
    fresh, token = resources.store().share(
        share.dataset,
        share.version,
        share.page,
        share.query,
        expires=datetime.now(UTC) + min(lasts, timedelta(days=DAYS[-1])),
        day=date.today(),
        lang=share.lang,
        label=share.label,
        who=share.who,
        live=share.live,
        movable=share.movable,
        export=share.export,
        account=share.account,
        principal=resources.principal(),
    )
    keep(fresh)
    return Sent(fresh, token)


def address() -> str:
    """Where others reach this server, as scheme and host: what the operator has set, else what this browser used."""
    said = settings().public_address
    if said:
        return said
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else "http://127.0.0.1:8501"


def reach() -> str:
    """How far the link goes: "public" | "network" (whoever reaches this address) | "machine" (nobody else)."""
    if settings().public_address:
        return "public"
    return "machine" if (urlsplit(address()).hostname or "") in LOOPBACK else "network"


def _make(page: str, wishes: Wishes) -> Sent:
    current = _sent(page)
    share, token = resources.store().share(
        current.data,
        current.version,
        page,
        current.query(page),
        expires=datetime.now(UTC) + timedelta(days=wishes.days),
        day=date.today(),
        lang=current.lang,
        label=wishes.label,
        who=wishes.who,
        live=wishes.live,
        movable=wishes.movable,
        export=wishes.export,
        account=wishes.account or None,
        principal=resources.principal(),
    )
    keep(share)
    return Sent(share, token)


def _sent(page: str) -> View:
    """The view as its link says it: the page of an account names whose it is."""
    current = replace(view.now(), job="")
    if page != ACCOUNT or current.season.account:
        return current
    first = first_account(current, resources.opened(current.data, current.version))
    return replace(current, season=replace(current.season, account=first))


def _opens(sent: Sent) -> bool:
    try:
        resources.store().share_by_id(sent.share.id, datetime.now(UTC))
    except UnknownShare:
        return False
    return True
