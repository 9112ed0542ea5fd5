"""Under whose name a result is kept, and what the viewer of a share is given at all.

A viewer sees what its owner does, so one result serves both; but every request for one asks again whether the share
still opens, and nothing beyond the shared scope is given. One account's viewer is given that account, and no more.
"""

from __future__ import annotations

from kam_core.analysis.supply.account_goods import AccountGoods, account_goods
from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.errors import UnknownShare
from kam_core.store.dataset import Dataset
from kam_core.store.principal import viewing
from kam_core.store.shares import Share
from kam_ui import resources
from kam_ui.view import View


def of(dataset: Dataset) -> str:
    """Whose result of this version it is. Raises UnknownShare, and UnknownDataset for what the share does not open."""
    principal = resources.principal()
    share = resources.store().grant(principal)
    if share is None:
        return principal
    if share.account is not None:
        raise UnknownShare("unknown_share")
    resources.store().through(share, dataset.id, dataset.version)
    return share.owner


def on(page: str, dataset: Dataset) -> str:
    """Whose result it is, of what makes up a page. Raises as `of`, and UnknownShare for who was shared another."""
    share = resources.store().grant(resources.principal())
    if share is not None and share.page != page:
        raise UnknownShare("unknown_share")
    return of(dataset)


def beyond() -> str:
    """Whose result it is, of more than a shared scope. Raises UnknownShare for the viewer of a share."""
    principal = resources.principal()
    if viewing(principal) is not None:
        raise UnknownShare("unknown_share")
    return principal


def own_account(view: View, dataset: Dataset, share: Share) -> tuple[AccountOutlook, AccountGoods]:
    """A customer-safe share's account and its products, and nothing of anybody else. Raises BadScope without lines."""
    resources.store().through(share, dataset.id, dataset.version)
    outlook, customer = resources.ahead_of(share.owner, view, dataset).outlook, share.account or ""
    return account_outlook(outlook, customer), account_goods(outlook, customer)
