"""待办 / To do: one list over all pages, the largest money first."""

from __future__ import annotations

from kam_core.figures import iso
from kam_ui import present
from kam_ui.alerts.doing import show_problem
from kam_ui.alerts.folds import show_history, show_limits
from kam_ui.alerts.gathering import todo
from kam_ui.alerts.listed import show_tasks
from kam_ui.answering import answering
from kam_ui.components.sentence import sentence
from kam_ui.filters import filters
from kam_ui.text import t

current, dataset, answer = present.begin()
filters(dataset)

with answering(answer):
    found = todo(current, dataset)

parts = found.parts
with answer:
    put = t("alerts.line_put", done=len(parts.done.tasks), snoozed=len(parts.snoozed.tasks))
    line = t("alerts.line", as_of=iso(parts.open.as_of))
    sentence(parts.open.finding.say(current.lang), f"{line} · {put}", follows=False)
show_problem()
show_tasks(found, dataset)
show_history(found, dataset)
show_limits(found, dataset)
