"""The data page: nothing there yet, a dataset with everything set apart, jobs in every standing, in both languages."""

from __future__ import annotations

import json
import sys
import time
import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kam_core.errors import Notice
from kam_core.ingest.recipe import Upload
from kam_core.store.dataset import Dataset
from kam_core.store.importing import import_files
from kam_core.store.principal import HOUSE
from kam_core.store.store import Store
from kam_ui import child, jobs, resources, who
from kam_ui.intake.notices import in_words
from kam_ui.text import WORDS, speak
from tests.stored import publish_small

HOUSE_FOLDER = Path(__file__).parent.parent
LANGUAGES = ("zh", "en")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("KAM_DATA_DIR", str(tmp_path))
    resources.store.clear()
    yield resources.store()
    resources.store.clear()


def page(lang: str, **query: str) -> AppTest:
    at = AppTest.from_file(str(HOUSE_FOLDER / "kam_ui" / "frame.py"), default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page("../pages/data.py").run()
    assert not at.exception
    return at


def words(lang: str, key: str, **facts: object) -> str:
    return WORDS.say(lang, key, **facts)


def texts(at: AppTest) -> str:
    shown = [*at.text, *at.markdown, *at.caption, *at.subheader, *at.success, *at.warning, *at.error]
    return "\n".join(str(element.value) for element in shown)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("store")
def test_without_data_there_is_one_way_in_and_the_sample(lang: str) -> None:
    at = page(lang)
    assert len(at.file_uploader) == 1
    assert at.button(key="data.sample").label == words(lang, "data.drop.sample")
    assert words(lang, "data.drop.kinds", largest=200) in texts(at)
    assert not at.metric and not at.error


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_dataset_shows_the_equation_in_rows_and_money(store: Store, lang: str) -> None:
    dataset = publish_small(store, name="<b>Sales</b>")
    at = page(lang, data=dataset.address)
    account = dataset.manifest.account
    values = [metric.value for metric in at.metric]
    assert values[0] == f"{account.read:,}"
    assert sum(int(v.replace(",", "")) for v in values[1:]) == account.read
    assert len(at.metric) == 5
    money = [float(metric.delta.replace(",", "")) for metric in at.metric]
    assert sum(money[1:]) == pytest.approx(money[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_dataset_page_stays_calm(store: Store, lang: str) -> None:
    at = page(lang, data=publish_small(store).address)
    folded = {w.key for fold in [*at.expander, *at.get("popover")] for w in [*fold.button, *fold.text_input]}
    open_controls = [b for b in at.main.button if b.key not in folded]
    assert len(open_controls) + len(at.main.file_uploader) + len(at.main.get("segmented_control")) <= 9


def test_rename_delete_and_undo(store: Store) -> None:
    dataset = publish_small(store, name="Old")
    at = page("en", data=dataset.address)
    at.text_input(key=f"data.name.{dataset.id}").set_value("New <i>name</i>")
    at.button(key="data.rename").click().run()
    assert not at.exception
    assert store.open(dataset.id, principal=HOUSE).name == "New <i>name</i>"
    at.button(key="data.delete").click().run()
    assert not at.exception
    assert store.datasets(HOUSE) == []
    assert words("en", "data.manage.deleted", name="New <i>name</i>") in texts(at)
    at.button(key="data.undo").click().run()
    assert not at.exception
    assert [info.id for info in store.datasets(HOUSE)] == [dataset.id]


def job_that(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> jobs.Job:
    program = tmp_path / "program.py"
    program.write_text(body, "utf-8")
    monkeypatch.setattr(child, "PROGRAM", (sys.executable, str(program)))
    dropped = types.SimpleNamespace(name="<script>x</script>.csv", getbuffer=lambda: memoryview(b"x"))
    return jobs.start(store.folder / "jobs", [dropped], owner=HOUSE)


def ended(job: jobs.Job) -> None:
    while jobs.standing(job).state == "running":
        time.sleep(0.05)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_is_said_in_the_language_of_the_page(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    error = json.dumps({"error": "unknown_dataset", "facts": {"dataset": "![x](http://evil)"}})
    job = job_that(store, tmp_path, monkeypatch, f"import sys; print({error!r}, file=sys.stderr); sys.exit(2)")
    ended(job)
    at = page(lang, job=job.id)
    assert any("![x](http://evil)" in element.value for element in at.text)
    assert not any("evil" in element.value for element in [*at.markdown, *at.caption])
    assert words(lang, "data.refusal.untouched") in texts(at)
    at.button[-1].click().run()
    assert not at.exception
    assert len(at.file_uploader) == 1 and not job.folder.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_running_import_shows_its_progress_and_can_be_cancelled(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    job = job_that(store, tmp_path, monkeypatch, "import time; time.sleep(60)")
    (job.folder / "progress.jsonl").write_text('{"step": "read", "done": 0.25}\n', "utf-8")
    at = page(lang, job=job.id)
    assert at.progress[0].value == 25
    assert not at.file_uploader
    at.button(key="data.cancel").click().run()
    assert not at.exception
    assert jobs.standing(jobs.find(store.folder / "jobs", job.id, HOUSE) or job).state == "cancelled"
    assert len(at.file_uploader) == 1


def test_an_import_that_broke_off_says_so(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_that(store, tmp_path, monkeypatch, "import os; os.abort()")
    ended(job)
    assert words("en", "data.refusal.lost_why") in texts(page("en", job=job.id))


def test_a_foreign_or_forgotten_job_shows_the_page_without_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = job_that(store, tmp_path, monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(who, "principal", lambda: "w-bert")
    assert len(page("en", job=job.id).file_uploader) == 1
    assert len(page("en", job="nothing-such").file_uploader) == 1
    jobs.cancel(job)


ASKING = "Date,Customer,Firm,Amount\n" + "".join(
    f"2025-01-{day:02d},C{day % 4},F{day % 3},{day}00.00\n" for day in range(1, 29)
) + "Total,,,40000.00\n"  # fmt: skip


@pytest.fixture
def asking(store: Store) -> jobs.Job:
    """A file whose own total differs, read by the real command line."""
    dropped = types.SimpleNamespace(name="<i>a</i>.csv", getbuffer=lambda: memoryview(ASKING.encode()))
    job = jobs.start(store.folder / "jobs", [dropped], owner=HOUSE)
    ended(job)
    assert jobs.standing(job).state == "asks", jobs.standing(job)
    return job


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_doubt_is_asked_and_the_preview_follows_the_answer(
    asking: jobs.Job, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr("kam_ui.text.language", lambda: lang)
    at = page(lang, job=asking.id)
    assert words(lang, "data.ask.total") in texts(at)
    preview = at.dataframe[-1].value
    assert list(preview["state"]) == [words(lang, "data.count.accepted")] * 20
    assert list(preview["amount"])[:2] == ["100.00", "200.00"]
    [box] = [b for b in at.selectbox if str(b.key).endswith("ask.amount")]
    assert box.value == 4
    box.set_value(2).run()
    assert not at.exception
    assert words(lang, "data.preview.waiting") in texts(at) and at.button(key="data.import").disabled
    [box] = [b for b in at.selectbox if str(b.key).endswith("ask.amount")]
    box.set_value(4).run()
    assert list(at.dataframe[-1].value["amount"])[:2] == ["100.00", "200.00"]


def test_once_confirmed_it_is_published_and_accounted_for(store: Store, asking: jobs.Job) -> None:
    at = page("en", job=asking.id)
    at.button(key="data.import").click().run()
    assert not at.exception
    job = jobs.find(store.folder / "jobs", asking.id, HOUSE)
    assert job is not None and job.round == 2
    ended(job)
    assert jobs.standing(job).state == "published"
    at.run()
    assert not at.exception
    assert [metric.value for metric in at.metric] == ["29", "28", "0", "0", "1"]
    assert not job.folder.exists()
    assert [info.name for info in store.datasets(HOUSE)] == ["i>"]


def test_leaving_keeps_nothing(store: Store, asking: jobs.Job) -> None:
    at = page("zh", job=asking.id)
    at.button(key="data.leave").click().run()
    assert not at.exception
    assert store.datasets(HOUSE) == [] and not asking.folder.exists()


def test_the_kept_original_can_be_reviewed_again(store: Store, asking: jobs.Job) -> None:
    at = page("en", job=asking.id)
    at.button(key="data.import").click().run()
    job = jobs.find(store.folder / "jobs", asking.id, HOUSE)
    assert job is not None
    ended(job)
    at.run()
    at.button(key="data.fix").click().run()
    assert not at.exception
    [review] = [p for p in (store.folder / "jobs").iterdir() if p.is_dir()]
    job = jobs.find(store.folder / "jobs", review.name, HOUSE)
    assert job is not None
    ended(job)
    at.run()
    assert not at.exception
    for about in ("customer", "date", "amount"):
        assert words("en", f"data.ask.{about}") in texts(at)
    at.button(key="data.import").click().run()
    job = jobs.find(store.folder / "jobs", job.id, HOUSE)
    assert job is not None
    ended(job)
    at.run()
    assert not at.exception
    assert store.datasets(HOUSE)[0].version == 2


def imported(store: Store, tmp_path: Path, lines: list[str]) -> Dataset:
    file = tmp_path / "sales.csv"
    file.write_text("\n".join(lines), "utf-8")
    made = import_files(store, [Upload("sales.csv", file)], principal=HOUSE, today=date(2025, 6, 1)).dataset
    assert made is not None
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_looks_like_no_customer_is_one_click_away(store: Store, tmp_path: Path, lang: str) -> None:
    lines = [f"2025-0{m}-0{d},{c},{100 * d}" for m in (1, 2, 3) for d in (1, 2, 3) for c in ("甲", "散客", "丁")]
    dataset = imported(store, tmp_path, ["日期,客户,金额", *lines])
    at = page(lang, data=dataset.address)
    choice = at.button(key="data.take.nobody")
    assert choice.label == words(lang, "data.choice.nobody", names="散客")
    choice.click().run()
    assert not at.exception and at.query_params["job"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_void_documents_are_told_with_their_money(store: Store, tmp_path: Path, lang: str) -> None:
    lines = [f"2025-0{m}-0{d},客户{d},已审核,{100 * d}" for m in (1, 2, 3) for d in (1, 2, 3)]
    total = sum(int(line.rpartition(",")[2]) for line in lines)
    at = page(
        lang,
        data=imported(
            store, tmp_path, ["日期,客户,单据状态,金额", *lines, "2025-03-04,客户4,已作废,7777", f"合计,,,{total}"]
        ).address,
    )
    money = [float(metric.delta.replace(",", "")) for metric in at.metric]
    assert money == [total + 7777, total, 0, 0, 7777], "the total row is not added again"
    assert words(lang, "data.count.not_added", money=f"{total:,.2f}") in texts(at)


@pytest.mark.usefixtures("store")
def test_the_screen_says_nothing_of_the_command_line() -> None:
    for lang in LANGUAGES:
        speak(lang)
        said = in_words(Notice("guessed_column", {"role": "amount", "column": "a", "others": "b"}))
        assert "--" not in said and words(lang, "data.role.amount") in said
        assert "--" not in in_words(Notice("guessed_date_order", {"order": "dmy"}))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_another_window_deleted_can_be_brought_back(store: Store, lang: str) -> None:
    dataset = publish_small(store, name="[a](http://evil)")
    store.delete(dataset.id, principal=HOUSE)
    at = page(lang)
    assert "[a](http://evil)" in [element.value for element in at.text]
    at.button(key=f"data.restore.{dataset.id}").click().run()
    assert not at.exception
    assert [info.id for info in store.datasets(HOUSE)] == [dataset.id]


def test_a_cancelled_import_blames_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_that(store, tmp_path, monkeypatch, "import time; time.sleep(60)")
    jobs.cancel(job)
    at = page("zh", job=job.id)
    assert words("zh", "data.refusal.lost_why") not in texts(at)
    assert words("zh", "data.refusal.untouched") in texts(at)
