"""`alerts`: what has to be done, the largest money first; exit 1 where something is new, so that cron can send it.

New is what was not there at the last call with --remember. What was marked done, or put off, is not listed. Key
accounts are those of the last twelve complete months, as in the dashboard, unless --from or --to say otherwise.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kam_core.analysis.alerts.alert import Alert
from kam_core.analysis.alerts.drawn import Alerts, draw_alerts
from kam_core.analysis.alerts.kept import settings_of
from kam_core.analysis.alerts.settings import AlertSettings, Kind
from kam_core.analysis.alerts.sorted import Sorted, sort_out
from kam_core.analysis.alerts.sources import gather
from kam_core.analysis.months import default_scope
from kam_core.analysis.movement.comparisons import Upload
from kam_core.analysis.pareto import Pareto, draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.supply.foresight import last_known_day, outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.command import answers, table, webhook, wishes
from kam_core.command.agreed import agreed_ahead
from kam_core.command.alert_flags import LIMITS
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.links import link, public
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.command.stock_file import with_stock
from kam_core.errors import BadInput, Mixed, UnknownDataset
from kam_core.figures import NONE, amount
from kam_core.report.wechat_work import messages
from kam_core.store.alert_marks import Marked, marked
from kam_core.store.alerts_told import tell, told
from kam_core.store.dataset import Dataset
from kam_core.store.sales_versions import sales_versions
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 20  # tasks in the table for reading
NEW = 1  # the exit


@dataclass(frozen=True, eq=False)
class Found:
    """What was drawn, for whom, and what of it is new."""

    dataset: Dataset
    pareto: Pareto
    parts: Sorted
    new: frozenset[str]
    kept: bool  # the dataset is in the store, so that links lead to it

    @property
    def listed(self) -> Alerts:
        return self.parts.open


def run(asked: argparse.Namespace) -> int:
    """Draw, tell and remember: 1 where something is new, else 0."""
    lang = asked.lang or chosen(())
    to = webhook.address() if asked.webhook else ""
    found = _found(Store(), asked, lang)
    warn(found.dataset, lang)
    if asked.json:
        answers.give(answered(found, lang))
    else:
        _print(found, lang)
    if asked.webhook and found.new:
        fresh = found.listed.of([one for one in found.listed.listed if one.id in found.new])
        whole = link(found.dataset, found.pareto, "alerts", lang) if public() and found.kept else ""
        webhook.send(to, messages(fresh.tasks, found.dataset.name, lang, whole))
    if asked.remember:
        ids = [one.id for one in found.listed.listed]
        tell(Store(), found.dataset.id, ids, owner=wishes.principal(asked))
    return NEW if found.new else 0


def _found(store: Store, asked: argparse.Namespace, lang: str) -> Found:
    cut, who, wished = wishes.cut(asked), wishes.principal(asked), wishes.scope(asked)
    limits(asked, AlertSettings())  # refused before any file is read
    dataset = with_stock(store, open_source(store, asked, lang), asked)
    kept, marks = _marks(store, dataset, who)
    if asked.remember and not kept:
        raise BadInput("alerts_not_kept", source=asked.source)
    settings = limits(asked, settings_of(marks))
    scope = wished
    if not (wished.first or wished.last):
        usual = default_scope(dataset, wished.measure)
        scope = replace(wished, first=usual.first, last=usual.last)
    pareto = draw(rank(dataset, scope), cut)
    as_of: date = asked.as_of or last_known_day(dataset) or dataset.manifest.today
    ahead = _ahead(store, dataset, asked)
    alerts = draw_alerts(gather(dataset, pareto, as_of, settings, ahead, _uploads(store, dataset, who, kept)), settings)
    parts = sort_out(alerts, marks.of if marks else {}, wishes.today(asked))
    known = told(store, dataset.id, owner=who)
    return Found(dataset, pareto, parts, frozenset(one.id for one in parts.open.listed) - known, kept)


def limits(asked: argparse.Namespace, usual: AlertSettings) -> AlertSettings:
    """The settings with what the flags say. Raises BadInput."""
    said: dict[str, Any] = {}
    for name in LIMITS:
        text = getattr(asked, name)
        if text is None:
            continue
        number = text.strip().removesuffix("%").removesuffix("％").strip()
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            raise BadInput("alert_no_number", name=f"--{name.replace('_', '-')}", value=text[:40])
        said[name] = int(number)
    if asked.kind:
        said["off"] = tuple(kind for kind in Kind if kind.value not in asked.kind)
    return replace(usual, **said)


def _marks(store: Store, dataset: Dataset, who: str) -> tuple[bool, Marked | None]:
    """Whether the dataset is kept, and what was marked about it."""
    try:
        return True, marked(store, dataset.id, principal=who)
    except UnknownDataset:
        return False, None


def _uploads(store: Store, dataset: Dataset, who: str, kept: bool) -> list[Upload]:
    if not kept:
        return [(dataset.version, dataset)]
    found = sales_versions(store, dataset.id, until=dataset.version, principal=who)
    known = [(one.version, replace(one, grouping=dataset.grouping)) for one in found[:-1]]
    return [*known, (found[-1].version, dataset)]


def _ahead(store: Store, dataset: Dataset, asked: argparse.Namespace) -> Outlook | None:
    """Everyone's outlook where somebody has reported a stock; none where units must not be added."""
    if "inventory" not in dataset.views:
        return None
    try:
        seen = outlook(
            dataset, wishes.filters_alone(asked), wishes.supply(asked), agreed_ahead(store, dataset.id, asked)
        )
    except Mixed:
        return None
    return seen if seen.has_stock else None


def answered(found: Found, lang: str) -> dict[str, Any]:
    """The answer of the contract. money null: no price is known; due null: it is not a matter of a day."""
    return {
        "as_of": found.listed.as_of.isoformat(),
        "finding": found.listed.finding.say(lang),
        "count": len(found.listed.listed),
        "tasks": len(found.listed.tasks),
        "new": len(found.new),
        "snoozed": len(found.parts.snoozed.listed),
        "done": len(found.parts.done.listed),
        "alerts": [_row(found, one, lang) for one in found.listed.listed],
    }


def _row(found: Found, one: Alert, lang: str) -> dict[str, Any]:
    back = found.parts.back.get(one.id)
    return {
        "id": one.id,
        "kind": one.kind.value,
        "customer": one.customer,
        "name": one.name,
        "item": one.item,
        "item_name": one.item_name,
        "period": one.period,
        "money": None if one.money is None else answers.number(one.money),
        "due": one.due and one.due.isoformat(),
        "owner": one.owner,
        "sentence": one.finding.say(lang),
        "new": one.id in found.new,
        "back": back and back.value,
        "link": link(found.dataset, found.pareto, one.view.page, lang, one.view.query) if found.kept else None,
    }


def _print(found: Found, lang: str) -> None:
    print(one_line(found.listed.finding.say(lang)))
    heads = [say(lang, f"table.{name}") for name in ("new", "alert_kind", "money_at_stake", "due", "owner")] + [""]
    lines = [
        [
            "*" if any(one.id in found.new for one in task.alerts) else "",
            say(lang, f"alert.{task.kind.value}"),
            NONE if task.money is None else amount(lang, task.money),
            task.due.isoformat() if task.due else NONE,
            table.cell(task.owner),
            one_line(task.finding.say(lang)),
        ]
        for task in found.listed.tasks[:SHOWN]
    ]
    if lines:
        print()
        table.show([heads, *lines], left=(0, 1, 3, 4, 5))
    rest = len(found.listed.tasks) - len(lines)
    if rest > 0:
        print(say(lang, "table.more_alerts", rest=rest))
