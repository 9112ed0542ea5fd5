"""What has to be done in the view of this session: drawn once a view for all, then sorted by what was marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kam_core.analysis import months
from kam_core.analysis.alerts.drawn import Alerts, draw_alerts
from kam_core.analysis.alerts.kept import settings_of
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.alerts.sorted import Sorted, sort_out
from kam_core.analysis.alerts.sources import gather, habit
from kam_core.analysis.cut import Cut, Rule
from kam_core.analysis.movement.comparisons import Upload
from kam_core.analysis.movement.silence import silence
from kam_core.analysis.pareto import draw
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.foresight import last_known_day
from kam_core.store.alert_marks import Marked, marked
from kam_core.store.dataset import Dataset
from kam_ui import resources
from kam_ui.kept import kept
from kam_ui.movement.asked import uploads
from kam_ui.supply.selected import for_home
from kam_ui.view import View


@dataclass(frozen=True, eq=False)
class ToDo:
    """The alerts of a view, open and not, with the deeds and the settings behind that."""

    parts: Sorted
    marks: Marked
    settings: AlertSettings


def todo(view: View, dataset: Dataset) -> ToDo:
    """Of the key accounts of a view. Raises BadScope, Mixed, Busy; UnknownShare for the viewer of a share."""
    marks = marked(resources.store(), dataset.id, principal=resources.principal())
    settings = settings_of(marks)
    return ToDo(sort_out(alerts(view, dataset, settings), marks.of, date.today()), marks, settings)


def alerts(view: View, dataset: Dataset, settings: AlertSettings) -> Alerts:
    """All of them, kept. In money, where the file has any and the line is not drawn at a quantity."""
    as_of = view.season.as_of or last_known_day(dataset)
    if as_of is None:
        return Alerts(dataset.manifest.today, settings, ())
    measure = view.scope.measure if view.rule is Rule.AT_LEAST else months.default_scope(dataset).measure
    scope = replace(view.scope, measure=measure)
    ahead = for_home(view, dataset)
    agreed = resources.agreed_ahead(dataset) if ahead else ()

    def made(
        dataset: Dataset, scope: Scope, cut: Cut, as_of: date, settings: AlertSettings, *_assumed: object
    ) -> Alerts:
        pareto = draw(resources.ranking(dataset, scope), cut)
        quiet = None if Kind.SILENT in settings.off else kept(silence, dataset, scope, as_of, habit(settings))
        there = gather(dataset, pareto, as_of, settings, ahead.outlook if ahead else None, _uploads(dataset), quiet)
        return draw_alerts(there, settings)

    return kept(made, dataset, scope, resources.cut(view), as_of, settings, view.season.settings, agreed)


def _uploads(dataset: Dataset) -> Sequence[Upload]:
    """As they are counted here: with the groups on screen."""
    known = [(number, replace(one, grouping=dataset.grouping)) for number, one in uploads(dataset)[:-1]]  # type: ignore[type-var]
    return [*known, (dataset.version, dataset)]
