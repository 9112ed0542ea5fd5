"""What was agreed month by month: it takes the forecast's place, beside what the season sheet says of the peak."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from kam_core.analysis.demand.history import By, made_of
from kam_core.analysis.months import shift, span
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.agreement import Basis, bases, with_agreed
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.analysis.supply.demand_path import DemandPath
from kam_core.analysis.supply.foresight import outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.peak import PeakWindow
from kam_core.analysis.supply.season_sheet import season_sheet
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.cli import main
from kam_core.schema import Measure
from kam_core.store.agreed import Agreement
from kam_core.store.decided import Decided, Sheet, decided
from kam_core.store.joint_plans import Agreed, Plan, keep, plans
from kam_core.store.principal import HOUSE
from kam_core.wording import LANGUAGES
from tests.caches import forget
from tests.season import Firm, decide, new_year, sales

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
STOCK = "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,3000\n"
PLAN, SEASON = Sheet.PLAN, Sheet.SEASON


# ---- by hand: three months are over, November to January; the peak is January and February


def path_of(*decisions: Decided, forecast: tuple[float, ...] = (100, 300, 100, 100)) -> tuple[list[float], str]:
    """The months from December on, the peak being January and February; October and November are over."""
    history = made_of(
        np.array([[50.0, 60.0]]),
        ("2025-10", "2025-11"),
        by=By.BOTH,
        measure=Measure.QUANTITY,
        as_of=date(2025, 12, 10),
        customers=np.array(["C1"], object),
        products=np.array(["P1"], object),
    )
    path = DemandPath("2025-10", np.array([[50.0, 60.0, *forecast]]))
    peak = PeakWindow(np.array(["2026-01"], "datetime64[M]"), np.array(["2026-02"], "datetime64[M]"))
    found, said = with_agreed(path, peak, history, decisions)
    assert found.monthly[0, :2].tolist() == [50, 60]  # what is over is over
    return found.monthly[0, 2:].tolist(), str(bases(said)[0])


def test_a_month_stands_for_itself_and_a_peak_for_its_months() -> None:
    month, peak = decide("C1", "P1", "2026-02", 500, PLAN), decide("C1", "P1", "2026-01", 800)
    assert path_of() == ([100, 300, 100, 100], Basis.FORECAST)
    assert path_of(month) == ([100, 300, 500, 100], Basis.PLAN)
    assert path_of(peak) == ([100, 600, 200, 100], Basis.SEASON)  # 800 as 300 to 100
    early = decide("C1", "P1", "2025-12", 7, PLAN)
    assert path_of(early, peak) == ([7, 600, 200, 100], Basis.BOTH)


def test_of_two_words_about_a_month_the_later_counts() -> None:
    month, peak = decide("C1", "P1", "2026-02", 500, PLAN), decide("C1", "P1", "2026-01", 800)
    assert path_of(month, peak) == ([100, 300, 500, 100], Basis.SEASON_NEWER)  # 800 as 300 to 500
    assert path_of(peak, month) == ([100, 600, 500, 100], Basis.PLAN_NEWER)
    assert path_of(peak, month, replace(peak, quantity=Decimal(0)))[0] == [100, 0, 0, 100]


def test_what_cannot_count_does_not() -> None:
    for month in ("2025-11", "2026-04", "2031-01"):  # over, beyond, far beyond
        assert path_of(decide("C1", "P1", month, 9, PLAN)) == ([100, 300, 100, 100], Basis.FORECAST)
    assert path_of(decide("C1", "P2", "2026-01", 9, PLAN))[1] == Basis.FORECAST
    nothing = path_of(decide("C1", "P1", "2026-01", 9, PLAN), forecast=(np.nan,) * 4)
    assert np.isnan(nothing[0]).all() and nothing[1] == Basis.FORECAST


MONTHS = span("2025-12", "2026-03")
ONE = st.tuples(st.sampled_from([PLAN, SEASON]), st.sampled_from(MONTHS), st.integers(0, 5_000))


@given(st.lists(ONE, max_size=6))
def test_by_another_way(said: list[tuple[Sheet, str, int]]) -> None:
    """The oracle walks the decisions backwards: a month is settled by the first word met, a peak as a whole."""
    found, basis = path_of(*(decide("C1", "P1", month, value, sheet) for sheet, month, value in said))
    forecast = dict(zip(MONTHS, (100.0, 300.0, 100.0, 100.0)))
    expected, settled = dict(forecast), set()
    for place in range(len(said) - 1, -1, -1):
        sheet, month, value = said[place]
        if sheet is PLAN and month not in settled:
            expected[month] = value
            settled.add(month)
        elif sheet is SEASON and month in ("2026-01", "2026-02"):
            shape = {each: forecast[each] for each in ("2026-01", "2026-02")}
            shape |= {m: float(v) for s, m, v in said[:place] if s is PLAN and m in shape}
            whole = sum(shape.values())
            for each, weight in shape.items():
                if each not in settled:
                    expected[each] = value * (weight / whole if whole else 0.5)
                    settled.add(each)
    assert found == pytest.approx([expected[month] for month in MONTHS])
    assert (basis == Basis.FORECAST) == (not settled)


# ---- as the store keeps it


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    yield Firm(tmp_path, sales([("C1", "P1", "case", new_year), ("C1", "P2", "case", new_year)])).add(STOCK)
    forget()


def plan(firm: Firm, *said: tuple[str, str, int], principal: str = HOUSE, customer: str = "C1") -> Plan:
    seen = len(plans(firm.store, firm.id, customer, principal=principal))
    made = Plan(customer, tuple(Agreed(product, month, Decimal(n)) for product, month, n in said), who="Li")
    return keep(firm.store, firm.id, made, seen=seen, principal=principal)


def sheet(firm: Firm, quantity: int, product: str = "P1") -> None:
    firm.store.keep_agreed(firm.id, [Agreement("C1", product, "2026-01", Decimal(quantity))], principal=HOUSE)


def ahead(firm: Firm, principal: str = HOUSE) -> Outlook:
    return outlook(firm.dataset, Scope(), SupplySettings(), decided(firm.store, firm.id, principal=principal))


def month(found: Outlook, name: str, row: int = 0) -> float:
    return float(found.path.monthly[row, found.path.months.tolist().index(date.fromisoformat(f"{name}-01"))])


def test_the_plan_moves_the_season(firm: Firm) -> None:
    usual = firm.look()
    plan(firm, ("P1", "2026-01", 9_000), ("P1", "2026-03", 10))
    found = ahead(firm)
    assert (month(found, "2026-01"), month(found, "2026-03")) == (9_000, 10)
    assert month(found, "2026-02") == month(usual, "2026-02")
    assert found.peak_need[0] == 9_000 and found.basis.tolist() == [Basis.PLAN, Basis.FORECAST]
    assert found.gap[0] - usual.gap[0] == pytest.approx(9_000 - usual.peak_need[0])
    assert found.run_out[0] < usual.run_out[0] and (found.path.monthly[1] == usual.path.monthly[1]).all()
    assert month(usual, "2026-01") == pytest.approx(6_000, abs=5)


def test_the_commands_look_ahead_by_what_was_agreed(firm: Firm, capsys: pytest.CaptureFixture[str]) -> None:
    def asked(*words: str) -> dict[str, Any]:
        assert main([*words, "--json"]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    split = ("allocate", firm.id, "--product", "P1", "--available", "100")
    usual = next(row for row in asked("supply", firm.id)["rows"] if row["product"] == "P1")
    before = asked(*split)["rows"][0]
    plan(firm, ("P1", "2026-01", 9_000))
    agreed = next(row for row in asked("supply", firm.id)["rows"] if row["product"] == "P1")
    assert agreed["peak_need"] == pytest.approx(usual["peak_need"] + 9_000 - 6_000, abs=5)
    assert asked(*split)["rows"][0]["need"] > before["need"] + 2_900


def test_a_plan_saved_again_decides_only_what_it_changes(firm: Firm) -> None:
    """Plan, season sheet, plan: the second plan repeats January and is new in March alone."""
    plan(firm, ("P1", "2026-01", 9_000))
    sheet(firm, 7_000)
    plan(firm, ("P1", "2026-01", 9_000), ("P1", "2026-03", 10))
    found = ahead(firm)
    assert (month(found, "2026-01"), month(found, "2026-03")) == (7_000, 10)
    assert found.basis[0] == Basis.SEASON_NEWER
    plan(firm, ("P1", "2026-01", 9_001), ("P1", "2026-03", 10))
    assert (month(ahead(firm), "2026-01"), ahead(firm).basis[0]) == (9_001, Basis.PLAN_NEWER)
    plan(firm, ("P1", "2026-03", 10))  # taken back: the season sheet counts again
    assert (month(ahead(firm), "2026-01"), ahead(firm).basis[0]) == (7_000, Basis.BOTH)


def test_to_go_back_is_a_decision_too(firm: Firm) -> None:
    first = plan(firm, ("P1", "2026-01", 9_000))
    plan(firm, ("P1", "2026-01", 5_000))
    sheet(firm, 7_000)
    keep(firm.store, firm.id, first, seen=2, principal=HOUSE)
    assert month(ahead(firm), "2026-01") == 9_000


def test_the_season_sheet_shows_what_counts(firm: Firm) -> None:
    def shown() -> tuple[float, float, str]:
        made = season_sheet(ahead(firm), "C1", firm.store.agreed(firm.id, principal=HOUSE))
        return float(made.agreed[0]), float(made.on_sheet[0]), str(made.basis[0])

    sheet(firm, 7_000)
    assert shown() == (7_000, 7_000, Basis.SEASON)
    plan(firm, ("P1", "2026-01", 9_000))
    assert shown() == (9_000, 7_000, Basis.PLAN_NEWER)
    sheet(firm, 7_000)
    assert shown() == (7_000, 7_000, Basis.SEASON_NEWER)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_which_one_counts(firm: Firm, lang: str) -> None:
    told = []
    for step in (lambda: None, lambda: plan(firm, ("P1", "2026-01", 9_000)), lambda: sheet(firm, 7_000)):
        step()
        one = account_outlook(ahead(firm), "C1", "P1")
        told.append((one.agreed, one.demand.say(lang)))
    assert [agreed for agreed, _ in told] == [False, True, True] and len({text for _, text in told}) == 3
    assert ("商定量" if lang == "zh" else "agreed") in told[1][1]
    assert ("比联合计划新" if lang == "zh" else "newer than the joint plan") in told[2][1]
    whole = account_outlook(ahead(firm), "C1").demand  # P2 is not reported: only P1 is in it
    assert whole.code == "demand_agreed"


def test_the_plan_is_its_owners(firm: Firm) -> None:
    plan(firm, ("P1", "2026-01", 9_000), principal="w-a")
    assert decided(firm.store, firm.id, principal="w-b") == ()
    assert [one.quantity for one in decided(firm.store, firm.id, principal="w-a")] == [9_000]


def test_a_frozen_link_keeps_what_was_agreed_then(firm: Firm) -> None:
    plan(firm, ("P1", "2026-01", 9_000))
    soon = datetime.now(UTC) + timedelta(days=1)
    frozen, live = (
        firm.store.share(
            firm.id, firm.dataset.version, "supply", {}, expires=soon, day=date(2025, 12, 26), lang="en", live=live,
            principal=HOUSE,
        )[0]
        for live in (False, True)
    )  # fmt: skip
    plan(firm, ("P1", "2026-01", 5_000))
    sheet(firm, 4_000)
    seen = [decided(firm.store, firm.id, principal=each.principal) for each in (frozen, live)]
    assert [[(one.sheet, one.quantity) for one in each] for each in seen] == [
        [(PLAN, 9_000)],
        [(PLAN, 5_000), (SEASON, 4_000)],
    ]


def test_a_plan_in_money_moves_an_outlook_in_money(tmp_path: Path) -> None:
    """A file without quantities is planned and looked ahead in money alike: nothing is converted."""
    lines = ["customer code,product code,date,amount", *(f"C1,P1,{m}-10,{100 + 100 * m.endswith('-01')}" for m in
             span(shift("2025-11", -35), "2025-11")), "C1,P1,2025-12-26,1"]  # fmt: skip
    firm = Firm(tmp_path, "\n".join(lines) + "\n")
    plan(firm, ("P1", "2026-01", 777))
    found = ahead(firm)
    assert found.demand.history.measure is Measure.AMOUNT and month(found, "2026-01") == 777


# ---- on the pages


def page(name: str, firm: Firm, lang: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    for key, value in {"lang": lang, "data": firm.id, "account": "C1", **query}.items():
        at.query_params[key] = value
    at.switch_page(f"../pages/{name}.py")
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize(
    ("lang", "by_plan", "newer"),
    [
        ("zh", "需求按商定量（联合计划）", "以联合计划为准"),
        ("en", "Demand is what was agreed (joint plan)", "changed some of these months since"),
    ],
)
def test_the_supply_page_says_what_demand_goes_by(firm: Firm, lang: str, by_plan: str, newer: str) -> None:
    def said() -> str:
        return "\n".join(each.value for each in page("supply", firm, lang, item="P1").caption).replace("\\", "")

    assert by_plan not in said()
    plan(firm, ("P1", "2026-01", 9_000))
    assert by_plan in said() and "9,000" in said()
    sheet(firm, 7_000)
    plan(firm, ("P1", "2026-01", 8_000))
    assert newer in said() and "8,000" in said()


@pytest.mark.parametrize(("lang", "word"), [("zh", "备货确认单后来另定了"), ("en", "has set another quantity")])
def test_the_service_page_says_where_the_season_sheet_is_newer(firm: Firm, lang: str, word: str) -> None:
    def said() -> str:
        return "\n".join(each.value for each in page("service", firm, lang).caption)

    plan(firm, ("P1", "2026-01", 9_000))
    assert word not in said()
    sheet(firm, 7_000)
    assert word in said() and "P1 name" in said()
