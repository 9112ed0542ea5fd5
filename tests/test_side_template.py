"""Templates come back as they went out: each imports without a question, all columns understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from kam_core.report.template import EXAMPLES, template
from kam_core.store import Store
from tests.side_files import counts, rows_of, sell, stock


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("table", list(EXAMPLES))
def test_a_template_imports_without_a_question(tmp_path: Path, table: str, kind: str, lang: str) -> None:
    store = Store(tmp_path / "store")
    files: dict[str, str | bytes] = {f"template.{kind}": template(table, lang, kind)}
    made = stock(store, tmp_path, sell(store, tmp_path), files, table=None, sure_only=True)
    assert made.status == "published"
    assert made.reading.table.name == table  # known by its headers alone
    assert set(made.reading.mapping) == set(EXAMPLES[table])
    assert counts(made) == {"accepted": 2}
    rows = rows_of(made, table)
    for n, row in enumerate(rows):
        for column, examples in EXAMPLES[table].items():
            if not isinstance(examples[n], str):
                assert row.get(column) == examples[n], column


def test_there_is_no_template_of_another_table() -> None:
    with pytest.raises(KeyError):
        template("sales", "en")
