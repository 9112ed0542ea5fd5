"""The rules of the house, held by reading the source: direction, rooms, words."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PAGES = sorted((HOUSE / "pages").glob("*.py"))
ROOMS = sorted([*(HOUSE / "kam_core").rglob("*.py"), *(HOUSE / "kam_ui").rglob("*.py")])
SQL = sorted((HOUSE / "kam_core" / "sql").rglob("*.sql"))
WORDS = [HOUSE / "kam_core" / "wording", HOUSE / "kam_ui" / "text"]


def name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    return [HOUSE / line for line in listed.split("\0") if line and (HOUSE / line).is_file()]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_is_a_short_flat_script(page: Path) -> None:
    assert len(page.read_text("utf-8").splitlines()) <= 100


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_does_no_arithmetic(page: Path) -> None:
    sums = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
    found = [
        node.lineno
        for node in ast.walk(ast.parse(page.read_text("utf-8")))
        if (isinstance(node, ast.BinOp) and isinstance(node.op, sums)) or isinstance(node, ast.AugAssign)
    ]
    assert not found, f"{name(page)} computes in lines {found}: let an analysis do it"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_holds_no_sql_and_asks_no_database(page: Path) -> None:
    tree = ast.parse(page.read_text("utf-8"))
    sql = re.compile(r"\bselect\b.+\bfrom\b|\binsert into\b|\bcreate (temp )?(table|view)\b", re.I | re.S)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not sql.search(node.value), f"{name(page)}:{node.lineno} holds SQL"
        modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for module in modules:
            allowed = module.split(".")[0] in {"streamlit", "kam_ui", "kam_core", "__future__"}
            assert allowed, f"{name(page)}:{node.lineno} imports {module}"


@pytest.mark.parametrize("path", SQL, ids=name)
def test_each_question_states_its_grain_first(path: Path) -> None:
    assert path.read_text("utf-8").lstrip().lower().startswith("-- one row"), (
        f"{name(path)} does not begin '-- One row …'"
    )


@pytest.mark.parametrize("path", ROOMS, ids=name)
def test_rooms_are_small_and_named_with_the_fields_nouns(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 220
    assert not re.search(r"util|helper|manager|misc|common", path.stem)


@pytest.mark.parametrize("path", [r for r in ROOMS if r.read_text("utf-8").strip()], ids=name)
def test_each_room_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{name(path)} has no docstring"


def only_in(pattern: str, *rooms: str) -> list[str]:
    """Files of the dashboard, apart from `rooms`, whose code matches."""
    places = [*PAGES, *(HOUSE / "kam_ui").rglob("*.py")]
    return [name(p) for p in places if name(p) not in rooms and re.search(pattern, p.read_text("utf-8"))]


def test_one_module_owns_the_address_bar() -> None:
    assert only_in(r"st\.query_params", "kam_ui/view.py") == []


def test_the_caches_stand_in_two_modules_that_key_them() -> None:
    assert only_in(r"st\.cache_", "kam_ui/resources.py", "kam_ui/kept.py") == []


def test_no_data_becomes_html() -> None:
    assert only_in(r"unsafe_allow_html|unsafe_allow_javascript|st\.html\(") == []


def flat(tree: dict[str, object], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        found |= flat(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: str(value)}
    return found


def sentences(folder: Path, lang: str) -> dict[str, str]:
    return flat(tomllib.loads((folder / f"{lang}.toml").read_text("utf-8")))


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("folder", WORDS, ids=name)
def test_both_languages_say_the_same(folder: Path) -> None:
    zh, en = sentences(folder, "zh"), sentences(folder, "en")
    assert zh.keys() == en.keys()
    differing = [key for key in zh if placeholders(zh[key]) != placeholders(en[key])]
    assert differing == []


@pytest.mark.parametrize("folder", WORDS, ids=name)
def test_chinese_keeps_to_the_glossary(folder: Path) -> None:
    foreign = re.compile(r"\bKA\b|压货|重点客户|关键客户|核心客户|帕雷托|阈值|缺货日|库存天数|安全存货")
    assert {k: v for k, v in sentences(folder, "zh").items() if foreign.search(v)} == {}


@pytest.mark.parametrize("folder", WORDS, ids=name)
def test_chinese_is_chinese(folder: Path) -> None:
    """No English sentence left in the Chinese text: at most names of formats and codes."""
    latin = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}")
    assert {k: v for k, v in sentences(folder, "zh").items() if latin.search(v)} == {}


def test_every_error_notice_and_reason_raised_has_its_words() -> None:
    known = sentences(HOUSE / "kam_core" / "wording", "en").keys()
    errors = "KamError|BadInput|UnreadableFile|NotThisTable|BadMapping|BadScope|BadCut|BadLink"
    errors += "|UnknownDataset|UnknownShare|RowsLost|Busy|ChangedMeanwhile"
    raised = re.compile(rf"\b(?:(?P<error>{errors})|(?P<notice>Notice))\(\s*\"(?P<code>[a-z0-9_]+)\"")
    missing = set()
    for path in ROOMS:
        for match in raised.finditer(path.read_text("utf-8")):
            key = ("error." if match["error"] else "notice.") + match["code"]
            if key not in known:
                missing.add(f"{name(path)}: {key}")
    assert missing == set()


def test_the_project_speaks_of_itself_alone() -> None:
    places = re.compile(r"/work/|/root/|\.\./\.library|DEVELOPERS\.md|closing note")
    text = {".py", ".md", ".sql", ".toml", ".js", ".css", ".txt", ".yml", ""}
    found = [
        name(path)
        for path in tracked()
        if path.suffix in text and path != Path(__file__) and places.search(path.read_text("utf-8", errors="ignore"))
    ]
    assert found == []


def test_runtime_packages_are_pinned_exactly() -> None:
    lines = (HOUSE / "requirements.txt").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"#.*|[A-Za-z0-9_.-]+==[\w.]+|", line) for line in lines)
