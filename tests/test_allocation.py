"""A shortage shared out: worked examples, and what holds for every shortage."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kam_core.analysis.supply.allocation import Allocation, AllocationRule, Claim, allocate

PROPORTIONAL, EQUAL = AllocationRule.PROPORTIONAL, AllocationRule.EQUAL_RUN_OUT
KEY_FIRST, FLOOR = AllocationRule.KEY_FIRST, AllocationRule.KEY_FIRST_FLOOR


def claims(*rows: tuple[object, ...], days: int | None = None) -> list[Claim]:
    """Rows of (demand a day, on hand, key); customers are called a, b, c …"""
    found = []
    for at, (demand, on_hand, *key) in enumerate(rows):
        a_day = Decimal(str(demand))
        need = None if days is None else a_day * days
        found.append(Claim("abcdefgh"[at], a_day, Decimal(str(on_hand)), bool(key and key[0]), need))
    return found


def given_out(found: Allocation) -> list[float]:
    return [float(portion.allocated) for portion in found.portions]


BOOK = ((10, 50), (50, 100), (15, 75))


def test_equal_run_out_as_in_the_book() -> None:
    """A = 500, I = 50/100/75, D = 10/50/15: everybody lasts (500 + 225) / 75 = 9.67 days."""
    found = allocate(claims(*BOOK), Decimal(500), EQUAL)
    assert [round(each, 1) for each in given_out(found)] == [46.7, 383.3, 70.0]
    assert {round(float(portion.run_out or 0), 2) for portion in found.portions} == {9.67}
    assert (found.allocated, found.left_over) == (500, 0)


def test_whoever_stands_above_the_level_gets_nothing_and_the_level_is_found_again() -> None:
    found = allocate(claims(*BOOK, (5, 200)), Decimal(500), EQUAL)
    assert [round(each, 1) for each in given_out(found)] == [46.7, 383.3, 70.0, 0.0]
    assert found.portions[3].run_out == 40
    # without b the level is (30 + 50 + 75 + 20) / 30 = 5.83: c falls out only then, and a and d share: (30 + 70) / 15
    twice = allocate(claims((10, 50), (1, 900), (15, 105), (5, 20)), Decimal(30), EQUAL)
    assert [round(each, 4) for each in given_out(twice)] == [16.6667, 0, 0, 13.3333]


def test_proportional_gives_everybody_the_same_part_of_its_need() -> None:
    found = allocate(claims((10, 0), (50, 0), (15, 0), days=10), Decimal(500), PROPORTIONAL)
    assert given_out(found) == [66.6667, 333.3333, 100.0]
    assert {round(float(portion.fill_rate or 0), 4) for portion in found.portions} == {0.6667}


def test_key_accounts_first_to_their_need_then_the_others() -> None:
    rows = claims((10, 0), (50, 0, True), (15, 0), days=10)
    assert given_out(allocate(rows, Decimal(600), KEY_FIRST)) == [40, 500, 60]
    assert given_out(allocate(rows, Decimal(450), KEY_FIRST)) == [0, 450, 0]


def test_a_floor_for_the_others_comes_before_the_key_accounts_rest() -> None:
    rows = claims((10, 0), (50, 0, True), (15, 0), days=10)
    found = allocate(rows, Decimal(450), FLOOR, floor=Fraction(1, 5))
    assert given_out(found) == [20, 400, 30]
    assert given_out(allocate(rows, Decimal(75), FLOOR, floor=Fraction(1, 5))) == [10, 50, 15], "floors in proportion"
    assert given_out(allocate(rows, Decimal(450), FLOOR, floor=Fraction(0))) == [0, 450, 0]
    everybody = allocate(rows, Decimal(450), FLOOR, floor=Fraction(1))
    assert everybody.portions == allocate(rows, Decimal(450), PROPORTIONAL).portions


def test_without_a_need_the_floor_is_of_the_proportional_share() -> None:
    rows = claims((10, 0), (50, 0, True), (15, 0))
    assert given_out(allocate(rows, Decimal(750), FLOOR, floor=Fraction(3, 10))) == [30, 675, 45]


def test_nobody_gets_more_than_its_need_and_the_rest_is_left_over() -> None:
    for rule in AllocationRule:
        found = allocate(claims((10, 0), (50, 0, True), days=10), Decimal("1000.5"), rule)
        assert given_out(found) == [100, 500]
        assert (found.allocated, found.left_over) == (600, Decimal("400.5"))
    covered = allocate(claims((10, 80), (50, 900), days=10), Decimal(1000), EQUAL)
    assert given_out(covered) == [20, 0], "under this rule the stock on hand counts towards the need"


def test_only_whole_cases_are_given() -> None:
    found = allocate(claims((10, 0), (50, 0), (15, 0), days=10), Decimal(500), PROPORTIONAL, Decimal(24))
    assert given_out(found) == [72, 312, 96]
    assert (found.allocated, found.left_over) == (480, 20)
    small = allocate(claims((1, 0, True), (50, 0), days=10), Decimal(500), KEY_FIRST, Decimal(24))
    assert given_out(small) == [0, 480], "ten are needed, a case holds 24"


def test_equal_claims_are_served_in_the_order_of_their_keys() -> None:
    rows = [Claim(name, Decimal(1)) for name in ("c", "a", "b")]
    found = allocate(rows, Decimal(20), PROPORTIONAL, Decimal(10))
    assert given_out(found) == [0, 10, 10]


def test_who_uses_nothing_gets_nothing() -> None:
    for rule in AllocationRule:
        found = allocate(claims((0, 5, True), (0, 0)), Decimal(7), rule)
        assert (given_out(found), found.left_over) == ([0, 0], 7)
        assert [portion.run_out for portion in found.portions] == [None, None]
        assert allocate([], Decimal(7), rule).left_over == 7


def test_money_at_risk_is_what_neither_stock_nor_the_portion_meets() -> None:
    row = Claim("a", Decimal(10), Decimal(30), need=Decimal(100), price=Decimal("2.5"))
    portion = allocate([row], Decimal(40), PROPORTIONAL).portions[0]
    assert (portion.missing, portion.at_risk, portion.fill_rate) == (30, 75, Fraction(2, 5))
    assert allocate([Claim("a", Decimal(10))], Decimal(40), PROPORTIONAL).portions[0].at_risk is None


@pytest.mark.parametrize(
    ("rows", "available", "case", "floor"),
    [
        (claims((1, 0)), "-1", None, "0.3"),
        (claims((-1, 0)), "5", None, "0.3"),
        (claims((1, -2)), "5", None, "0.3"),
        (claims((1, 0)), "NaN", None, "0.3"),
        (claims((1, 0)), "5", "0", "0.3"),
        (claims((1, 0)), "5", None, "1.1"),
        ([*claims((1, 0)), *claims((1, 0), days=3)], "5", None, "0.3"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(rows: list[Claim], available: str, case: str | None, floor: str) -> None:
    with pytest.raises(ValueError):
        allocate(rows, Decimal(available), PROPORTIONAL, Decimal(case) if case else None, Fraction(floor))


QUANTITIES = st.decimals(0, 5000, places=4)
ROWS = st.lists(st.tuples(QUANTITIES, QUANTITIES, st.booleans()), min_size=1, max_size=8)
CASES = st.one_of(st.none(), st.integers(1, 48).map(Decimal), st.just(Decimal("0.5")))
RULES = st.sampled_from(AllocationRule)
DAYS = st.one_of(st.none(), st.integers(0, 60))


@settings(deadline=None, max_examples=200)
@given(ROWS, DAYS, st.decimals(0, 100000, places=4), RULES, CASES, st.fractions(0, 1))
def test_every_allocation_adds_up_and_keeps_its_promises(
    rows: list[tuple[Decimal, Decimal, bool]],
    days: int | None,
    available: Decimal,
    rule: AllocationRule,
    case: Decimal | None,
    floor: Fraction,
) -> None:
    asked = claims(*rows, days=days)
    found = allocate(asked, available, rule, case, floor)
    step = case or Decimal("0.0001")
    assert found.allocated + found.left_over == available
    assert [portion.claim for portion in found.portions] == asked
    open_still = []  # could take a whole case more
    for portion in found.portions:
        claim, allocated = portion.claim, portion.allocated
        assert allocated >= 0 and allocated % step == 0
        if claim.need is None:
            open_still.append(claim.demand > 0)
        else:
            assert allocated <= claim.need
            held = claim.on_hand if rule is EQUAL else Decimal(0)
            assert allocated == 0 or allocated + held <= claim.need
            open_still.append(allocated + held + step <= claim.need)
    assert found.left_over >= 0 and (found.left_over < step or not any(open_still))
    if rule in (KEY_FIRST, FLOOR):
        short = any(still and claim.key for still, claim in zip(open_still, asked))
        for portion in found.portions:
            if short and not portion.claim.key:
                share = floor if rule is FLOOR else Fraction(0)
                if portion.claim.need is not None:
                    assert portion.allocated <= share * Fraction(portion.claim.need)
                elif rule is KEY_FIRST:
                    assert portion.allocated == 0


@settings(deadline=None, max_examples=150)
@given(ROWS, DAYS, st.integers(0, 60000), st.integers(1, 3000), st.sampled_from([PROPORTIONAL, EQUAL]), CASES)
def test_more_to_give_never_gives_anybody_less(
    rows: list[tuple[Decimal, Decimal, bool]],
    days: int | None,
    available: int,
    more: int,
    rule: AllocationRule,
    case: Decimal | None,
) -> None:
    asked = claims(*rows, days=days)
    less_given = allocate(asked, Decimal(available), rule, case).portions
    more_given = allocate(asked, Decimal(available + more), rule, case).portions
    assert all(less.allocated <= later.allocated for less, later in zip(less_given, more_given))


@settings(deadline=None, max_examples=100)
@given(ROWS, DAYS, st.integers(0, 60000), RULES, st.integers(1, 30), st.integers(2, 1000))
def test_scaling_units_scales_the_answer(
    rows: list[tuple[Decimal, Decimal, bool]],
    days: int | None,
    available: int,
    rule: AllocationRule,
    case: int,
    factor: int,
) -> None:
    plain = allocate(claims(*rows, days=days), Decimal(available), rule, Decimal(case))
    larger = [(demand * factor, on_hand * factor, key) for demand, on_hand, key in rows]
    scaled = allocate(claims(*larger, days=days), Decimal(available) * factor, rule, Decimal(case) * factor)
    assert [p.allocated * factor for p in plain.portions] == [p.allocated for p in scaled.portions]


@settings(deadline=None, max_examples=100)
@given(ROWS, st.integers(1, 60000))
def test_equal_run_out_by_dropping_and_computing_again(
    rows: list[tuple[Decimal, Decimal, bool]], available: int
) -> None:
    """The way the book goes: whoever would get a negative share is dropped, and the level computed again."""
    asked = claims(*rows)
    sharing = {c.customer for c in asked if c.demand}
    assume(sharing)
    while True:
        held = sum(Fraction(c.on_hand) for c in asked if c.customer in sharing)
        level = (available + held) / sum(Fraction(c.demand) for c in asked if c.customer in sharing)
        above = {c.customer for c in asked if c.customer in sharing and level * Fraction(c.demand) < c.on_hand}
        if not above:
            break
        sharing -= above
    for portion in allocate(asked, Decimal(available), EQUAL).portions:
        claim = portion.claim
        exact = level * Fraction(claim.demand) - Fraction(claim.on_hand) if claim.customer in sharing else Fraction(0)
        assert abs(Fraction(portion.allocated) - exact) <= Fraction(2, 10000)


def test_large_and_small_quantities_stay_exact() -> None:
    rows = [Claim("a", Decimal("0.0001")), Claim("b", Decimal("99999999999.9999")), Claim("c", Decimal("1E-9"))]
    found = allocate(rows, Decimal("123456789012345678.1234"), PROPORTIONAL)
    assert found.allocated == Decimal("123456789012345678.1234") and found.left_over == 0
    with pytest.raises(ValueError):
        allocate(rows, Decimal("1E18"), PROPORTIONAL)
