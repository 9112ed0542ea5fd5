"""What the store does about share links: makes, lists, extends and revokes them, and opens data through them.

The viewer of a share is a principal of its own. It reads the one version its share names, the list of names picked by
hand in that view, and what was agreed when the link was made; nothing else, and it changes nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import func, select

from kam_core.errors import UnknownDataset, UnknownShare
from kam_core.store import leaves, shares
from kam_core.store.catalog import Catalog
from kam_core.store.catalog import versions as versions_table
from kam_core.store.dataset import Dataset
from kam_core.store.principal import viewing
from kam_core.store.shares import LONGEST_LABEL, Share


class Sharing(ABC):
    """The part of the store that knows shares."""

    catalog: Catalog

    @abstractmethod
    def open(self, dataset_id: str, version: int | None = None, *, principal: str) -> Dataset:
        """A version of a dataset. Raises UnknownDataset."""

    def share(
        self,
        dataset: str,
        version: int,
        page: str,
        query: Mapping[str, Sequence[str]],
        *,
        expires: datetime,
        day: date,
        lang: str,
        label: str = "",
        who: str = "",
        live: bool = False,
        movable: bool = True,
        export: bool = False,
        account: str | None = None,
        principal: str,
    ) -> tuple[Share, str]:
        """A new link to a view of this principal's, and its token, which is told this once.

        query: the view as `View.query` spells it. Raises UnknownDataset for data that are not this principal's, and
        UnknownShare for a viewer, who sends nothing on.
        """
        if viewing(principal):
            raise UnknownShare("unknown_share")
        self.open(dataset, version, principal=principal)
        said = {key: list(values) for key, values in query.items()}
        made = Share("", principal, dataset, version, page, said, lang, _line(label), datetime.now(UTC), expires, None,
                     live, movable, export, account, day, 0, None, _line(who))  # fmt: skip
        return shares.make(self.catalog, made)

    def shares(self, principal: str) -> list[Share]:
        """This principal's links, the newest first; revoked and expired ones too."""
        return [] if viewing(principal) else shares.of_owner(self.catalog, principal)

    def extend_share(self, share_id: str, expires: datetime, principal: str) -> None:
        """Let a link of this principal's expire at another moment. Raises UnknownShare, also where it is revoked."""
        shares.change(self.catalog, share_id, principal, expires=expires)

    def revoke_share(self, share_id: str, principal: str) -> None:
        """Close a link of this principal's for good; nothing of its page is kept. Raises UnknownShare."""
        shares.change(self.catalog, share_id, principal, revoked=datetime.now(UTC))
        leaves.forget(self.catalog, share_id)

    def share_by_token(self, token: str, now: datetime) -> Share:
        """What a token opens now. Raises UnknownShare alike for unknown, malformed, revoked and expired ones."""
        return shares.by_token(self.catalog, token, now)

    def share_by_id(self, share_id: str, now: datetime) -> Share:
        """The share of a public id, while it opens. Raises UnknownShare alike for all others."""
        return shares.by_id(self.catalog, share_id, now)

    def count_opening(self, share_id: str) -> None:
        """A person (no preview robot) has opened the link."""
        shares.count_opening(self.catalog, share_id, datetime.now(UTC))

    # ---- the light page of a frozen one

    def keep_leaf(self, share: Share, lang: str, form: int, title: str, body: str) -> None:
        """Keep its page, so that it need not be made again. Nothing is kept of a live one."""
        if not share.live:
            leaves.keep(self.catalog, share.id, lang, form, title, body)

    def kept_leaf(self, share: Share, lang: str, form: int) -> tuple[str, str] | None:
        """Title and body of its page as it was kept, while its data are there; None where nothing is.

        Raises UnknownShare, UnknownDataset: what is over, or was taken away, is not shown from a copy either.
        """
        self.open(share.dataset, None, principal=share.principal)
        return None if share.live else leaves.find(self.catalog, share.id, lang, form)

    # ---- the viewer

    def grant(self, principal: str) -> Share | None:
        """The share this principal is the viewer of, None for everyone else. Raises UnknownShare once it is over."""
        share_id = viewing(principal)
        return None if share_id is None else self.share_by_id(share_id, datetime.now(UTC))

    def through(self, share: Share, dataset_id: str, version: int | None) -> int:
        """The version a share opens, when asked for this one. Raises UnknownDataset for any other.

        A share that holds its figures against an earlier upload opens that one too, where it is asked for by number.
        """
        opens = share.version
        if share.live:
            newest = select(func.max(versions_table.c.version)).where(versions_table.c.dataset == share.dataset)
            with self.catalog.reading() as connection:
                opens = int(connection.execute(newest).scalar() or 0)
        if dataset_id == share.dataset and version is not None and version == share.earlier:
            return version
        if dataset_id != share.dataset or version not in (None, opens):
            raise UnknownDataset("unknown_dataset", dataset=dataset_id)
        return opens


def _line(text: str) -> str:
    """One line of what somebody typed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_LABEL]
