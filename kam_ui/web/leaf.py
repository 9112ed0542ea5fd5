"""The light page of a share: made from the dashboard's own results, and of a frozen one kept, so that it is made once.

A frozen share never changes but for the days left, which are filled in when it is read (kam_core/report/light.py).
"""

from __future__ import annotations

import logging
from datetime import date

from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.pareto import Pareto
from kam_core.errors import KamError
from kam_core.report.light import FORM, Leaf, Occasion, page
from kam_core.report.light_account import customer_leaf
from kam_core.report.light_answer import answer_leaf
from kam_core.report.light_page import Facts, ranking_leaf
from kam_core.report.statement import statement
from kam_core.store.shares import Share
from kam_core.wording import say
from kam_ui.link import SUPPLY
from kam_ui.text import LANGUAGES, WORDS

SHOWN = ("measure", "region", "product", "category", "customer_type", "department", "channel", "unit", "currency")


def page_of(share: Share, lang: str, today: date) -> bytes:
    """The page as it is read today. Raises UnknownShare, UnknownDataset, and what the analyses raise."""
    from kam_ui import resources  # late: the caches want the running server

    store = resources.store()
    kept = store.kept_leaf(share, lang, FORM)
    if kept is None:
        leaf = _made(share, lang)
        store.keep_leaf(share, lang, FORM, leaf.title, leaf.body)
    else:
        leaf = Leaf(kept[0], Markup(kept[1]))
    until = store.open(share.dataset, None, principal=share.principal).manifest.account.last_day
    expires = share.expires.astimezone().date()
    return page(leaf, Occasion(today, until, share.day, expires, share.who, share.live), lang)


def keep(share: Share) -> None:
    """Make the page of a frozen share in both languages while its results are at hand, before anybody opens it.

    A page that cannot be made now is made, or refused, when the link is opened: the link itself stands either way.
    """
    from kam_ui import resources

    if share.live:
        return
    for lang in LANGUAGES:
        try:
            leaf = _made(share, lang)
            resources.store().keep_leaf(share, lang, FORM, leaf.title, leaf.body)
        except KamError as error:
            logging.getLogger("kam").info("a share's page was not made beforehand: %s", error.code)


def _made(share: Share, lang: str) -> Leaf:
    """As its viewer may see it: the store decides, and the analyses are those of the dashboard."""
    from kam_ui import keeper, resources, who
    from kam_ui.answers import ANSWERS
    from kam_ui.shared import shared
    from kam_ui.supply.selected import for_home

    with who.acting(share.principal):
        found = shared(share)
        view, dataset = found.view, found.dataset
        until = dataset.manifest.account.last_day or share.day
        if share.account is not None:
            return customer_leaf(*keeper.own_account(view, dataset, share), until, lang)
        onward = found.onward(lang)
        answers = ANSWERS.get(share.page)
        answer = answers(view, dataset.merged(view.scope.groups)) if answers else None
        if answer is not None:
            return answer_leaf(answer, until, onward, _facts(answer.pareto, lang), lang)
        pareto = resources.pareto(view, dataset)
        supply = share.page == SUPPLY
        season = resources.ahead(view, dataset) if supply else for_home(view, dataset)
        return ranking_leaf(pareto, season, until, onward, _facts(pareto, lang), lang, supply=supply)


def _facts(pareto: Pareto, lang: str) -> Facts:
    """The period and the filters in words."""
    scope = pareto.ranking.scope
    period = (WORDS.say(lang, "share.period"), figures.period(lang, scope.first, scope.last))
    said = dict(statement(pareto, "", "", ""))
    said["measure"] = WORDS.say(lang, f"measure.{scope.measure.value}")
    return [period, *((say(lang, f"statement.{code}"), str(said[code])) for code in SHOWN if code in said)]
