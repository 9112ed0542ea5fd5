"""Frozen dataclasses to plain JSON values and back, so that a recipe or a manifest is a file a person can read.

Exactness first: decimals and dates travel as text, never as floats.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """The value in dicts, lists, text, numbers and None alone."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(to_plain(k)): to_plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(v) for v in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, Path) else value


def from_plain(kind: type[T], value: Any) -> T:
    """The dataclass that `to_plain` took apart. A missing field takes its default.

    Raises ValueError for an unknown field, a wrong type or a value out of its set: the text may come from outside.
    """
    try:
        return typing.cast(T, _read(kind, value, kind.__name__))
    except (TypeError, KeyError, InvalidOperation, RecursionError) as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


def _read(kind: Any, value: Any, at: str) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return value
    if origin in (types.UnionType, typing.Union):
        return _read_union(inner, value, at)
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, value, at)
    if origin is tuple:
        return _read_tuple(inner, value, at)
    if origin in (dict, Mapping):
        _must(isinstance(value, dict), at, value)
        return {_read(inner[0], k, at): _read(inner[1], v, f"{at}.{k}") for k, v in value.items()}
    if kind is Decimal:
        _must(isinstance(value, str | int), at, value)
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is Path:
        return Path(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is float:
        _must(isinstance(value, int | float) and not isinstance(value, bool), at, value)
        return float(value)
    _must(type(value) is kind, at, value)
    return value


def _read_union(choices: tuple[Any, ...], value: Any, at: str) -> Any:
    if value is None and type(None) in choices:
        return None
    for kind in choices:
        if kind is type(None):
            continue
        try:
            return _read(kind, value, at)
        except (ValueError, TypeError):
            continue
    raise ValueError(f"{at}: {value!r} does not fit")


def _read_dataclass(kind: Any, value: Any, at: str) -> Any:
    _must(isinstance(value, dict), at, value)
    kinds = typing.get_type_hints(kind)
    unknown = value.keys() - kinds.keys()
    _must(not unknown, at, ", ".join(sorted(map(str, unknown))))
    return kind(**{name: _read(kinds[name], part, f"{at}.{name}") for name, part in value.items()})


def _read_tuple(inner: tuple[Any, ...], value: Any, at: str) -> tuple[Any, ...]:
    _must(isinstance(value, list), at, value)
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], part, f"{at}[{i}]") for i, part in enumerate(value))
    _must(len(inner) == len(value), at, value)
    return tuple(_read(kind, part, at) for kind, part in zip(inner, value, strict=True))


def _must(fits: bool, at: str, value: Any) -> None:
    if not fits:
        raise ValueError(f"{at}: {str(value)[:80]!r} does not fit")
