"""The only caches of the project. They are shared by all users, so every key holds principal, dataset, version, scope.

A key never holds a table: Streamlit hashes large ones from a sample, and two different uploads could meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from kam_ui.view import Offer

if TYPE_CHECKING:
    from kam_core.store import Store

SAMPLES = {"sample": "zh", "sample-en": "en"}


def principal() -> str:
    """Whose datasets these are. One server is one workspace for now."""
    from kam_core.store.principal import HOUSE

    return HOUSE


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of the process, with its one DuckDB."""
    from kam_core.store import Store

    return Store()


def listing() -> Sequence[Any]:
    """The datasets this principal may see, the newest first."""
    try:
        return [info for info in store().datasets(principal()) if not info.deleted]
    except ImportError:
        return []


def versions(data: str) -> tuple[int, ...]:
    """The versions of a dataset, the newest first."""
    return next((info.versions for info in listing() if info.id == data), ())


@st.cache_resource(max_entries=64, show_spinner=False)
def _opened(who: str, data: str, version: int | None) -> Any:
    return store().open(data, version, principal=who)


def opened(data: str, version: int | None) -> Any:
    """One version of a dataset. Raises UnknownDataset."""
    return _opened(principal(), data, version)


def offer(data: str, version: int | None) -> Offer | None:
    """What a link may say about a dataset; '' = any, None = the newest. The sample is made when first asked for."""
    return None
