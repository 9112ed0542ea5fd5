"""Five lines to paste into a chat: the answer, who is most urgent, how far the data reach, until when, and the link."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import numpy as np

from kam_core import figures
from kam_core.analysis.exact import share
from kam_core.analysis.supply.close_up import account_outlook
from kam_core.errors import BadScope
from kam_core.facts import OnDay
from kam_core.report.markup import legible
from kam_core.report.shown import Shown
from kam_core.wording import say

NAMED = 3  # accounts
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)|(?<=\w)(?=\.(?:[a-z]{2,6})\b)", re.IGNORECASE)


def message(shown: Shown, lang: str, link: str, until: date, *, live: bool = False, account: str = "") -> str:
    """Five lines without markup; no name in them becomes a link. account: for this customer alone."""
    said = [_of_account(shown, lang, account)] if account else [shown.sentence(lang), _named(shown, lang)]
    day = figures.NONE if shown.data_to is None else figures.iso(shown.data_to)
    lines = (
        *(unlinked(line) for line in said),
        say(lang, "message.live" if live else "message.frozen", day=day),
        say(lang, "message.until", day=figures.iso(until)),
        link,
    )
    return "\n".join(line for line in lines if line)


def unlinked(text: str) -> str:
    """One line of text of which a chat program makes no link: a joiner without width stands in every address."""
    return _ADDRESS.sub("\u2060", legible(text))


def _named(shown: Shown, lang: str) -> str:
    """The two or three most urgent accounts, where no stock is known the largest; or what the page itself names."""
    if shown.answer:
        return shown.answer.told(lang)
    between = say(lang, "message.between")
    if shown.urgent:
        told = 0 if shown.said else 1  # the sentence has named the first
        listed = [_due(shown, lang, at) for at in shown.urgent[told:NAMED]]
        return say(lang, f"message.{'next' if told else 'urgent'}", listed=between.join(listed)) if listed else ""
    ranking = shown.pareto.ranking
    if not ranking.n:
        return say(lang, "message.nobody")
    listed = []
    for at in range(min(NAMED, ranking.n)):
        part: Fraction | None = share(int(ranking.values[at]), ranking.total_units)
        value = figures.amount(lang, figures.of_units(ranking.values[at]))
        said = {"name": str(ranking.names[at]), "share": figures.percent(lang, part), "value": value}
        listed.append(say(lang, "message.account_value" if part is None else "message.account_share", **said))
    return say(lang, "message.largest", listed=between.join(listed))


def _due(shown: Shown, lang: str, at: int) -> str:
    assert shown.supply is not None
    outlook = shown.supply.outlook
    left = int(outlook.days_left[at])

    def day(value: np.datetime64) -> str:
        return figures.show(lang, OnDay(value.astype("datetime64[D]").item(), outlook.as_of))

    said = {"name": str(outlook.customer_names[at]), "run_out": day(outlook.run_out[at])}
    said["order_by"] = day(outlook.order_by[at])
    return say(lang, "message.late", late=-left, **said) if left < 0 else say(lang, "message.due", left=left, **said)


def _of_account(shown: Shown, lang: str, account: str) -> str:
    if shown.ahead:
        try:
            one = account_outlook(shown.ahead.outlook, account)
        except BadScope:
            pass
        else:
            return one.finding.say(lang)
    at = shown.pareto.ranking.position.get(account)
    return account if at is None else str(shown.pareto.ranking.names[at])
