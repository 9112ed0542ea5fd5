"""The light page: small, plain, true in both languages, and safe whatever the customers are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core import figures
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.exact import decimal
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.supply.ahead import headline
from kam_core.analysis.supply.season_supply import for_key_accounts
from kam_core.charts.labels import clean
from kam_core.report.curve_svg import curve_svg
from kam_core.report.light import Occasion, page, then_and_now
from kam_core.report.light_page import Facts, ranking_leaf
from kam_core.store.dataset import Dataset
from kam_core.store.principal import HOUSE
from kam_core.store.sample import open_sample
from kam_core.wording import say
from kam_ui import resources
from tests.links import a_store, cells, heading, lit, send, view_of
from tests.links import words as seen
from tests.small_sales import ranking_of

LANGUAGES = ("zh", "en")
BOUND = 300 * 1024
TODAY = date(2026, 1, 3)
OCCASION = Occasion(TODAY, date(2025, 12, 26), date(2025, 12, 27), date(2026, 1, 26))
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>点我</a>",
    "</style><style>*{display:none}",
    "{0.__class__} {title} %s $title",
    "\u202egnp.exe\u2066 \x00\x1b[31m",
    "=HYPERLINK(\"http://evil.example\")",
    "<!--", "]]>", "&amp;lt;", "${7*7}", "🍺" * 60, "a" * 5_000, "",
]  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    with a_store(tmp_path_factory.mktemp("light")) as store:
        yield open_sample(store, "zh", HOUSE)


class Plain(HTMLParser):
    """Notes every tag and attribute, and that what was opened is closed."""

    VOID = ("meta", "link", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


TAGS = {
    "html", "head", "meta", "title", "link", "style", "body", "div", "p", "span", "a", "h1", "h2", "svg", "line",
    "path", "text", "circle", "rect", "g", "ul", "li", "b", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def check_plain(page: str) -> Plain:
    """No script, nothing from elsewhere, all tags closed, no handler and no inline style."""
    read = Plain()
    read.feed(page)
    assert read.open == [] and read.tags <= TAGS
    names = {name for name, _ in read.attributes}
    assert not any(name.startswith("on") for name in names) and "style" not in names and "src" not in names
    targets = {value for name, value in read.attributes if name in ("href", "xlink:href")}
    assert all(target.startswith(("/", "?lang=")) and not target.startswith("//") for target in targets)
    assert "url(" not in page and "@import" not in page
    return read


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["pareto", "supply"])
def test_the_page_is_small_and_plain_in_both_languages(sample: Dataset, page: str, lang: str) -> None:
    _, token = send(sample, view_of(sample), page)
    text = lit(token, lang)
    assert len(text.encode()) <= BOUND
    check_plain(text)
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in text
    assert re.search(r"<title>[^<]+2025-12-26</title>", text)
    assert "2025-12-27" in text and say(lang, "light.frozen") in text
    assert '<meta name="robots" content="noindex' in text and "@media print" in text
    assert "<svg" in text and 'class="card' in text
    assert len(cells(text)) == 60  # all key accounts
    assert text.index("</table>") < text.index('class="button"') < text.rindex("<table>")  # 20, the button, the rest


def test_without_a_language_in_the_address_it_speaks_the_shares(sample: Dataset) -> None:
    for lang in LANGUAGES:
        _, token = send(sample, view_of(sample, lang))
        assert lit(token) == lit(token, lang)
        assert f'href="?lang={"en" if lang == "zh" else "zh"}"' in lit(token)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_is_the_owners(sample: Dataset, lang: str) -> None:
    view = view_of(sample)
    _, home = send(sample, view)
    _, supply = send(sample, view, "supply")
    pareto, ahead = resources.pareto(view, sample), resources.ahead(view, sample)
    said = say(lang, "light.space").join(each.say(lang) for each in headline(pareto, ahead))
    assert heading(lit(home, lang)) == seen(said)
    found = for_key_accounts(ahead.outlook, pareto)
    assert heading(lit(supply, lang)) == seen(found.answer.say(lang))
    assert lit(supply, lang).index('class="card') < lit(supply, lang).index("<svg")
    assert lit(home, lang).index("<svg") < lit(home, lang).index('class="card')


def test_the_days_left_are_said_for_the_frozen_day_and_for_today() -> None:
    as_of = date(2025, 12, 27)
    assert then_and_now("zh", 9, as_of, as_of) == "还剩 9 天"
    assert then_and_now("zh", 9, as_of, as_of + timedelta(5)) == "截至 12月27日 还剩 9 天 · 今天还剩 4 天"
    assert then_and_now("zh", 9, as_of, as_of + timedelta(12)) == "截至 12月27日 还剩 9 天 · 今天已晚 3 天"
    assert then_and_now("en", 9, as_of, as_of + timedelta(12)) == "9 days left on 27 Dec · 3 days late today"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_that_is_kept_does_not_age_in_silence(sample: Dataset, lang: str) -> None:
    _, token = send(sample, view_of(sample))
    text = seen(lit(token, lang))
    outlook = resources.ahead(view_of(sample), sample).outlook
    found = for_key_accounts(outlook, resources.pareto(view_of(sample), sample))
    assert found.first is not None
    today = datetime.now(UTC).astimezone().date()
    left = int(outlook.days_left[found.first])
    assert say(lang, "light.late", days=(today - outlook.as_of).days - left) in text  # the sample is of 2025


def lit_page(pareto: Pareto, facts: Facts, lang: str) -> str:
    """A view's page without a season, as it is read on TODAY."""
    leaf = ranking_leaf(pareto, None, date(2025, 12, 26), "/pareto?share=1&a=b", facts, lang)
    return page(leaf, OCCASION, lang).decode()


