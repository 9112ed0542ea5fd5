"""A link to movement, concentration or an account opens to that page's figures: to the cent, plain, and later."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam_core import figures
from kam_core.analysis.account.story import account
from kam_core.analysis.concentration.concentration import concentration
from kam_core.analysis.concentration.loss import rehearse
from kam_core.analysis.concentration.over_time import over_time
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.exact import decimal
from kam_core.analysis.movement.comparisons import comparisons
from kam_core.analysis.movement.lines import compare, movement
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.scope import Scope
from kam_core.charts.labels import clean
from kam_core.hand import HandPick
from kam_core.report.answers.answer import Answer, Kind
from kam_core.report.answers.answer import shown as said_as
from kam_core.report.answers.movement import LISTS, MovementAnswer
from kam_core.report.html_report import html_report
from kam_core.report.light import FORM, Leaf, Occasion, aging, left_of, page, put
from kam_core.report.light_answer import MOST, answer_leaf
from kam_core.report.message import message
from kam_core.report.shown import Shown
from kam_core.report.view_file import view_csv, view_xlsx
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.wording import say
from kam_ui import resources
from kam_ui.answers import ANSWERS
from kam_ui.concentration.answers import limits
from kam_ui.link import FILTERS
from kam_ui.movement.asked import asked
from kam_ui.shared import shared
from tests.links import cells, heading, lit, send, view_of
from tests.links import words as seen
from tests.side_files import sell
from tests.small_sales import ranking_of
from tests.test_shares_figures import (  # noqa: F401 (the fixture)
    HAND,
    _sales,
    addresses,
    months,
    sales,
)
from tests.test_shares_light import BOUND, HOSTILE, check_plain

LANGUAGES = ("zh", "en")
quiet = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def of_pages(draw: st.DrawFn) -> dict[str, Any]:
    """What the addresses of these three pages say beside the scope, every key of them."""
    before, after = (sorted((draw(months), draw(months))) for _ in range(2))
    return {
        "before": ":".join(before),
        "after": ":".join(after),
        "known": draw(st.sampled_from(["now", "1"])),
        "margin": f"{draw(st.integers(0, 90))}",
        "threshold": f"{draw(st.integers(1, 40))}",
        "lost": draw(st.lists(st.sampled_from(["C00", "C01", "C07", "nobody"]), max_size=3, unique=True)),
        "window": draw(st.sampled_from(["12", "3"])),
        "limits": "5:15:30:45",
        "disclosure": draw(st.sampled_from(["china", "ifrs"])),
        "account": draw(st.sampled_from(["C00", "C05", "C23"])),
    }


@given(addresses(), of_pages())
@quiet
def test_every_key_that_these_pages_spell_is_generated(
    sales: Dataset,  # noqa: F811
    said: dict[str, Any],
    more: dict[str, Any],
) -> None:
    view = view_of(sales, **said | more)
    for name in ANSWERS:
        assert set(view.query(name)) <= {*said, *more, *FILTERS, "data", "lang"}


def plain(text: str) -> str:
    """A text as a reader sees it."""
    return " ".join(text.split())


def tables(text: str) -> dict[str, list[list[str]]]:
    """Heading -> the rows under it."""
    parts = re.split(r"<h2>(.*?)</h2>", text)
    return {seen(title): cells(body) for title, body in zip(parts[1::2], parts[2::2])}


@given(addresses(), of_pages(), HAND, st.sampled_from(LANGUAGES))
@quiet
def test_a_link_to_movement_opens_to_the_owners_figures(
    sales: Dataset,  # noqa: F811
    said: dict[str, Any],
    more: dict[str, Any],
    hand: str,
    lang: str,
) -> None:
    view, picks = view_of(sales, lang, **said | more), ()
    if hand:
        picks = (HandPick("C20", True, "decree"), HandPick("C00", False))
        view = replace(view, hand=resources.store().keep_hand(sales.id, picks, principal=HOUSE))
    share, token = send(sales, view, "movement")
    assert (shared(share).view.risk, shared(share).view.scope) == (
        replace(view.risk, lost=(), window=12, limits=view_of(sales).risk.limits, disclosure="china"),
        view.scope,
    )
    compared = asked(view)
    assert compared is not None
    known = resources.store().open(sales.id, compared.known or sales.version, principal=HOUSE)
    cut = Cut(view.rule, view.cut, picks)
    found = movement(sales, view.scope, cut, compared.before, compared.after, known)
    text = lit(token, lang)
    assert heading(text) == " ".join(found.finding.say(lang).split())
    full = figures.volume if view.scope.measure is Measure.QUANTITY else figures.exact
    there = tables(text)
    for name in LISTS:
        at = getattr(found, name)
        rows = there.get(say(lang, f"answer.movement.{name}", n=len(at)), [])
        expected = [
            (plain(clean(str(found.names[i]))), *(full(lang, decimal(int(v[i]))) for v in (found.was, found.now)))
            for i in at[:MOST]
        ]
        codes = found.customers[at[:MOST]]
        assert [(row[0].removesuffix(f" {code}"), row[3], row[4]) for row, code in zip(rows, codes)] == expected
        assert [row[5] for row in rows] == [full(lang, decimal(int(found.change[i]))) for i in at[:MOST]]


@given(addresses(), of_pages(), st.sampled_from(LANGUAGES))
@quiet
def test_a_link_to_concentration_opens_to_the_owners_figures(
    sales: Dataset,  # noqa: F811
    said: dict[str, Any],
    more: dict[str, Any],
    lang: str,
) -> None:
    view = view_of(sales, lang, **said | more)
    share, token = send(sales, view, "concentration")
    assert (shared(share).view.risk.lost, shared(share).view.risk.limits) == (view.risk.lost, view.risk.limits)
    found = concentration(sales, view.scope, limits(view.risk))
    text = lit(token, lang)
    assert heading(text) == " ".join(found.finding.say(lang).split())
    loss = rehearse(sales, view.scope, Cut(view.rule, view.cut), view.risk.lost) if view.risk.lost else None
    told = [over_time(sales, view.scope, view.risk.window).finding]
    for finding in [*told, *([loss.finding] if loss and loss.lost else [])]:
        assert plain(finding.say(lang)) in seen(text)
    if not found.ranking.n:
        return
    there = tables(text)
    full = figures.volume if view.scope.measure is Measure.QUANTITY else figures.exact
    tops = there[say(lang, "answer.concentration.tops")]
    assert tops[0][1] == full(lang, decimal(int(found.ranking.values[0])))
    assert [row[2] for row in tops] == [figures.percent(lang, found.top(k)) for k in (1, 5, 10, 20)[: len(tops)]]
    regions = there.get(say(lang, "answer.concentration.by_region"), [])
    assert len(regions) == (len(found.regions.rows) if found.regions.known else 0)
    for row, part in zip(regions, found.regions.rows):
        assert row[1] == full(lang, part.value) and row[5] == figures.percent(lang, part.largest_share)


@given(addresses(), of_pages(), st.sampled_from(LANGUAGES))
@quiet
def test_a_link_to_an_account_opens_to_the_owners_figures(
    sales: Dataset,  # noqa: F811
    said: dict[str, Any],
    more: dict[str, Any],
    lang: str,
) -> None:
    view = view_of(sales, lang, **said | more)
    share, token = send(sales, view, "account")
    assert shared(share).view.season.account == more["account"]
    pareto = draw(rank(sales, view.scope), Cut(view.rule, view.cut))
    outlook = resources.ahead(view, sales).outlook
    seen_from = view.season.as_of
    story = account(sales, pareto, more["account"], seen_from, outlook if outlook.has_stock else None)
    text = lit(token, lang)
    assert heading(text) == " ".join(story.finding.say(lang).split())
    there = tables(text)
    full = figures.volume if view.scope.measure is Measure.QUANTITY else figures.exact
    figures_of = there[say(lang, "light.figures")]
    assert figures_of[0][1] == full(lang, story.value)
    bought = there.get(say(lang, "answer.account.products"), [])
    assert [row[1] for row in bought] == [full(lang, decimal(int(value))) for value in story.mix.value]
    assert sum((Decimal(row[1].replace(",", "")) for row in bought), Decimal(0)) == story.value


def test_it_is_kept_and_opens_to_the_same_when_time_has_gone_on(
    sales: Dataset,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = {"before": "2024-01:2024-03", "after": "2025-01:2025-03", "known": "now", "lost": "C00", "account": "C05"}
    view = view_of(sales, "en", **said)
    links = {name: send(sales, view, name) for name in (*ANSWERS, "pareto", "supply")}
    safe = send(sales, view, account="C05")
    first = {name: [lit(token, lang) for lang in LANGUAGES] for name, (_, token) in [*links.items(), ("safe", safe)]}
    sell(resources.store(), tmp_path, _sales().replace("C00", "C99"), dataset=sales.id)

    def nothing(*_: object) -> None:
        raise AssertionError("computed again")

    for module in ("kam_ui.web.leaf._made", "kam_ui.resources._ranking", "kam_ui.resources._ahead"):
        monkeypatch.setattr(module, nothing)
    again = {name: [lit(token, lang) for lang in LANGUAGES] for name, (_, token) in [*links.items(), ("safe", safe)]}
    assert again == first
    resources.store().revoke_share(safe[0].id, HOUSE)
    with pytest.raises(AssertionError):
        lit(safe[1])


@pytest.mark.usefixtures("sales")
def test_of_a_live_link_nothing_is_kept_and_its_usual_periods_go_with_the_data(tmp_path: Path) -> None:
    store, lines = resources.store(), _sales().splitlines()
    first = "\n".join(line for line in lines if not line.startswith(("2025-1", "2025-09"))) + "\n"
    base = store.open(sell(store, tmp_path, first), principal=HOUSE)
    then = comparisons([(base.version, base)]).usual
    assert then is not None
    usual = {"before": f"{then.before}", "after": f"{then.after}", "known": "now"}
    live, token = send(base, view_of(base, "en", **usual), "movement", live=True)
    chosen = view_of(base, "en", **usual | {"before": "2023-11:2024-01"})
    own, _ = send(base, chosen, "movement", live=True)
    before = lit(token, "en")
    assert store.kept_leaf(live, "en", FORM) is None
    sell(store, tmp_path, _sales(), dataset=base.id)
    newest = store.open(base.id, principal=HOUSE)
    now = comparisons([(newest.version, newest)]).usual
    assert now is not None and now.after > then.after
    assert asked(shared(live).view) == now
    assert shared(own).view.risk.before == ("2023-11", "2024-01")
    assert lit(token, "en") != before


@pytest.mark.usefixtures("sales")
def test_no_copy_of_what_was_deleted_is_shown(tmp_path: Path) -> None:
    store = resources.store()
    gone = store.open(sell(store, tmp_path, _sales()), principal=HOUSE)
    _, token = send(gone, view_of(gone, "en"))
    lit(token)
    store.delete(gone.id, principal=HOUSE)
    with pytest.raises(AssertionError):
        lit(token)


# ---- hostile names, bounds


def hostile_answers(names: list[str]) -> list[Answer]:
    """A movement of customers with these names: everyone's value turned round."""
    keys = [f"{i:04d}<b>{name[:40]}" for i, name in enumerate(names)]
    before = ranking_of({key: 1000 + 3 * i for i, key in enumerate(keys)}, names=names[::-1])
    after = ranking_of({key: 9000 - i for i, key in enumerate(keys)}, names=names)
    drawn = (draw(replace(one, scope=Scope(first=month, last=month)), _TOP)
             for one, month in ((before, "2024-12"), (after, "2025-12")))  # fmt: skip
    return [MovementAnswer(compare(*drawn))]


