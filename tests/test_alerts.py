"""The list of things to do, by hand: each kind, its money and its day; what a mark does, and what brings it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.alerts.alert import Alert, Target
from kam_core.analysis.alerts.drawn import Alerts, draw_alerts
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.alerts.sorted import Back, marks_of, sort_out, worse
from kam_core.analysis.alerts.sources import gather
from kam_core.analysis.alerts.tasks import tasks
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.errors import BadInput
from kam_core.store.alert_marks import Deed, What
from tests.people_sales import contact, people_sales
from tests.season import Firm, flat, new_year, sales
from tests.small_sales import row

DAY = date(2025, 12, 26)
LANGUAGES = ("zh", "en")
USUAL = AlertSettings()


def of_firm(firm: Firm, count: int, asked: AlertSettings = USUAL) -> Alerts:
    pareto = draw(rank(firm.dataset, Scope()), Cut(Rule.COUNT, Decimal(count)))
    return draw_alerts(gather(firm.dataset, pareto, DAY, asked, firm.look()), asked)


def of_people(folder: Path, rows: list[Any], count: int, asked: AlertSettings = USUAL, **tables: Any) -> Alerts:
    dataset: Any = people_sales(folder, rows, **tables)
    pareto = draw(rank(dataset, Scope()), Cut(Rule.COUNT, Decimal(count)))
    return draw_alerts(gather(dataset, pareto, DAY, asked, uploads=[(1, dataset)]), asked)


def by_kind(found: Alerts, kind: Kind) -> list[Alert]:
    return [one for one in found.listed if one.kind is kind]


# ---- the season


STOCK = "date,customer code,product code,unit,on hand\n2025-12-20,C1,P1,case,1400\n2025-12-20,C2,P1,case,4660\n"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    made = [("C1", "P1", "case", new_year), ("C2", "P1", "case", flat), ("C3", "P1", "case", flat)]
    return Firm(tmp_path_factory.mktemp("firm"), sales(made)).add(STOCK)


def test_what_runs_dry_before_goods_can_arrive(firm: Firm) -> None:
    (late,) = by_kind(of_firm(firm, 3), Kind.RUN_OUT)
    # 1,400 - 6 x 96.77 = 819.35 on the 26th; 5 days of December leave 335.48: the 2nd of January is not covered
    assert (late.customer, late.item, late.period, late.due) == ("C1", "P1", "2026-01", date(2025, 11, 30))
    assert late.waiting == 26
    seen = firm.look()
    # short of a peak in reach: what is missing until it ends, at 2 a unit
    assert late.money == Decimal(str(round(float(seen.gap[0]) * 2, 2))) and late.money > 10_000
    assert late.view == Target("supply", {"tab": "due", "account": "C1", "item": "P1"})
    assert "26 days late" in late.finding.say("en") and "已晚 26 天" in late.finding.say("zh")


def test_what_has_to_be_ordered_soon(firm: Firm) -> None:
    (soon,) = by_kind(of_firm(firm, 3), Kind.ORDER_BY)
    # 4,660 - 580.65 = 4,079.35; 36 days to the end of January at 96.77: 595.48 left, 107.14 a day in February: the 6th
    # is not covered, and 33 days before it lies the 4th of January
    assert (soon.customer, soon.due, soon.waiting) == ("C2", date(2026, 1, 4), 0)
    assert "9 days left" in soon.finding.say("en")
    assert by_kind(of_firm(firm, 3, AlertSettings(order_within=8)), Kind.ORDER_BY) == []
    assert len(by_kind(of_firm(firm, 3, AlertSettings(order_within=9)), Kind.ORDER_BY)) == 1


def test_only_key_accounts_are_looked_at(firm: Firm) -> None:
    assert {one.customer for one in of_firm(firm, 1).listed} == {"C1"}
    assert of_firm(firm, 0).listed == ()


def test_who_has_not_reported(firm: Firm) -> None:
    (never,) = by_kind(of_firm(firm, 3), Kind.REPORT)
    assert (never.customer, never.due, never.money) == ("C3", None, Decimal(72_000))  # 12 x 3,000 x 2
    old = by_kind(of_firm(firm, 3, AlertSettings(report_age=5)), Kind.REPORT)
    assert {(one.customer, one.due) for one in old} == {
        ("C1", date(2025, 12, 25)),
        ("C2", date(2025, 12, 25)),
        ("C3", None),
    }
    assert (
        len(by_kind(of_firm(firm, 3, AlertSettings(report_age=6)), Kind.REPORT)) == 1
    )  # on its very day it is not old


# ---- the relation


def monthly(customer: str, months: int, amount: int, **more: str) -> list[Any]:
    """An order on the 10th of each of the last `months` months before December 2025."""
    found = []
    for back in range(months):
        month = 11 - back
        found.append(row(customer, f"{2025 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-10", amount, **more))
    return found


def test_slipped_below_the_cut_by_more_than_the_margin(tmp_path: Path) -> None:
    def quarters(customer: str, before: int, after: int) -> list[Any]:
        return [row(customer, "2024-10-05", before, manager="Wang"), row(customer, "2025-10-05", after, manager="Wang")]

    rows = [*quarters("A", 900, 950), *quarters("B", 500, 380), *quarters("C", 450, 420), *quarters("D", 100, 400)]
    rows += [row("A", "2024-09-05", 1), row("A", "2025-11-30", 1)]
    found = by_kind(of_people(tmp_path, rows, 2, AlertSettings(off=(Kind.SILENT,))), Kind.SLIPPED)
    # the line of 2: C with 420; B has 380, within 10 % of it (378): held
    assert found == []
    (slipped,) = by_kind(of_people(tmp_path, rows, 2, AlertSettings(margin=9, off=(Kind.SILENT,))), Kind.SLIPPED)
    assert (slipped.customer, slipped.money, slipped.owner, slipped.due) == ("B", Decimal(120), "Wang", None)
    assert slipped.period == "2025-09:2025-11"
    compared = {"before": "2024-09:2024-11", "after": "2025-09:2025-11"}
    assert slipped.view.query == compared | {"margin": "9", "list": "left"}


def test_silent_for_longer_than_its_own_gap(tmp_path: Path) -> None:
    days = [date(2025, 9, 1) + timedelta(10 * step) for step in range(7)]  # every 10 days until 31 October
    rows = [row("A", day.isoformat(), 10, salesperson="Li") for day in days] + [row("B", "2025-12-26", 1)]
    (quiet,) = by_kind(of_people(tmp_path, rows, 2), Kind.SILENT)
    # twice the median of 10 days: on 20 November it became unusual
    assert (quiet.customer, quiet.money, quiet.due, quiet.owner) == ("A", Decimal(70), date(2025, 11, 20), "Li")
    assert (quiet.waiting, quiet.period) == (36, "2025-10-31")
    assert by_kind(of_people(tmp_path, rows, 2, AlertSettings(silent_times=6)), Kind.SILENT) == []
    assert by_kind(of_people(tmp_path, rows, 0), Kind.SILENT) == []  # nobody the cut or the period before names


def test_nobody_at_a_level(tmp_path: Path) -> None:
    people = [contact("A", "decision"), contact("A", "front"), contact("B", "")]
    rows = [*monthly("A", 12, 10, manager="Wang"), *monthly("B", 12, 9)]
    found = of_people(tmp_path, rows, 2, contacts=people)
    levels = by_kind(found, Kind.NOBODY)
    assert [(one.customer, one.item, one.owner) for one in levels] == [
        ("A", "middle", "Wang"),
        ("A", "warehouse", "Wang"),
    ]
    assert {one.money for one in levels} == {Decimal(120)}
    (task,) = [one for one in found.tasks if one.kind is Kind.NOBODY]
    assert task.money == Decimal(120)  # the account's, not once a level
    assert task.finding.say("zh") == "【A】没有中层联系人；没有仓管员联系人。"


def test_promises_overdue(tmp_path: Path) -> None:
    said: dict[str, Any] = {"customer": "A", "kind": "training", "by": "Li", "date": "2025-11-01", "due": "2025-12-01"}
    told = [
        said,
        said,  # the same once more
        said | {"product": "P1", "product_name": "Water", "due": "2025-12-25"},
        said | {"kind": "visit", "done": "yes"},
        said | {"kind": "call", "closed": "2025-12-02"},
        said | {"kind": "event", "due": "2025-12-26"},  # due today: not overdue
        said | {"kind": "trial", "closed": "2025-12-27"},  # after the day: not known yet
        said | {"kind": "forum", "date": "2025-12-27", "due": "2025-12-20"},  # written down after the day
        said | {"customer": "Z", "customer_name": "Zeta", "kind": "吃饭", "by": ""},  # no sales, words of its own
    ]
    found = by_kind(of_people(tmp_path, monthly("A", 12, 10, manager="Wang"), 1, activities=told), Kind.PROMISE)
    assert {(one.customer, one.item_name, str(one.due), one.owner, one.money) for one in found} == {
        ("A", "", "2025-12-01", "Li", Decimal(120)),
        ("A", "Water", "2025-12-25", "Li", Decimal(120)),
        ("Z", "", "2025-12-01", "", Decimal(0)),
    } and len(found) == 4  # the training and the trial are of the same day
    assert [one.finding.say("zh") for one in found if one.customer == "Z"] == [
        "【Zeta】吃饭，应于 2025-12-01 完成，已过期 25 天。"
    ]
    few = of_people(tmp_path, monthly("A", 12, 10), 1, AlertSettings(overdue=1), activities=told)
    assert {str(one.due) for one in by_kind(few, Kind.PROMISE)} == {"2025-12-01"}


def test_a_kind_nobody_wants_is_left_out(tmp_path: Path) -> None:
    rows = monthly("A", 12, 10)
    assert len(of_people(tmp_path, rows, 1, contacts=[contact("A", "front")]).listed) == 3
    off = AlertSettings(off=(Kind.NOBODY,))
    assert of_people(tmp_path, rows, 1, off, contacts=[contact("A", "front")]).listed == ()


def test_no_data_beside_the_sales_and_nothing_to_do(tmp_path: Path) -> None:
    found = of_people(tmp_path, monthly("A", 12, 10), 1)
    assert found.listed == () and found.finding == Finding("alerts_none", {})


# ---- the list


def an_alert(**said: Any) -> Alert:
    usual: dict[str, Any] = {
        "kind": Kind.ORDER_BY, "customer": "C", "name": "C Ltd", "item": "P", "item_name": "P", "period": "2026-01",
        "money": Decimal(100), "due": DAY, "owner": "Wang", "what": Finding("alert_report_never"),
        "view": Target("supply", {"account": "C", "item": "P"}), "as_of": DAY,
    }  # fmt: skip
    return Alert(**(usual | said))


def test_an_id_stays_while_kind_account_item_and_period_do() -> None:
    one = an_alert()
    assert one.id == an_alert(money=Decimal(1), due=None, owner="Li", name="D", as_of=date(2026, 2, 1)).id
    others = [an_alert(kind=Kind.RUN_OUT), an_alert(customer="D"), an_alert(item="Q"), an_alert(period="2027-01")]
    assert len({one.id, *(other.id for other in others)}) == 5
    assert an_alert(customer="C1", item="1").id != an_alert(customer="C", item="11").id


def test_one_task_a_kind_account_and_owner() -> None:
    """Money of several products is added; the first due day speaks."""
    first, second = an_alert(item="Q", due=date(2025, 12, 1)), an_alert(money=Decimal(250))
    task, other = tasks([second, an_alert(owner="Li", money=Decimal(5)), first])
    assert (task.alerts, task.money, task.due) == ((first, second), Decimal(350), date(2025, 12, 1))
    assert task.view == Target("supply", {"account": "C"}) and other.view.query["item"] == "P"
    assert tasks([an_alert(money=None)])[0].money is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence(firm: Firm, lang: str) -> None:
    found = of_firm(firm, 3)
    said = found.finding.say(lang)
    assert found.first is not None and found.first.kind is Kind.RUN_OUT and found.first.finding.say(lang) in said
    assert (found.finding.facts["n"], found.accounts, found.finding.facts["late"]) == (3, 3, 1)


def test_largest_money_first(firm: Firm) -> None:
    sums = [one.money for one in of_firm(firm, 3).listed]
    assert sums == sorted(sums, key=lambda money: -(money or 0))


# ---- done and put off


def marked(one: Alert, what: What, until: date | None = None) -> dict[str, Any]:
    return {one.id: (marks_of([one])[0], Deed(what, until=until))}


def listed(*alerts: Alert) -> Alerts:
    return Alerts(DAY, AlertSettings(), alerts)


def test_done_stays_away_and_put_off_until_its_day() -> None:
    one, other = an_alert(), an_alert(item="Q")
    found = sort_out(listed(one, other), marked(one, What.DONE), DAY)
    assert (found.open.listed, found.done.listed, found.snoozed.listed) == ((other,), (one,), ())
    put_off = marked(one, What.SNOOZE, DAY + timedelta(3))
    assert sort_out(listed(one), put_off, DAY + timedelta(2)).snoozed.listed == (one,)
    back = sort_out(listed(one), put_off, DAY + timedelta(3))
    assert (back.open.listed, back.back) == ((one,), {one.id: Back.DAY})


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ({"money": Decimal(120)}, None),  # a fifth more is the limit
        ({"money": Decimal("120.01")}, Back.MONEY),
        ({"money": Decimal(10)}, None),
        ({"money": None}, None),
        ({"due": DAY - timedelta(6)}, None),
        ({"due": DAY - timedelta(7)}, Back.DUE),
        ({"due": DAY + timedelta(60)}, None),
        ({"as_of": DAY + timedelta(29)}, None),
        ({"as_of": DAY + timedelta(30)}, Back.WAITED),
    ],
)
def test_what_brings_a_done_alert_back(now: dict[str, Any], why: Back | None) -> None:
    one = an_alert()
    (mark,) = marks_of([one])
    later = replace(one, **now)
    assert worse(later, mark, AlertSettings()) is why
    found = sort_out(listed(later), marked(one, What.DONE), DAY)
    assert bool(found.open.listed) is (why is not None) and found.back == ({one.id: why} if why else {})


@given(
    money=st.decimals(0, 10**9, places=2), due=st.integers(-400, 400), wait=st.integers(0, 400),
    less=st.decimals(0, 1, places=3),
)  # fmt: skip
def test_what_has_not_become_worse_never_comes_back(money: Decimal, due: int, wait: int, less: Decimal) -> None:
    """Less money, a later day, the same wait: whatever it was."""
    one = an_alert(money=money, due=DAY + timedelta(due))
    (mark,) = marks_of([one])
    assert worse(one, mark, AlertSettings()) is None
    assert worse(replace(one, money=money * less, due=DAY + timedelta(due + wait)), mark, AlertSettings()) is None


@pytest.mark.parametrize("said", [{"order_within": -1}, {"report_age": 0}, {"margin": 91}, {"worse_wait": 367}])
def test_settings_that_cannot_be(said: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        AlertSettings(**said)
