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

#: One row a person at a customer who buys from us, sells for us or keeps our goods.
CONTACTS = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "customer": "VARCHAR",
    "customer_name": "VARCHAR",
    "contact": "VARCHAR",
    "level": "VARCHAR",  # decision | middle | front | warehouse, or the words of the file; '' where it says nothing
    "title": "VARCHAR",
    "since": "DATE",
    "matched_customer": "BOOLEAN",
}

#: One row a thing done, promised or heard at a customer.
ACTIVITIES = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "date": "DATE",
    "customer": "VARCHAR",
    "customer_name": "VARCHAR",
    "kind": "VARCHAR",  # visit | senior | call | training | trial | promotion | event | feedback | complaint | reward …
    "by": "VARCHAR",  # who of ours
    "by_level": "VARCHAR",  # as `level`
    "contact": "VARCHAR",  # who of theirs
    "level": "VARCHAR",  # theirs: decision | middle | front | warehouse, or the words of the file
    "product": "VARCHAR",
    "product_name": "VARCHAR",
    "cost": MONEY,
    "score": MONEY,  # 1..5: what they say of our people
    "outcome": "VARCHAR",
    "until": "DATE",  # the last day of a promotion or event
    "due": "DATE",  # by when something promised is to be done
    "closed": "DATE",  # the day it was done
    "done": "VARCHAR",  # yes | no | ''
    "matched_customer": "BOOLEAN",
    "matched_product": "BOOLEAN",  # rows without a product: true
}

#: One row an order line as it was wanted, promised and delivered. A line delivered in parts has a row a part.
DELIVERIES = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "order": "VARCHAR",
    "customer": "VARCHAR",
    "customer_name": "VARCHAR",
    "product": "VARCHAR",
    "product_name": "VARCHAR",
    "unit": "VARCHAR",
    "ordered_on": "DATE",
    "wanted": "DATE",  # the day the customer asked for
    "promised": "DATE",  # the day we said
    "shipped": "DATE",
    "delivered": "DATE",  # NULL: not yet
    "ordered": MONEY,
    "promised_quantity": MONEY,
    "delivered_quantity": MONEY,
    "matched_customer": "BOOLEAN",
    "matched_product": "BOOLEAN",
}

#: One row a target, or a tier of its rebate.
TARGETS = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "customer": "VARCHAR",
    "customer_name": "VARCHAR",
    "period": "VARCHAR",  # 2026 | 2026-H1 | 2026-Q1 | 2026-01; '' where the file names none
    "target": MONEY,
    "tier": MONEY,  # from this sum on
    "rate": MONEY,  # the rebate of the tier as a share: 0.02
    "matched_customer": "BOOLEAN",
}

#: One row a customer: what it wants of us and what it is given. What it is given today is the firm's own view.
NEEDS = {
    "source": "SMALLINT",
    "line": "BIGINT",
    "customer": "VARCHAR",
    "customer_name": "VARCHAR",
    "lead_time_wanted": MONEY,  # days
    "lead_time_given": MONEY,
    "lot_wanted": MONEY,  # an order
    "lot_given": MONEY,
    "frequency_wanted": MONEY,  # orders a month
    "frequency_given": MONEY,
    "price_wanted": MONEY,
    "price_given": MONEY,
    "training_wanted": MONEY,  # times a year
    "training_given": MONEY,
    "research_wanted": "VARCHAR",
    "research_given": "VARCHAR",
    "matched_customer": "BOOLEAN",
}

#: The tables beside the sales, by the word of `--table`. Header synonyms: `ingest/side/tables.toml`.
SIDE_TABLES = {
    "inventory": INVENTORY,
    "supply": SUPPLY,
    "customers": CUSTOMERS,
    "products": PRODUCTS,
    "contacts": CONTACTS,
    "activities": ACTIVITIES,
    "deliveries": DELIVERIES,
    "targets": TARGETS,
    "needs": NEEDS,
}

#: What a side table does not read from a column of the file.
MADE = ("source", "line", "matched_customer", "matched_product")

#: One row a thing found wrong or set apart in a side table's files; the columns of REJECTS, without money.
SIDE_REJECTS = {"table": "VARCHAR", **{name: kind for name, kind in REJECTS.items() if name != "amount"}}
