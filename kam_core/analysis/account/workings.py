"""How the figures of an account were computed: the questions that were asked, each with what it was asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kam_core.analysis import filters
from kam_core.analysis.account.story import AccountStory
from kam_core.engine import load_sql


@dataclass(frozen=True)
class Working:
    """code: what it answers, under `[account.how]` in the words of the page."""

    code: str
    question: str  # the SQL file's name
    sql: str


def workings(story: AccountStory) -> tuple[Working, ...]:
    """The questions behind the story, in the order of the page."""
    scope = story.pareto.ranking.scope
    asked = {
        "rank": story.pareto.ranking.question,
        "months": filters.over("account_cells", scope),
        "mix": "account_products:lines",
        "white_space": "peer_products:lines",
        "standing": filters.over("stepped_values", scope),
        "rhythm": "account_days:lines",
    }
    return tuple(Working(code, question, load_sql(question)) for code, question in asked.items())


def parameters(story: AccountStory) -> dict[str, Any]:
    """What the questions have in common: the customer, the measure, the scope."""
    return {"customer": story.who.customer, **story.pareto.ranking.parameters}
