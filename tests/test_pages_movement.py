"""The page of movement: the sentence, each comparison, the lists and folds, in both languages; no data, a bad link."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_core.wording import say
from kam_ui import resources
from kam_ui.text import WORDS
from tests.caches import forget

FRAME = Path(__file__).parent.parent / "kam_ui" / "frame.py"
LANGUAGES = ("zh", "en")
HEAD = ["日期", "客户编码", "客户名称", "区域", "客户经理", "金额"]
HOSTILE = {1: "<script>alert(1)</script>", 2: "**粗** $x$ :red[红] [点](http://x)"}
FOLDS = ("near", "silent", "regional", "care", "movement_how")
QUARTERS = {"before": "2025-01:2025-03", "after": "2025-04:2025-06", "rule": "count", "cut": "3"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path / "store"))
    forget()
    yield resources.store()
    forget()


def rows(months: int, corrected: bool) -> Iterator[list[Any]]:
    """Ten customers from January 2024 on. C00 stops in March 2025, C09 begins in April, C05 grows from April on."""
    for month in range(months):
        day = f"{2024 + month // 12}-{month % 12 + 1:02d}-10"
        for i in range(10):
            if (i == 0 and month > 14) or (i == 9 and month < 15):
                continue
            amount = 100 * (10 - i) + (2000 if i == 5 and month > 14 else 0)
            if corrected and (i, month) == (7, 12):
                amount += 5000
            yield [
                day,
                f"C{i:02}",
                HOSTILE.get(i, f"客户{i}"),
                ("华东", "华南")[i % 2],
                ("王强", "李娜")[i % 2],
                amount,
            ]


def upload(store: Store, folder: Path, months: int, today: date, dataset: str | None = None) -> Dataset:
    file = folder / f"sales-{months}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEAD, *rows(months, corrected=dataset is not None)])
    made = import_files(store, [Upload(file.name, file)], principal=HOUSE, today=today, dataset=dataset).dataset
    assert made is not None
    return made


@pytest.fixture
def sales(store: Store, tmp_path: Path) -> Dataset:
    """Two uploads: to March 2025, and to June with January corrected."""
    first = upload(store, tmp_path, 15, date(2025, 4, 3))
    return upload(store, tmp_path, 18, date(2025, 7, 3), first.id)


def page(lang: str = "zh", **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page("../pages/movement.py").run()
    assert not at.exception
    return at


def part(at: AppTest, key: str) -> dict[str, Any]:
    found = [element.proto for element in at.get("bidi_component")]
    return next(data for data in (json.loads(proto.json or proto.mixed.json) for proto in found) if key in data)


def words(lang: str, key: str, **facts: object) -> str:
    return WORDS.say(lang, key, **facts)


def told(at: AppTest) -> str:
    return "\n".join(str(element.value) for element in [*at.text, *at.markdown, *at.caption, *at.subheader, *at.info])


def listed(at: AppTest) -> list[str]:
    """The codes of the list on screen."""
    return list(next(element.value for element in at.dataframe if "rank_after" in element.value)["customer"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("store")
def test_without_data_it_says_how_to_begin(lang: str) -> None:
    assert [element.value for element in page(lang).title] == [words(lang, "empty.title")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_comes_first_and_the_link_spells_everything_out(sales: Dataset, lang: str) -> None:
    at = page(lang, rule="count", cut="3")
    assert part(at, "sentence")["sentence"] in (
        "1 家新进线、1 家掉出线，净 +4,500；留在线上的 2 家 0；最大一家占 38.5%。",
        "1 entered and 1 dropped out, net +4.5K; the 2 that stayed 0; the largest holds 38.5%.",
    )
    assert dict(at.query_params) == {
        "data": sales.address,
        "rule": "count",
        "cut": "3",
        "measure": "amount",
        "from": "2024-07",
        "to": "2025-06",
        "before": "2024-04:2024-06",
        "after": "2025-04:2025-06",
        "known": "1",
        "margin": "10",
        "threshold": "20",
        "lang": lang,
    }
    assert listed(at) == ["C05"]
    assert say(lang, "answer.movement.known", n=1).strip(" ()（）") in part(at, "sentence")["beside"]


@pytest.mark.usefixtures("sales")
def test_last_quarters_list_stays_what_it_was_until_asked_otherwise() -> None:
    """January was corrected by the second upload: C07 was no key account in that quarter, and is none in its list."""
    then = page(**QUARTERS, known="1")
    now = page(**QUARTERS, known="now")
    for at, left in ((then, ["C00"]), (now, ["C07", "C00"])):
        at.segmented_control(key="movement.list").set_value("left").run()
        assert listed(at) == left
    then.toggle(key="pick.known").set_value(False).run()
    assert then.query_params["known"] == "now"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("sales")
def test_against_the_last_upload_it_says_what_changed(lang: str) -> None:
    at = page(lang, rule="count", cut="3")
    at.button(key="compare.upload").click().run()
    assert not at.exception
    assert (at.query_params["before"], at.query_params["known"]) == ("2024-04:2025-03", "1")
    said = told(at)
    assert words(lang, "movement.upload.title", n=1) in said
    plain = said.replace("\\", "")
    assert "2025-04" in plain and "客户7" in plain
    assert any(change in plain for change in ("+5,000", "+5K"))


@pytest.mark.usefixtures("sales")
def test_a_comparison_of_ones_own_months() -> None:
    at = page(rule="count", cut="3")
    at.selectbox(key="pick.before.first").select("2024-02").run()
    assert (at.query_params["before"], at.query_params["known"]) == ("2024-02:2024-06", "now")
    assert say("zh", "answer.movement.lengths") in part(at, "sentence")["beside"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("sales")
def test_every_list_and_fold_opens(lang: str) -> None:
    at = page(lang, rule="count", cut="3", before="2025-01:2025-03", after="2025-04:2025-06")
    for name, expected in (("gone", ["C00"]), ("new", ["C09"]), ("rises", ["C05", "C09"]), ("falls", ["C00"])):
        at.segmented_control(key="movement.list").set_value(name).run()
        if name != "falls":
            assert listed(at) == expected
    for fold in FOLDS:
        at.session_state[f"fold.{fold}"] = True
    at.run()
    assert not at.exception
    said = told(at)
    for key in ("movement.how.net", "movement.regional.only_region"):
        assert words(lang, key, n=0)[:12] in said
    assert any("FROM months" in code.value for code in at.code)


@pytest.mark.usefixtures("sales")
def test_the_margin_and_the_threshold_move_their_numbers() -> None:
    at = page(rule="count", cut="3", before="2025-01:2025-03", after="2025-04:2025-06")
    at.session_state["fold.near"] = True
    at.session_state["fold.care"] = True
    at.run()
    at.number_input(key="pick.margin").set_value(50).run()
    assert at.query_params["margin"] == "50"
    assert any(words("zh", "movement.near.title", n=5, held=0) == fold.label for fold in at.expander)
    assert "由总经理亲自管" in told(at)
    at.number_input(key="pick.threshold").set_value(2).run()
    assert at.query_params["threshold"] == "2"
    assert "宜设大客户部" in told(at)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"before": "2031-01:2031-03"}, "2031"),
        ({"before": "lately"}, "lately"),
        ({"known": "99"}, "99"),
        ({"margin": "200"}, "200"),
    ],
)
@pytest.mark.usefixtures("sales")
def test_a_bad_link_stops_with_the_reason(lang: str, query: dict[str, str], seen: str) -> None:
    at = page(lang, **({"before": "2025-01:2025-03"} | query))
    assert [element.value for element in at.subheader] == [words(lang, "stopped.title")]
    assert seen in told(at).replace("\\", "") and not at.dataframe


def test_what_the_upload_of_that_time_cannot_show_is_said_with_a_way_out(store: Store, tmp_path: Path) -> None:
    """Region 西北 came with the second upload only."""
    first = upload(store, tmp_path, 15, date(2025, 4, 3))
    file = tmp_path / "more.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        late = [[f"2025-{month:02}-11", "C77", "客户77", "西北", "王强", 50] for month in (1, 2, 3, 4, 5, 6)]
        csv.writer(out).writerows([HEAD, *rows(18, corrected=False), *late])
    import_files(store, [Upload(file.name, file)], principal=HOUSE, today=date(2025, 7, 3), dataset=first.id)
    at = page(**QUARTERS, known="1", region="西北")
    assert "西北" in told(at) and not at.dataframe
    next(button for button in at.button if button.label == words("zh", "movement.ask_now")).click().run()
    assert not at.exception
    assert at.query_params["known"] == "now" and "线上的 1 家" in part(at, "sentence")["sentence"]


def test_too_short_a_history_says_so(store: Store, tmp_path: Path) -> None:
    upload(store, tmp_path, 1, date(2024, 2, 3))
    assert part(page(), "sentence")["sentence"] == words("zh", "movement.too_short")


@pytest.mark.usefixtures("sales")
def test_names_from_a_file_stay_text() -> None:
    at = page(rule="count", cut="3", before="2025-01:2025-03", after="2025-04:2025-06")
    at.session_state["fold.near"] = True
    at.run()
    assert "<script>" not in "".join(str(element.value).replace("\\<", "") for element in at.markdown)
