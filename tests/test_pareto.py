"""The cut: worked examples by hand, and what must hold for every ranking."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import Ranking
from kam_core.errors import BadCut
from tests.small_sales import ranking_of

patient = settings(deadline=None)  # a busy machine is no defect

TEN = {"A": 500, "B": 200, "C": 100, "D": 60, "E": 50, "F": 40, "G": 20, "H": 15, "I": 10, "J": 5}  # together 1,000


def cut(rule: str, value: object, *hand: HandPick) -> Cut:
    return Cut(Rule(rule), Decimal(str(value)), hand)


@pytest.mark.parametrize(
    ("rule", "value", "k", "share"),
    [
        ("top", 20, 2, "0.7"),
        ("top", "20.1", 3, "0.8"),  # ceil(2.01) = 3
        ("top", 0, 0, "0"),
        ("top", 100, 10, "1"),
        ("reach", 70, 2, "0.7"),  # exactly on the mark: no further customer
        ("reach", "70.0001", 3, "0.8"),
        ("reach", 80, 3, "0.8"),
        ("reach", 100, 10, "1"),
        ("reach", 0, 0, "0"),
        ("count", 4, 4, "0.86"),
        ("count", 400, 10, "1"),
        ("at_least", 50, 5, "0.91"),
        ("at_least", "50.0001", 4, "0.86"),
        ("at_least", 501, 0, "0"),
        ("at_least", -3, 10, "1"),
        ("at_least", "1e25", 0, "0"),
    ],
)
def test_worked_examples(rule: str, value: object, k: int, share: str) -> None:
    pareto = draw(ranking_of(TEN), cut(rule, value))
    assert pareto.k == pareto.key_accounts == int(pareto.key.sum()) == k
    assert pareto.share == Fraction(share)
    assert pareto.key_total == Decimal(share) * 1000
    assert pareto.total == 1000


def test_the_line_in_its_four_numbers() -> None:
    pareto = draw(ranking_of(TEN), cut("top", 20))
    assert pareto.line.count == 2
    assert pareto.line.of_customers == Fraction(1, 5)
    assert pareto.line.of_sales == Fraction(7, 10)
    assert pareto.line.value == 200
    assert pareto.largest_share == Fraction(1, 2)
    assert pareto.top_five_share == Fraction(91, 100)


def test_each_of_the_four_numbers_draws_the_same_line() -> None:
    ranking = ranking_of(TEN)
    for k in range(1, 11):
        line = draw(ranking, cut("count", k)).line
        assert line.of_customers is not None and line.of_sales is not None
        assert draw(ranking, cut("top", float(line.of_customers * 100))).k == k
        assert draw(ranking, cut("reach", float(line.of_sales * 100))).k == k
        assert draw(ranking, cut("at_least", line.value)).k == k


def test_ceil_is_exact_where_floats_are_not() -> None:
    assert 0.07 * 100 > 7  # a float would put 8 of 100 customers above the line
    hundred = ranking_of({f"{i:03d}": 1 for i in range(100)})
    assert draw(hundred, cut("top", 7)).k == 7
    assert draw(hundred, cut("reach", 7)).k == 7


def test_pinned_and_excluded_are_counted_apart_and_change_no_total() -> None:
    hand = (
        HandPick("I", True, "the boss says so", "boss"),
        HandPick("A", False, "a company of ours"),
        HandPick("B", True),
        HandPick("J", False),
        HandPick("Z", True),
    )
    pareto = draw(ranking_of(TEN), cut("top", 20, *hand))
    assert (pareto.k, pareto.key_accounts) == (2, 2)
    assert [p.customer for p in pareto.added] == ["I"]
    assert [p.customer for p in pareto.removed] == ["A"]
    assert [p.customer for p in pareto.unneeded] == ["B", "J"]
    assert [p.customer for p in pareto.absent] == ["Z"]
    assert list(pareto.key_customers) == ["B", "I"]
    assert pareto.key_total == 210 and pareto.total == 1000 and pareto.share == Fraction(21, 100)
    assert pareto.line.of_sales == Fraction(7, 10)
    assert pareto.marks[8].reason == "the boss says so"


def test_the_last_word_on_a_customer_counts() -> None:
    pareto = draw(ranking_of(TEN), cut("count", 1, HandPick("C", True), HandPick("C", False)))
    assert pareto.key_accounts == 1 and not pareto.added


def test_customers_below_zero_let_the_curve_pass_a_hundred_percent() -> None:
    pareto = draw(ranking_of({"A": 90, "B": 60, "C": 0, "D": -50}), cut("top", 50))
    assert pareto.n == 4 and pareto.k == 2
    assert pareto.share == Fraction(3, 2)
    assert pareto.beyond_all
    assert draw(pareto.ranking, cut("reach", 100)).k == 2
    assert draw(pareto.ranking, cut("reach", 80)).k == 1


@pytest.mark.parametrize("values", [{"A": 0, "B": 0}, {"A": -1, "B": -2}, {"A": 5, "B": -5}, {}])
def test_without_a_positive_total_there_is_no_share(values: dict[str, int]) -> None:
    ranking = ranking_of(values)
    for rule, value in [("top", 20), ("reach", 80), ("count", 1), ("at_least", 1)]:
        pareto = draw(ranking, cut(rule, value))
        assert pareto.share is pareto.line.of_sales is pareto.largest_share is None
        assert pareto.finding.code == ("no_share_amount" if values else "nobody")
        assert pareto.finding.say("zh") and pareto.finding.say("en")
    assert draw(ranking, cut("reach", 80)).k == 0


def test_one_customer_and_all_equal() -> None:
    assert draw(ranking_of({"A": 7}), cut("top", 20)).share == 1
    equal = draw(ranking_of(dict.fromkeys("dcba", 10)), cut("top", 50))
    assert list(equal.key_customers) == ["a", "b"]  # ties by key as text
    assert equal.share == Fraction(1, 2)


def test_ties_are_broken_bytewise() -> None:
    ranking = ranking_of({"客户": 1, "b": 1, "B": 1, "10": 1, "9": 1, "é": 1})
    assert list(ranking.customers) == ["10", "9", "B", "b", "é", "客户"]


def test_sums_beyond_int64_stay_exact() -> None:
    huge = 9 * 10**14  # 9·10^18 ten-thousandths: two of them no int64 holds
    pareto = draw(ranking_of({"A": huge, "B": huge, "C": 1}), cut("reach", 100))
    assert pareto.k == 3 and pareto.total == 2 * huge + 1
    vast = draw(ranking_of({"A": 10**20, "B": 1}), cut("at_least", 10**20))
    assert vast.k == 1 and vast.total == 10**20 + 1
    assert draw(vast.ranking, cut("reach", 80)).k == 1


@pytest.mark.parametrize(
    ("rule", "value", "code"),
    [
        ("top", 150, "cut_above_hundred"),
        ("reach", "100.01", "cut_above_hundred"),
        ("top", -1, "cut_below_zero"),
        ("count", -3, "cut_below_zero"),
        ("count", "2.5", "cut_not_whole"),
        ("at_least", "NaN", "cut_no_number"),
        ("top", "Infinity", "cut_no_number"),
        ("at_least", "1e999999", "cut_no_number"),
        ("count", "1e-999999", "cut_no_number"),
    ],
)
def test_a_line_that_cannot_be_drawn_is_refused(rule: str, value: object, code: str) -> None:
    with pytest.raises(BadCut) as refused:
        draw(ranking_of(TEN), cut(rule, value))
    assert refused.value.code == code and str(refused.value)


amounts = st.integers(-(10**9), 10**12).map(lambda units: Decimal(units).scaleb(-4))
rankings = st.dictionaries(st.text(min_size=1, max_size=6), amounts, min_size=1, max_size=40).map(ranking_of)
percents = st.decimals(0, 100, places=3, allow_nan=False, allow_infinity=False)
cuts = st.one_of(
    st.tuples(st.sampled_from(["top", "reach"]), percents), st.tuples(st.just("count"), st.integers(0, 50).map(Decimal))
)


@patient
@given(rankings)
def test_the_curve_rises_to_one_where_nobody_is_below_zero(ranking: Ranking) -> None:
    assume(ranking.total_units > 0)
    pareto = draw(ranking, Cut())
    shares = [pareto.cumulative_share(k) for k in range(ranking.n + 1)]
    assert shares[0] == 0 and shares[-1] == 1
    if int(ranking.values[-1]) >= 0:
        assert shares == sorted(shares)  # type: ignore[type-var]
    gains = np.diff(ranking.cumulative.astype(object), prepend=0)
    assert (gains == ranking.values.astype(object)).all()


@patient
@given(rankings, cuts, st.data())
def test_a_higher_cut_never_loses_a_key_account(
    ranking: Ranking, first: tuple[str, Decimal], data: st.DataObject
) -> None:
    rule, value = first
    other = data.draw(percents if rule != "count" else st.integers(0, 50).map(Decimal))
    low, high = sorted([value, other])
    lower, higher = draw(ranking, cut(rule, low)), draw(ranking, cut(rule, high))
    assert not (lower.key & ~higher.key).any()


@patient
@given(rankings, percents)
def test_the_rules_by_their_definition(ranking: Ranking, percent: Decimal) -> None:
    """An independent reading in plain Python: k as the least number that satisfies the sentence of the rule."""
    values, p = [int(v) for v in ranking.values], Fraction(percent)
    counts = range(ranking.n + 1)
    assert draw(ranking, cut("top", percent)).k == next(k for k in counts if 100 * k >= p * ranking.n)
    if sum(values) > 0:
        reached = next(k for k in counts if 100 * sum(values[:k]) >= p * sum(values))
        assert draw(ranking, cut("reach", percent)).k == reached
    threshold = percent * 1000
    assert draw(ranking, cut("at_least", threshold)).k == sum(Decimal(v).scaleb(-4) >= threshold for v in values)


@patient
@given(st.dictionaries(st.text(min_size=1, max_size=4), amounts, min_size=1, max_size=30), cuts, st.integers(2, 50))
def test_neither_row_order_nor_scale_changes_who_is_in(
    values: dict[str, Decimal], drawn: tuple[str, Decimal], scale: int
) -> None:
    def keys(of: dict[str, Decimal]) -> Pareto:
        return draw(ranking_of(of), cut(*drawn))

    plain = keys(values)
    turned = keys(dict(reversed(list(values.items()))))
    scaled = keys({customer: value * scale for customer, value in values.items()})
    assert list(plain.key_customers) == list(turned.key_customers) == list(scaled.key_customers)
    assert plain.share == turned.share == scaled.share


def test_a_cut_change_is_quick_at_fifty_thousand_customers() -> None:
    """The bound is 5 ms; the test allows for a busy machine."""
    ranking = ranking_of({f"C{i:06d}": Decimal(10**9) / (i + 1) for i in range(50_000)})
    hand = (HandPick("C000003", False), HandPick("C049000", True))
    draw(ranking, cut("top", 20, *hand))  # the first one sums the ranking up
    took = []
    for value in range(1, 40):
        began = time.perf_counter()
        pareto = draw(ranking, cut("reach", value, *hand))
        assert pareto.share and pareto.line.of_sales and pareto.key_accounts and pareto.finding
        took.append(time.perf_counter() - began)
    assert sorted(took)[len(took) // 2] < 0.005