def hostile() -> Pareto:
    values = {f"{i}<b>{name[:40]}": 1000 - i for i, name in enumerate(HOSTILE)}
    return draw(ranking_of(values, names=HOSTILE), Cut(Rule.TOP, figures.Decimal(100)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_is_only_ever_text(lang: str) -> None:
    text = lit_page(hostile(), [("<i>", "<script>x</script>")], lang)
    check_plain(text)
    assert text.count("<style>") == text.count("</style>") == 1
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", text)
    names = [row[1] for row in cells(text)]
    assert any(name.startswith("<script>alert(1)</script>") for name in names)
    assert any(name.startswith("{0.__class__} {title} %s $title") for name in names)


@given(st.lists(st.text(max_size=200), min_size=1, max_size=30, unique=True), st.sampled_from(LANGUAGES))
def test_whatever_the_names_are_the_page_stays_plain(names: list[str], lang: str) -> None:
    values = {f"C{i}": 100 - i for i in range(len(names))}
    pareto = draw(ranking_of(values, names=names), Cut(Rule.TOP, figures.Decimal(100)))
    text = lit_page(pareto, [], lang)
    check_plain(text)
    for name, row in zip(names, cells(text)):
        assert row[1].startswith(" ".join(clean(name).split()))


def test_the_page_keeps_its_bound_however_many_and_however_named() -> None:
    values = {f"{'&' * 70}{i:05d}": 100_000 - i for i in range(20_000)}
    pareto = draw(ranking_of(values, names=['"' * 100] * 20_000), Cut(Rule.TOP, figures.Decimal(50)))
    for lang in LANGUAGES:
        text = lit_page(pareto, [], lang)
        assert len(text.encode()) <= BOUND
        assert say(lang, "light.more", shown=len(cells(text)), n=10_000) in seen(text)


@given(st.lists(st.integers(-(10**6), 10**9), min_size=1, max_size=400), st.integers(0, 100))
def test_the_curve_ends_at_all_and_the_cut_stands_on_it(values: list[int], top: int) -> None:
    pareto = draw(ranking_of({f"C{i:04d}": v for i, v in enumerate(values)}), Cut(Rule.TOP, figures.Decimal(top)))
    drawn = str(curve_svg(pareto, "en"))
    if pareto.share is None:
        assert drawn == ""
        return
    line = re.search(r'class="line" d="M([^"]+)"', drawn)
    assert line is not None and "nan" not in drawn and "inf" not in drawn
    points = [tuple(map(float, point.split())) for point in line[1].split("L")]
    assert points[0] == (40.0, 202.0) and points[-1][0] == 408.0
    assert all(40 <= x <= 408 and 24 <= y <= 202 for x, y in points)
    dot = re.search(r'class="dot" cx="([\d.]+)" cy="([\d.]+)"', drawn)
    assert (dot is not None) == (pareto.k > 0)
    if dot:
        assert (float(dot[1]), float(dot[2])) in points


def test_the_figures_of_the_table_are_those_of_the_ranking(sample: Dataset) -> None:
    view = view_of(sample)
    _, token = send(sample, view)
    pareto = resources.pareto(view, sample)
    rows = cells(lit(token, "en"))
    for at, row in enumerate(rows):
        assert row[0] == f"{at + 1}"
        assert row[1].startswith(clean(str(pareto.ranking.names[at])))
        assert figures.Decimal(row[2].replace(",", "")) == decimal(pareto.ranking.values[at])
        assert row[4] == figures.percent("en", pareto.cumulative_share(at + 1))
