"""A link carries the whole view: what is written is what is read, and what is not understood stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.analysis.cut import Rule
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.allocation import AllocationRule
from kam_core.errors import BadLink
from kam_core.report.answers.movement import LISTS
from kam_core.schema import Measure
from kam_ui.people import People
from kam_ui.risk import DISCLOSURES, Risk
from kam_ui.season import MOST_LEAD_TIME, TABS, Season
from kam_ui.view import FILTERS, Offer, View, cut_problem, parse, plain, settle

USUAL = Scope(Measure.AMOUNT, "2024-12", "2025-11")
OFFER = Offer("d1", 3, "2022-01", "2025-12", USUAL, resolve=lambda scope: scope)

texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=3, unique=True).map(tuple)
months = st.builds("{:04d}-{:02d}".format, st.integers(2022, 2025), st.integers(1, 12))
percents = st.decimals(0, 100, places=3)
cuts = st.one_of(
    st.tuples(st.sampled_from([Rule.TOP, Rule.REACH]), percents),
    st.tuples(st.just(Rule.COUNT), st.integers(0, 10**6).map(Decimal)),
    st.tuples(st.just(Rule.AT_LEAST), st.decimals(-(10**12), 10**12, places=4)),
)
scopes = st.builds(
    Scope,
    measure=st.sampled_from(Measure),
    first=months,
    last=months,
    **dict.fromkeys(FILTERS.values(), texts),
)

DAY = date(2025, 12, 26)
STOCKED = replace(OFFER, as_of=DAY)
keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
seasons = st.builds(
    Season,
    as_of=st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    service_level=st.decimals("0.01", "99.99", places=2),
    lead_time=st.none() | st.integers(0, MOST_LEAD_TIME),
    peak=st.decimals("0.01", 12, places=2),
    lunar=st.booleans(),
    closed_days=st.booleans(),
    tab=st.sampled_from(TABS),
    account=keys,
    item=keys,
    available=st.none() | st.decimals(0, 10**9, places=4),
    allocation=st.sampled_from(AllocationRule),
)
spans = st.tuples(months, months).map(lambda pair: (min(pair), max(pair)))
risks = st.builds(
    Risk,
    before=st.none() | spans,
    after=st.none() | spans,
    known=st.none() | st.integers(1, 99),
    threshold=st.integers(1, 9_999),
    margin=st.decimals(0, 90, places=2),
    lost=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9), unique=True).map(tuple),
    window=st.sampled_from([12, 3]),
    limits=st.tuples(
        st.decimals("0.01", 10, places=2), st.decimals(11, 20), st.decimals(21, 100), st.decimals("0.01", 100, places=2)
    ).map(lambda limits: tuple(round(limit, 2) for limit in limits)),
    disclosure=st.sampled_from(DISCLOSURES),
    shown=st.sampled_from(["", *LISTS]),
)


def read(query: dict[str, list[str]]) -> View:
    return settle(parse(query), OFFER, "en")


@given(scopes, cuts, st.sampled_from(["", "h0123456789abcdef0123"]), st.sampled_from(["zh", "en"]))
def test_a_view_survives_the_address_bar(scope: Scope, cut: tuple[Rule, Decimal], hand: str, lang: str) -> None:
    view = View("d1", 3, scope, cut[0], cut[1], hand, lang)
    assert read(view.query()) == view
    link = urlsplit(view.link("pareto"))
    assert link.path == "/pareto"
    assert read(parse_qs(link.query, keep_blank_values=True)) == view


def test_a_link_spells_out_the_defaults_too() -> None:
    said = read({}).query()
    assert said == {
        "data": ["d1@3"],
        "rule": ["top"],
        "cut": ["20"],
        "measure": ["amount"],
        "from": ["2024-12"],
        "to": ["2025-11"],
        "lang": ["en"],
    }


@given(seasons)
def test_a_season_survives_the_address_bar(season: Season) -> None:
    view = View("d1", 3, USUAL, season=season, usual_day=DAY)
    link = urlsplit(view.link("supply"))
    assert settle(parse(parse_qs(link.query, keep_blank_values=True)), STOCKED, "en") == view


@given(seasons)
def test_a_link_of_another_page_keeps_every_assumption_that_is_not_as_usual(season: Season) -> None:
    view = View("d1", 3, USUAL, season=season, usual_day=DAY)
    again = settle(parse(view.query("pareto")), STOCKED, "en")
    assert again.season.settings == season.settings
    assert not {"tab", "account", "item", "available", "allocation"} & set(view.query("pareto"))


def test_the_supply_page_spells_out_its_defaults_and_the_first_page_stays_short() -> None:
    view = settle(parse({}), STOCKED, "en")
    assert set(view.query("supply")) - set(view.query("pareto")) == {
        "as_of", "service_level", "lead_time", "peak", "lunar", "closed_days", "tab", "available", "allocation",
    }  # fmt: skip
    assert view.query("supply")["as_of"] == ["2025-12-26"]
    assert view.query("supply")["lead_time"] == ["data"]


@given(risks)
def test_what_is_supposed_of_risk_survives_the_links_of_its_pages(risk: Risk) -> None:
    view = View("d1", 3, USUAL, risk=risk)
    there = read(parse_qs(urlsplit(view.link("concentration")).query, keep_blank_values=True)).risk
    usual = Risk()
    theirs = {"threshold": usual.threshold, "margin": usual.margin, "shown": usual.shown}
    assert there == replace(risk, before=None, after=None, known=None, **theirs)
    there = read(parse_qs(urlsplit(view.link("movement")).query, keep_blank_values=True)).risk
    known = risk.known if risk.before else None  # the list of a period that is not named is nobody's
    assert there == Risk(risk.before, risk.after, known, risk.threshold, risk.margin, risk.shown)
    assert "margin" not in view.query("pareto")


@given(st.builds(People, stale=st.integers(1, 999), owner=st.none() | keys))
def test_whose_work_is_looked_at_survives_the_link_of_its_page(people: People) -> None:
    view = View("d1", 3, USUAL, people=people)
    assert read(parse_qs(urlsplit(view.link("coverage")).query, keep_blank_values=True)) == view
    assert not {"stale", "owner"} & set(view.query("pareto"))


def test_one_end_of_the_period_alone_is_open_at_the_other() -> None:
    assert read({"from": ["2024-06"]}).scope.last == "2025-12"
    assert read({"to": ["2024-06"]}).scope.first == "2022-01"


def test_a_number_without_its_rule_means_the_usual_rule() -> None:
    assert (read({"cut": ["10"]}).rule, read({"cut": ["10"]}).cut) == (Rule.TOP, Decimal(10))
    assert read({"rule": ["reach"]}).cut == 80


def test_a_blank_value_is_a_value_of_its_own() -> None:
    assert read({"region": [""]}).scope.regions == ("",)
    assert read({}).scope.regions == ()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"colour": ["red"]}, "link_unknown_key"),
        ({"rule": ["top", "count"]}, "link_said_twice"),
        ({"rule": ["upper"]}, "link_bad_value"),
        ({"cut": ["many"]}, "link_bad_value"),
        ({"cut": ["150"]}, "link_bad_value"),
        ({"cut": ["-1"]}, "link_bad_value"),
        ({"cut": ["1e3"]}, "link_bad_value"),
        ({"cut": ["٢٠"]}, "link_bad_value"),
        ({"rule": ["count"], "cut": ["2.5"]}, "link_bad_value"),
        ({"rule": ["count"]}, "link_rule_without_cut"),
        ({"measure": ["weight"]}, "link_bad_value"),
        ({"from": ["2024-13"]}, "link_bad_value"),
        ({"from": [""]}, "link_bad_value"),
        ({"data": ["../etc"]}, "link_bad_value"),
        ({"data": ["d1@0"]}, "link_bad_value"),
        ({"lang": ["fr"]}, "link_bad_value"),
        ({"hand": ["<script>"]}, "link_bad_value"),
        ({"as_of": ["2025-13-01"]}, "link_bad_value"),
        ({"as_of": ["20251226"]}, "link_bad_value"),
        ({"service_level": ["0"]}, "link_bad_value"),
        ({"service_level": ["95%"]}, "link_bad_value"),
        ({"lead_time": ["-1"]}, "link_bad_value"),
        ({"lead_time": ["٣"]}, "link_bad_value"),
        ({"peak": ["13"]}, "link_bad_value"),
        ({"lunar": [""]}, "link_bad_value"),
        ({"closed_days": ["1"]}, "link_bad_value"),
        ({"tab": ["Plan"]}, "link_bad_value"),
        ({"account": [""]}, "link_bad_value"),
        ({"account": ["C1", "C2"]}, "link_said_twice"),
        ({"available": ["1e9"]}, "link_bad_value"),
        ({"allocation": ["fair"]}, "link_bad_value"),
        ({"lost": ["C1", ""]}, "link_bad_value"),
        ({"before": ["2024-01"]}, "link_bad_value"),
        ({"after": ["2024-03:2024-01"]}, "link_bad_value"),
        ({"before": ["2024-01:2024-03", "2023-01:2023-03"]}, "link_said_twice"),
        ({"margin": ["-1"]}, "link_bad_value"),
        ({"known": ["0"]}, "link_bad_value"),
        ({"known": ["last"]}, "link_bad_value"),
        ({"threshold": ["0"]}, "link_bad_value"),
        ({"margin": ["91"]}, "link_bad_value"),
        ({"window": ["6"]}, "link_bad_value"),
        ({"limits": ["20:10:35:50"]}, "link_bad_value"),
        ({"limits": ["10:20:35"]}, "link_bad_value"),
        ({"disclosure": ["sec"]}, "link_bad_value"),
    ],
)
def test_what_is_not_understood_stops_with_the_reason(query: dict[str, list[str]], code: str) -> None:
    with pytest.raises(BadLink) as stopped:
        parse(query)
    assert stopped.value.code == code
    assert str(stopped.value)


def test_numbers_are_written_plainly() -> None:
    assert [plain(Decimal(text)) for text in ("20.00", "1E+3", "0.10", "-5", "0")] == ["20", "1000", "0.1", "-5", "0"]


@given(st.sampled_from(Rule), st.text(max_size=8))
def test_any_text_is_a_cut_or_a_problem(rule: Rule, text: str) -> None:
    assert cut_problem(rule, text) in (True, False)
