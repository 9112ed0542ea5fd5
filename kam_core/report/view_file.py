"""A whole view as one workbook or CSV: everyone in rank order, the key accounts before their season, and what it is."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from kam_core.analysis.classes import firm_wide
from kam_core.analysis.cut import Rule
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.supply.status import SEVERITY
from kam_core.report import supply_table
from kam_core.report.csv import to_csv
from kam_core.report.shown import Shown
from kam_core.report.statement import statement
from kam_core.report.xlsx import OPTIONS, to_book, write_facts, write_table
from kam_core.wording import say

STOCK = ("name", "customer", "status", "days_left", "order_by", "run_out", "cover", "on_hand", "in_transit", "unit",
         "peak", "peak_need", "gap", "product", "product_name", "backward")  # fmt: skip


def view_xlsx(shown: Shown, lang: str) -> bytes:
    """The workbook: the ranking, the key accounts before their season where stock is known, and what it was made of; of
    a page with an answer of its own, its tables whole."""
    out = io.BytesIO()
    said = [("", shown.sentence(lang)), *stated(shown, lang)]
    if shown.answer:
        sheets = [(each.title, each.table, each.heads) for each in shown.answer.sheets(lang)]
        return to_book(sheets, said, say(lang, "sheet.about"))
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        words = code_words(lang)
        write_table(book, say(lang, "report.sheet_ranked"), heads(shown, lang), shown.table, words)
        if shown.supply:
            table = supply_table.supply_table(shown.supply.accounts)
            write_table(book, say(lang, "report.sheet_supply"), stock_heads(lang), table, words)
        write_facts(book, say(lang, "sheet.about"), said)
    return out.getvalue()


def view_csv(shown: Shown, lang: str) -> bytes:
    """The ranking as CSV for Excel; of a page with an answer of its own, its main table."""
    if shown.answer:
        main = shown.answer.sheets(lang)[0]
        return to_csv(main.table, main.heads)
    return to_csv(shown.table, heads(shown, lang), code_words(lang))


def heads(shown: Shown, lang: str) -> dict[str, str]:
    """Column of the ranked table -> its words; columns the file has nothing for are left out."""
    columns = ["rank", "name", *_about(shown.pareto), "value", "share", "cumulative_share", "year_on_year"]
    columns += supply_table.ON_HOME if set(supply_table.ON_HOME) <= set(shown.table.column_names) else ()
    columns += _hand(shown.pareto)
    ranking = shown.pareto.ranking
    columns += [name for name, there in (("customer_type", ranking.types), ("region", ranking.regions)) if any(there)]
    columns += ["class"] if firm_wide(ranking.scope) == ranking.scope else ["class", "firm_wide_class"]
    measure = ranking.scope.measure.value
    return {name: _head(lang, f"value_{measure}" if name == "value" else name) for name in columns}


def stock_heads(lang: str) -> dict[str, str]:
    """Column of the supply table -> its words."""
    return {name: _head(lang, name) for name in STOCK}


def code_words(lang: str) -> dict[str, dict[str, str]]:
    """The words of the codes in the cells."""
    classes = {code: say(lang, f"chart.{code}") for code in ("key", "other")}
    return {
        "class": classes,
        "firm_wide_class": classes,
        "mark": {code: say(lang, f"hand_mark.{code}") for code in ("pinned", "excluded")},
        "status": {status: say(lang, f"status.{status}") for status in SEVERITY},
    }


def stated(shown: Shown, lang: str) -> list[tuple[str, Any]]:
    """What the view was made of, in words."""
    dataset = shown.dataset
    facts = statement(shown.basis, dataset.name, dataset.address, dataset.manifest.created)
    percent = shown.basis.cut.rule in (Rule.TOP, Rule.REACH)
    said = [(code, float(value) if code == "cut" and percent else value) for code, value in facts]
    beside = [("", shown.answer.beside(lang))] if shown.answer else []
    return [*beside, *((say(lang, f"statement.{code}"), _value(lang, code, value)) for code, value in said)]


def _about(pareto: Pareto) -> list[str]:
    return ["customer"] if (pareto.ranking.customers != pareto.ranking.names).any() else []


def _hand(pareto: Pareto) -> list[str]:
    return [*(["mark"] if pareto.marks else []), *(["reason"] if any(p.reason for p in pareto.marks.values()) else [])]


def _value(lang: str, code: str, value: Any) -> Any:
    if code == "measure":
        return _head(lang, f"value_{value}")
    if code == "created":
        return str(value)[:16].replace("T", " ")
    return say(lang, f"cut_rule.{value}") if code == "rule" else value


def _head(lang: str, column: str) -> str:
    return say(lang, f"sheet.column.{column}")
