"""Order lines, OTIF, orders filled ahead: worked by hand, and beside an oracle in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.service import ahead
from kam_core.analysis.service.order_lines import OrderLines, order_lines
from kam_core.analysis.service.service import KEY, OTHER, Service, drawn, served, service
from kam_core.analysis.service.settings import Against, ServiceSettings
from tests.small_sales import row
from tests.small_service import SmallBeside, beside, part

patient = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
ONE = Cut(Rule.COUNT, Decimal(1))
TODAY = date(2025, 3, 31)
SOLD = [
    row("K", "2025-01-05", 900, quantity=90, product="P1", unit="case"),
    row("S", "2025-01-06", 100, quantity=8, product="P1", unit="case"),
    row("T", "2025-03-06", 50, quantity=4, product="P2", unit="case"),
]


def look(sales: SmallBeside, as_of: date = TODAY, **said: Any) -> Service:
    return service(sales, Scope(), cut(sales), as_of, ServiceSettings(**said))  # type: ignore[arg-type]


def cut(sales: SmallBeside, line: Cut = ONE) -> Pareto:
    return draw(rank(sales, Scope()), line)


def verdicts(sales: SmallBeside, as_of: date = TODAY, **said: Any) -> dict[str, str]:
    found = order_lines(sales, Scope(), as_of, ServiceSettings(**said))
    return dict(zip(found.orders.tolist(), found.verdict.tolist()))


# ---- one line


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([{"came": "2025-03-10", "got": 100}], "kept"),
        ([{"came": "2025-03-11", "got": 100}], "late"),
        ([{"came": "2025-03-10", "got": 90}], "short"),
        ([{"came": "2025-03-11", "got": 90}], "late_short"),
        ([{}], "overdue"),
        ([{"came": "2025-04-02", "got": 100}], "overdue"),  # not yet, as seen on 31 March
        ([{"due": "2025-03-31"}], "open"),
        ([{"due": "2025-03-31", "came": "2025-03-20", "got": 100}], "kept"),
        ([{"due": "2025-03-31", "came": "2025-03-20", "got": 10}], "open"),  # the rest may still come
        ([{"due": None, "came": "2025-03-20", "got": 100}], "undated"),
        ([{"came": "2025-03-10", "got": None}], "timely"),
        ([{"came": "2025-03-11", "got": None}], "tardy"),
        ([{"came": "2025-03-10", "got": 120}], "kept"),
        ([{"of": 0}], "void"),
        # delivered in parts: the quantity of the line stands on each of them, or on each its own
        ([{"came": "2025-03-08", "got": 60}, {"came": "2025-03-10", "got": 40}], "kept"),
        ([{"came": "2025-03-08", "got": 60}, {"came": "2025-03-12", "got": 40}], "late"),
        ([{"came": "2025-03-08", "got": 60}, {"came": "2025-03-10", "got": 30}], "short"),
        ([{"came": "2025-03-08", "got": 60}, {}], "overdue"),
        ([{"of": 60, "came": "2025-03-08", "got": 60}, {"of": 40, "came": "2025-03-10", "got": 40}], "kept"),
        ([{"of": 50, "came": "2025-03-08", "got": 50}, {"of": 50}], "overdue"),
        ([{"of": 50, "came": "2025-03-08", "got": 50}, {"of": 50, "came": "2025-03-09", "got": 20}], "short"),
    ],
)
def test_the_verdict_on_a_line(tmp_path: Path, parts: list[dict[str, Any]], verdict: str) -> None:
    rows = [part("A", "K", **({"on": "2025-03-01", "due": "2025-03-10", "of": 100} | said)) for said in parts]
    assert verdicts(beside(tmp_path, SOLD, deliveries=rows)) == {"A": verdict}


def test_tolerances_and_the_wanted_day_move_the_verdict(tmp_path: Path) -> None:
    rows = [
        part("late", "K", due="2025-03-10", wanted="2025-03-12", of=100, came="2025-03-12", got=100),
        part("short", "K", due="2025-03-10", of=100, came="2025-03-10", got=95),
    ]
    sales = beside(tmp_path, SOLD, deliveries=rows)
    assert verdicts(sales) == {"late": "late", "short": "short"}
    assert verdicts(sales, late_days=2) == {"late": "kept", "short": "short"}
    assert verdicts(sales, short=Decimal("0.05")) == {"late": "late", "short": "kept"}
    assert verdicts(sales, short=Decimal("0.0499")) == {"late": "late", "short": "short"}
    assert verdicts(sales, against=Against.WANTED) == {
        "late": "kept",
        "short": "short",
    }  # where none is wanted: promised


def test_a_file_that_tells_only_when_goods_left_is_read_by_that(tmp_path: Path) -> None:
    rows = [part("A", "K", due="2025-03-10", shipped="2025-03-09", of=10, got=10)]
    found = order_lines(beside(tmp_path, SOLD, deliveries=rows), Scope(), TODAY)
    assert found.by_shipping and found.verdict.tolist() == ["kept"]
    rows.append(part("B", "K", due="2025-03-10", came="2025-03-09", of=10, got=10))
    assert verdicts(beside(tmp_path, SOLD, deliveries=rows)) == {"A": "overdue", "B": "kept"}


def test_without_any_day_only_the_quantity_is_judged(tmp_path: Path) -> None:
    rows = [part("A", "K", due="2025-03-10", of=10, got=10), part("B", "K", due="2025-03-10", of=10, got=9)]
    sales = beside(tmp_path, SOLD, deliveries=rows)
    assert verdicts(sales) == {"A": "full", "B": "partial"}
    found = look(sales).classes
    assert found is not None
    assert (found.judged[KEY], found.kept[KEY], found.timed[KEY], found.in_full[KEY]) == (1, 0, 0, 1)


# ---- many lines


def small(folder: Path) -> SmallBeside:
    """K is the key account: 4 lines of which 2 are kept; the others: 2 of 3. S ordered P1 later and had it first."""
    return beside(
        folder,
        SOLD,
        deliveries=[
            part("K1", "K", on="2025-01-02", due="2025-01-12", came="2025-01-10", of=100, got=100),
            part("K2", "K", on="2025-02-01", due="2025-02-10", came="2025-02-20", of=100, got=100),
            part("K3", "K", on="2025-02-01", due="2025-02-11", came="2025-02-11", of=50, got=40),
            part("K4", "K", "P2", on="2025-03-01", due="2025-03-05", came="2025-03-05", of=10, got=10),
            part("K5", "K", on="2025-03-20", due="2025-04-10", of=10),
            part("S1", "S", on="2025-02-05", due="2025-02-14", came="2025-02-14", of=30, got=30),
            part("S2", "S", on="2025-01-20", due="2025-02-15", came="2025-02-15", of=30, got=30),
            part("T1", "T", "P2", on="2025-02-05", due="2025-02-14", of=30),
            part("X1", "X", on="2025-02-05", due="2025-02-14", came="2025-02-14", of=30, got=30),
        ],
    )


def test_key_accounts_against_the_others(tmp_path: Path) -> None:
    found = look(small(tmp_path))
    assert found.classes is not None and found.monthly is not None and found.served.scores is not None
    assert found.classes.lines.tolist() == [4, 3] and found.classes.open.tolist() == [1, 0]
    assert found.classes.otif(KEY) == Fraction(1, 2) and found.classes.otif(OTHER) == Fraction(2, 3)
    assert found.classes.overdue.tolist() == [0, 1]
    assert found.classes.fill_rate.tolist() == [250 / 260, 60 / 90]
    # promised: 10, 9, 10, 4 days; taken: 8, 19, 10, 4
    assert found.classes.promised[KEY] == 33 / 4 and found.classes.taken[KEY] == 41 / 4
    assert found.months == ("2025-01", "2025-02", "2025-03")
    assert found.monthly.judged.tolist() == [1, 2, 1, 0, 3, 0] and found.monthly.kept.tolist() == [1, 0, 1, 0, 2, 0]
    assert found.left_out == 1  # X has no sales
    assert found.worst is None  # four counted lines are fewer than five
    assert look(small(tmp_path), least_lines=4).worst == 0


def test_what_was_filled_ahead_is_named(tmp_path: Path) -> None:
    found = look(small(tmp_path)).ahead
    assert found is not None
    orders = found.lines.orders
    pairs = [
        (orders[a], orders[b], float(missing), int(days))
        for a, b, missing, days in zip(found.waiting, found.filled, found.missing, found.days)
    ]
    # S2 came while K2 and K3 waited, but was ordered before them
    assert pairs == [("K2", "S1", 100.0, 4), ("K3", "S1", 10.0, 3)]
    assert (found.lines_waiting, found.orders_filled) == (2, 1)
    assert look(small(tmp_path), patience=3).ahead.n == 1  # type: ignore[union-attr]


def test_the_sentence_says_both_languages(tmp_path: Path) -> None:
    found = look(small(tmp_path), least_lines=4)
    assert found.finding.say("zh") == (
        "大客户的准时足量率是 50%，低于其他客户的 66.7%；最差的【K】只有 50%，4 行订单里 2 行没做到。"
        "大客户有 2 行订单欠着货，别家后下的 1 行却先到了。"
    )
    assert "less than the 66.7% of the others; the worst, K, 50%: 2 of its 4 lines" in found.finding.say("en")


def test_the_period_goes_by_the_day_a_line_is_due(tmp_path: Path) -> None:
    sales = small(tmp_path)
    assert set(order_lines(sales, Scope(first="2025-01", last="2025-01"), TODAY).orders) == {"K1"}
    # a period up to the last complete month goes on to today, and keeps what is still open
    late = order_lines(sales, Scope(first="2025-03", last="2025-03"), TODAY)
    assert set(late.orders) == {"K4", "K5"}
    assert set(order_lines(sales, Scope(products=("P2",)), TODAY).orders) == {"K4", "T1"}


def test_without_deliveries_the_sales_file_speaks(tmp_path: Path) -> None:
    found = look(beside(tmp_path, SOLD))
    assert found.classes is None and found.ahead is None and found.finding.code == "service_sales"
    # P1 costs 1000 / 98 on average; K pays 10
    assert found.served.habits.price[0] == pytest.approx(10 / (1000 / 98) - 1)
    assert look(beside(tmp_path, SOLD)).finding.say("en").endswith("they pay 2% less than the firm's average.")
    nobody = drawn(found.served, cut(beside(tmp_path, SOLD), Cut(Rule.COUNT, Decimal(0))))
    assert nobody.finding.code == "service_nobody"


def test_another_scopes_cut_is_refused(tmp_path: Path) -> None:
    sales = beside(tmp_path, SOLD)
    with pytest.raises(ValueError, match="another scope"):
        service(sales, Scope(first="2025-01"), cut(sales), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("said", [{"late_days": -1}, {"short": Decimal(1)}, {"near": -0.1}])
def test_settings_that_cannot_be_are_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        ServiceSettings(**said)


# ---- the oracle

DAY = date(2025, 3, 1)
day = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))
quantity = st.integers(0, 6).map(lambda n: 10 * n)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "order": st.sampled_from(["A", "B", "C", ""]),
            "customer": st.sampled_from(["K", "S", "T"]),
            "product": st.sampled_from(["P1", "P2"]),
            "ordered_on": st.none() | day,
            "promised": st.none() | day,
            "delivered": st.none() | day,
            "ordered": st.none() | quantity,
            "delivered_quantity": st.none() | quantity,
        }
    ),
    max_size=14,
)


def plainly(said: list[dict[str, Any]], as_of: date, late: int, short: Decimal) -> dict[tuple[Any, ...], str]:
    """The verdicts, written from the definition."""
    if not any(one["delivered"] for one in said):
        return {}
    whole: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for at, one in enumerate(said):
        known = one["ordered_on"] or one["delivered"] or date.min
        if known <= as_of:
            alone = at if one["order"] == "" else -1
            whole[one["order"], one["customer"], one["product"], one["promised"], alone].append(one)
    found = {}
    for key, parts in whole.items():
        due, came = key[3], [one for one in parts if one["delivered"] and one["delivered"] <= as_of]
        asked = [one["ordered"] for one in parts if one["ordered"] is not None]
        got = [(one["delivered_quantity"] if one in came else 0) for one in parts]
        told = [(g, one["ordered"]) for g, one in zip(got, parts) if g is not None and one["ordered"] is not None]
        stated_again = len(set(asked)) == 1 and told and all(g < o for g, o in told)
        ordered = None if not asked else asked[0] if stated_again else sum(asked)
        waits = len(came) < len(parts)
        last = max((one["delivered"] for one in came), default=None)
        limit = due + timedelta(days=late) if due else None
        if ordered == 0:
            verdict = "void"
        elif due is None:
            verdict = "undated"
        elif None in got or ordered is None:
            verdict = ("open" if limit >= as_of else "overdue") if waits else "timely" if last <= limit else "tardy"
        else:
            needed = ordered * (1 - short)
            by_limit = sum(g for g, one in zip(got, parts) if one in came and one["delivered"] <= limit)
            if sum(got) >= needed:
                verdict = (
                    "kept" if by_limit >= needed and (came and min(c["delivered"] for c in came) <= limit) else "late"
                )
            elif limit >= as_of:
                verdict = "open"
            elif waits:
                verdict = "overdue"
            else:
                verdict = "short" if last <= limit else "late_short"
        found[key] = verdict
    return found


@patient
@given(rows, st.integers(-10, 40), st.integers(0, 3), st.sampled_from([Decimal(0), Decimal("0.05"), Decimal("0.5")]))
def test_every_verdict_is_what_plain_python_says(
    tmp_path: Path, said: list[dict[str, Any]], after: int, late: int, short: Decimal
) -> None:
    as_of = DAY + timedelta(days=after)
    expected = plainly(said, as_of, late, short)
    if not expected:
        return
    found = order_lines(beside(tmp_path, SOLD, deliveries=said), Scope(), date(2025, 12, 31), ServiceSettings())
    sales = beside(tmp_path, SOLD, deliveries=said)
    table = sales.ask(
        "order_lines", as_of=as_of, against="promised", late_days=late, short=short, products=[], categories=[]
    ).to_pylist()
    got = [(r["order"], r["customer"], r["product"], r["due"], r["verdict"]) for r in table]
    assert sorted(got, key=str) == sorted([(*k[:4], v) for k, v in expected.items()], key=str)
    assert found.n <= len(said)


@patient
@given(rows, st.integers(0, 3))
def test_what_is_counted_adds_up(tmp_path: Path, said: list[dict[str, Any]], keys: int) -> None:
    sales = beside(tmp_path, SOLD, deliveries=said)
    known = served(sales, rank(sales, Scope()), TODAY)  # type: ignore[arg-type]
    found = drawn(known, cut(sales, Cut(Rule.COUNT, Decimal(keys))))
    assert found.classes is not None and found.monthly is not None and known.scores is not None
    for name in ("lines", "judged", "kept", "open", "overdue"):
        by_class = getattr(found.classes, name)
        assert by_class.sum() == getattr(known.scores, name).sum()
    m = len(found.months)
    assert found.monthly.judged[:m].sum() == found.classes.judged[KEY]
    assert (found.classes.kept <= found.classes.judged).all() and (found.classes.judged <= found.classes.lines).all()
    assert known.lines is not None
    everyone = (
        known.lines.counted.sum() + known.lines.open.sum() + np.isin(known.lines.verdict, ("undated", "void")).sum()
    )
    assert everyone == known.lines.n


@patient
@given(said=rows, patience=st.integers(1, 20), most=st.sampled_from([1, 3, ahead.MOST]))
def test_filled_ahead_is_what_plain_python_says(
    tmp_path: Path, said: list[dict[str, Any]], patience: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "MOST", most)
    sales = beside(tmp_path, SOLD, deliveries=said)
    found = look(sales, patience=patience)
    lines = found.served.lines
    assert lines is not None and found.ahead is not None
    got = sorted(zip(found.ahead.waiting.tolist(), found.ahead.filled.tolist()))
    assert got == sorted(_ahead(lines, patience))


def _ahead(lines: OrderLines, patience: int) -> list[tuple[int, int]]:
    found = []
    for k in range(lines.n):
        late = lines.verdict[k] in ("late", "short", "late_short", "overdue", "tardy")
        missing = lines.ordered[k] - lines.by_due[k]
        if lines.customers[k] != "K" or not late or not missing > 0 or np.isnat(lines.ordered_on[k]):
            continue
        ends = min(np.datetime64(TODAY), lines.due_limit[k] + patience)
        if lines.verdict[k] in ("late", "tardy"):
            ends = min(ends, lines.done[k] - 1)
        there = [
            o
            for o in range(lines.n)
            if lines.customers[o] != "K"
            and lines.products[o] == lines.products[k]
            and lines.ordered_on[o] > lines.ordered_on[k]
            and lines.due_limit[k] < lines.done[o] <= ends
            and lines.delivered[o] > 0
        ]
        covered = 0.0
        for o in sorted(there, key=lambda o: (lines.done[o], o)):
            if covered < missing:
                found.append((k, o))
            covered += lines.delivered[o]
    return found


def test_the_same_served_for_every_cut(tmp_path: Path) -> None:
    sales = small(tmp_path)
    known = served(sales, rank(sales, Scope()), TODAY)  # type: ignore[arg-type]
    everybody = drawn(known, replace(cut(sales, Cut(Rule.COUNT, Decimal(3)))))
    assert everybody.finding.code == "service_only"
    assert everybody.classes is not None and everybody.classes.otif(OTHER) is None
