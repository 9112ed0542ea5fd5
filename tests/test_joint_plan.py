"""The joint plan: its figures, the sheet that goes out and comes back, and two people who save at once."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from sqlalchemy import select, update

from kam_core.analysis.demand.forecast import forecast
from kam_core.analysis.demand.history import history
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.joint_plan import JointPlan, covered, joint_plan
from kam_core.analysis.service.needs import Met, Need, Needs
from kam_core.errors import BadInput, ChangedMeanwhile, UnknownDataset, UnreadableFile
from kam_core.report.joint_plan import joint_plan_xlsx
from kam_core.report.returned import accept, read_joint_plan
from kam_core.schema import Measure
from kam_core.store import Store, janitor
from kam_core.store.catalog import datasets
from kam_core.store.dataset import Dataset
from kam_core.store.decision_tables import joint_plans
from kam_core.store.joint_plans import Agreed, Plan, changes, keep, plans
from kam_core.store.principal import HOUSE
from tests.side_files import sell, stock

NEEDS = Needs({"C1": (Need("lead_time", 10.0, 12.0, Met.NEARLY, True), Need("research", "x", None, Met.NOT, False))})
TARGETS = "客户编码,期间,目标,返利门槛,返利比例\nC1,2026,50000,40000,2%\nC1,2024,1,1,1%\nC2,2026,777777,1,1%\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    yield Store(tmp_path / "store")


@pytest.fixture
def data(store: Store, tmp_path: Path) -> Dataset:
    """Two years of three customers; C1 buys P1 and P2, a =1+1 product among them."""
    lines = ["日期,客户编码,客户名称,产品编码,产品名称,单位,数量,金额"]
    for month in range(24):
        day = f"{2024 + month // 12}-{month % 12 + 1:02d}-15"
        lines += [f"{day},C1,华东,P1,=1+1,箱,{100 + month},{(100 + month) * 10}", f"{day},C1,华东,P2,苏打水,箱,20,400"]
        lines += [f"{day},C2,CANARYNAME,P1,=1+1,箱,7,91"]
    sales = sell(store, tmp_path, "\n".join(lines) + "\n")
    stock(store, tmp_path, sales, {"targets.csv": TARGETS}, table="targets")
    return store.open(sales, principal=HOUSE)


def made(data: Dataset, plan: Plan | None = None, customer: str = "C1") -> JointPlan:
    demand = forecast(history(data, Scope(Measure.QUANTITY), as_of=date(2025, 12, 26)), 13)
    return joint_plan(data, Scope(), demand, customer, NEEDS, plan)


def plan_of(*said: tuple[str, str, Any], **more: Any) -> Plan:
    return Plan("C1", tuple(Agreed(p, m, Decimal(str(q))) for p, m, q in said), who="Li", **more)


def test_months_agreed_forecast_and_targets_stand_side_by_side(data: Dataset) -> None:
    found = made(data, plan_of(("P1", "2026-02", 500)))
    assert found.months[0] == "2026-01" and found.months[-1] == "2026-12" and len(found.months) == 12
    assert found.products.tolist() == ["P1", "P2"] and found.name == "华东"
    assert found.planned[0, 1] == 500 and found.planned[0, 0] == found.forecast[0, 0]
    assert found.last_year[0].tolist()[:2] == [112, 113]
    assert found.prices.tolist() == [10, 20]
    [target] = found.targets  # 2024 is over, C2's is its own
    assert (target.period, target.target, target.tier, target.rate) == ("2026", 50000, 40000, Decimal("0.02"))
    assert target.planned == pytest.approx(float((found.planned * [[10], [20]]).sum()))
    assert [need.what for need in found.needs] == ["lead_time", "research"]


def test_what_was_agreed_for_something_no_longer_bought_stays_in_the_plan(store: Store, tmp_path: Path) -> None:
    lines = ["日期,客户编码,产品编码,数量,金额", *(f"2024-{m:02d}-05,C1,OLD,5,50" for m in range(1, 5))]
    lines += [f"{2024 + m // 12}-{m % 12 + 1:02d}-05,C1,NEW,5,50" for m in range(24)]
    data = store.open(sell(store, tmp_path, "\n".join(lines) + "\n"), principal=HOUSE)
    assert made(data).products.tolist() == ["NEW"]
    assert made(data, plan_of(("OLD", "2026-01", 3))).products.tolist() == ["NEW", "OLD"]


@pytest.mark.parametrize(
    ("period", "first", "last", "n"),
    [("2026", "2026-01", "2026-12", 12), ("2026-H2", "2026-07", "2026-12", 6), ("2026-Q2", "2026-04", "2026-06", 3),
     ("2026-05", "2026-05", "2026-05", 1)],
)  # fmt: skip
def test_the_months_of_a_target(period: str, first: str, last: str, n: int) -> None:
    months = covered(period)
    assert (months[0], months[-1], len(months)) == (first, last, n)
    assert covered("") == covered("soon") == covered("2026-13") == ()


# ---- out and in


def filled(content: bytes, **cells: Any) -> bytes:
    """The sheet as a spreadsheet would save it, with cells changed by their address."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(content: bytes, product: str, month: str) -> str:
    """The address of a quantity."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == month for cell in row))
    column = next(cell.column_letter for cell in head if cell.value == month)
    line = next(row[0].row for row in sheet.iter_rows(min_row=head[0].row + 1) if row[0].value == product)
    return f"{column}{line}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_goes_out_and_comes_back(data: Dataset, lang: str) -> None:
    plan = made(data, plan_of(("P1", "2026-02", 500), id=4, number=2, note="together"))
    content = joint_plan_xlsx(plan, data.id, lang)
    same = read_joint_plan(content, "x.xlsx")
    assert (same.dataset, same.customer, same.plan, same.note) == (data.id, "C1", 4, "together")
    said = {(one.product, one.month): one.quantity for one in same.agreed}
    assert len(said) == 24 and said["P1", "2026-02"] == 500
    assert said["P1", "2026-01"] == round(plan.forecast[0, 0])
    cells = {place(content, "P1", "2026-03"): 650.5, place(content, "P2", "2026-04"): None}
    back = read_joint_plan(filled(content, **cells), "x.xlsx")
    now = {(one.product, one.month): one.quantity for one in back.agreed}
    assert now["P1", "2026-03"] == Decimal("650.5") and ("P2", "2026-04") not in now and len(now) == 23


def test_whole_numbers_of_the_sheet_end_in_no_decimal_point(data: Dataset) -> None:
    """Excel shows 500 in the form #,##0.#### as "500."; decimals show where there are some."""
    content = joint_plan_xlsx(made(data, plan_of(("P1", "2026-02", "500.5"))), data.id, "zh")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    for month, value in (("2026-01", None), ("2026-02", 500.5)):
        cell = sheet[place(content, "P1", month)]
        assert cell.number_format == "#,##0" and value in (None, cell.value)
    (area,) = sheet.conditional_formatting
    (rule,) = area.rules
    corner = str(area.sqref).split(":")[0]
    assert corner == place(content, "P1", "2026-01") and rule.formula == [f"{corner}<>INT({corner})"]
    assert rule.dxf.numFmt.formatCode == "#,##0.####"