_TOP = Cut(Rule.TOP, Decimal(30))
_OCCASION = Occasion(date(2026, 1, 3), date(2025, 12, 26), date(2025, 12, 27), date(2026, 1, 26))


def lit_answer(answer: Answer, lang: str) -> str:
    leaf = answer_leaf(answer, date(2025, 12, 26), "/movement?share=1&a=b", [("<i>", "<script>x</script>")], lang)
    return page(leaf, _OCCASION, lang).decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_is_only_ever_text(lang: str) -> None:
    for answer in hostile_answers(HOSTILE):
        text = lit_answer(answer, lang)
        check_plain(text)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\ue000\ue001\x00-\x08\x1b]", text)
        assert "<script>alert(1)</script>" in " ".join(row[0] for row in cells(text))


@given(st.lists(st.text(max_size=200), min_size=1, max_size=20, unique=True), st.sampled_from(LANGUAGES))
@settings(max_examples=25, deadline=None)
def test_whatever_the_names_are_the_page_and_its_files_stay_sound(names: list[str], lang: str) -> None:
    for answer in hostile_answers(names):
        check_plain(lit_answer(answer, lang))
        for sheet in answer.sheets(lang):
            assert sheet.table.num_rows == len(sheet.rows) == sheet.n


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_keeps_its_bound_however_many_and_however_named(lang: str) -> None:
    for answer in hostile_answers(['"' * 100] * 5_000):
        text = lit_answer(answer, lang)
        assert len(text.encode()) <= BOUND
        assert say(lang, "answer.movement.falls", n=1) not in text and "<svg" in text


