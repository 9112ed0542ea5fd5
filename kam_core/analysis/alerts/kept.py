"""The limits somebody has set for a dataset, and the usual ones where nobody has."""

from __future__ import annotations

import json

from kam_core.analysis.alerts.settings import AlertSettings
from kam_core.errors import BadInput
from kam_core.plain import from_plain, to_plain
from kam_core.store.alert_marks import Deed, Marked, What


def settings_of(marked: Marked | None) -> AlertSettings:
    """What counts now. Limits a later version of this program does not know any more are the usual ones again."""
    if marked is None or marked.limits is None:
        return AlertSettings()
    try:
        return from_plain(AlertSettings, json.loads(marked.limits.limits))
    except (ValueError, BadInput):
        return AlertSettings()


def limits(settings: AlertSettings, who: str = "") -> Deed:
    """Setting them, as a deed to be kept."""
    return Deed(What.LIMITS, limits=json.dumps(to_plain(settings)), who=who)
