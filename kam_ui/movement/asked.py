"""What the view compares: the periods it says, the earlier upload whose list it names, and what the data offer.

The viewer of a share compares what that share does: nothing is offered, and no other upload is opened.
"""

from __future__ import annotations

from dataclasses import replace

from kam_core.analysis.movement.comparisons import Compared, Comparisons, Upload, comparisons
from kam_core.analysis.movement.lines import compare
from kam_core.analysis.movement.matrix import Movement
from kam_core.analysis.movement.periods import Months, uncovered
from kam_core.analysis.pareto import draw
from kam_core.errors import BadLink
from kam_core.report.answers.movement import MovementAnswer
from kam_core.store.dataset import Dataset
from kam_core.store.principal import viewing
from kam_core.store.sales_versions import sales_versions
from kam_ui import resources
from kam_ui.kept import kept
from kam_ui.link import Offer
from kam_ui.offers import offer as offered
from kam_ui.risk import Risk
from kam_ui.view import View


def uploads(dataset: Dataset) -> tuple[Upload, ...]:
    """The uploads of sales up to this version, the oldest first; the last one is this version's."""
    return kept(_uploads, dataset)


def _uploads(dataset: Dataset) -> tuple[Upload, ...]:
    found = sales_versions(resources.store(), dataset.id, until=dataset.version, principal=resources.principal())
    return tuple((one.version, one) for one in found)


def offers(dataset: Dataset) -> Comparisons:
    """What this version can be compared with."""
    return kept(_offers, dataset)


def _offers(dataset: Dataset) -> Comparisons:
    return comparisons(uploads(dataset))


def offer(data: str, version: int | None) -> Offer | None:
    """What a link may say of a dataset, with the periods that are compared unless it says otherwise."""
    found = offered(data, version)
    if found is None:
        return None
    usual = offers(resources.opened(found.data, found.version)).usual
    return replace(found, compared=risk_of(usual)) if usual else found


def asked(current: View) -> Compared | None:
    """What the view compares; None where the data is too short and nobody said."""
    risk = current.risk
    if not (risk.before and risk.after):
        return None
    return Compared(Months(*risk.before), Months(*risk.after), risk.known)


def earlier(dataset: Dataset, compared: Compared) -> Dataset:
    """The upload whose list stands for the period before. Raises BadLink where there is no such upload, UnknownDataset
    for the viewer of a share that names another."""
    if not compared.known:
        return dataset
    if viewing(resources.principal()) is None and compared.known not in dict(uploads(dataset)):
        raise BadLink("link_bad_value", key="known", value=str(compared.known))
    found = resources.store().open(dataset.id, compared.known, principal=resources.principal())
    return found.merged(dataset.groups)


def moved(current: View, dataset: Dataset, compared: Compared) -> Movement:
    """The view's cut drawn on both periods. Raises BadLink, BadScope, Mixed, BadCut, Busy."""
    line, known = resources.cut(current), earlier(dataset, compared)
    was, now = (
        replace(current.scope, first=months.first, last=months.last) for months in (compared.before, compared.after)
    )
    return compare(draw(resources.ranking(known, was), line), draw(resources.ranking(dataset, now), line))


def answer(current: View, dataset: Dataset) -> MovementAnswer | None:
    """What the page answers; None where the data are too short and nobody said what to compare. Raises as `moved`."""
    compared = asked(current)
    if compared is None:
        return None
    about = earlier(dataset, compared).manifest
    short = (*uncovered(about, compared.before), *uncovered(dataset.manifest, compared.after))
    return MovementAnswer(moved(current, dataset, compared), compared.known, short)


def risk_of(one: Compared) -> Risk:
    before, after = ((months.first, months.last) for months in (one.before, one.after))
    return Risk(before=before, after=after, known=one.known)