def test_no_name_can_take_the_place_of_the_days_left() -> None:
    forged = "\ue000left|5|2020-01-01|\ue001"
    leaf = Leaf(forged, put("<p>{name}</p>", name=forged) + left_of(9, date(2025, 12, 27)) + aging("甲|乙<", 9, _DAY))
    text = page(leaf, _OCCASION, "en").decode()
    assert "<p>left|5|2020-01-01|</p>" in text and "<title>left|5|2020-01-01|</title>" in text
    assert "9 days left on 27 Dec · 2 days left today" in text
    assert '<p class="aging">甲|乙&lt;: 9 days left on 27 Dec · 2 days left today</p>' in text
    fresh = page(leaf, replace(_OCCASION, today=_DAY), "en").decode()
    assert "aging" not in fresh.split("</style>")[1] and "9 days left" in fresh


_DAY = date(2025, 12, 27)


# ---- what is sent beside the link


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_message_report_and_files_say_what_the_page_says(sales: Dataset, name: str, lang: str) -> None:  # noqa: F811
    said = {"before": "2024-11:2024-12", "after": "2025-01:2025-03", "known": "now", "lost": "C00", "account": "C05"}
    view = view_of(sales, lang, **said)
    answer = ANSWERS[name](view, sales)
    assert answer is not None and answer.page == name
    shown = Shown(name, sales, resources.pareto(view, sales), answer=answer)
    lines = message(shown, lang, "https://kam.example.com/s/x", date(2026, 1, 26)).split("\n")
    assert len(lines) == 5 and lines[0] == plain(answer.sentence(lang))
    report = html_report(shown, lang, date(2025, 12, 27)).decode()
    body = report.split("<body>")[1]
    assert heading(body) == plain(answer.sentence(lang))
    assert plain(answer.title(lang)) in html.unescape(report.split("</title>")[0])
    assert body.count('class="figure"') == len(answer.charts(lang)) > 0 and "http" not in body.split("<script")[0]
    for listing in answer.listings(lang, MOST):
        assert plain(listing.title) in seen(body)
        assert all(len(row) == len(listing.columns) for row in listing.rows)
    assert view_xlsx(shown, lang)[:2] == b"PK" and view_csv(shown, lang).count(b"\r\n") == answer.sheets(lang)[0].n + 1
    token = send(sales, view, name)[1]
    assert len(lit(token, lang).encode()) <= BOUND and "<svg" in lit(token, lang)
    check_plain(lit(token, lang))


def test_what_is_not_known_is_a_dash_and_money_is_to_the_cent() -> None:
    assert said_as("en", Kind.SHARE, None, Measure.AMOUNT) == figures.NONE
    assert said_as("en", Kind.SHARE, Fraction(1, 3), Measure.AMOUNT) == "33.3%"
    assert said_as("en", Kind.MONEY, Decimal("1234.5"), Measure.QUANTITY) == "1,234.5"
    assert said_as("en", Kind.MONEY, Decimal("1234.5"), Measure.AMOUNT) == "1,234.50"
