"""One account in the season's outlook: its most urgent product, how its stock walks down, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kam_core.analysis.supply.account_outlook import AccountOutlook
from kam_core.analysis.supply.accounts import Accounts, live
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.analysis.supply.demand_path import Whole
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.status import severity
from kam_core.store.agreed import Agreement


@dataclass(frozen=True, eq=False)
class InSeason:
    """The account as the supply page has it: dates and status are those of its most urgent product."""

    outlook: Outlook
    account: Accounts  # one row
    close: AccountOutlook  # the most urgent product
    rows: Whole  # of the outlook: its live products, the fewest days left first, then by severity
    agreed: tuple[Agreement, ...]  # what counts now

    def product_name(self, product: str) -> str:
        """How a product is shown; its key where the outlook does not have it."""
        at = np.flatnonzero(self.outlook.products == product)
        return str(self.outlook.product_names[at[0]]) if len(at) else product


def in_season(outlook: Outlook, accounts: Accounts, customer: str, agreed: Iterable[Agreement] = ()) -> InSeason | None:
    """The account of an outlook; None where it has no line in the outlook's scope. A selection: nothing is forecast.

    accounts: everyone's, made once of the outlook (accounts.by_account).
    """
    at = np.flatnonzero(accounts.customers == customer)
    if not len(at):
        return None
    mine, account = np.flatnonzero(outlook.customers == customer), accounts.take(at)
    rows = mine[live(outlook)[mine]]
    left = np.where(np.isnan(outlook.days_left[rows]), np.inf, outlook.days_left[rows])
    return InSeason(
        outlook,
        account,
        account_outlook(outlook, customer, str(account.products[0])),
        rows[np.lexsort((rows, severity(outlook.status[rows]), left))],
        tuple(one for one in agreed if one.customer == customer),
    )
