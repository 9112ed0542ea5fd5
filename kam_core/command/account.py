"""`account`: all about one customer, by id or by whole name."""

from __future__ import annotations

import argparse

from kam_core.analysis.account.identify import customer_of
from kam_core.analysis.account.story import AccountStory, account
from kam_core.analysis.exact import decimal
from kam_core.analysis.pareto import draw
from kam_core.analysis.ranking import rank
from kam_core.analysis.supply.foresight import last_known_day, outlook
from kam_core.analysis.supply.outlook import Outlook
from kam_core.command import answers, table, wishes
from kam_core.command.account_answer import answered
from kam_core.command.agreed import agreed_ahead
from kam_core.command.failures import one_line
from kam_core.command.language import chosen
from kam_core.command.pareto import warn
from kam_core.command.source import open_source
from kam_core.command.stock_file import with_stock
from kam_core.errors import Mixed
from kam_core.figures import NONE, amount, percent
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided
from kam_core.store.store import Store
from kam_core.wording import say

SHOWN = 10  # products in the table for reading


def run(asked: argparse.Namespace) -> None:
    """Find the customer, tell its story, and answer with the figures or a few lines."""
    lang = asked.lang or chosen(())
    cut, scope, who = wishes.cut(asked), wishes.scope(asked), wishes.principal(asked)
    store = Store()
    dataset = with_stock(store, open_source(store, asked, lang), asked)
    customer = customer_of(dataset, asked.customer)
    kept = "inventory" in dataset.views and not asked.inventory
    agreed = store.agreed(dataset.id, principal=who) if kept else ()
    seen = _outlook(dataset, asked, agreed_ahead(store, dataset.id, asked))
    pareto = draw(rank(dataset, scope), cut)
    story = account(dataset, pareto, customer, asked.as_of or last_known_day(dataset), seen, agreed)
    warn(dataset, lang)
    if asked.json:
        answers.give(answered(story, lang))
    else:
        _print(story, lang)


def _outlook(dataset: Dataset, asked: argparse.Namespace, agreed: tuple[Decided, ...]) -> Outlook | None:
    """Everyone's outlook where somebody has reported a stock; none where units must not be added."""
    if "inventory" not in dataset.views:
        return None
    try:
        seen = outlook(dataset, wishes.filters_alone(asked), wishes.supply(asked), agreed)
    except Mixed:
        return None
    return seen if seen.has_stock else None


def _print(story: AccountStory, lang: str) -> None:
    print(one_line(story.finding.say(lang)))
    if story.mix.there:
        print(one_line(story.white_space.finding.say(lang)))
    lines = [
        [table.cell(str(name)), amount(lang, decimal(value)), _share(value, story, lang), amount(lang, decimal(was))]
        for name, value, was in list(zip(story.mix.names, story.mix.value, story.mix.before))[:SHOWN]
    ]
    if lines and story.mix.there:
        print()
        heads = [say(lang, f"table.{name}") for name in ("product", "value", "share", "year_earlier")]
        table.show([heads, *lines], left=(0,))
    rest = len(story.mix.products) - len(lines)
    if rest > 0:
        print(say(lang, "table.more_series", rest=rest))


def _share(value: int, story: AccountStory, lang: str) -> str:
    return percent(lang, decimal(value) / story.value) if story.value > 0 else NONE
