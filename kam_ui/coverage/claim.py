"""专业指标: the strategy's one testable claim, sales before and after training, with what it cannot prove."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kam_core.analysis.coverage.effect import Effect, training_effect
from kam_core.analysis.scope import Scope
from kam_core.charts.coverage import effect_alt, effect_figure
from kam_core.store.dataset import Dataset
from kam_ui import view
from kam_ui.coverage.answer import as_of
from kam_ui.kept import kept
from kam_ui.movement.drawn import PLAIN
from kam_ui.text import language, t

SEED = 1965  # of the draws: the same data say the same
HEIGHT = 300  # pixels


def show_claim(dataset: Dataset) -> None:
    """The comparison in words and bars, how it is made, and that it is no proof."""
    fold = st.expander(t("expert.title"), icon=":material/query_stats:", key="fold.claim", on_change="rerun")
    if not fold.open:
        return
    with fold:
        st.markdown(f"**{t('coverage.claim.title')}**")
        found = kept(_effect, dataset, view.now().scope, as_of(dataset), SEED)
        if found is None:
            st.text(t("coverage.claim.no_activities"))
            return
        st.text(found.finding.say(language()))
        if found.effect is not None:
            figure = effect_figure(found, language()).update_layout(dragmode=False)
            st.plotly_chart(
                figure, height=HEIGHT, width=520, config=PLAIN, key="coverage.claim", alt=effect_alt(found, language())
            )
        trial = found.trial
        st.caption(t("coverage.claim.how", span=trial.span, left_out=found.left_out, least=trial.least))
        st.caption(t("coverage.claim.no_proof"))


def _effect(dataset: Dataset, scope: Scope, day: date, seed: int) -> Effect | None:
    return training_effect(dataset, scope, day, seed)
