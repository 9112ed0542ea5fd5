"""Contacts, activities, deliveries, targets and needs: what their words mean, and what a later file does to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kam_core.ingest.side.periods import period_of
from kam_core.store import Store
from kam_core.store.sample import BESIDE, open_sample
from tests.side_files import counts, rows_of, sell, stock


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_levels_become_one_word_each_and_what_is_unknown_stays(store: Store, tmp_path: Path) -> None:
    people = ("C001,林娟,老板,董事长", "C001,王强,库管员,", "C002,李四,业务员,", "C002,赵六,股东,", ",钱七,一线,")
    text = "\n".join(["客户编码,联系人,层级,职务", *people])
    made = stock(store, tmp_path, sell(store, tmp_path), {"people.csv": text}, table=None)
    assert made.reading.table.name == "contacts"
    assert [row["level"] for row in rows_of(made, "contacts")] == ["decision", "warehouse", "front", "股东"]
    assert counts(made) == {"accepted": 4, "rejected": 1}


def test_an_activity_needs_its_day_and_says_what_it_was(store: Store, tmp_path: Path) -> None:
    text = (
        "拜访日期,客户名称,拜访类型,我方人员,对方层级,产品编码,费用,承诺,应完成日期,是否完成\n"
        "2025-11-03,华东鸿达饮品有限公司,高层拜访,徐静,决策层,,600,送样,2025-12-01,未完成\n"
        "2025-11-04,C002,产品培训,高伟,营业员,P101,,,,\n"
        ",C002,电话,高伟,,,,,,\n"
    )
    made = stock(store, tmp_path, sell(store, tmp_path), {"visits.csv": text}, table=None)
    assert made.reading.table.name == "activities"
    first, second = rows_of(made, "activities")
    assert (first["kind"], first["level"], first["customer"], first["done"]) == ("senior", "decision", "C001", "no")
    assert (first["due"], first["cost"], first["outcome"]) == (date(2025, 12, 1), 600, "送样")
    assert (second["kind"], second["level"], second["product"]) == ("training", "front", "P101")
    assert counts(made) == {"accepted": 2, "rejected": 1}


def test_activities_add_up_and_a_list_of_people_takes_the_place_of_the_older(store: Store, tmp_path: Path) -> None:
    sold = sell(store, tmp_path)
    visits = "日期,客户编码,类型,我方人员\n2025-11-03,C001,拜访,徐静\n"
    stock(store, tmp_path, sold, {"a.csv": visits}, table="activities")
    both = stock(store, tmp_path, sold, {"b.csv": visits + "2025-11-09,C001,拜访,徐静\n"}, table="activities")
    assert [row["date"].day for row in rows_of(both, "activities")] == [3, 9]  # told again: once
    stock(store, tmp_path, sold, {"c.csv": "客户编码,联系人,层级\nC001,林娟,决策层\n"}, table="contacts")
    later = stock(store, tmp_path, sold, {"d.csv": "客户编码,联系人,层级\nC001,王强,仓管员\n"}, table="contacts")
    assert [row["contact"] for row in rows_of(later, "contacts")] == ["王强"]


def test_tiers_stand_beside_one_another_and_a_rate_is_a_share(store: Store, tmp_path: Path) -> None:
    tiers = (
        "C001,2026年,1000000,900000,1.5%",
        "C001,2026年,1000000,1100000,2%",
        "C002,2026Q1,80000,,",
        "C003,年内,5,,",
    )
    text = "\n".join(["客户编码,年度,年度目标,返利门槛,返利比例", *tiers])
    made = stock(store, tmp_path, sell(store, tmp_path), {"targets.csv": text}, table=None)
    rows = rows_of(made, "targets")
    assert [(row["period"], row.get("tier"), row.get("rate")) for row in rows[:2]] == [
        ("2026", 900000, 0.015),
        ("2026", 1100000, 0.02),
    ]
    assert rows[2]["period"] == "2026-Q1"
    assert "period" not in rows[3]  # a period that cannot be read is listed, the row stays
    assert [(r.state, r.reason, r.rows) for r in made.account.reasons] == [("cell", "date_unreadable", 1)]


def test_a_delivery_in_parts_keeps_each_part(store: Store, tmp_path: Path) -> None:
    parts = ("X1,C001,P101,10,6,2025-12-01,2025-12-01", "X1,C001,P101,10,4,2025-12-01,2025-12-09")
    text = "\n".join(
        ["单据编号,客户编码,产品编码,订货数量,实发数量,承诺到货,实际到货", *parts, "X2,C002,P101,5,,2025-12-20,"]
    )
    made = stock(store, tmp_path, sell(store, tmp_path), {"deliveries.csv": text}, table=None)
    assert made.reading.table.name == "deliveries"
    rows = rows_of(made, "deliveries")
    assert [row.get("delivered_quantity") for row in rows] == [6, 4, None]
    assert "delivered" not in rows[2]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", "2026"), ("2026年度", "2026"), ("FY2026", "2026"), ("2026-Q1", "2026-Q1"), ("Q3 2026", "2026-Q3"),
        ("2026年第2季度", "2026-Q2"), ("2026年四季度", "2026-Q4"), ("2026上半年", "2026-H1"), ("2026H2", "2026-H2"),
        ("2026年1月", "2026-01"), ("2026-1", "2026-01"), ("202603", "2026-03"), ("全年", None), ("13", None),
        ("", None),
    ],
)  # fmt: skip
def test_periods(text: str, period: str | None) -> None:
    assert period_of(text, "ymd") == period


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_has_them_all_whole(store: Store, lang: str) -> None:
    sample = open_sample(store, lang, "house")
    for table in BESIDE:
        for said in sample.manifest.side[table]:
            assert said.account.read == said.account.lines, table
            assert not said.account.reasons, table
