"""An import from the browser is the command line in a child process: it can be watched, cancelled and found again.

A job is a folder below the store's own, named by an unguessable id and belonging to one principal:

    job.json            whose it is, the uploads' own names (shown, never used as paths), what it is to become
    uploads/1 2 …       the bytes as they came; uploads.json lists their own names, in order
    recipe.json         what the user corrected or confirmed, from the second round on
    progress.jsonl      written by the child: {"step": code, "done": 0..1}
    answer.json         the child's standard output: {"status": "published" | "asks", …}
    said.txt            the child's standard error: its last line is {"error": code, "facts": {…}} or one sentence
    work/               the child's own: records as Parquet, understanding.json

A server that falls over in mid-import finds the job, running or done, when it is up again.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from kam_core.ingest.recipe import Upload
from kam_core.store.principal import changes
from kam_ui import child

KEPT = 24 * 3600.0  # seconds a job is kept after its last sign of life


class Uploaded(Protocol):
    """What the uploader gives: a name, and bytes that need not be copied to be written."""

    name: str

    def getbuffer(self) -> memoryview: ...


@dataclass(frozen=True)
class Job:
    """One import and where it stands on disk."""

    id: str
    folder: Path
    owner: str
    names: tuple[str, ...]
    dataset: str | None = None  # becomes a new version of this one
    round: int = 1  # 1 = as the file came; more = with corrections
    cancelled: bool = False
    accepted: tuple[str, ...] = ()  # kinds of question answered in earlier rounds
    table: str = ""  # a table beside the sales, where that is known; else the headers say it
    over: bool = False  # such a table takes the place of the one that is there

    @property
    def uploads(self) -> list[Path]:
        return [self.folder / "uploads" / str(n) for n in range(1, len(self.names) + 1)]

    @property
    def work(self) -> Path:
        return self.folder / "work"


@dataclass(frozen=True)
class Progress:
    """The last thing the child said it was doing."""

    step: str
    done: float  # 0..1


@dataclass(frozen=True)
class Standing:
    """Where a job stands: running, published, asks, refused, cancelled, or lost (it ended without a word)."""

    state: str
    answer: dict[str, Any] = field(default_factory=dict)  # of published and asks
    code: str = ""  # of refused, where the child gave one
    facts: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""  # of refused, where it gave no code


def start(
    jobs: Path, uploads: Sequence[Uploaded], *, owner: str, dataset: str | None = None, over: bool = False
) -> Job:
    """Keep the uploads in a new job folder and set the child to work on them."""
    job = replace(_open(jobs, tuple(upload.name for upload in uploads), owner, dataset), over=over)
    for path, upload in zip(job.uploads, uploads, strict=True):
        path.write_bytes(upload.getbuffer())
    return _run(job)


def adopt(
    jobs: Path, originals: Sequence[Upload], *, owner: str, dataset: str, recipe: dict[str, Any], table: str = ""
) -> Job:
    """A job over originals the store keeps, understood as `recipe` says, to be corrected."""
    job = _open(jobs, tuple(original.name for original in originals), owner, dataset)
    for path, original in zip(job.uploads, originals, strict=True):
        try:
            os.link(original.path, path)
        except OSError:  # another disk
            shutil.copyfile(original.path, path)
    return again(job, recipe, table=table)


def again(job: Job, recipe: dict[str, Any], *, table: str = "") -> Job:
    """The same uploads once more, understood as `recipe` says; as a table beside the sales, where one is named."""
    (job.folder / "recipe.json").write_text(json.dumps(recipe, ensure_ascii=False), "utf-8")
    accepted = tuple(recipe.get("accepted") or ())
    return _run(replace(job, round=job.round + 1, accepted=accepted, table=table or job.table))


def find(jobs: Path, job_id: str, principal: str) -> Job | None:
    """The job of that id, if there is one and it is this principal's own."""
    known = {folder.name for folder in jobs.iterdir()} if jobs.is_dir() else set()
    if job_id not in known or not (jobs / job_id / "job.json").is_file():
        return None
    kept = json.loads((jobs / job_id / "job.json").read_text("utf-8"))
    job = Job(**{**kept, "folder": jobs / job_id, "names": tuple(kept["names"]), "accepted": tuple(kept["accepted"])})
    return job if changes(principal, job.owner) else None