def test_it_is_text_protected_and_about_nobody_else(data: Dataset) -> None:
    content = joint_plan_xlsx(made(data), data.id, "zh")
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert sheet.protection.sheet and book.worksheets[1].sheet_state == "veryHidden"
    open_cells = {
        c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked and c.value is not None
    }
    assert place(content, "P1", "2026-01") in open_cells
    named = [c for row in sheet.iter_rows() for c in row if c.value == "=1+1"]
    assert named and all(cell.data_type == "s" for cell in named)
    raw = b"".join(
        zipfile.ZipFile(io.BytesIO(content)).read(n) for n in zipfile.ZipFile(io.BytesIO(content)).namelist()
    )
    assert b"CANARYNAME" not in raw and b"777777" not in raw and b"C2<" not in raw


@pytest.mark.parametrize("value", ["many", -1, "1e999", "#N/A"])
def test_a_cell_that_is_no_quantity_is_named(data: Dataset, value: Any) -> None:
    content = joint_plan_xlsx(made(data), data.id, "en")
    where = place(content, "P1", "2026-03")
    with pytest.raises(BadInput) as told:
        read_joint_plan(filled(content, **{where: value}), "plan.xlsx")
    assert told.value.code == "plan_bad_cell"
    assert told.value.facts["line"] == int("".join(c for c in where if c.isdigit()))
    assert told.value.facts["column"] == "2026-03" and "plan.xlsx" in str(told.value)


