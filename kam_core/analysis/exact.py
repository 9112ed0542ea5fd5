"""Exact money and quantities as whole ten-thousandths, so that no decision is ever taken on a rounded number.

Storage is DECIMAL(…,4); an int64 of ten-thousandths holds 922 million million, beyond that the columns become Python
integers of any size (dtype object): slower, never wrong.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

ONE = 10_000  # ten-thousandths in 1

Numbers = npt.NDArray[Any]  # int64 ten-thousandths, or object where int64 would overflow
Texts = npt.NDArray[np.object_]  # str, never None
Flags = npt.NDArray[np.bool_]


def ten_thousandths(column: pa.ChunkedArray) -> Numbers:
    """A DECIMAL(p,4) column without NULLs as whole ten-thousandths, in its order."""
    chunk = column.combine_chunks()
    if isinstance(chunk, pa.ChunkedArray):  # an empty table has no chunk to combine into one
        chunk = pa.concat_arrays(chunk.chunks) if chunk.num_chunks else pa.array([], column.type)
    if len(chunk) == 0:
        return np.zeros(0, np.int64)
    if chunk.null_count or not pa.types.is_decimal128(chunk.type) or chunk.type.scale != 4:
        raise TypeError(f"ten-thousandths are made of DECIMAL(p,4) without NULLs, not of {chunk.type}")
    halves = np.frombuffer(chunk.buffers()[1], np.int64).reshape(-1, 2)[chunk.offset : chunk.offset + len(chunk)]
    low, high = halves[:, 0].copy(), halves[:, 1]
    if np.array_equal(high, low >> 63):
        return low
    whole: Numbers = (high.astype(object) << 64) + low.view(np.uint64).astype(object)
    return whole


def texts(column: pa.ChunkedArray) -> Texts:
    """A VARCHAR column as Python text, NULL as ''. Equal texts are one object: a region stands in memory once."""
    encoded = column.fill_null("").combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
    different: Texts = encoded.dictionary.to_numpy(zero_copy_only=False)
    found: Texts = different[encoded.indices.to_numpy()]
    return found


def running_sum(values: Numbers) -> Numbers:
    """The cumulative sum, exact: in int64 where that cannot overflow, else in Python integers."""
    if values.dtype == object or len(values) == 0:
        return np.cumsum(values)
    largest = max(int(values.max()), -int(values.min()))
    return np.cumsum(values if largest * len(values) < 2**63 else values.astype(object))


def decimal(value: int) -> Decimal:
    """Ten-thousandths as a Decimal with four places."""
    return Decimal(f"{int(value)}E-4")  # from text, since arithmetic would round to 28 digits


def share(part: int, whole: int) -> Fraction | None:
    """part / whole, exact; None where the whole is not positive and a share has no meaning."""
    return Fraction(int(part), int(whole)) if whole > 0 else None


def decimals(values: Numbers) -> pa.Array:
    """Ten-thousandths as a DECIMAL(38,4) column: the way back."""
    kind = pa.decimal128(38, 4)
    if values.dtype == object:
        return pa.array([decimal(value) for value in values], kind)
    low = np.ascontiguousarray(values, np.int64)
    halves = np.column_stack([low, low >> 63])
    return pa.Array.from_buffers(kind, len(low), [None, pa.py_buffer(halves.tobytes())])
