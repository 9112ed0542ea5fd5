"""One account: by hand, against an oracle that adds up the lines itself, and what always holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core.analysis.account.identify import customer_of
from kam_core.analysis.account.story import AccountStory, account
from kam_core.analysis.cut import Cut, HandPick, Rule
from kam_core.analysis.exact import ONE
from kam_core.analysis.months import default_scope, shift, span
from kam_core.analysis.movement.silence import silence
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.analysis.year_on_year import year_on_year
from kam_core.errors import BadScope
from kam_core.schema import Measure
from tests.small_sales import Row, SmallSales, row, small_sales

Tell = Callable[..., AccountStory]
USUAL = Cut()
YEAR = Scope(Measure.AMOUNT, "2024-01", "2024-12")


def tell(sales: SmallSales, customer: str, scope: Scope | None = None, cut: Cut = USUAL) -> AccountStory:
    scope = scope or default_scope(sales)
    return account(sales, draw(rank(sales, scope), cut), customer)


def monthly(customer: str, amount: int, first: str = "2023-01", months: int = 24, **more: Any) -> list[Row]:
    return [row(customer, f"{shift(first, step)}-10", amount, **more) for step in range(months)]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> SmallSales:
    """A sells 100 a month and 150 in the second year; B 120 throughout; C 200, until June 2024; half comes back."""
    rows = [
        *monthly("A", 100, months=12, product="P1", region="East", profit=10, customer_name="Alpha"),
        *monthly("A", 150, "2024-01", 12, product="P1", region="East", profit=30, customer_name="Alpha"),
        row("A", "2024-03-05", -30, product="P2", region="West", profit=-6, customer_name="Alpha"),
        *monthly("B", 120, product="P1", region="West", profit=36, customer_name="Beta"),
        *monthly("C", 200, months=18, product="P2", region="East", profit=-20, customer_name="Gamma"),
        row("C", "2024-07-02", -600, product="P2", region="East", profit=60, customer_name="Gamma"),
        row("D", "2023-02-01", 50, product="P3", region="East", profit=5, customer_name="Beta"),
    ]
    return small_sales(tmp_path_factory.mktemp("firm"), rows)


def test_rank_share_and_change_by_hand(firm: SmallSales) -> None:
    # 2024: A 12 x 150 - 30 = 1,770; B 1,440; C 6 x 200 - 600 = 600; in all 3,810. A in 2023: 1,200, so + 47.5 %
    story = tell(firm, "A", YEAR)
    assert (story.rank, story.value, story.share) == (1, Decimal(1770), Fraction(1770, 3810))
    assert story.months.change == Fraction(570, 1200)
    assert (story.previous, story.following) == (None, "B")
    assert tell(firm, "C", YEAR).following is None
    said = story.finding.say("en")
    assert said == "Alpha is number 1 of 3 by sales, with 46.5% of them, up 48% on the same months last year."


def test_returns_and_margin_by_hand(firm: SmallSales) -> None:
    story = tell(firm, "A", YEAR)
    assert (story.months.returned, story.months.gross) == (-30 * ONE, 1800 * ONE)
    assert story.months.returns == Fraction(30, 1800) and story.months.returns_before == 0
    assert story.firm_returns == Fraction(630, 3810 + 630)
    assert story.months.margin == Fraction(12 * 30 - 6, 1770)


def test_regions_by_hand(firm: SmallSales) -> None:
    regions = tell(firm, "A", YEAR).months.regions
    assert [(one.region, one.value, one.before) for one in regions] == [
        ("East", 1800 * ONE, 1200 * ONE),
        ("West", -30 * ONE, 0),
    ]


def test_the_whale_by_hand(firm: SmallSales) -> None:
    # profit of 2024: B 432, A 354, C 6 x -20 + 60 = -60; total 726: A is second, the peak is (432 + 354) / 726
    found = tell(firm, "A", YEAR).whale
    assert found is not None
    assert (found.rank, found.profit, found.share) == (2, Decimal(354), Fraction(354, 726))
    assert (found.earning, found.peak) == (2, Fraction(786, 726))
    assert (found.margin, found.firm_margin) == (Fraction(354, 1770), Fraction(726, 3810))


def test_standing_by_hand(firm: SmallSales) -> None:
    # twelve months to June 2024: C 12 x 200 = 2,400; A 6 x 100 + 6 x 150 - 30 = 1,470; B 1,440
    found = tell(firm, "A", YEAR, Cut(Rule.COUNT, Decimal(1))).standing
    assert found.months == 12
    assert [stand.last for stand in found.stands] == ["2023-12", "2024-03", "2024-06", "2024-09", "2024-12"]
    june = found.stands[2]
    assert (june.first, june.rank, june.customers, june.value) == ("2023-07", 2, 3, Decimal(1470))
    assert june.share == Fraction(1470, 5310)
    assert [stand.key for stand in found.stands] == [False, False, False, True, True]
    pinned = tell(firm, "A", YEAR, Cut(Rule.COUNT, Decimal(1), (HandPick("A", True),)))
    assert all(stand.key for stand in pinned.standing.stands)


def test_someone_who_bought_nothing_in_the_period_still_has_a_story(firm: SmallSales) -> None:
    story = tell(firm, "D", YEAR)
    assert (story.rank, story.share, story.value, story.key, story.previous) == (None, None, 0, False, None)
    assert story.white_space.alike is None and not story.mix.lines.any()
    assert story.finding.say("en") == "Beta bought nothing in this period; its last order was on 2023-02-01."
    # it bought in February, so it stood in the first windows and in no other
    assert [stand.rank for stand in story.standing.stands] == [4, None, None, None, None]


def test_the_rhythm_by_hand(tmp_path: Path) -> None:
    days = [date(2024, 1, 1), *(date(2024, 1, 1 + n) for n in (7, 14, 21, 28)), date(2024, 2, 18), date(2024, 2, 25)]
    rows = [row("A", day.isoformat(), 10) for day in days] + [row("B", "2024-04-30", 1), row("A", "2024-03-30", -5)]
    found = tell(small_sales(tmp_path, rows), "A").rhythm
    # gaps 7, 7, 7, 7, 20, 7: the median is 7, nine in ten are at most 20; a return is no order; 65 days are silence
    assert (found.last, found.since, found.usual, found.long) == (date(2024, 2, 25), 65, 7, 20)
    assert found.silent and found.orders == 7
    few = tell(small_sales(tmp_path / "few", rows[:2] + rows[-2:-1]), "A").rhythm
    assert (few.usual, few.long, few.silent) == (None, None, False)


def test_the_rhythm_is_the_one_of_everybodys_silence(firm: SmallSales) -> None:
    as_of = date(2025, 2, 25)
    found = silence(firm, YEAR, as_of)
    story = account(firm, draw(rank(firm, YEAR), USUAL), "A", as_of)
    at = found.customers.tolist().index("A")
    assert story.rhythm.silent
    assert (story.rhythm.since, story.rhythm.usual, story.rhythm.long) == tuple(
        int(column[at]) for column in (found.days, found.usual, found.longest)
    )


def test_who_is_meant(firm: SmallSales) -> None:
    assert customer_of(firm, "A") == customer_of(firm, "Alpha") == "A"
    with pytest.raises(BadScope) as shared:
        customer_of(firm, "Beta")
    assert (shared.value.code, shared.value.facts["ids"]) == ("shared_name", ("B", "D"))
    with pytest.raises(BadScope) as unknown:
        customer_of(firm, "Alfa")
    assert unknown.value.code == "unknown_account"
    assert len(unknown.value.facts["near"]) == 3 and unknown.value.facts["near"][0] == "Alpha"
    with pytest.raises(BadScope, match="no customer"):
        tell(firm, "Z")


# ---- white space


def baskets(wanted: dict[str, dict[str, int]], **more: Any) -> list[Row]:
    """customer -> product -> what it buys, on the tenth of each of twelve months, a twelfth each."""
    return [
        line
        for customer, basket in wanted.items()
        for product, amount in basket.items()
        for line in monthly(customer, amount, "2024-01", 12, product=product, product_name=f"the {product}", **more)
    ]


def test_white_space_by_hand(tmp_path: Path) -> None:
    """Twelve like A; six of them buy P3 for a tenth of their money, five P4, all P1 and P2; A buys P1, P2 and P5."""
    peers = {f"B{n:02}": {"P1": 50, "P2": 50} for n in range(12)}
    for n in range(6):
        peers[f"B{n:02}"] = {"P1": 45, "P2": 45, "P3": 10}
    for n in range(7, 12):
        peers[f"B{n:02}"] |= {"P4": 100}
    everyone = {"A": {"P1": 60, "P2": 30, "P5": 10}} | peers
    story = tell(small_sales(tmp_path, baskets(everyone, customer_type="dealer", region="East")), "A")
    found = story.white_space
    assert found.alike is not None and found.alike.kind == "type_and_region"
    assert len(found.alike.customers) == 12
    # A buys 1,200 a year: a tenth of it
    assert [(gap.product, gap.buyers, gap.worth, gap.once) for gap in found.gaps] == [("P3", 6, Decimal(120), None)]
    # P1 .5/.6 and P2 .5/.3 overlap in .5 + .3; with P3 in .45 + .3; with P4 in .25 + .25
    assert sorted(set(found.alike.overlap.round(2))) == [0.5, 0.75, 0.8]
    assert "buy 1 products" in found.finding.say("en") and "the P3" in found.finding.say("zh")


def test_what_a_handful_buys_is_never_named_and_too_few_say_nothing(tmp_path: Path) -> None:
    peers = {f"B{n:02}": {"P1": 90} | ({"P2": 30} if n < 5 else {}) for n in range(30)}
    assert tell(small_sales(tmp_path / "a", baskets({"A": {"P1": 90}} | peers)), "A").white_space.gaps == ()
    few = dict(list(peers.items())[:9])
    found = tell(small_sales(tmp_path / "b", baskets({"A": {"P1": 90}} | few)), "A").white_space
    assert found.alike is None and found.finding.code == "white_space_unknown"


def test_look_alikes_are_of_the_type_and_the_size_where_there_are_enough(tmp_path: Path) -> None:
    same = baskets({f"S{n:02}": {"P1": 100 + n} for n in range(12)}, customer_type="dealer", region="West")
    other = baskets({f"T{n:02}": {"P1": 100} for n in range(12)}, customer_type="shop", region="East")
    large = baskets({f"L{n:02}": {"P1": 400} for n in range(12)}, customer_type="dealer", region="East")
    mine = baskets({"A": {"P1": 100}}, customer_type="dealer", region="East")
    found = tell(small_sales(tmp_path, [*same, *other, *large, *mine]), "A").white_space.alike
    assert found is not None
    assert (found.kind, found.band) == ("type", 3.0) and set(found.customers) == {f"S{n:02}" for n in range(12)}


def test_a_product_it_bought_once_says_when(tmp_path: Path) -> None:
    peers = {f"B{n:02}": {"P1": 50, "P2": 50} for n in range(10)}
    rows = [*baskets({"A": {"P1": 90}} | peers), row("A", "2023-05-02", 40, product="P2")]
    gaps = tell(small_sales(tmp_path, rows), "A", YEAR).white_space.gaps
    assert [(gap.product, gap.once, gap.lately) for gap in gaps] == [("P2", "2023-05", "2024-12")]


# ---- what always holds

lines = st.lists(
    st.builds(
        row,
        st.sampled_from(["A", "B", "C", "D"]),
        st.dates(date(2023, 1, 1), date(2024, 12, 31)).map(date.isoformat),
        st.integers(-500, 3000),
        product=st.sampled_from(["", "P1", "P2", "P3"]),
        region=st.sampled_from(["", "East"]),
        profit=st.integers(-50, 90),
    ),
    min_size=1,
    max_size=40,
)
cuts = st.sampled_from(
    [Cut(), Cut(Rule.COUNT, Decimal(2)), Cut(Rule.REACH, Decimal(60)), Cut(Rule.AT_LEAST, Decimal(500))]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=lines, cut=cuts, measure=st.sampled_from([Measure.AMOUNT, Measure.PROFIT]), data=st.data())
def test_the_parts_add_up_to_the_whole(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], cut: Cut, measure: Measure, data: st.DataObject
) -> None:
    sales = small_sales(tmp_path_factory.mktemp("any"), rows)
    scope = default_scope(sales, measure)
    pareto = draw(rank(sales, scope), cut)
    customer = data.draw(st.sampled_from(sorted({one["customer"] for one in rows})))
    story = account(sales, pareto, customer)
    whole = story.value * ONE
    assert story.months.total == sum(story.mix.value.tolist()) == whole
    assert sum(one.value for one in story.months.regions) == whole
    compared = year_on_year(sales, pareto.ranking)
    if story.at is not None and compared:
        assert story.months.change == compared.change(story.at)
        assert sum(story.mix.now.tolist()) == int(compared.now[story.at]) == story.months.now_sum
        assert sum(story.mix.before.tolist()) == int(compared.before[story.at]) == story.months.before_sum
    bought = {one["product"] for one in rows if one["customer"] == customer}
    assert not {gap.product for gap in story.white_space.gaps} & bought
    for lang in ("zh", "en"):
        assert story.finding.say(lang) and story.white_space.finding.say(lang)
    for stand in story.standing.stands:
        _agrees(stand, sales, cut, measure, customer)


def _agrees(stand: Any, sales: SmallSales, cut: Cut, measure: Measure, customer: str) -> None:
    """The window against the ranking and the line of its own months."""
    try:
        pareto = draw(rank(sales, Scope(measure, stand.first, stand.last)), cut)
    except BadScope:
        assert stand.rank is None
        return
    at = pareto.ranking.position.get(customer)
    assert stand.customers == pareto.n
    assert stand.rank == (None if at is None else at + 1)
    assert stand.key == (at is not None and bool(pareto.key[at]))


def test_months_and_products_against_the_lines(firm: SmallSales) -> None:
    months: dict[str, Decimal] = defaultdict(Decimal)
    products: dict[str, Decimal] = defaultdict(Decimal)
    for one in _of(firm.rows, "A"):
        months[f"{one['month']:%Y-%m}"] += one["amount"]
        if one["month"].year == 2024:
            products[one["product"]] += one["amount"]
    story = tell(firm, "A", YEAR)
    assert dict(zip(story.months.months, (story.months.value / ONE).tolist())) == {
        month: months[month] for month in span("2024-01", "2024-12")
    }
    assert (story.months.before / ONE).tolist() == [months[shift(month, -12)] for month in story.months.months]
    assert dict(zip(story.mix.products.tolist(), (story.mix.value / ONE).tolist())) == products


def _of(rows: Iterable[Row], customer: str) -> list[Row]:
    return [one for one in rows if one["customer"] == customer]


def test_filters_narrow_everything(firm: SmallSales) -> None:
    story = tell(firm, "A", Scope(Measure.AMOUNT, "2024-01", "2024-12", products=("P1",)))
    assert story.value == 1800 and story.mix.products.tolist() == ["P1"]
    assert story.standing.stands[-1].value == 1800 and story.months.total == 1800 * ONE
    west = tell(firm, "A", Scope(Measure.AMOUNT, "2024-01", "2024-12", regions=("West",)))
    assert west.value == -30 and west.share == Fraction(-30, 1410) and west.rank == 2
