"""Coverage: the four dots, the worst gap, the work list, visits, training and problems, against plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.coverage.close_up import close_up
from kam_core.analysis.coverage.coverage import Coverage, coverage
from kam_core.analysis.coverage.settings import LEVELS, STATES, CoverageSettings, Level, State
from kam_core.analysis.coverage.work import LACKS, Lack
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from tests.people_sales import PeopleSales, activity, contact, people_sales
from tests.small_sales import row

patient = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
TODAY = date(2025, 6, 30)
ALL = Cut(Rule.TOP, Decimal(100))
F, S, T, N, U = State  # fresh, stale, there, nobody, unknown


def covered(sales: PeopleSales, cut: Cut = ALL, as_of: date = TODAY, **limits: Any) -> Coverage:
    return coverage(sales, draw(rank(sales, Scope()), cut), as_of, CoverageSettings(**limits))


def states(found: Coverage, customer: str) -> list[State]:
    at = found.customers.tolist().index(customer)
    return [STATES[state] for state in found.grid.states[at]]


def sold(*customers: str) -> list[dict[str, Any]]:
    """The first buys most; one manager for two of them each."""
    return [
        row(c, "2025-06-01", 100 * (len(customers) - i), manager=("M1", "M2")[i % 2]) for i, c in enumerate(customers)
    ]


# ---- the dots


def test_the_four_dots_by_hand(tmp_path: Path) -> None:
    everyone = [contact("A", level) for level in ("decision", "middle", "front", "warehouse")]
    sales = people_sales(
        tmp_path,
        sold("A", "B", "C", "D"),
        contacts=[*everyone, contact("B", "decision"), contact("C", "股东")],
        activities=[
            activity("A", "2025-06-30", "decision"),  # today
            activity("A", "2025-04-01", "middle"),  # 90 days: still fresh
            activity("A", "2025-03-31", "front"),  # 91 days
            activity("A", "2025-07-01", "warehouse"),  # tomorrow: not looked at
            activity("B", "2025-06-01", "warehouse"),  # reached, though not in the list
            activity("D", "2025-06-01", "front"),
        ],
    )
    found = covered(sales)
    assert states(found, "A") == [F, F, S, S]
    assert states(found, "B") == [S, N, N, F]
    assert states(found, "C") == [U, U, U, U]  # a level that cannot be read may be any of them
    assert states(found, "D") == [U, U, F, U]  # in no list of contacts
    assert found.grid.days[0].tolist() == [0, 90, 91, -1]
    assert found.grid.people[0].tolist() == [1, 1, 1, 1] and found.grid.unread.tolist() == [0, 0, 1, 0]
    assert states(covered(sales, stale=91), "A") == [F, F, F, S]


def test_a_touch_without_a_level_belongs_to_the_level_of_the_person_named(tmp_path: Path) -> None:
    people = [contact("A", "front", "Li"), contact("A", "middle", "Wang"), contact("A", "front", "Wang")]
    told = [activity("A", "2025-06-01", contact="Li"), activity("A", "2025-06-02", contact="Wang")]
    found = covered(people_sales(tmp_path, sold("A"), contacts=people, activities=told))
    assert states(found, "A") == [N, S, F, N]
    assert found.grid.unplaced.tolist() == [1]  # two people called Wang


def test_a_complaint_of_theirs_is_no_touch_of_ours(tmp_path: Path) -> None:
    told = [activity("A", "2025-06-01", "front", kind) for kind in ("complaint", "report")]
    found = covered(people_sales(tmp_path, sold("A"), contacts=[contact("A", "front")], activities=told))
    assert states(found, "A")[2] is S


def test_without_a_list_of_activities_nobody_is_called_stale(tmp_path: Path) -> None:
    found = covered(people_sales(tmp_path, sold("A"), contacts=[contact("A", "front")]))
    assert states(found, "A") == [N, N, T, N]
    assert found.visits is found.problems is found.training is None
    assert [found.work.lack(i) for i in range(found.work.n)] == [Lack.NOBODY] * 3


def test_without_contacts_nothing_is_known_but_what_was_done(tmp_path: Path) -> None:
    found = covered(people_sales(tmp_path, sold("A"), activities=[activity("A", "2025-06-01", "front")]))
    assert states(found, "A") == [U, U, F, U] and not found.contacts and found.unlisted == 1
    none = covered(people_sales(tmp_path, sold("A")))
    assert states(none, "A") == [U, U, U, U] and none.finding.code == "coverage_unlisted"


LEVEL = st.sampled_from(["decision", "middle", "front", "warehouse", "", "股东"])
CONTACTS = st.lists(st.builds(contact, st.sampled_from("ABC"), LEVEL, st.sampled_from("xyz")), max_size=8)
DAY = st.integers(-20, 200).map(lambda back: str(TODAY - timedelta(back)))
KIND = st.sampled_from(["visit", "call", "training", "complaint", "senior", "陪同"])
ACTIVITIES = st.lists(
    st.builds(
        activity,
        st.sampled_from("ABC"),
        DAY,
        LEVEL,
        KIND,
        contact=st.sampled_from(["x", "y", ""]),
        by=st.sampled_from(["P", "Q"]),
    ),
    max_size=10,
)
WORSE = {F: 3, S: 2, N: 1, U: 1}


@patient
@given(CONTACTS, ACTIVITIES, st.integers(0, 120))
def test_the_dots_are_what_plain_python_says(
    tmp_path: Path, people: list[dict[str, Any]], told: list[dict[str, Any]], stale: int
) -> None:
    found = covered(people_sales(tmp_path, sold("A", "B", "C"), contacts=people, activities=told), stale=stale)
    for customer in "ABC":
        own = [one for one in people if one["customer"] == customer]
        expected = []
        for level in LEVELS:
            days = [
                (TODAY - date.fromisoformat(one["date"])).days
                for one in told
                if one["customer"] == customer and one["kind"] != "complaint" and reached(one, people) == level.value
            ]
            days = [one for one in days if one >= 0]
            if any(one["level"] == level.value for one in own) or days:
                expected.append(F if days and min(days) <= stale else S)
            else:
                expected.append(N if own and all(one["level"] in set(LEVELS) for one in own) else U)
        assert states(found, customer) == expected


def reached(one: dict[str, Any], people: list[dict[str, Any]]) -> str:
    """The level an activity reached, by hand."""
    if one["level"] in set(LEVELS):
        return str(one["level"])
    known = {p["level"] for p in people if (p["customer"], p["contact"]) == (one["customer"], one["contact"])}
    known &= set(LEVELS)
    return str(known.pop()) if len(known) == 1 and one["contact"] else ""


@patient
@given(CONTACTS, ACTIVITIES.filter(len), st.data())
def test_no_dot_improves_when_an_activity_is_taken_away(
    tmp_path: Path, people: list[dict[str, Any]], told: list[dict[str, Any]], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(told) - 1))
    fewer = told[:gone] + told[gone + 1 :]
    before = covered(people_sales(tmp_path / "1", sold("A", "B", "C"), contacts=people, activities=told))
    after = covered(people_sales(tmp_path / "2", sold("A", "B", "C"), contacts=people, activities=fewer))
    for customer in "ABC":
        pairs = zip(states(before, customer), states(after, customer))
        assert all(WORSE[now] <= WORSE[was] for was, now in pairs)


@patient
@given(CONTACTS, ACTIVITIES, st.integers(0, 3))
def test_the_counts_add_up(tmp_path: Path, people: list[dict[str, Any]], told: list[dict[str, Any]], line: int) -> None:
    sales = people_sales(tmp_path, sold("A", "B", "C"), contacts=people, activities=told)
    found = covered(sales, Cut(Rule.COUNT, Decimal(line)))
    for level in LEVELS:
        assert sum(found.count(state, level) for state in STATES) == line
    work, lacks = found.work, Counter(found.work.lacks.tolist())
    for state, lack in ((N, Lack.NOBODY), (S, Lack.STALE)):
        assert lacks[LACKS.index(lack)] == sum(found.count(state, level) for level in LEVELS)
    assert lacks[LACKS.index(Lack.NO_CONTACTS)] == found.unlisted
    assert sum(owner.gaps for owner in work.by_owner) == work.n
    assert sum(owner.accounts for owner in work.by_owner) == len(set(work.at.tolist()))
    money = [int(found.money[at]) for at in work.at]
    assert money == sorted(money, reverse=True) == work.money.tolist()
    assert found.visits is not None
    for one in found.visits.visitors:
        assert one.only_decision + one.below + one.unread == one.visits
        assert all(met <= one.visits for met in one.met.values())
    key = set(found.customers[found.key].tolist())
    made = {(a["by"], a["customer"], a["date"]) for a in told if a["kind"] == "visit" and a["customer"] in key}
    assert found.visits.whole.visits == sum(date.fromisoformat(day) <= TODAY for _, _, day in made)


# ---- the sentence and the work list


def test_the_worst_gap_is_the_one_with_the_most_money(tmp_path: Path) -> None:
    """Two small accounts lack a warehouse keeper, the largest one somebody on the front line."""
    lacking = {"A": "front", "B": "warehouse", "C": "warehouse"}
    people = [contact(c, level) for c in "ABC" for level in LEVELS if lacking[c] != level]
    told = [activity(c, "2025-06-01", level) for c in "ABC" for level in LEVELS if lacking[c] != level]
    rows = [row("A", "2025-06-01", 1000), row("B", "2025-06-01", 300), row("C", "2025-06-01", 200)]
    found = covered(people_sales(tmp_path, rows, contacts=people, activities=told))
    assert found.worst == (N, Level.FRONT)
    assert found.finding.say("zh") == ("3 家大客户里，1 家没有一线联系人，近 1 个整月买了 1,000；最大的是【A】。")
    smaller = covered(people_sales(tmp_path, rows[1:], contacts=people, activities=told))
    assert smaller.finding.say("en") == (
        "No warehouse keeper is known at 2 of 2 key accounts; they bought 500 in the last 1 complete months, "
        "and B bought the most."
    )
    assert [(found.customers[found.work.at[i]], found.work.level(i)) for i in range(3)] == [
        ("A", Level.FRONT), ("B", Level.WAREHOUSE), ("C", Level.WAREHOUSE),
    ]  # fmt: skip


def test_where_nobody_is_missing_the_stale_levels_are_named(tmp_path: Path) -> None:
    people = [contact(c, level) for c in "AB" for level in LEVELS]
    fresh = [activity("A", "2025-06-01", level) for level in LEVELS]
    sales = people_sales(tmp_path, sold("A", "B", "C"), contacts=people, activities=[*fresh, *(
        activity("B", "2025-06-01", level) for level in LEVELS[:3]
    )])  # fmt: skip
    found = covered(sales)
    assert found.worst == (S, Level.WAREHOUSE)
    assert found.finding.say("en") == (
        "Warehouse keepers not in touch for over 90 days: 1 of 3 key accounts, which bought 200 in the last "
        "1 complete months, and B bought the most."
    )
    assert found.rest is not None and found.rest.say("en") == "At 1 no contact is listed."
    two = Cut(Rule.COUNT, Decimal(1))
    assert covered(sales, two).finding.say("zh") == "全部 1 家大客户四层都有人，90 天内都联系过。"
    assert covered(sales, Cut(Rule.COUNT, Decimal(0))).finding.code == "coverage_no_key_accounts"


def test_the_money_is_that_of_the_last_twelve_complete_months(tmp_path: Path) -> None:
    rows = [row("A", f"{2024 + m // 12}-{m % 12 + 1:02d}-05", 10) for m in range(18)]
    sales = people_sales(tmp_path, [*rows, row("A", "2025-07-01", 500)], contacts=[], complete="2025-06")
    found = covered(sales)
    assert (found.year.first, found.year.last, found.months) == ("2024-07", "2025-06", 12)
    assert found.money.tolist() == [1_200_000]


def test_the_owner_is_the_manager_else_the_salesperson_else_the_lists(tmp_path: Path) -> None:
    rows = [
        row("A", "2025-06-01", 3, manager="M", salesperson="S"),
        row("B", "2025-06-01", 2, salesperson="S"),
        row("C", "2025-06-01", 1),
        row("D", "2025-06-01", 1),
    ]
    listed = [{"customer": "A", "manager": "X"}, {"customer": "C", "salesperson": "T"}]
    found = covered(people_sales(tmp_path, rows, contacts=[], customers=listed))
    assert found.owners.tolist() == ["M", "S", "T", ""]
    assert [(owner.name, owner.accounts, owner.money) for owner in found.work.by_owner] == [
        ("M", 1, 3), ("S", 1, 2), ("T", 1, 1), ("", 1, 1),
    ]  # fmt: skip
    assert found.work.of("S").tolist() == [1] and found.work.of(None).tolist() == [0, 1, 2, 3]


# ---- visits


def test_a_visit_is_a_person_a_customer_and_a_day(tmp_path: Path) -> None:
    told = [
        activity("A", "2025-06-01", "decision", by="P"),
        activity("A", "2025-06-01", "front", by="P"),  # the same visit met two
        activity("A", "2025-06-02", "decision", by="P"),
        activity("A", "2025-06-03", "decision", by="P"),
        activity("A", "2025-06-03", "", by="P", contact="?"),  # whom else nobody can tell
        activity("A", "2025-06-04", "", by="P"),
        activity("A", "2025-06-05", "decision", "senior", by="P"),  # to the bosses by its nature
        activity("B", "2025-06-05", "decision", by="P"),  # no key account
        activity("A", "2024-06-30", "decision", by="P"),  # a year ago
    ]
    sales = people_sales(tmp_path, sold("A", "B"), contacts=[], activities=told)
    visits = covered(sales, Cut(Rule.COUNT, Decimal(1))).visits
    assert visits is not None
    (one,) = visits.visitors
    assert (one.visits, one.only_decision, one.below, one.unread) == (4, 1, 1, 2)
    assert one.met == {Level.DECISION: 3, Level.MIDDLE: 0, Level.FRONT: 1, Level.WAREHOUSE: 0}
    assert one.only_share == Fraction(1, 2)
    assert visits.finding.say("en") == (
        "50% of 4 visits met decision makers and nobody else; 0 met a warehouse keeper."
    )


def test_the_most_one_sided_is_named_from_ten_visits_on(tmp_path: Path) -> None:
    def went(by: str, level: str, times: int, month: str) -> list[dict[str, Any]]:
        return [activity("A", f"{month}-{day + 1:02d}", level, by=by) for day in range(times)]

    told = [
        *went("P", "decision", 9, "2025-05"),
        *went("Q", "decision", 6, "2025-05"),
        *went("Q", "front", 4, "2025-06"),
    ]
    visits = covered(people_sales(tmp_path, sold("A"), contacts=[], activities=told)).visits
    assert visits is not None
    assert visits.finding.facts["name"] == "Q" and visits.finding.facts["most"] == Fraction(6, 10)
    untold = covered(people_sales(tmp_path, sold("A"), activities=[activity("A", "2025-06-01")])).visits
    assert untold is not None and untold.finding.code == "visits_untold"


# ---- training


def test_training_by_complex_product_by_hand(tmp_path: Path) -> None:
    goods = [
        {"product": "X", "product_name": "Ex", "complex": "yes", "launched": "2025-03-01"},
        {"product": "Y", "product_name": "Ypsilon", "complex": "yes", "launched": "2020-01-01"},
        {"product": "Z", "complex": "no"},
        {"product": "W", "complex": "yes"},  # nobody buys it, nobody was trained
    ]
    rows = [
        row("A", "2025-06-01", 300, product="X"),
        row("A", "2025-06-01", 300, product="Y"),
        row("B", "2025-06-01", 200, product="X"),
        row("C", "2025-06-01", 100, product="Z"),
        row("C", "2025-06-02", -50, product="X"),  # a return alone is no purchase
    ]
    told = [
        activity("A", "2025-01-01", "decision"),  # since when activities are known
        activity("A", "2025-03-31", "front", "training", product="X", contact="Li"),
        activity("A", "2025-04-30", "warehouse", "training", product="X", contact="Wu"),
        activity("C", "2025-02-27", "front", "training", product="X"),  # before the launch
        activity("A", "2025-05-01", "front", "training", product="Y"),
        activity("A", "2025-05-02", "front", "training", product="Z"),
    ]
    found = covered(people_sales(tmp_path, rows, contacts=[], activities=told, products=goods)).training
    assert found is not None and found.complex == 3 and found.begins == date(2025, 1, 1)
    ex, why = found.products
    assert (ex.name, ex.buyers, ex.trained_buyers, ex.share, ex.days) == ("Ex", 2, 1, Fraction(1, 2), 14.0)
    assert ex.levels == {Level.DECISION: 0, Level.MIDDLE: 0, Level.FRONT: 2, Level.WAREHOUSE: 1}
    assert (why.product, why.buyers, why.trained_buyers, why.days) == ("Y", 1, 1, None)  # launched before any list
    first = found.trained[0]
    assert (first.first, first.days, first.times, first.people) == (date(2025, 3, 31), 30, 2, ("Li", "Wu"))
    assert first.levels == (Level.FRONT, Level.WAREHOUSE) and first.buys
    assert [one.days for one in found.trained if one.customer == "C"] == [-2]
    assert found.untrained == (("B", "X"),)
    assert found.finding.say("zh") == (
        "大客户在卖的复杂产品，3 家次里培训过 2 家次；缺得最多的是【Ex】：2 家在卖，1 家没人受过培训。"
    )


@pytest.mark.parametrize(
    ("goods", "code"),
    [
        ([{"product": "X", "complex": ""}], "training_no_complex"),
        ([{"product": "W", "complex": "yes"}], "training_nobody_buys"),
        (None, None),
    ],
)
def test_what_the_list_of_products_does_not_say(
    tmp_path: Path, goods: list[dict[str, Any]] | None, code: str | None
) -> None:
    rows = [row("A", "2025-06-01", 300, product="X")]
    found = covered(people_sales(tmp_path, rows, activities=[activity("A", "2025-06-01")], products=goods)).training
    assert (found.finding.code if found else None) == code


# ---- problems


def test_problems_are_counted_by_the_level_they_came_from(tmp_path: Path) -> None:
    told = [
        activity("A", "2025-06-01", "warehouse", "complaint", contact="Wu", outcome="late"),
        activity("A", "2025-06-02", "front", "complaint", done="yes"),
        activity("A", "2025-06-03", "", "complaint", closed="2025-06-20"),
        activity("A", "2025-06-04", "front", "complaint", closed="2025-07-20"),  # closed after the day looked at
        activity("A", "2025-06-05", "decision", "visit", score=Decimal(2)),
        activity("A", "2025-06-05", "decision", "visit", score=Decimal(3)),
        activity("A", "2024-06-05", "decision", "complaint"),  # over a year ago
    ]
    sales = people_sales(tmp_path, sold("A"), contacts=[], activities=told)
    found = covered(sales).problems
    assert found is not None
    assert found.by_level == {Level.DECISION: 1, Level.MIDDLE: 0, Level.FRONT: 2, Level.WAREHOUSE: 1, None: 1}
    assert (len(found.listed), found.open, found.from_below) == (5, 2, Fraction(3, 4))
    assert [one.day.day for one in found.listed] == [5, 4, 3, 2, 1] and found.listed[-1].outcome == "late"
    assert len(covered(sales, low_score=3).problems.listed) == 6  # type: ignore[union-attr]
    none = covered(people_sales(tmp_path, sold("A"), activities=[activity("A", "2025-06-01")])).problems
    assert none is not None and none.finding.code == "problems_none"


# ---- customers that count as one


def test_a_group_is_covered_where_any_member_is(tmp_path: Path) -> None:
    people = [contact("A", "front"), contact("B", "decision"), contact("C", "warehouse")]
    told = [activity("C", "2025-06-01", "warehouse"), activity("B", "2025-05-01", "front", "training", product="X")]
    rows = [row(c, "2025-06-01", amount, product="X") for c, amount in (("A", 300), ("B", 200), ("C", 150))]
    goods = [{"product": "X", "complex": "yes"}]
    sales = people_sales(tmp_path, rows, contacts=people, activities=told, products=goods)
    found = coverage(sales, draw(rank(sales, Scope(groups="g")), ALL), TODAY)
    assert found.customers.tolist() == ["G", "A"] and found.money.tolist() == [3_500_000, 3_000_000]
    assert states(found, "G") == [S, N, F, F] and states(found, "A") == [N, N, S, N]
    assert found.training is not None
    assert (found.training.products[0].buyers, found.training.untrained) == (2, (("A", "X"),))


# ---- one account close up


def test_the_rows_behind_one_account(tmp_path: Path) -> None:
    people = [contact("A", "front", "Li"), contact("A", "decision", "Bo"), contact("B", "front")]
    told = [
        activity("A", "2025-06-01", contact="Li"),
        activity("A", "2025-06-03", "middle"),
        activity("A", "2025-07-03"),
        activity("B", "2025-06-03"),
    ]
    sales = people_sales(tmp_path, sold("A", "B"), contacts=people, activities=told)
    found = close_up(sales, "A", TODAY)
    assert found.contacts is not None and found.activities is not None
    assert found.contacts["contact"].to_pylist() == ["Bo", "Li"]
    assert found.activities["level"].to_pylist() == ["middle", "front"]
    nothing = close_up(people_sales(tmp_path, sold("A")), "A", TODAY)
    assert nothing.contacts is nothing.activities is None
