"""The page of service: in both languages, with and without deliveries, and the joint plan that comes back to it."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from kam_core.analysis.demand.forecast import forecast
from kam_core.analysis.demand.history import history
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.joint_plan import JointPlan, joint_plan
from kam_core.report.joint_plan import joint_plan_xlsx
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_core.store.joint_plans import Agreed, Plan, keep, plans
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import resources
from kam_ui.service import accounts, passed_over
from kam_ui.service.asked import Asked
from kam_ui.service.plan import edited
from kam_ui.view import View
from tests.caches import forget
from tests.side_files import sell, stock
from tests.test_pages_pareto import FRAME, LANGUAGES, part, said, words

HOSTILE = "<script>alert(1)</script> **x**"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    yield resources.store()
    resources.store.clear()


@pytest.fixture
def sales(store: Store, tmp_path: Path) -> Dataset:
    """Ten customers over two years; C0 and C1 bring the most."""
    lines = ["日期,客户编码,客户名称,产品编码,产品名称,单位,数量,金额"]
    for month in range(24):
        for i in range(10):
            day = f"{2024 + month // 12}-{month % 12 + 1:02d}-05"
            much = 900 - 300 * i if i < 2 else 40 - i
            lines.append(f"{day},C{i},{HOSTILE if i == 0 else f'客户{i}'},P{i % 2},产品{i % 2},箱,{much},{much * 10}")
    return store.open(sell(store, tmp_path, "\n".join(lines) + "\n"), principal=HOUSE)


@pytest.fixture
def served(store: Store, sales: Dataset, tmp_path: Path) -> Dataset:
    """C0: 5 of 8 lines kept, three late while C2 had the same product first; C2: 8 of 8. And what C0 wants."""
    came = ["单据编号,客户编码,产品编码,订货日期,订货数量,发货数量,承诺到货,实际到货"]
    for month in range(1, 9):
        late = 20 if month <= 3 else 8
        came.append(f"A{month},C0,P0,2025-0{month}-01,100,100,2025-0{month}-10,2025-0{month}-{late:02d}")
        came.append(f"B{month},C2,P0,2025-0{month}-03,10,10,2025-0{month}-14,2025-0{month}-12")
    stock(store, tmp_path, sales.id, {"came.csv": "\n".join(came) + "\n"}, table="deliveries")
    wants = "客户编码,期望交货周期,期望批量,期望市场调研\nC0,10,1000,**every** month\n"
    stock(store, tmp_path, sales.id, {"wants.csv": wants}, table="needs")
    return store.open(sales.id, principal=HOUSE)


def page(lang: str = "zh", **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page("../pages/service.py").run()
    assert not at.exception
    return at


def buttons(at: AppTest) -> set[str]:
    return {str(button.label) for button in at.get("download_button")}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("store")
def test_without_data_it_says_what_to_do(lang: str) -> None:
    assert words(lang, "empty.title") in said(page(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_comes_first_and_says_what_the_analysis_says(served: Dataset, lang: str) -> None:
    at = page(lang, data=served.address)
    sentence = str(part(at, "sentence")["sentence"])
    assert HOSTILE in sentence  # as text: the part shows no markup
    told = {
        "zh": "大客户的准时足量率是 62.5%，低于其他客户的 100%",
        "en": "Key accounts get 62.5% of their order lines on time and in full, less than the 100% of the others",
    }
    assert sentence.startswith(told[lang])
    assert {"zh": "8 行订单里 3 行没做到。大客户有 3 行订单欠着货，别家后下的 3 行却先到了。",
            "en": "62.5%: 3 of its 8 lines missed. While"}[lang] in sentence  # fmt: skip
    assert not any("<script>" in str(m.value) for m in at.markdown)
    assert words(lang, "service.give_back") in buttons(at)
    ahead = next(d.value for d in at.dataframe if "other_order" in d.value)
    assert ahead["other_order"].tolist() == ["B1", "B2", "B3"] and ahead["days"].tolist() == [2, 2, 2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_deliveries_the_sales_file_speaks_and_the_file_is_named(sales: Dataset, lang: str) -> None:
    at = page(lang, data=sales.address)
    assert {"zh": "2 家大客户一般隔 31 天下一单", "en": "The 2 key accounts usually order every 31 days"}[lang] in str(
        part(at, "sentence")["sentence"]
    )
    shown = said(at)
    assert words(lang, "service.offer.deliveries") in shown and words(lang, "service.trend") not in shown
    assert words(lang, "offer.template_xlsx") in buttons(at)


def test_needs_stand_beside_what_is_got(served: Dataset) -> None:
    at = page("zh", data=served.address, account="C0")
    rows = next(d.value for d in at.dataframe if "wanted" in d.value)
    found = {row["what"]: (row["wanted"], row["got"], list(row["met"])) for _, row in rows.iterrows()}
    # 3 lines took 19 days, 5 took 7: 11.5 on average
    assert found["交货周期（天）"] == ("10", "11.5", ["未满足"])
    assert found["每单数量"][2] == ["满足"] and found["市场调研"][2] == ["未满足"]
    assert "**every**" not in said(at)


@pytest.mark.parametrize(
    ("query", "otif"), [({"late_days": "10"}, "100%"), ({"against": "wanted"}, "62.5%"), ({"short": "5"}, "62.5%")]
)
def test_the_settings_stand_in_the_link_and_move_their_number(
    served: Dataset, query: dict[str, str], otif: str
) -> None:
    at = page("en", data=served.address, **query)
    assert f"Key accounts get {otif} of" in str(part(at, "sentence")["sentence"])
    for key, value in query.items():
        assert at.query_params[key] in (value, [value])
    assert View(served.id, served.version, service=Asked(short=Decimal("2.5"))).query("service")["short"] == ["2.5"]


@pytest.mark.parametrize("query", [{"against": "moon"}, {"late_days": "-1"}, {"late_days": "99"}, {"short": "77"}])
def test_a_bad_link_stops_with_the_reason(sales: Dataset, query: dict[str, str]) -> None:
    at = page("en", data=sales.address, **query)
    assert words("en", "stopped.title") in said(at)
    assert next(iter(query)) in said(at).replace("\\", "")


def test_an_account_without_sales_in_the_scope_is_said(sales: Dataset) -> None:
    at = page("en", data=sales.address, account="nobody")
    assert words("en", "service.account.absent", name="nobody") in said(at)


# ---- the joint plan


def plan_of(data: Dataset, plan: Plan | None) -> JointPlan:
    demand = forecast(history(data, Scope(Measure.QUANTITY)), 15)
    return joint_plan(data, Scope(), demand, "C1", None, plan)


def test_the_sheet_comes_back_and_is_refused_where_it_is_another(store: Store, sales: Dataset) -> None:
    first = joint_plan_xlsx(plan_of(sales, None), sales.id, "zh")
    at = page("en", data=sales.address, account="C1")
    at.text_input(key="plan.who").set_value("Li").run()
    at.file_uploader(key="plan.back.0").upload("plan.xlsx", first).run()
    assert not at.exception
    [kept_plan] = plans(store, sales.id, "C1", principal=HOUSE)
    assert kept_plan.who == "Li" and kept_plan.by_sheet and len(kept_plan.agreed) == 12
    assert words("en", "service.plan.back", n=1, changes=12) in said(at)
    at.file_uploader(key="plan.back.1").upload("plan.xlsx", first).run()  # made before version 1
    assert "Li changed this joint plan" in said(at)
    other = page("en", data=sales.address, account="C0")
    other.file_uploader(key="plan.back.0").upload("plan.xlsx", first).run()
    assert "This joint plan is that of customer C1" in said(other).replace("\\", "")
    strange = openpyxl.Workbook()
    out = io.BytesIO()
    strange.save(out)
    other.file_uploader(key="plan.back.1").upload("strange.xlsx", out.getvalue()).run()
    assert "is no joint plan that was exported here" in said(other).replace("\\", "")
    assert len(plans(store, sales.id, "C1", principal=HOUSE)) == 1


def test_who_comes_too_late_is_told_who_changed_what(store: Store, sales: Dataset) -> None:
    at = page("zh", data=sales.address, account="C1")
    agreed = (Agreed("P1", "2026-03", Decimal(650)),)
    keep(store, sales.id, Plan("C1", agreed, who="王芳"), seen=0, principal=HOUSE)
    at.button(key="plan.save").click().run()
    assert "王芳" in said(at) and "2026" in said(at) and len(plans(store, sales.id, "C1", principal=HOUSE)) == 1
    at.button(key="plan.save").click().run()  # now he has seen it, and changed nothing
    assert len(plans(store, sales.id, "C1", principal=HOUSE)) == 1 and not at.warning


def test_an_earlier_version_comes_back(store: Store, sales: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    from kam_ui.service import history as versions

    class Open:
        open = True

        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(versions.st, "expander", lambda *_, **__: Open())
    for n in (1, 2):
        agreed = (Agreed("P1", "2026-03", Decimal(n)),)
        keep(store, sales.id, Plan("C1", agreed, who="Li"), seen=n - 1, principal=HOUSE)
    at = page("zh", data=sales.address, account="C1")
    rows = next(d.value for d in at.dataframe if "changes" in d.value)
    assert rows["changes"].tolist() == ["P1 2026-03: 1 → 2", "P1 2026-03: – → 1"]
    at.button(key="plan.restore").click().run()
    there = plans(store, sales.id, "C1", principal=HOUSE)
    assert len(there) == 3 and there[2].agreed == there[0].agreed
    assert any("SELECT" in str(code.value) for code in at.code)  # the fold of how it is computed


def test_edited_cells_are_agreed_and_cleared_ones_are_not(sales: Dataset) -> None:
    plan = plan_of(sales, Plan("C1", (Agreed("P1", "2026-03", Decimal(5)), Agreed("P1", "2026-04", Decimal(6)))))
    edits: dict[int, dict[str, Any]] = {0: {"2026-03": None, "2026-05": 7.25}}
    assert edited(plan, edits) == (Agreed("P1", "2026-04", Decimal(6)), Agreed("P1", "2026-05", Decimal("7.25")))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("room", [accounts, passed_over])
def test_the_tables_fit_a_screen_of_1440_and_their_heads_the_columns(room: Any, lang: str) -> None:
    """1,008 pixels are left beside the menu; a letter of a head takes 6.4 of them, a Chinese one 14, its rim 12."""
    texts = tomllib.loads((FRAME.parent / "text" / f"{lang}.toml").read_text("utf-8"))["service"]
    shown = [name for name in room.SHOWN if name not in ("unit", "money", "customer")]
    assert sum(room.WIDTHS[name] for name in shown) <= 1_008
    heads = texts["ahead" if room is passed_over else "column"] | texts["screen"]
    heads |= {"lot": heads["lot_in"].format(unit={"zh": "箱", "en": "case"}[lang])} if "lot_in" in heads else {}
    told = set(shown) & heads.keys()
    assert len(told) >= 9
    for name in told:
        needs = sum(14 if ord(letter) > 255 else 6.4 for letter in heads[name]) + 12
        assert needs <= room.WIDTHS[name], (name, heads[name], needs)
