"""The canonical tables, their columns, and the roles a source column can play.

A *role* is what a column of the user's file means (`Role.CUSTOMER`). A *table* is what the product computes with.
Headers that stand for a role are data, not code: `ingest/understanding/headers.toml`.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a column of a sales file can mean. The value is the word used on the command line (`--map role=Column`)."""

    DATE = "date"
    CUSTOMER = "customer"
    CUSTOMER_NAME = "customer_name"
    ORGANISATION = "organisation"
    DEPARTMENT = "department"
    REGION = "region"
    CHANNEL = "channel"
    CUSTOMER_TYPE = "customer_type"
    CUSTOMER_GROUP = "customer_group"
    SALESPERSON = "salesperson"
    MANAGER = "manager"
    PRODUCT = "product"
    PRODUCT_NAME = "product_name"
    CATEGORY = "category"
    SPEC = "spec"
    UNIT = "unit"
    ORDER = "order"
    DOCUMENT_TYPE = "document_type"
    STATUS = "status"
    GIFT = "gift"
    CURRENCY = "currency"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    DISCOUNT = "discount"
    AMOUNT = "amount"
    PROFIT = "profit"
    COST = "cost"


class State(StrEnum):
    """The count a source row ends in. read = accepted + unassigned + rejected + skipped."""

    ACCEPTED = "accepted"
    UNASSIGNED = "unassigned"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Measure(StrEnum):
    """What customers are ranked by."""

    AMOUNT = "amount"
    QUANTITY = "quantity"
    PROFIT = "profit"


MONEY = "DECIMAL(18,4)"  # real exports carry four decimals; rounding lines to two shifts the totals

#: Dimensions of `months`; all of them stand in `lines` too. Text is never NULL: a missing value is ''.
MONTH_DIMENSIONS = ("region", "department", "channel", "customer_type", "unit", "currency")

#: One row a sales line (a wide-months row gives one line a month).
LINES = {
    "source": "SMALLINT",  # which file or sheet, an index into the manifest's sources
    "line": "BIGINT",  # the line (sheet row) in that source where the record starts
    "state": "VARCHAR",  # accepted | unassigned
    "date": "DATE",
    "month": "DATE",  # first day of the month
    "customer": "VARCHAR",  # the key; '' where unassigned
    "customer_name": "VARCHAR",
    "organisation": "VARCHAR",
    "department": "VARCHAR",
    "region": "VARCHAR",
    "channel": "VARCHAR",
    "customer_type": "VARCHAR",
    "customer_group": "VARCHAR",
    "salesperson": "VARCHAR",
    "manager": "VARCHAR",
    "product": "VARCHAR",  # the key: the product's id, or its name where there is no id
    "product_name": "VARCHAR",
    "category": "VARCHAR",
    "unit": "VARCHAR",
    "order": "VARCHAR",
    "document_type": "VARCHAR",
    "currency": "VARCHAR",
    "quantity": MONEY,  # NULL where the file has none
    "amount": MONEY,  # net of returns: a return is negative; a free good is 0
    "profit": MONEY,  # NULL where the file has none
}

#: One row a customer x region x department x channel x type x unit x currency x month, of accepted lines.
MONTHS = {
    "customer": "VARCHAR",
    "region": "VARCHAR",
    "department": "VARCHAR",
    "channel": "VARCHAR",
    "customer_type": "VARCHAR",
    "unit": "VARCHAR",
    "currency": "VARCHAR",
    "month": "DATE",
    "amount": "DECIMAL(38,4)",
    "quantity": "DECIMAL(38,4)",
    "profit": "DECIMAL(38,4)",
    "returns": "DECIMAL(38,4)",  # the negative amounts, as a negative number
    "lines": "BIGINT",
    "first_day": "DATE",
    "last_day": "DATE",
}

#: One row a customer that has an accepted line: how it is shown and who looks after it.
ACCOUNTS = {
    "customer": "VARCHAR",
    "name": "VARCHAR",  # its commonest name, the latest where that ties; the key where it has none
    "names": "BIGINT",  # how many different names the file has for it
    "region": "VARCHAR",  # where most of its lines are
    "customer_type": "VARCHAR",
    "salesperson": "VARCHAR",  # the latest
    "manager": "VARCHAR",  # the latest; '' where the file has none
    "first_day": "DATE",
    "last_day": "DATE",
}

#: One row a thing found wrong or set apart: a rejected, skipped or unassigned row, or one bad cell of an accepted row.
REJECTS = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "state": "VARCHAR",  # rejected | skipped | unassigned | cell
    "reason": "VARCHAR",  # a code under [reason] in the wording
    "column": "VARCHAR",  # the user's header, '' where the whole row is meant
    "value": "VARCHAR",  # the raw value of that cell
    "amount": MONEY,  # the money of the row as far as it can be read, else NULL
    "raw": "VARCHAR",  # the row as it stands in the file, cells joined by ' | ', at most 2,000 characters
}
