"""Fifty-eight layouts, each disturbed twice: how many are understood without help, and whether any is wrong in silence.

Variant 0 is a layout as its system writes it, 1 to 3 suffer the common disturbances, 4 and above the rough ones too:
`KAM_ERP_VARIANTS=0,1,2,3,4,5,6,7` runs them all, in some minutes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kam_core.store import Store
from tests.erp.generator import make
from tests.erp.judge import Verdict, judge
from tests.erp.layouts import EXPORTS

VARIANTS = tuple(int(v) for v in os.environ.get("KAM_ERP_VARIANTS", "1,4").split(","))


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    folder: Path = tmp_path_factory.mktemp("erp")
    store = Store(folder / "store")
    files = folder / "files"
    files.mkdir()
    return [
        judge(make(export, variant, files), store, folder / f"job-{export.name}-{variant}")
        for export in EXPORTS
        for variant in VARIANTS
    ]


def _table(verdicts: list[Verdict]) -> str:
    return "\n".join(
        f"{v.made.name:<42} wrong {v.wrong:>7.2%}  {v.why}  [{', '.join(sorted(v.made.disturbed))}]  said: {v.warned}"
        for v in verdicts
    )


def test_there_are_at_least_forty_layouts() -> None:
    assert len({export.name for export in EXPORTS}) >= 40


def test_most_layouts_are_mapped_without_help(verdicts: list[Verdict]) -> None:
    missed = [v for v in verdicts if not v.mapped]
    share = 1 - len(missed) / len(verdicts)
    print(f"\nmapped without help: {share:.1%} of {len(verdicts)}\n{_table(missed)}")
    assert share >= 0.85, f"{share:.1%}\n{_table(missed)}"


def test_no_file_is_wrong_in_silence(verdicts: list[Verdict]) -> None:
    silent = [v for v in verdicts if v.silent]
    assert silent == [], _table(silent)


def test_every_stated_total_agrees_or_the_difference_is_said(verdicts: list[Verdict]) -> None:
    missing = [v for v in verdicts if v.exact and not v.totals_agree and not v.warned]
    assert missing == [], _table(missing)


def test_rows_are_counted_as_they_are(verdicts: list[Verdict]) -> None:
    off = [v for v in verdicts if v.mapped and not v.counted]
    assert off == [], _table(off)