def progress(job: Job) -> Progress:
    """How far the child is, from the last whole line it wrote."""
    try:
        whole = (job.folder / "progress.jsonl").read_bytes().rpartition(b"\n")[0]
        last = json.loads(whole.splitlines()[-1])
        return Progress(str(last["step"]), min(1.0, max(0.0, float(last["done"]))))
    except (OSError, IndexError, ValueError, KeyError, TypeError):
        return Progress("start", 0.0)


def standing(job: Job) -> Standing:
    """Where the job stands now. An answer counts once the child is gone, so it is never read half-written."""
    if job.cancelled:
        return Standing("cancelled")
    status = child.exit_status(job.folder)
    if status is None:
        return Standing("running")
    answer = _object(_read(job.folder / "answer.json"))
    if status in (0, -1) and answer:
        return Standing("asks" if answer.get("status") == "asks" else "published", answer)
    said = _read(job.folder / "said.txt").strip().splitlines()
    error = _object(said[-1]) if said else None
    if error and "error" in error:
        return Standing("refused", code=str(error["error"]), facts=dict(error.get("facts") or {}))
    return Standing("refused", sentence=said[-1]) if said and status == 2 else Standing("lost")


def cancel(job: Job) -> Job:
    """Stop the child and drop what it was given."""
    child.stop(job.folder)
    stopped = replace(job, cancelled=True)
    _keep(stopped)
    empty(stopped)
    return stopped


def empty(job: Job) -> None:
    """Drop the uploads and the child's work; what became of the job stays known."""
    shutil.rmtree(job.folder / "uploads", ignore_errors=True)
    shutil.rmtree(job.work, ignore_errors=True)


def forget(job: Job) -> None:
    """Nothing of the job is needed any more."""
    shutil.rmtree(job.folder, ignore_errors=True)


def sweep(jobs: Path) -> None:
    """Remove the jobs nobody came back to. The originals of what was published are kept by the store."""
    for folder in jobs.iterdir() if jobs.is_dir() else ():
        newest = max((path.stat().st_mtime for path in (folder, *folder.glob("*"))), default=0.0)
        if time.time() - newest > KEPT and child.exit_status(folder) is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _open(jobs: Path, names: tuple[str, ...], owner: str, dataset: str | None) -> Job:
    sweep(jobs)
    job_id, names = secrets.token_urlsafe(16), tuple(n.encode("utf-8", "replace").decode() for n in names)
    job = Job(job_id, jobs / job_id, owner, names, dataset)
    (job.folder / "uploads").mkdir(parents=True)
    (job.folder / "uploads.json").write_text(json.dumps(names, ensure_ascii=False), "utf-8")
    return job


def _run(job: Job) -> Job:
    words = ["import", *map(str, job.uploads), "--ask", "--json", "--owner", job.owner, "--job", str(job.work)]
    words += ["--names", str(job.folder / "uploads.json"), "--progress-json", str(job.folder / "progress.jsonl")]
    words += ["--recipe", str(job.folder / "recipe.json")] if job.round > 1 else []
    words += ["--dataset", job.dataset] if job.dataset else []
    words += ["--table", job.table] if job.table else []
    words += ["--replace"] if job.over else []
    job.work.mkdir(exist_ok=True)
    _keep(job)
    child.launch(job.folder, words, job.folder.parent.parent)
    return job


def _keep(job: Job) -> None:
    kept = asdict(job) | {"folder": ""}
    (job.folder / "job.json").write_text(json.dumps(kept, ensure_ascii=False), "utf-8")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
