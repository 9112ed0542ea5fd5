"""The chosen split of a shortage as a table, for Excel or CSV: who gets how much, and how long it lasts."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from kam_core.analysis.supply.comparison import Outcome
from kam_core.analysis.supply.shortage import Shortage
from kam_core.report.csv import to_csv
from kam_core.report.xlsx import to_xlsx
from kam_core.wording import say

EXACT = pa.decimal128(38, 4)
COLUMNS = {
    "customer": pa.string(),
    "customer_name": pa.string(),
    "class": pa.string(),  # key | other
    "region": pa.string(),
    "need": EXACT,
    "on_hand": pa.float64(),  # NULL: not reported
    "in_transit": pa.float64(),
    "quantity": EXACT,
    "unit": pa.string(),
    "fill_rate": pa.float64(),  # share of 1
    "run_out": pa.date32(),  # NULL: not within the forecast, or stock not reported
    "at_risk": EXACT,  # money; NULL: no price known
    "stock": pa.string(),  # reported | unreported
}


def split_table(found: Shortage, outcome: Outcome) -> pa.Table:
    """One row a customer, by key."""
    portions = outcome.allocation.portions
    risks = [portion.at_risk for portion in portions]
    columns: dict[str, list[Any]] = {
        "customer": [portion.claim.customer for portion in portions],
        "customer_name": found.names.tolist(),
        "class": ["key" if portion.claim.key else "other" for portion in portions],
        "region": found.regions.tolist(),
        "need": [portion.claim.need for portion in portions],
        "on_hand": [None if np.isnan(value) else round(float(value), 4) for value in found.on_hand],
        "in_transit": [round(float(value), 4) for value in found.in_transit],
        "quantity": [portion.allocated for portion in portions],
        "unit": [found.unit] * len(portions),
        "fill_rate": [None if p.fill_rate is None else float(p.fill_rate) for p in portions],
        "run_out": [None if np.isnat(day) else day.astype(date) for day in outcome.run_out],
        "at_risk": [None if risk is None else round(risk, 2) for risk in risks],
        "stock": ["reported" if known else "unreported" for known in found.reported],
    }
    return pa.table({name: pa.array(columns[name], kind) for name, kind in COLUMNS.items()})


def split_csv(found: Shortage, outcome: Outcome, lang: str) -> bytes:
    """The table as CSV for Excel."""
    return to_csv(split_table(found, outcome), _heads(lang), _words(lang))


def split_xlsx(found: Shortage, outcome: Outcome, lang: str) -> bytes:
    """The table as a workbook; the second sheet says of what, by which rule, and what is left."""
    allocation = outcome.allocation
    facts = [
        (say(lang, "sheet.as_of"), found.as_of),
        (say(lang, "sheet.column.product"), f"{found.product} {found.name}"),
        (say(lang, "sheet.until"), found.until),
        (say(lang, "sheet.rule"), say(lang, f"rule.{allocation.rule.value}")),
        (say(lang, "sheet.available"), allocation.available),
        (say(lang, "sheet.column.quantity"), allocation.allocated),
        (say(lang, "sheet.left_over"), allocation.left_over),
    ]
    sheets = (say(lang, "sheet.split"), say(lang, "sheet.about"))
    return to_xlsx(split_table(found, outcome), _heads(lang), facts, sheets, _words(lang))


def _heads(lang: str) -> dict[str, str]:
    return {column: say(lang, f"sheet.column.{column}") for column in COLUMNS}


def _words(lang: str) -> dict[str, dict[str, str]]:
    return {
        "class": {code: say(lang, f"chart.{code}") for code in ("key", "other")},
        "stock": {code: say(lang, f"sheet.{code}") for code in ("reported", "unreported")},
    }
