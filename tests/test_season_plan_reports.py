"""The sheets for production and logistics, the split of a shortage, and the charts: typed, complete, without prices."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import openpyxl
import pytest

from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.analysis.supply.comparison import Comparison, compare
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.order_by import ClosedDays, days_between
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.season_need import closed_days, season_plan
from kam_core.analysis.supply.season_plan import SeasonPlan
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.analysis.supply.shortage import shortage
from kam_core.charts.season_plan import build_alt, build_figure, rules_alt, rules_figure
from kam_core.report.allocation import split_csv, split_table, split_xlsx
from kam_core.report.plan_tables import demand_table, products_table
from kam_core.report.season_plan import (
    LOGISTICS,
    PRODUCTION,
    logistics_table,
    logistics_xlsx,
    production_table,
    production_xlsx,
)
from kam_core.wording import say
from tests.season_files import season_dataset

Material = tuple[SeasonPlan, Outlook, SeasonPlan]  # A is the key account; C is
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    dataset = season_dataset(tmp_path_factory.mktemp("maker"))
    ahead = outlook(dataset, Scope(), SupplySettings(as_of=date(2025, 11, 30)))
    return season_plan(dataset, ahead, ["A"]), ahead, season_plan(dataset, ahead, ["C"])


@pytest.fixture(scope="module")
def plan(material: Material) -> SeasonPlan:
    return material[0]


@pytest.fixture(scope="module")
def compared(material: Material) -> Comparison:
    return compare(shortage(material[1], "P1", ["A"]), Decimal(1000), Decimal(12))


def cells(book: bytes, sheet: int = 0) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(book)).worksheets[sheet].iter_rows(values_only=True))


def test_production_is_told_what_how_many_and_by_when(material: Material) -> None:
    plan, ahead, _ = material
    table = production_table(plan, closed_days(ahead)).to_pylist()
    assert sum(row["quantity"] for row in table) == plan.build.made.sum()
    first = table[0]
    assert (first["week"], first["ready_by"], first["start_by"]) == ("2025-W50", date(2025, 12, 14), date(2025, 12, 5))
    assert first["lots"] == first["quantity"] / 60
    after = next(row for row in table if row["week"] == "2025-W52")
    assert (after["ready_by"], after["start_by"]) == (date(2025, 12, 28), date(2025, 12, 17)), "two closed days earlier"


def test_logistics_is_told_who_what_which_week(material: Material) -> None:
    plan = material[2]
    table = logistics_table(plan).to_pylist()
    assert sum(row["quantity"] for row in table) == pytest.approx(plan.shipping.shipped.sum())
    assert {row["customer"] for row in table if row["class"] == "key"} == {"C"}
    others = [row for row in table if row["class"] == "other"]
    assert {(row["customer"], row["region"]) for row in others} == {("", "East")}, "the others together, by region"
    assert all(row["cases"] == row["quantity"] / 12 for row in table)
    for row in table:
        monday = date.fromisocalendar(int(row["week"][:4]), int(row["week"][-2:]), 1)
        on_time = row["ship_by"] is not None and row["ship_by"] > plan.as_of
        assert row["late"] == ("" if on_time else "late")
        assert not on_time or monday <= row["ship_by"] <= monday.replace() + (date(2025, 1, 7) - date(2025, 1, 1))


@LANGUAGES
def test_the_sheets_hold_typed_cells_and_no_price(material: Material, lang: str) -> None:
    plan, ahead, _ = material
    production = production_xlsx(plan, closed_days(ahead), lang)
    logistics = logistics_xlsx(plan, lang)
    for book, columns in ((production, PRODUCTION), (logistics, LOGISTICS)):
        head, *rows = cells(book)
        assert head == tuple(say(lang, f"sheet.column.{column}") for column in columns)
        assert rows
        of = {column: [row[at] for row in rows] for at, column in enumerate(columns)}
        assert all(isinstance(value, int | float) for value in of["quantity"])
        assert all(value == "=Water" for value in of["product_name"]), "text, not a formula"
        loaded = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
        assert all(cell.data_type != "f" for row in loaded.iter_rows() for cell in row)
        day = columns.index("ready_by" if "ready_by" in columns else "ship_by")
        assert all(row[day] is None or isinstance(row[day], datetime) for row in rows)
        words = " ".join(str(value) for sheet in (0, 1) for row in cells(book, sheet) for value in row)
        assert not any(word in words for word in ("price", "money", "价", "元", "金额"))
    about = dict(row[:2] for row in cells(production, 1))
    assert about["P1 =Water"] == pytest.approx(plan.unbuilt[0], abs=1e-3)
    assert about[say(lang, "sheet.as_of")] == datetime(2025, 11, 30)


def test_nothing_to_make_is_an_empty_sheet(plan: SeasonPlan) -> None:
    build = replace(plan.build, made=np.zeros_like(plan.build.made), short=np.zeros_like(plan.build.short))
    idle = replace(plan, build=build)
    closed = ClosedDays(production=days_between(date(2025, 12, 1), date(2025, 12, 2)))
    assert len(cells(production_xlsx(idle, closed, "en"))) == 1
    assert len(cells(production_xlsx(idle, closed, "en"), 1)) == 1


@LANGUAGES
@pytest.mark.parametrize("rule", list(AllocationRule))
def test_the_chosen_split_is_exported(compared: Comparison, rule: AllocationRule, lang: str) -> None:
    outcome = compared.outcomes[rule]
    rows = split_table(compared.shortage, outcome).to_pylist()
    assert sum(row["quantity"] for row in rows) == outcome.allocation.allocated
    assert [row["on_hand"] is None for row in rows] == [False, False, True]
    head, *lines = cells(split_xlsx(compared.shortage, outcome, lang))
    at = head.index(say(lang, "sheet.column.quantity"))
    assert [line[at] for line in lines] == [row["quantity"] for row in rows]
    assert lines[0][head.index(say(lang, "sheet.column.class"))] == say(lang, "chart.key")
    about = dict(row[:2] for row in cells(split_xlsx(compared.shortage, outcome, lang), 1))
    left, there = about[say(lang, "sheet.left_over")], about[say(lang, "sheet.available")]
    assert left + sum(line[at] for line in lines) == there == 1000
    text = split_csv(compared.shortage, outcome, lang).decode("utf-8-sig").splitlines()
    assert len(text) == 4 and text[0].startswith(say(lang, "sheet.column.customer"))


@LANGUAGES
def test_the_plan_is_drawn_against_the_capacity(plan: SeasonPlan, lang: str) -> None:
    chart = build_figure(plan, lang, 0)
    made, short, capacity = chart.data
    assert np.allclose(made.y, plan.build.made[0]) and np.allclose(short.y, plan.build.short[0])
    assert np.allclose(capacity.y, plan.capacity.weekly[0])
    assert (made.name, capacity.name) == (say(lang, "chart.made"), say(lang, "chart.capacity"))
    assert made.marker.color != short.marker.color
    assert len(build_figure(plan, lang).data) == 3
    assert "1" in build_alt(plan, lang, 0) and build_alt(plan, lang)


@LANGUAGES
def test_without_a_limit_there_is_no_line(plan: SeasonPlan, lang: str) -> None:
    weekly = np.full_like(plan.capacity.weekly, np.inf)
    open_ = replace(plan, capacity=replace(plan.capacity, weekly=weekly))
    assert len(build_figure(open_, lang, 0).data) == 2
    assert build_alt(open_, lang, 0) != build_alt(plan, lang, 0)


def test_names_are_text_and_not_markup(plan: SeasonPlan, compared: Comparison) -> None:
    evil = "<a href='x'>P</a>"
    named = replace(plan, goods=replace(plan.goods, names=np.array([evil, evil], object)))
    assert "<a" not in build_figure(named, "en", 0).layout.title.text
    shown = replace(compared, shortage=replace(compared.shortage, name=evil))
    assert "<a" not in rules_figure(shown, "en").layout.title.text


@LANGUAGES
def test_the_rules_are_drawn_side_by_side(compared: Comparison, lang: str) -> None:
    keys, others = rules_figure(compared, lang).data
    assert list(keys.x) == [say(lang, f"rule.{rule.value}") for rule in AllocationRule]
    assert keys.y[2] == pytest.approx(float(compared.outcomes[AllocationRule.KEY_FIRST].key.fill_rate or 0) * 100)
    assert (keys.name, others.name) == (say(lang, "chart.key"), say(lang, "chart.other"))
    assert all(text.endswith("%") for text in keys.text)
    assert say(lang, "rule.key-first") in rules_alt(compared, lang)


@LANGUAGES
def test_every_sentence_is_said(plan: SeasonPlan, compared: Comparison, lang: str) -> None:
    said = plan.finding.say(lang)
    assert "=Water" in said and "case" in said
    assert "2026-01-31" in compared.finding.say(lang)


def test_demand_stands_by_product_and_month_with_the_others_as_one_line(plan: SeasonPlan) -> None:
    rows = demand_table(plan).to_pylist()
    assert [(row["product"], row["class"], row["month"]) for row in rows] == [
        ("P1", side, month) for side in ("key", "other") for month in ("2025-12", "2026-01")
    ]
    assert sum(row["demand"] for row in rows) == pytest.approx(plan.demand.sum())
    assert rows[0]["demand"] > rows[2]["demand"], "A sells more than B and C together"


def test_each_product_accounts_for_its_need(plan: SeasonPlan) -> None:
    water, syrup = products_table(plan).to_pylist()
    assert (water["product"], water["own_stock"], water["unreported"], water["limited"]) == ("P1", 500, 0, True)
    covered = water["from_stock"] + water["made"] + water["unbuilt"]
    assert covered - plan.build.ahead[0, -1] == pytest.approx(water["needed"])
    assert (syrup["peak_first"], syrup["own_stock"], syrup["needed"]) == (None, None, 0)
