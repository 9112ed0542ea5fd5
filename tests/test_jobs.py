"""The life of an import from the browser: started, watched, cancelled, found again, and nobody else's."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kam_core.ingest.recipe import Upload
from kam_ui import child, jobs

HEAD = """
import json, pathlib, subprocess, sys, time
words = sys.argv[1:]
value = lambda flag: words[words.index(flag) + 1]
uploads = words[1:words.index("--ask")]
names = json.loads(pathlib.Path(value("--names")).read_text("utf-8"))
progress = pathlib.Path(value("--progress-json"))
"""


class Dropped(io.BytesIO):
    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "jobs").mkdir()
    return tmp_path / "jobs"


@pytest.fixture
def behaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a small program in the place of the command line."""

    def set_to(body: str) -> None:
        path = tmp_path / "program.py"
        path.write_text(HEAD + body, "utf-8")
        monkeypatch.setattr(child, "PROGRAM", (sys.executable, str(path)))

    return set_to


def until(test: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def ended(job: jobs.Job) -> jobs.Standing:
    until(lambda: jobs.standing(job).state != "running")
    return jobs.standing(job)


def test_a_job_runs_and_gives_its_answer(room: Path, behaves: Callable[[str], None]) -> None:
    behaves('print(json.dumps({"status": "published", "dataset": "d1", "version": 1, "names": names}))')
    job = jobs.start(room, [Dropped("销售.csv", b"a,b\n"), Dropped("../../etc/passwd", b"x")], owner="house")
    standing = ended(job)
    assert standing.state == "published"
    assert standing.answer["names"] == ["销售.csv", "../../etc/passwd"]
    assert [p.read_bytes() for p in job.uploads] == [b"a,b\n", b"x"]
    assert all(p.parent == job.folder / "uploads" for p in job.uploads), "a name became a path"


def test_progress_is_the_last_whole_line(room: Path, behaves: Callable[[str], None]) -> None:
    behaves("""
with progress.open("w") as f:
    f.write(json.dumps({"step": "read", "done": 0.25}) + "\\n" + '{"step": "acc')
time.sleep(30)
""")
    job = jobs.start(room, [Dropped("a.csv", b"")], owner="house")
    assert jobs.progress(job) == jobs.Progress("start", 0.0)
    until(lambda: jobs.progress(job).done > 0)
    assert jobs.progress(job) == jobs.Progress("read", 0.25)
    assert jobs.standing(job).state == "running"
    jobs.cancel(job)


def test_cancel_takes_the_child_and_what_it_started_and_is_quick(room: Path, behaves: Callable[[str], None]) -> None:
    behaves("""
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
progress.write_text(json.dumps({"step": str(inner.pid), "done": 0.5}) + "\\n")
time.sleep(60)
""")
    job = jobs.start(room, [Dropped("a.csv", b"x")], owner="house")
    until(lambda: jobs.progress(job).done > 0)
    inner = int(jobs.progress(job).step)
    started = time.monotonic()
    jobs.cancel(job)
    assert time.monotonic() - started < 0.6
    until(lambda: not alive(inner))
    found = jobs.find(room, job.id, "house")
    assert found is not None and jobs.standing(found).state == "cancelled"
    assert not (job.folder / "uploads").exists()


def alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def test_a_job_is_found_again_by_another_server(
    room: Path, behaves: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    behaves('time.sleep(0.6); print(json.dumps({"status": "asks"}))')
    job = jobs.start(room, [Dropped("a.csv", b"x")], owner="house")
    time.sleep(0.05)  # a process has no words yet in the moment it is born
    kept = dict(child._started)
    monkeypatch.setattr(child, "_started", {})
    found = jobs.find(room, job.id, "house")
    assert found == job
    assert found == job and jobs.standing(found).state == "running"
    for process in kept.values():
        process.wait()
    assert jobs.standing(found).state == "asks"


def test_a_job_is_nobody_elses_not_even_the_house_s(room: Path, behaves: Callable[[str], None]) -> None:
    behaves('print(json.dumps({"status": "asks"}))')
    hers, houses = (jobs.start(room, [Dropped("a.csv", b"x")], owner=owner) for owner in ("anna", "house"))
    ended(hers), ended(houses)
    assert jobs.find(room, hers.id, "bert") is None and jobs.find(room, hers.id, "house") is None
    assert jobs.find(room, houses.id, "anna") is None
    assert jobs.find(room, hers.id, "anna") == hers and jobs.find(room, houses.id, "house") == houses


@pytest.mark.parametrize("bad", ["", ".", "..", "../jobs", "nothing-such", "a/b", "\x00"])
def test_no_id_leads_out_of_the_room(room: Path, bad: str) -> None:
    (room.parent / "job.json").write_text("{}", "utf-8")
    assert jobs.find(room, bad, "house") is None


def test_a_refusal_keeps_its_code_and_facts(room: Path, behaves: Callable[[str], None]) -> None:
    behaves("""
print("a warning on the way", file=sys.stderr)
print(json.dumps({"error": "empty_file", "facts": {"file": names[0]}}), file=sys.stderr)
sys.exit(2)
""")
    standing = ended(jobs.start(room, [Dropped("<b>.csv", b"")], owner="house"))
    assert (standing.state, standing.code, standing.facts) == ("refused", "empty_file", {"file": "<b>.csv"})


def test_a_plain_sentence_is_a_refusal_too(room: Path, behaves: Callable[[str], None]) -> None:
    behaves('print("a.csv is empty.", file=sys.stderr); sys.exit(2)')
    standing = ended(jobs.start(room, [Dropped("a.csv", b"")], owner="house"))
    assert (standing.state, standing.sentence) == ("refused", "a.csv is empty.")


@pytest.mark.parametrize("body", ["import os; os.abort()", 'raise ValueError("inner matters")', "sys.exit(0)"])
def test_an_end_without_a_word_is_no_answer(room: Path, behaves: Callable[[str], None], body: str) -> None:
    behaves(body)
    standing = ended(jobs.start(room, [Dropped("a.csv", b"")], owner="house"))
    assert (standing.state, standing.answer, standing.sentence) == ("lost", {}, "")


def test_a_second_round_carries_the_recipe(room: Path, behaves: Callable[[str], None]) -> None:
    behaves("""
recipe = json.loads(pathlib.Path(value("--recipe")).read_text("utf-8")) if "--recipe" in words else None
print(json.dumps({"status": "asks", "recipe": recipe, "dataset": value("--dataset")}))
""")
    job = jobs.start(room, [Dropped("a.csv", b"x")], owner="house", dataset="d7")
    assert ended(job).answer == {"status": "asks", "recipe": None, "dataset": "d7"}
    job = jobs.again(job, {"layouts": [{"encoding": "gb18030"}]})
    assert ended(job).answer["recipe"] == {"layouts": [{"encoding": "gb18030"}]}
    assert jobs.find(room, job.id, "house") == job and job.round == 2


def test_kept_originals_are_read_again_without_a_copy(room: Path, behaves: Callable[[str], None]) -> None:
    behaves('print(json.dumps({"status": "asks", "bytes": pathlib.Path(uploads[0]).read_text()}))')
    original = room.parent / "0f3a"
    original.write_text("kept", "utf-8")
    job = jobs.adopt(room, [Upload("销售.csv", original)], owner="house", dataset="d1", recipe={})
    assert ended(job).answer["bytes"] == "kept"
    assert original.samefile(job.uploads[0])
    jobs.forget(job)
    assert original.read_text("utf-8") == "kept" and not job.folder.exists()


def test_what_nobody_came_back_to_is_swept(room: Path, behaves: Callable[[str], None]) -> None:
    behaves('print(json.dumps({"status": "asks"}))')
    old, new = (jobs.start(room, [Dropped("a.csv", b"x")], owner="house") for _ in range(2))
    ended(old), ended(new)
    long_ago = time.time() - jobs.KEPT - 60
    for path in (*old.folder.glob("*"), old.folder):
        os.utime(path, (long_ago, long_ago))
    jobs.sweep(room)
    assert not old.folder.exists() and new.folder.exists()


def test_the_child_gets_the_store_and_no_input(room: Path, behaves: Callable[[str], None]) -> None:
    behaves(
        'import os; print(json.dumps({"status": "asks", "store": os.environ["KAM_DATA_DIR"], "in": sys.stdin.read()}))'
    )
    answer = ended(jobs.start(room, [Dropped("a.csv", b"x")], owner="house")).answer
    assert answer == {"status": "asks", "store": str(room.parent), "in": ""}
    assert json.loads(json.dumps(answer)) == answer
