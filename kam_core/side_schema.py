"""The canonical tables beside the sales. Which headers mean their columns is data: `ingest/side/tables.toml`."""

from __future__ import annotations

from kam_core.schema import MONEY, REJECTS

#: One row a reported stock: what lies with a customer (or in the firm's own warehouse), or what is on its way there.
#: Rows of one customer, product and day in several warehouses, batches or units stand beside one another.
INVENTORY = {
    "source": "SMALLINT",  # an index into the manifest's `sources` of this table
    "line": "BIGINT",
    "date": "DATE",  # the day it was counted (of goods on the road: shipped); NULL only without on_hand
    "customer": "VARCHAR",  # the key as in `accounts` where it is known there; '' = the firm's own stock
    "customer_name": "VARCHAR",
    "product": "VARCHAR",  # the key as in `lines` where it is known there, else the code, else the name
    "product_name": "VARCHAR",
    "warehouse": "VARCHAR",
    "batch": "VARCHAR",  # batch or bin
    "unit": "VARCHAR",
    "on_hand": MONEY,  # NULL: not reported, never 0; of a dealer's own sheet: its closing stock
    "in_transit": MONEY,
    "arrival": "DATE",  # when in_transit is expected
    "min": MONEY,
    "max": MONEY,
    "lead_time": MONEY,  # days
    "opening": MONEY,  # with received and sold: a dealer's own sheet, of the period that ends on `date`
    "received": MONEY,
    "sold": MONEY,
    "matched_customer": "BOOLEAN",  # the customer has sales in this version (own stock: true)
    "matched_product": "BOOLEAN",  # the product has sales in this version
}

#: One row a product (and month) that can be built, a region with its days on the road, or a span of closed days.
SUPPLY = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "product": "VARCHAR",
    "product_name": "VARCHAR",
    "region": "VARCHAR",
    "month": "DATE",  # first day of the month; NULL: every month
    "capacity": MONEY,  # a month
    "weekly_capacity": MONEY,
    "available": MONEY,
    "production_days": MONEY,
    "transport_days": MONEY,
    "lot": MONEY,  # the smallest lot
    "case_size": MONEY,
    "closed_from": "DATE",
    "closed_to": "DATE",  # the last closed day
    "stops": "VARCHAR",  # production | transport | both, or the words of the file; '' where it says nothing
    "reason": "VARCHAR",
    "matched_product": "BOOLEAN",  # rows without a product: true
}

#: One row a customer: what the firm's own list says of it.
CUSTOMERS = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "customer": "VARCHAR",
    "customer_name": "VARCHAR",
    "customer_type": "VARCHAR",
    "region": "VARCHAR",
    "department": "VARCHAR",
    "channel": "VARCHAR",
    "customer_group": "VARCHAR",
    "salesperson": "VARCHAR",
    "manager": "VARCHAR",
    "opened": "DATE",
    "receivable": MONEY,
    "credit_term": MONEY,  # days
    "credit_limit": MONEY,
    "matched_customer": "BOOLEAN",
}

#: One row a product.
PRODUCTS = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "product": "VARCHAR",
    "product_name": "VARCHAR",
    "category": "VARCHAR",
    "spec": "VARCHAR",
    "unit": "VARCHAR",
    "unit_price": MONEY,
    "launched": "DATE",
    "complex": "VARCHAR",  # yes | no | '': whether it is complicated to sell
    "matched_product": "BOOLEAN",
}

#: The tables beside the sales, by the word of `--table`. Header synonyms: `ingest/side/tables.toml`.
SIDE_TABLES = {"inventory": INVENTORY, "supply": SUPPLY, "customers": CUSTOMERS, "products": PRODUCTS}

#: What a side table does not read from a column of the file.
MADE = ("source", "line", "matched_customer", "matched_product")

#: One row a thing found wrong or set apart in a side table's files; the columns of REJECTS, without money.
SIDE_REJECTS = {"table": "VARCHAR", **{name: kind for name, kind in REJECTS.items() if name != "amount"}}
