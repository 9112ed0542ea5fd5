"""Targets, needs, customers, products and deliveries as spreadsheets write them: months in a row, figures in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.errors import NotThisTable
from kam_core.ingest.recipe import Upload
from kam_core.ingest.side.codes import Codes
from kam_core.ingest.side.measures import measured
from kam_core.ingest.side.steps import steps_in
from kam_core.ingest.side.tables import side_table
from kam_core.store import Store
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from tests.side_files import TODAY, codes, counts, rejects_of, rows_of, sell, stock, write

HONGDA, BAICHUAN = "华东鸿达饮品有限公司", "成都百川商贸有限公司"
MONTHS = ",".join(f"{n}月" for n in range(1, 13))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def read(store: Store, folder: Path, text: str, table: str, **said: Any) -> Any:
    made = stock(store, folder, sell(store, folder), {"list.csv": text.encode("gb18030")}, table=None, **said)
    assert made.reading.table.name == table
    return made


def test_months_side_by_side_are_targets_where_the_title_says_so(store: Store, tmp_path: Path) -> None:
    text = (
        f"2026年度销售任务分解表,,,,,,,,,,,,,,\n单位：万元,,,,,,,,,,,,,,\n客户编码,客户名称,全年合计,{MONTHS}\n"
        f"C001,{HONGDA},78,{','.join(map(str, range(1, 13)))}\nC002,{BAICHUAN},,{','.join(['5'] * 11)},x\n"
        f"合计,,133{',1' * 12}\n"
    )
    made = read(store, tmp_path, text, "targets")
    rows = rows_of(made, "targets")
    first = {row["period"]: row["target"] for row in rows if row["customer"] == "C001"}
    assert first == {"2026": 780_000} | {f"2026-{n:02d}": n * 10_000 for n in range(1, 13)}
    assert sorted(row["period"] for row in rows if row["customer"] == "C002") == [f"2026-{n:02d}" for n in range(1, 12)]
    assert counts(made) == {"accepted": 2, "skipped": 1} and "read_in_units" in codes(made)
    assert [(state, value) for _, state, _, _, value in rejects_of(made) if state == "cell"] == [("cell", "x")]


def test_such_a_file_never_becomes_sales(store: Store, tmp_path: Path) -> None:
    head = f"客户编码,{MONTHS}\nC001,{','.join(['5'] * 12)}\nC002,{','.join(['7'] * 12)}\n"
    targets = write(tmp_path, "a.csv", f"2026年销售目标{',' * 12}\n{head}")
    with pytest.raises(NotThisTable) as refused:
        import_files(store, [targets], principal=HOUSE, today=TODAY)
    assert refused.value.code == "months_are_targets"
    reached: Upload = write(tmp_path, "b.csv", f"2024年销售目标完成情况{',' * 12}\n{head}")
    assert import_files(store, [reached], principal=HOUSE, today=TODAY).dataset is not None


def test_quarters_side_by_side(store: Store, tmp_path: Path) -> None:
    text = f"客户名称,2026年Q1,2026年Q2,2026年Q3,2026年Q4\n{HONGDA},30万,30万,40万,40万\n"
    made = stock(store, tmp_path, sell(store, tmp_path), {"list.csv": text}, table="targets")
    assert {row["period"]: row["target"] for row in rows_of(made, "targets")} == {
        "2026-Q1": 300_000, "2026-Q2": 300_000, "2026-Q3": 400_000, "2026-Q4": 400_000,
    }  # fmt: skip


def test_tiers_in_words_and_side_by_side(store: Store, tmp_path: Path) -> None:
    text = (
        f"客户名称,年度,年度任务(万元),返利政策\n{HONGDA},2026,100,满100万返2%，满150万返3%\n"
        f"{BAICHUAN},2026,50,看情况\n"
        "江苏同诚副食有限公司,2026,30,无\n"
    )
    made = read(store, tmp_path, text, "targets")
    found = [(row["customer"], row["target"], row.get("tier"), row.get("rate")) for row in rows_of(made, "targets")]
    assert found == [
        ("C001", 1_000_000, 1_000_000, 0.02), ("C001", 1_000_000, 1_500_000, 0.03),
        ("C002", 500_000, None, None), ("C003", 300_000, None, None),
    ]  # fmt: skip
    assert counts(made) == {"accepted": 3}
    assert [(line, state, value) for line, state, _, _, value in rejects_of(made)] == [(3, "cell", "看情况")]
    pairs = "Customer,Year,Target,Tier 1,Rebate 1,Tier 2,Rebate 2\nC001,2026,1000,900,1.5,1100,2\n"
    made = stock(store, tmp_path, sell(store, tmp_path), {"pairs.csv": pairs}, table=None)
    assert [(row["tier"], row["rate"]) for row in rows_of(made, "targets")] == [(900, 0.015), (1100, 0.02)]
    assert "read_as_share" in codes(made)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("满100万返2%，满150万返3%", [("100万", "2%"), ("150万", "3%")]),
        ("完成50万返1.5%；超80万返2.5个点", [("50万", "1.5%"), ("80万", "2.5%")]),
        ("≥1,000,000元：2%", [("1,000,000元", "2%")]),
        ("over 100k rebate 2%; over 200k rebate 3%", [("100k", "2%"), ("200k", "3%")]),
        ("无", []), ("", []), ("满100万面议", None), ("返2%", None), ("满100万返2%，另送空调一台", None),
    ],
)  # fmt: skip
def test_steps(text: str, steps: list[tuple[str, str]] | None) -> None:
    assert steps_in(text) == steps


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("7天", "days", 7), ("一周", "days", 7), ("2 weeks", "days", 14), ("5-7天", "days", None),
        ("尽快", "days", None),
        ("月结30天", "credit", 30), ("Net 45", "credit", 45), ("现款现货", "credit", 0), ("COD", "credit", 0),
        ("面议", "credit", None),
        ("每月2次", "times a month", 2), ("每季度一次", "times a year", 4), ("twice a year", "times a year", 2),
        ("每两周1次", "times a year", 26), ("weekly", "times a year", 52), ("看情况", "times a year", None),
        ("25.5元/箱", "one", Decimal("25.5")), ("200 cases", "one", 200), ("整车", "one", None), ("4分", "one", 4),
    ],
)  # fmt: skip
def test_measures(text: str, measure: str, value: Decimal | None) -> None:
    assert measured(text, measure, ".") == value


def test_lists_of_customers_products_needs_and_deliveries(store: Store, tmp_path: Path) -> None:
    text = (
        f"客户编码,客户名称,客户分类,大区,业务员,应收余额,信用额度(万元),账期,建档时间\n"
        f'C001,{HONGDA},总代理,华东,徐静,"120,000.00",50,月结30天,2019年3月\n'
        f"C002,{BAICHUAN},经销商,西南,高伟,(500.00),10万,现款现货,2021\n合计,,,,,119500,,,\n"
    )
    made = read(store, tmp_path, text, "customers")
    found = [(r["receivable"], r["credit_limit"], r["credit_term"], r["opened"]) for r in rows_of(made, "customers")]
    assert found == [(120_000, 500_000, 30, date(2019, 3, 1)), (-500, 100_000, 0, date(2021, 1, 1))]
    assert [total.agrees for total in made.account.totals] == [True]
    text = (
        "SKU,Product Name,Pack,UoM,Launch,Technical product\nP101,Water,24x550ml,case,Mar-23,No\n"
        "P102,Soda,12x330ml,case,Aug 2025,Yes\n"
    )
    found = [(r["launched"], r["complex"]) for r in rows_of(read(store, tmp_path, text, "products"), "products")]
    assert found == [(date(2023, 3, 1), "no"), (date(2025, 8, 1), "yes")]
    text = (
        f"客户名称,期望交货周期,期望送货频率,期望价格,期望培训,市场调研需求\n"
        f"{HONGDA},一周,每月2次,25.5元/箱,每季度一次,竞品价格\n"
    )
    row = rows_of(read(store, tmp_path, text, "needs"), "needs")[0]
    assert (row["lead_time_wanted"], row["frequency_wanted"], row["price_wanted"], row["training_wanted"]) == (
        7,
        2,
        25.5,
        4,
    )
    text = (
        "订单号,客户,物料,物料描述,订单数量,要求到货日,承诺到货日,发货日,实际签收日,签收数量,承运商\n"
        f"X1,{HONGDA},P101,清泉天然水,100箱,2025-11-03,2025/11/5,2025-11-04,2025-11-06,98,顺丰\n"
        f"X2,{BAICHUAN},P102,清泉苏打水,50,2025-11-03,待定,,,,\n"
    )
    made = read(store, tmp_path, text, "deliveries")
    first, second = rows_of(made, "deliveries")
    assert (first["wanted"], first["promised"], first["shipped"], first["delivered"]) == tuple(
        date(2025, 11, n) for n in (3, 5, 4, 6)
    )
    assert (first["ordered"], first["delivered_quantity"], second["product"]) == (100, 98, "P102")
    assert [(line, value) for line, _, _, _, value in rejects_of(made)] == [(3, "待定")]


LEVELS = side_table("contacts").columns["level"].codes


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("老板娘", "decision"), ("销售总监", "decision"), ("Deputy General Manager", "decision"),
        ("采购", "middle"), ("财务经理", "middle"),
        ("Head of Purchasing", "middle"), ("店长", "front"), ("Store manager", "front"), ("营业员", "front"),
        ("库管", "warehouse"),
        ("仓储部长", "warehouse"), ("Warehouse Manager", "warehouse"), ("顾问", None), ("Cook", None), ("", None),
    ],
)  # fmt: skip
def test_levels_of_titles(title: str, level: str | None) -> None:
    assert LEVELS.read(title) == level


@given(st.text(alphabet="abz 仓库经理导购", max_size=12))
def test_a_code_is_one_of_the_list_and_the_first_wins_wherever_it_stands(text: str) -> None:
    found = LEVELS.read(text)
    assert found is None or found in LEVELS.all
    assert LEVELS.read(f"{text}仓库{text}经理") == "warehouse"
    assert Codes().read(text) is None
