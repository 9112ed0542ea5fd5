"""What happens to an export on its way to the user: each disturbance, and where it can happen."""

from __future__ import annotations

import random

from tests.erp.layouts import Export

FILL_DOWN, GROUPED, SUBTOTALS, PAGES = "heads once", "customer above its lines", "subtotal a customer", "page totals"
BARE_TOTAL, FOOTER, TITLES, BLANKS, AGAIN = "total without label", "footer", "titles", "blank rows", "header again"
VOID, GIFT, PRICED_GIFT, NOBODY, SHARED = (
    "void rows",
    "gifts",
    "gifts with a price",
    "nobody",
    "codes shared by two firms",
)
SIGN, THOUSANDS, YUAN, BRACKETS, WIDE = (
    "sign in the kind",
    "thousands",
    "元 suffix",
    "brackets",
    "full-width digits",
)
TRAILING, XLS, TEXT_CELLS = "trailing blank columns", "xls", "numbers as text"
LABELLED, ON_TOP, SPACED = "subtotal beside the customer's name", "total on top", "headers spaced and broken"
MINUS_LAST, SYMBOL, TABBED = "minus last", "currency sign", "ids behind a tab"
HTML, SUMMARY = "web page called .xls", "summary sheet first"
ROUGH = 4  # from this variant on the rougher ones join in

EVERYWHERE = (SUBTOTALS, PAGES, FOOTER, TITLES, BLANKS, AGAIN, THOUSANDS, BRACKETS, TRAILING, NOBODY)


def possible(export: Export) -> list[str]:
    """The disturbances this layout can suffer."""
    what = {name for name, _ in export.columns}
    zh = export.language == "zh"
    found = list(EVERYWHERE)
    if "number" in what and not export.group and not export.heads_once:
        found.append(FILL_DOWN)
    if zh and "code" not in what and not export.group and not export.heads_once and not export.above:
        found.append(GROUPED)
    if export.total:
        found.append(BARE_TOTAL)
    if "status" in what:
        found += [VOID, VOID]
    if "gift" in what:
        found += [GIFT, PRICED_GIFT]
    if {"org", "code", "customer"} <= what:
        found += [SHARED, SHARED]
    if "kind" in what and zh and export.sign == "minus" and not export.name.startswith("sap"):
        found += [SIGN]
    if zh:
        found += [YUAN, WIDE]
    if export.form == "xlsx":
        found += [XLS, TEXT_CELLS]
    return found


def rough(export: Export) -> list[str]:
    """Rarer and rougher ones."""
    what = {name for name, _ in export.columns}
    found = [SPACED, MINUS_LAST, SYMBOL]
    if "customer" in what and not export.group:
        found.append(LABELLED)
    if export.total:
        found.append(ON_TOP)
    if export.form == "csv" and export.delimiter != "\t":
        found.append(TABBED)
    if export.form == "xlsx":
        found += [HTML, SUMMARY]
    return found


def chosen(export: Export, variant: int) -> frozenset[str]:
    """Variant 0 is the layout as its system writes it; the others suffer three to six disturbances."""
    if variant == 0:
        return frozenset()
    rng = random.Random(f"{export.name}/{variant}")
    found = set(rng.sample(possible(export), rng.randint(3, 6)))
    if variant >= ROUGH:
        found = set(rng.sample(possible(export), 2)) | set(rng.sample(rough(export), 2))
    if {HTML, SUMMARY} <= found:
        found.remove(SUMMARY)
    if HTML in found or SUMMARY in found:
        found.discard(XLS)
    if LABELLED in found:
        found -= {GROUPED, SUBTOTALS}
    if {MINUS_LAST, BRACKETS} <= found:
        found.remove(BRACKETS)
    if {SYMBOL, YUAN} <= found:
        found.remove(YUAN)
    if {ON_TOP, BARE_TOTAL} <= found:
        found.remove(BARE_TOTAL)
    if {FILL_DOWN, GROUPED} <= found:
        found.remove(FILL_DOWN)
    if {YUAN, WIDE} <= found:
        found.remove(WIDE)
    return frozenset(found)
