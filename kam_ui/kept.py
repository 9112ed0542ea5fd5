"""Results of analyses kept for all users: a function of one version of the data and of settings is computed once.

The key holds principal, version, groups, the function's name and every setting; the dataset itself stays out of it.
The viewer of a share is given what makes up the page that was shared, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from kam_core.store.dataset import Dataset
from kam_ui import keeper

T = TypeVar("T")


@st.cache_resource(max_entries=64, show_spinner=False)
def _kept(_made: Callable[[], Any], *key: Hashable) -> Any:  # noqa: ARG001 (what Streamlit keys it by)
    return _made()


def kept(made: Callable[..., T], dataset: Dataset, *asked: Hashable) -> T:
    """made(dataset, *asked), frozen; nobody changes it. Raises what `made` raises, and UnknownShare for a viewer."""
    return _under(keeper.beyond(), made, dataset, asked)


def kept_on(page: str, made: Callable[..., T], dataset: Dataset, *asked: Hashable) -> T:
    """The same of what is part of a page: the viewer of a share of that page sees it as its owner did.

    Raises what `made` raises, and UnknownShare for any other viewer.
    """
    return _under(keeper.on(page, dataset), made, dataset, asked)


def _under(who: str, made: Callable[..., T], dataset: Dataset, asked: tuple[Hashable, ...]) -> T:
    name = f"{made.__module__}.{made.__qualname__}"
    found: T = _kept(lambda: made(dataset, *asked), who, dataset.address, dataset.groups, name, *asked)
    return found
