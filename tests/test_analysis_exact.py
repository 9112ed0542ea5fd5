"""Money as whole ten-thousandths: there and back without a loss, and every sentence that may be needed exists."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.analysis.cut import Rule
from kam_core.analysis.exact import decimals, running_sum, ten_thousandths, texts
from kam_core.analysis.filters import DIMENSIONS
from kam_core.schema import Measure
from kam_core.wording import LANGUAGES, say

patient = settings(deadline=None)  # a busy machine is no defect

KIND = pa.decimal128(38, 4)
small = st.integers(-(2**62), 2**62)
large = st.integers(-(10**33), 10**33)


@patient
@given(st.lists(st.one_of(small, large), max_size=20), st.integers(0, 5), st.integers(1, 4))
def test_there_and_back(units: list[int], skipped: int, chunk: int) -> None:
    """Sliced and chunked columns too: their buffers begin before their first value."""
    column = pa.array([Decimal(f"{u}E-4") for u in [*range(skipped), *units]], KIND).slice(skipped)
    parts = [column.slice(at, chunk) for at in range(0, len(column), chunk)]
    values = ten_thousandths(pa.chunked_array(parts, KIND))
    assert [int(v) for v in values] == units
    assert decimals(values).to_pylist() == column.to_pylist()
    assert (values.dtype == object) == any(not -(2**63) <= u < 2**63 for u in units)


@patient
@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=30))
def test_running_sums_never_wrap_around(units: list[int]) -> None:
    sums = running_sum(np.array(units, np.int64))
    assert [int(s) for s in sums] == [sum(units[: k + 1]) for k in range(len(units))]


def test_columns_that_are_not_exact_are_refused() -> None:
    for column in (pa.chunked_array([[1.5]]), pa.chunked_array([[None]], KIND)):
        with pytest.raises(TypeError):
            ten_thousandths(column)


def test_missing_text_is_blank() -> None:
    assert texts(pa.chunked_array([["a", None], ["NA"]])).tolist() == ["a", "", "NA"]
    assert texts(pa.chunked_array([], pa.string())).tolist() == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_sentence_that_is_chosen_by_a_code_exists(lang: str) -> None:
    facts = dict.fromkeys(
        ["value", "near", "key_accounts", "customers", "of_customers", "share", "total", "k", "listed"], "x"
    )
    for dimension in DIMENSIONS.values():
        assert say(lang, f"error.unknown_{dimension}", **facts)
    for measure in Measure:
        assert say(lang, f"error.no_{measure.value}", **facts)
        assert say(lang, f"finding.pareto_{measure.value}", **facts)
        assert say(lang, f"finding.no_share_{measure.value}", **facts)
    for rule in Rule:
        assert say(lang, f"finding.formula_{rule.value}", **facts)
    for what in ("mixed_units", "mixed_currencies"):
        assert say(lang, f"error.{what}", **facts)