def test_another_file_is_refused(data: Dataset) -> None:
    other = openpyxl.Workbook()
    other.active["A1"] = "P1"  # type: ignore[index]
    out = io.BytesIO()
    other.save(out)
    with pytest.raises(BadInput) as told:
        read_joint_plan(out.getvalue(), "x.xlsx")
    assert told.value.code == "plan_sheet_foreign"
    with pytest.raises(BadInput):
        read_joint_plan(b"a,b\n1,2\n", "x.csv")
    with pytest.raises(UnreadableFile):
        read_joint_plan(b"", "x.xlsx")
    content = joint_plan_xlsx(made(data), data.id, "zh")
    with pytest.raises(UnreadableFile):
        read_joint_plan(content[: len(content) // 2], "x.xlsx")
    twice = filled(content, **{place(content, "P2", "2026-01").replace("D", "A"): "P1"})
    with pytest.raises(BadInput) as told:
        read_joint_plan(twice, "x.xlsx")
    assert told.value.code == "plan_sheet_product_twice"


def test_another_accounts_or_datasets_sheet_is_refused(data: Dataset) -> None:
    back = read_joint_plan(joint_plan_xlsx(made(data), data.id, "zh"), "x.xlsx")
    plan, seen = accept(back, data.id, "C1", (), "Li")
    assert seen == 0 and plan.by_sheet and plan.who == "Li"
    for dataset, customer, code in (
        ("other", "C1", "plan_sheet_other_data"),
        (data.id, "C2", "plan_sheet_other_account"),
    ):
        with pytest.raises(BadInput) as told:
            accept(back, dataset, customer, (), "Li")
        assert told.value.code == code
    with pytest.raises(BadInput):  # made from a plan nobody here has seen
        accept(replace(back, plan=99), data.id, "C1", (), "Li")


# ---- who was faster


def test_saving_over_a_later_version_names_who_changed_what(store: Store, data: Dataset) -> None:
    first = keep(store, data.id, plan_of(("P1", "2026-02", 500)), seen=0, principal=HOUSE)
    assert (first.number, first.who) == (1, "Li")
    sheet = joint_plan_xlsx(made(data, first), data.id, "zh")
    later = replace(plan_of(("P1", "2026-02", 650), ("P2", "2026-03", 7)), who="王芳")
    keep(store, data.id, later, seen=1, principal=HOUSE)
    there = plans(store, data.id, "C1", principal=HOUSE)
    mine, seen = accept(read_joint_plan(sheet, "x.xlsx"), data.id, "C1", there, "Li")
    with pytest.raises(ChangedMeanwhile) as told:
        keep(store, data.id, mine, seen=seen, principal=HOUSE)
    assert told.value.facts["who"] == "王芳"
    assert told.value.facts["changes"] == ("P1 2026-02: 500 → 650", "P2 2026-03: – → 7")
    assert "王芳" in str(told.value) and "500 → 650" in str(told.value)
    assert plans(store, data.id, "C1", principal=HOUSE) == there


def test_the_history_stays_and_an_earlier_version_comes_back(store: Store, data: Dataset) -> None:
    one = keep(store, data.id, plan_of(("P1", "2026-02", 5)), seen=0, principal=HOUSE)
    keep(store, data.id, plan_of(("P1", "2026-02", 6)), seen=1, principal=HOUSE)
    again = keep(store, data.id, replace(one, who="Wang"), seen=2, principal=HOUSE)
    there = plans(Store(store.folder), data.id, "C1", principal=HOUSE)  # after a restart
    assert [p.number for p in there] == [1, 2, 3] and there[-1] == again and again.agreed == one.agreed
    assert [(c.before, c.after) for c in changes(there[0], there[1])] == [(5, 6)]
    assert changes(there[0], there[2]) == () and changes(None, there[0])[0].before is None
    assert plans(store, data.id, "C2", principal=HOUSE) == ()


def test_two_at_the_very_same_moment(store: Store, data: Dataset) -> None:
    outcomes: list[str] = []

    def save(who: str) -> None:
        try:
            keep(store, data.id, replace(plan_of(("P1", "2026-02", 5)), who=who), seen=0, principal=HOUSE)
            outcomes.append("kept")
        except ChangedMeanwhile:
            outcomes.append("told")

    threads = [threading.Thread(target=save, args=(str(n),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept"] + ["told"] * 5


def test_a_workspace_meets_its_own_and_the_houses(store: Store, data: Dataset) -> None:
    keep(store, data.id, plan_of(("P1", "2026-02", 1)), seen=0, principal=HOUSE)
    mine = keep(store, data.id, plan_of(("P1", "2026-02", 2)), seen=1, principal="w-a")
    assert mine.number == 2
    assert [p.owner for p in plans(store, data.id, "C1", principal="w-b")] == [HOUSE]
    assert [p.owner for p in plans(store, data.id, "C1", principal="w-a")] == [HOUSE, "w-a"]
    with pytest.raises(UnknownDataset):
        plans(store, "none", "C1", principal="w-a")


def test_a_dataset_gone_for_good_takes_its_plans_along(store: Store, data: Dataset) -> None:
    keep(store, data.id, plan_of(("P1", "2026-02", 1)), seen=0, principal=HOUSE)
    store.delete(data.id, principal=HOUSE)
    with store.catalog.writing() as connection:
        connection.execute(update(datasets).values(deleted="2020-01-01T00:00:00.000000+00:00"))
    janitor.purge_deleted(store)
    with store.catalog.reading() as connection:
        assert connection.execute(select(joint_plans)).all() == []


@pytest.mark.parametrize("value", ["-1", "NaN", "1E+20", "0.00001"])
def test_what_is_no_quantity_is_refused(store: Store, data: Dataset, value: str) -> None:
    with pytest.raises(BadInput):
        keep(store, data.id, plan_of(("P1", "2026-02", value)), seen=0, principal=HOUSE)
    twice = plan_of(("P1", "2026-02", 1), ("P1", "2026-02", 2))
    with pytest.raises(BadInput):
        keep(store, data.id, twice, seen=0, principal=HOUSE)
    assert np.isnan(made(data).agreed).all()
