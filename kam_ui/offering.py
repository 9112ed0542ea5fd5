"""What a link may say about a dataset; the sample is made when a link first asks for it."""

from __future__ import annotations

import streamlit as st

from kam_core.analysis import months
from kam_core.analysis.filters import resolve
from kam_core.analysis.supply.foresight import last_known_day
from kam_core.store import sample
from kam_core.store.dataset import Dataset
from kam_ui import resources
from kam_ui.text import t
from kam_ui.view import Offer


def open_sample(lang: str) -> Dataset:
    """The sample in a language, imported when it is first asked for."""
    with st.spinner(t("empty.opening")):
        return sample.open_sample(resources.store(), lang, resources.principal())


def offer(data: str, version: int | None) -> Offer | None:
    """What a link may say about a dataset; '' = the newest one there is, None where there is none at all."""
    known = resources.listing()
    if not data and not known:
        return None
    if data in sample.SAMPLES and data not in {info.id for info in known}:
        open_sample(sample.SAMPLES[data])
    dataset = resources.opened(data or known[0].id, version)
    about = dataset.manifest
    return Offer(
        data=dataset.id,
        version=dataset.version,
        first=about.first_month or "",
        last=about.last_month or "",
        usual=months.default_scope(dataset),
        resolve=lambda scope: resolve(dataset, scope),
        as_of=last_known_day(dataset),
    )
