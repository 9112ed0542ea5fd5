"""The register of key accounts: kept versions, compared with the line of today, and who changes hands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.register import BOTH, CUT, REGISTER, compare, drawn, handover
from kam_core.errors import BadInput, ChangedMeanwhile, UnknownDataset
from kam_core.store.grouping import Grouping
from kam_core.store.principal import HOUSE
from kam_core.store.register import Register, approve, registers, restore
from kam_core.store.store import Store
from tests.small_sales import ranking_of
from tests.stored import publish_small

DAY = date(2025, 12, 26)


def cut_of(values: dict[str, int], count: int, *hand: HandPick, **columns: list[str]) -> Pareto:
    return draw(ranking_of(values, **columns), Cut(Rule.COUNT, Decimal(count), hand))


def made(pareto: Pareto, who: str = "Li Wei") -> Register:
    return drawn(pareto, day=DAY, who=who, note="Board of December", version=3)


NOW = {"A": 500, "B": 400, "C": 300, "D": 200, "E": 100}
PICKS = (HandPick("E", True, "the chairman's friend", "Chen"), HandPick("B", False, "insolvent", "Zhao"))


def test_the_cut_as_decided_with_its_reasons() -> None:
    register = made(cut_of(NOW, 2, *PICKS))
    assert [(one.customer, one.rank, one.pinned, one.reason, one.who) for one in register.entries] == [
        ("A", 1, False, "", ""),
        ("E", 5, True, "the chairman's friend", "Chen"),
    ]
    assert [(one.customer, one.reason) for one in register.excluded] == [("B", "insolvent")]
    assert (register.value, register.total) == (Decimal(600), Decimal(1500))
    assert (register.basis.rule, register.basis.cut, register.basis.measure) == ("count", Decimal(2), "amount")


def test_beside_the_line_of_today() -> None:
    register = made(cut_of(NOW, 3))  # A, B, C
    later = cut_of({"A": 450, "D": 420, "B": 400, "E": 90}, 3)  # A, D, B; C bought nothing
    found = compare(register, later)
    assert [(row.customer, row.place, row.rank, row.now, row.then) for row in found.rows] == [
        ("D", CUT, 2, Decimal(420), None),
        ("C", REGISTER, 0, Decimal(0), Decimal(300)),
        ("A", BOTH, 1, Decimal(450), Decimal(500)),
        ("B", BOTH, 3, Decimal(400), Decimal(400)),
    ]
    assert found.money(CUT) == 420 and found.money(REGISTER) == 0
    assert found.alike
    assert found.finding.code == "register_differs"
    others = {count: compare(register, cut_of(NOW, count)).finding for count in (2, 3, 4)}
    assert [one.code for one in others.values()] == ["register_fewer", "register_same", "register_more"]
    for lang in ("zh", "en"):
        assert "420" in found.finding.say(lang)
        assert all(one.say(lang) for one in others.values())


@given(
    st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(-50, 500), min_size=1),
    st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(-50, 500), min_size=1),
    st.integers(0, 8),
    st.integers(0, 8),
)
def test_both_sides_add_up(then: dict[str, int], now: dict[str, int], k: int, m: int) -> None:
    before, today = cut_of(then, k), cut_of(now, m)
    found = compare(made(before), today)
    placed = {place: {row.customer for row in found.only(place)} for place in (BOTH, REGISTER, CUT)}
    assert placed[BOTH] | placed[REGISTER] == set(before.key_customers)
    assert placed[BOTH] | placed[CUT] == set(today.key_customers)
    assert sum(map(len, placed.values())) == len(found.rows)
    assert found.money(BOTH) + found.money(CUT) == today.key_total


def test_merged_since() -> None:
    register = made(cut_of(NOW, 3))  # A, B, C each for itself
    today = cut_of({"g:AB": 900, "C": 300, "D": 200}, 1)
    found = compare(register, today, Grouping("g1", (("A", "AB"), ("B", "AB"))))
    assert [(row.customer, row.place, row.then) for row in found.rows] == [
        ("C", REGISTER, Decimal(300)),
        ("g:AB", BOTH, Decimal(900)),
    ]


def test_who_changes_hands() -> None:
    pareto = cut_of(NOW, 3, managers=["Li", "", "", "Li", ""], salespeople=["", "Sun", "", "", ""])
    found = handover(pareto)
    assert [(one.customer, one.salesperson) for one in found.without] == [("B", "Sun"), ("C", "")]
    assert [(one.customer, one.manager) for one in found.small] == [("D", "Li")]
    assert found.finding.facts == {"without": 2, "money": Decimal(700), "small": 1}
    by_list = handover(pareto, {"B": "Zhao", "E": "Zhao", "A": "Wu"})
    assert [one.customer for one in by_list.without] == ["C"]
    assert [(one.customer, one.manager) for one in by_list.small] == [("D", "Li"), ("E", "Zhao")]
    assert handover(cut_of(NOW, 1, managers=["Li", "", "", "Li", ""])).finding.code == "handover_small"
    nobody = handover(cut_of(NOW, 3))
    assert not nobody.known and nobody.finding.code == "handover_unknown"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    there = Store(tmp_path)
    publish_small(there)
    yield there
    there.catalog.close()


def test_versions_are_kept_whole(store: Store) -> None:
    data = store.datasets(HOUSE)[0].id
    one = made(cut_of(NOW, 2, *PICKS))
    first = approve(store, data, one, seen=0, principal=HOUSE)
    second = approve(store, data, made(cut_of(NOW, 1), "Wang"), seen=1, principal=HOUSE)
    there = registers(store, data, principal=HOUSE)
    assert there == (first, second)
    assert (first.entries, first.excluded, first.basis, first.day) == (one.entries, one.excluded, one.basis, DAY)
    assert [one.number for one in there] == [1, 2]
    assert first.moment and first.owner == HOUSE


def test_two_who_approve_at_once(store: Store) -> None:
    data = store.datasets(HOUSE)[0].id
    approve(store, data, made(cut_of(NOW, 2), "Wang"), seen=0, principal=HOUSE)
    with pytest.raises(ChangedMeanwhile) as stopped:
        approve(store, data, made(cut_of(NOW, 3)), seen=0, principal=HOUSE)
    assert "Wang" in str(stopped.value)
    assert len(registers(store, data, principal=HOUSE)) == 1


def test_ones_own_and_the_houses(store: Store) -> None:
    data = store.datasets(HOUSE)[0].id
    approve(store, data, made(cut_of(NOW, 2)), seen=0, principal=HOUSE)
    approve(store, data, made(cut_of(NOW, 1)), seen=1, principal="w-mine")
    assert [len(one.entries) for one in registers(store, data, principal="w-mine")] == [2, 1]
    assert [len(one.entries) for one in registers(store, data, principal="w-yours")] == [2]
    with pytest.raises(UnknownDataset):
        registers(store, "dnothing", principal=HOUSE)


def test_a_register_needs_accounts_and_a_name(store: Store) -> None:
    data = store.datasets(HOUSE)[0].id
    for register, code in ((made(cut_of(NOW, 0)), "register_empty"), (made(cut_of(NOW, 1), " "), "register_nobody")):
        with pytest.raises(BadInput) as stopped:
            approve(store, data, register, seen=0, principal=HOUSE)
        assert stopped.value.code == code


def test_an_earlier_register_taken_up_again(store: Store) -> None:
    """As a new one at the end: nothing is lost, and who was slower is told."""
    dataset = publish_small(store)
    first = approve(store, dataset.id, made(cut_of(NOW, 2), who="Li"), seen=0, principal=HOUSE)
    approve(store, dataset.id, made(cut_of(NOW, 3), who="Wang"), seen=1, principal=HOUSE)
    again = restore(store, dataset.id, 1, day=date(2026, 2, 1), who="Zhao", seen=2, principal=HOUSE)
    assert (again.number, again.who, again.day, again.entries) == (3, "Zhao", date(2026, 2, 1), first.entries)
    assert len(registers(store, dataset.id, principal=HOUSE)) == 3
    with pytest.raises(ChangedMeanwhile):
        restore(store, dataset.id, 2, day=DAY, who="Li", seen=2, principal=HOUSE)
    with pytest.raises(BadInput):
        restore(store, dataset.id, 9, day=DAY, who="Li", seen=3, principal=HOUSE)
