"""The playbook by hand, against plain Python, and its one law: what no file tells is unknown, neither good nor bad."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.playbook.baseline import uplift
from kam_core.analysis.playbook.cells import State
from kam_core.analysis.playbook.conflicts import Against, Credit, late_payer
from kam_core.analysis.playbook.ground import Deed
from kam_core.analysis.playbook.people_cells import _covered, _heard
from kam_core.analysis.playbook.playbook import MEASURED, Playbook
from kam_core.analysis.playbook.reward_cells import months_of, share_over
from kam_core.analysis.playbook.strategies import Code, read_book
from kam_core.errors import BadInput
from kam_core.store.dataset import Dataset
from kam_core.wording import LANGUAGES
from tests.playbook_firm import AS_OF, HOSTILE, TABLES, look, said, whole_firm, without

BOOK = {one.code: one for one in read_book()}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return whole_firm(tmp_path_factory.mktemp("firm"))


@pytest.fixture(scope="module")
def found(firm: Dataset) -> Playbook:
    return look(firm)


# ---- by hand


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        (Code.SUPPLY, ["watch overstock", "missed 31 days late", "missed 32 days late", "unknown no stock report"]),
        (Code.PEOPLE, ["good all four in touch", "missed nobody at 3", "unknown unknown", "unknown unknown"]),
        (
            Code.NEW_PRODUCTS,
            ["good 1/1 tried, 1 again", "watch 1/1 tried, 0 again", *["missed 0/1 tried, 0 again"] * 2],
        ),
        (Code.EVENTS, ["watch 1/2 supported", *["unknown unknown"] * 3]),
        (Code.SENIOR, ["good 1×", *["missed never"] * 3]),
        (Code.PROMOTIONS, ["nothing no promotion", "good +100%, then +0%", *["nothing no promotion"] * 2]),
        (Code.OPINION, ["good score 4.5", "missed open complaints: 1", *["unknown unknown"] * 2]),
        # C1 sold 110,042 up to 26 December: 11 whole months and 26/31 of the last of 12 are over
        (Code.REWARDS, ["good 112%", "missed 81%", *["unknown no target"] * 2]),
        (
            Code.INFORMATION,
            [*["watch 6 days ago, 50%"] * 2, "missed 128 days ago", "missed never reported"],
        ),
        (Code.PROMISES, ["good 1/1 kept", "missed 1 overdue", *["watch did not come"] * 2]),
    ],
)  # fmt: skip
def test_each_strategy_by_hand(found: Playbook, code: Code, cells: list[str]) -> None:
    assert found.customers == ("C1", "C2", "C3", "C4")
    assert [f"{state} {words}" for state, words in said(found, code)] == cells


def test_the_way_to_the_tier_is_what_the_pace_leaves(found: Playbook) -> None:
    figures = next(each for each in found.columns if each.strategy.code is Code.REWARDS).cells[0].figures
    over = (11 + 26 / 31) / 12
    assert figures["sold"] == 11 * 10_000 + 40 + 2
    assert figures["pace"] == pytest.approx(110_042 / over)
    assert figures["extra"] == pytest.approx(112_000 - 110_042 / over) and figures["to_tier"] == 1_958


def test_the_four_conflicts_are_flagged(found: Playbook) -> None:
    flags = {(found.customers[one.at], one.code, each.against) for one in found.conflicts for each in one.conflicts}
    assert flags == {
        ("C1", Code.REWARDS, Against.OVERSTOCKED),
        ("C2", Code.SUPPLY, Against.LATE_PAYER),
        ("C2", Code.PROMOTIONS, Against.THIN),
        ("C3", Code.NEW_PRODUCTS, Against.NO_STOCK),
    }
    assert found.finding.say("en").startswith("First, C1 Ltd: 459 short of the rebate tier (112K) at its")
    assert found.finding.say("zh").endswith("先别劝它进货。共有 4 件事与别的打法相冲突，先看清再做。")


def test_the_most_money_comes_first_and_two_kinds_of_money_are_not_mixed(found: Playbook) -> None:
    assert [one.year for one in found.actions] == sorted(one.year for one in found.actions)
    for year in (False, True):
        money = [one.money for one in found.actions if one.year is year]
        assert money == sorted(money, key=lambda one: -(one or Decimal(0)))


def test_what_a_file_says_stands_in_the_promise_as_it_is(found: Playbook) -> None:
    promise = next(one for one in found.actions if one.code is Code.PROMISES)
    assert HOSTILE in promise.said.say("en") and promise.due == date(2025, 12, 10)


def test_without_the_conditions_there_is_no_flag(tmp_path: Path) -> None:
    tables = TABLES | {
        "inventory": "date,customer code,product code,unit,on hand\n2025-12-20,C2,P1,case,9000\n",
        "customers": "customer code,receivable,credit term,credit limit\nC2,1,30,20000\n",
    }
    calm = look(whole_firm(tmp_path, tables))
    assert [(calm.customers[one.at], one.conflicts[0].against) for one in calm.conflicts] == [("C3", Against.NO_STOCK)]


@pytest.mark.parametrize(
    ("credit", "flag"),
    [
        (None, None),
        (Credit(100, 30, 200, 0.0), None),
        (Credit(100, 30, 200, 1.0), "conflict_over_term"),
        (Credit(201, None, 200, None), "conflict_over_limit"),
        (Credit(201, None, None, None), None),
    ],
)
def test_who_owes_too_much(credit: Credit | None, flag: str | None) -> None:
    against = late_payer(credit)
    assert (against.said.code if against else None) == flag


# ---- the one law


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(missing=st.sets(st.sampled_from(sorted(TABLES)), min_size=1))
def test_a_missing_table_makes_cells_unknown_and_touches_no_other(
    firm: Dataset, found: Playbook, missing: set[str]
) -> None:
    fewer = look(without(firm, *missing))
    for before, after in zip(found.columns, fewer.columns):
        tables = set(MEASURED[after.strategy.code][1])
        assert set(after.opens) == tables & missing
        if tables <= missing:
            assert {cell.state for cell in after.cells} == {State.UNKNOWN}, after.strategy.code
        elif not tables & missing:
            assert after.cells == before.cells, after.strategy.code
    codes = {one.code for one in fewer.actions if one.said.code != "do_trial"}  # that is told by the activities
    assert not [code for code in codes if set(MEASURED[code][1]) <= missing]
    assert ("customers" not in missing) or not [
        1 for one in fewer.conflicts for each in one.conflicts if each.against is Against.LATE_PAYER
    ]


def test_sales_alone_tell_nothing_here(firm: Dataset) -> None:
    bare = look(without(firm, *TABLES))
    assert bare.told == () and bare.actions == () and bare.finding.code == "playbook_unknown"
    assert set(bare.opens) == set(TABLES) - {"customers"}


def test_a_kind_nobody_notes_down_is_no_omission(tmp_path: Path) -> None:
    visits = "date,customer code,type,by\n2024-01-01,C1,call,Xu\n2025-12-01,C1,call,Xu\n"
    quiet = look(whole_firm(tmp_path, {"activities": visits}))
    for code in (Code.EVENTS, Code.SENIOR, Code.PROMOTIONS, Code.OPINION, Code.PROMISES):
        assert {state for state, _ in said(quiet, code)} == {"unknown"}, code


def test_a_file_that_begins_late_does_not_say_nobody_came(tmp_path: Path) -> None:
    late = "date,customer code,type,by\n2025-11-01,C1,senior,Boss\n"
    assert [state for state, _ in said(look(whole_firm(tmp_path, {"activities": late})), Code.SENIOR)] == [
        "good", "unknown", "unknown", "unknown",
    ]  # fmt: skip


def test_a_day_earlier_nothing_of_the_next_is_known(firm: Dataset) -> None:
    before = look(firm, date(2025, 12, 9))
    assert said(before, Code.PROMISES)[1] == ("good", "0/1 kept")  # due tomorrow; the forum has not been held
    assert said(before, Code.OPINION)[1] == ("missed", "open complaints: 1")
    assert said(look(firm, date(2025, 11, 27)), Code.OPINION)[1] == ("watch", "open complaints: 1")


# ---- parts against plain Python


@given(
    level=st.floats(1, 1e6),
    lift=st.floats(-1, 5),
    taken=st.floats(0, 1),
    season=st.lists(st.floats(0.2, 3), min_size=12, max_size=12),
)
def test_a_promotion_on_a_known_level_is_found_as_it_was_made(
    level: float, lift: float, taken: float, season: list[float]
) -> None:
    index = np.array(season) * 12 / sum(season)
    sold = level * np.tile(index, 3)
    sold[24] *= 1 + lift
    sold[25] -= taken * level * index[1]
    up = uplift(sold, index, 0, 24, 24, {24})
    assert up is not None and up.noise == pytest.approx(0, abs=1e-6 * level)
    assert up.base == pytest.approx(level * index[0])
    assert up.gain == pytest.approx(lift * level * index[0], abs=1e-6 * level)
    assert up.dip == pytest.approx(-taken * level * index[1], abs=1e-6 * level)


def test_a_promotion_that_is_not_over_or_has_no_past_is_not_told() -> None:
    flat, index = np.full(24, 100.0), np.ones(12)
    assert uplift(flat, index, 0, 23, 24, set()) is None
    assert uplift(flat, index, 0, 3, 3, set()) is None  # three months before it
    assert uplift(flat * 0, index, 0, 20, 20, set()) is None
    assert uplift(flat, index, 0, 20, 20, set(range(9, 15))) is not None
    assert uplift(flat, index, 0, 20, 20, set(range(8, 15))) is None  # five of twelve are ordinary
    running = uplift(flat, index, 0, 22, 22, set())
    assert running is not None and running.dip is None


@given(month=st.integers(1, 12), season=st.lists(st.floats(0, 5), min_size=12, max_size=12))
def test_the_share_over_is_that_of_days_where_there_is_no_season_and_grows(month: int, season: list[float]) -> None:
    months, index = months_of("2026"), np.array(season)
    days = [date(2025, 12, 31) + timedelta(step) for step in range(0, 366, 5)]
    shares = [share_over(months, index, day) for day in days]
    assert shares == sorted(shares) and shares[0] == 0 and all(0 <= one <= 1 + 1e-9 for one in shares)
    ends = date(2026, month, 28) + timedelta(4)
    ends -= timedelta(ends.day)
    weights = season if sum(season) > 0 else [1] * 12
    assert share_over(months, index, ends) == pytest.approx(sum(weights[:month]) / sum(weights))


@pytest.mark.parametrize(
    ("period", "months"),
    [("2026", 12), ("2026-H2", 6), ("2026-Q4", 3), ("2026-02", 1), ("", 0), ("2026-Q5", 0), ("2026-13", 0), ("all", 0)],
)
def test_months_of_a_period(period: str, months: int) -> None:
    assert len(months_of(period)) == months


DEED = st.builds(
    Deed,
    date=st.integers(-30, 500).map(lambda back: AS_OF - timedelta(back)),
    kind=st.sampled_from(["visit", "complaint", "feedback"]),
    by_level=st.just(""), product=st.just(""), product_name=st.just(""), cost=st.none(),
    score=st.sampled_from([None, 1.0, 3.0, 5.0]),
    outcome=st.just(""), until=st.none(), due=st.none(),
    closed=st.sampled_from([None, AS_OF - timedelta(5), AS_OF + timedelta(5)]),
    done=st.sampled_from(["", "yes", "no"]),
)  # fmt: skip


@given(st.lists(DEED, max_size=8))
def test_what_they_say_of_us_is_what_plain_python_says(deeds: list[Deed]) -> None:
    cell = _heard(AS_OF, tuple(deeds), BOOK[Code.OPINION])
    past = [d for d in deeds if d.date <= AS_OF]
    marks = [d.score for d in past if d.score is not None and (AS_OF - d.date).days < 365]
    waiting = [
        (AS_OF - d.date).days
        for d in past
        if d.kind == "complaint" and d.done != "yes" and not (d.closed and d.closed <= AS_OF)
    ]
    assert cell.figures["open"] == len(waiting) and cell.figures["scores"] == len(marks)
    if (waiting and max(waiting) > 30) or (marks and sum(marks) / len(marks) <= 2.5):
        assert cell.state is State.MISSED
    elif waiting or (marks and sum(marks) / len(marks) < 3.5):
        assert cell.state is State.WATCH
    elif marks:
        assert cell.state is State.GOOD
    assert (cell.state is State.UNKNOWN) == (cell.figures["score"] is None and not cell.figures["complaints"])


def test_a_level_with_nobody_weighs_more_than_one_out_of_touch() -> None:
    from kam_core.analysis.coverage.settings import State as Level

    assert _covered([Level.FRESH, Level.STALE, Level.NOBODY, Level.UNKNOWN]).state is State.MISSED
    assert _covered([Level.FRESH, Level.STALE, Level.FRESH, Level.UNKNOWN]).state is State.WATCH
    assert _covered([Level.FRESH, Level.THERE, Level.FRESH, Level.UNKNOWN]).state is State.UNKNOWN
    assert _covered([Level.FRESH, Level.THERE, Level.FRESH, Level.FRESH]).state is State.GOOD


def test_a_merged_account_reaches_for_the_targets_of_its_members(tmp_path: Path) -> None:
    targets = "period,customer code,target,tier,rate\n2025,C3,10000,40000,2%\n2025,C4,20000,,\n"
    dataset = whole_firm(tmp_path, {"targets": targets})
    from dataclasses import replace

    from kam_core.store.grouping import Grouping

    listed = Grouping("g1", (("C3", "Group"), ("C4", "Group")))
    one = look(replace(dataset, find_grouping=lambda _: listed), groups="g1")
    figures = next(each for each in one.columns if each.strategy.code is Code.REWARDS).cells
    own = figures[one.customers.index("g:Group")].figures
    assert (own["target"], own["tier"], own["sold"]) == (30_000, 40_000, 11 * 3_000 + 4)


# ---- the book


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_strategy_speaks_both_languages_with_its_limits(lang: str) -> None:
    for number, one in enumerate(read_book(), start=1):
        assert one.number == number and one.book is (number <= 2)
        for text in ("name", "short", "measure", "judged"):
            words = one.say(text, lang)
            assert words and "{" not in words
            assert bool(re.search("[\u4e00-\u9fff]", words)) is (lang == "zh")


def test_a_firm_has_its_own_book(tmp_path: Path) -> None:
    assert read_book(tmp_path) == read_book()
    text = (
        '[[strategy]]\ncode = "senior"\nnumber = 7\nsource = "practice"\nname = {zh = "拜访", en = "Call"}\n'
        'short = {zh = "访", en = "Call"}\nmeasure = {zh = "{days}", en = "{days}"}\n'
        'judged = {zh = "{least}", en = "x"}\n'
        "limits = {days = 90}\n"
    )
    (tmp_path / "playbook.toml").write_text(text, "utf-8")
    (own,) = read_book(tmp_path)
    assert (own.number, own.say("measure", "en"), own.say("judged", "zh")) == (7, "90", "1")
    for broken in (
        "[[strategy]]\n",
        text.replace("senior", "nonsense"),
        text.replace("{days}", "{dayz}"),
        text * 2,
        "x",
    ):
        (tmp_path / "playbook.toml").write_text(broken, "utf-8")
        with pytest.raises(BadInput, match="playbook"):
            read_book(tmp_path)
