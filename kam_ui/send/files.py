"""Files to take away: report, workbook, the visit sheet of an account; PDF where there is Chromium, else it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from kam_core.analysis.visit import visit
from kam_core.charts.labels import clean
from kam_core.errors import KamError
from kam_core.report import printing
from kam_core.report.html_report import html_report
from kam_core.report.shown import Shown
from kam_core.report.view_file import view_csv, view_xlsx
from kam_core.report.visit_sheet import visit_sheet
from kam_core.report.xlsx import MIME
from kam_ui import resources
from kam_ui.text import language, say_core, t

KINDS = {
    "html": "text/html",
    "xlsx": MIME,
    "csv": "text/csv",
    "pdf": "application/pdf",
    "png": "image/png",
}
MOST = 2_000  # accounts offered


def show_files(shown: Shown, account: str) -> None:
    """account: the link is for this customer alone; then nothing that names the others is offered."""
    st.markdown(f"**{t('send.files')}**")
    there = printing.chromium() is not None
    if account:
        st.caption(t("send.no_files"))
        return
    lang, today = language(), date.today()
    name = f"{say_core('report.file')}-{shown.dataset.address}-{lang}"
    with st.container(horizontal=True, key="send_files"):
        _file(t("send.html"), "html", name, lambda: html_report(shown, lang, today))
        _file(t("send.excel"), "xlsx", name, lambda: view_xlsx(shown, lang))
        _file("CSV", "csv", name, lambda: view_csv(shown, lang))
        if there:
            _file("PDF", "pdf", name, lambda: _printed(printing.pdf(html_report(shown, lang, today))))
            _file("PNG", "png", name, lambda: _printed(printing.png(html_report(shown, lang, today))))
    ranking = shown.pareto.ranking
    named = zip(ranking.customers[:MOST].tolist(), ranking.names[:MOST].tolist())
    names = {key: clean(said if said == key else f"{said} {key}") for key, said in named}
    with st.container(horizontal=True, vertical_alignment="bottom", key="send_sheet"):
        chosen = st.selectbox(t("send.sheet_of"), list(names), format_func=names.__getitem__, key="send.sheet_of")
        if chosen is not None:
            sheet = f"{say_core('visit.file')}-{ranking.position[chosen] + 1:04d}-{lang}"
            _file(t("send.sheet"), "html", sheet, lambda: sheet_of(shown, chosen, lang, today))
            if there:
                _file("PDF", "pdf", sheet, lambda: _printed(printing.pdf(sheet_of(shown, chosen, lang, today))))
    st.caption(t("send.safe") if there else say_core("report.no_chromium"))


def _file(label: str, kind: str, name: str, made: Callable[[], bytes]) -> None:
    st.download_button(
        label,
        made,
        file_name=f"{name}.{kind}",
        mime=KINDS[kind],
        icon=":material/download:",
        on_click="ignore",
        key=f"send.file.{name}.{kind}",
    )


def sheet_of(shown: Shown, customer: str, lang: str, today: date) -> bytes:
    """The visit sheet of one account of a view."""
    year = visit(shown.dataset, shown.pareto.ranking.scope, customer)
    return visit_sheet(shown, year, resources.agreements(shown.dataset), lang, today)


def _printed(made: bytes | None) -> bytes:
    if made is None:
        raise KamError("not_printed")
    return made
