"""The paragraph on major customers for an annual report, each figure with how it was made.

China: share of the first five customers, change on the year before, any customer above 50 %, new ones among the first
five (CSRC, Contents and Formats No. 2, annual reports). IFRS 8.34 and US ASC 280-10-50-42: each customer with 10 % or
more of revenue. Always of the whole firm, in money, over the scope's months; companies under one control count as one
customer only where they have been merged before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kam_core.analysis.classes import firm_wide
from kam_core.analysis.exact import decimal, share
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import spelled, year_earlier
from kam_core.analysis.ranking import Ranking, rank
from kam_core.analysis.sales import Sales
from kam_core.analysis.scope import Scope
from kam_core.errors import Mixed
from kam_core.facts import InFull, Points
from kam_core.schema import Measure

FIVE = 5
DOMINANT = Fraction(1, 2)
SIGNIFICANT = Fraction(1, 10)
YUAN = {"", "CNY", "RMB", "CNH", "人民币", "元"}


class Standard(StrEnum):
    """Which rules the paragraph follows."""

    CHINA = "china"
    IFRS = "ifrs"  # the first paragraph, and IFRS 8.34 after it


@dataclass(frozen=True)
class Figure:
    """A figure of the paragraph: its value and the parts it was made of, (name, value) each; the code names it."""

    code: str  # under [disclosure] in the wording
    value: Decimal | Fraction | None
    parts: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, eq=False)
class Disclosure:
    """Sentences in order; `text` joins them. None of its words are the file's but names."""

    ranking: Ranking
    before: Ranking | None  # the same months a year earlier, where the data holds all of them
    sentences: tuple[Finding, ...]
    figures: tuple[Figure, ...]

    def text(self, lang: str) -> str:
        """The paragraph in a language."""
        return ("" if lang == "zh" else " ").join(sentence.say(lang).strip() for sentence in self.sentences)


def disclosure(sales: Sales, scope: Scope, standard: Standard = Standard.CHINA) -> Disclosure | None:
    """Two queries. None where the file has no money, or its total is not positive. Raises BadScope and Mixed."""
    if Measure.AMOUNT.value not in sales.manifest.account.measures:
        return None
    scope = spelled(sales, firm_wide(replace(scope, measure=Measure.AMOUNT)))
    now = rank(sales, scope)
    if now.total_units <= 0:
        return None
    before = _before(sales, scope)
    unit = _unit(sales, scope)
    sentences = [_top_five(now, before, unit), _dominant(now), _new(now, before)]
    if standard is Standard.IFRS:
        sentences.append(_significant(now, unit))
    return Disclosure(now, before, tuple(sentences), _figures(now, before, standard))


def _before(sales: Sales, scope: Scope) -> Ranking | None:
    compared = year_earlier(sales, scope)
    if compared is None or compared[0] != scope:
        return None
    try:
        found = rank(sales, compared[1])
    except Mixed:
        return None
    return found if found.total_units > 0 else None


def _unit(sales: Sales, scope: Scope) -> Finding:
    there = scope.currencies or sales.manifest.account.currencies
    named = [currency for currency in there if currency]
    if named and named[0].upper() not in YUAN:
        return Finding("disclosure_currency", {"currency": named[0]})
    return Finding("disclosure_money")


def _share(ranking: Ranking, k: int) -> Fraction:
    k = min(k, ranking.n)
    found = share(int(ranking.cumulative[k - 1]), ranking.total_units)
    assert found is not None
    return found


def _top_five(now: Ranking, before: Ranking | None, unit: Finding) -> Finding:
    here = _share(now, FIVE)
    facts = {
        "first": str(now.scope.first),
        "last": str(now.scope.last),
        "top_five": InFull(decimal(int(now.cumulative[min(FIVE, now.n) - 1]))),
        "total": InFull(now.total),
        "unit": unit,
        "share": InFull(here),
        "change": Finding("disclosure_no_year_before"),
    }
    if before is not None:
        was = _share(before, FIVE)
        step = round(here * 10_000) - round(was * 10_000)
        code = "same" if not step else "rose" if step > 0 else "fell"
        facts["change"] = Finding(f"disclosure_{code}", {"was": InFull(was), "points": Points(Fraction(step, 10_000))})
    return Finding("disclosure_top_five" if now.n > FIVE else "disclosure_all_customers", facts | {"n": now.n})


def _dominant(now: Ranking) -> Finding:
    largest = _share(now, 1)
    facts = {"name": str(now.names[0]), "share": InFull(largest), "limit": DOMINANT}
    return Finding("disclosure_dominant" if largest > DOMINANT else "disclosure_not_dominant", facts)


def _new(now: Ranking, before: Ranking | None) -> Finding:
    if before is None:
        return Finding("disclosure_new_unknown")
    was = set(before.customers[:FIVE].tolist())
    new = tuple(str(now.names[at]) for at in range(min(FIVE, now.n)) if now.customers[at] not in was)
    return Finding("disclosure_new", {"names": new, "n": len(new)}) if new else Finding("disclosure_none_new")


def _significant(now: Ranking, unit: Finding) -> Finding:
    parts = []
    for at in range(now.n):
        held = share(int(now.values[at]), now.total_units)
        if held is None or held < SIGNIFICANT:
            break
        value = InFull(decimal(int(now.values[at])))
        parts.append(
            Finding("disclosure_one", {"name": str(now.names[at]), "value": value, "unit": unit, "share": InFull(held)})
        )
    if not parts:
        return Finding("disclosure_none_significant", {"limit": SIGNIFICANT})
    return Finding("disclosure_significant", {"n": len(parts), "limit": SIGNIFICANT, "listed": tuple(parts)})


def _figures(now: Ranking, before: Ranking | None, standard: Standard) -> tuple[Figure, ...]:
    found: list[Figure] = []
    for ranking, year in ((now, ""), (before, "_before")):
        if ranking is not None:
            k = min(FIVE, ranking.n)
            parts = tuple((str(ranking.names[at]), decimal(int(ranking.values[at]))) for at in range(k))
            sum_ = decimal(int(ranking.cumulative[k - 1]))
            found.append(Figure(f"top_five{year}", sum_, parts))
            found.append(Figure(f"total{year}", ranking.total, ()))
            found.append(Figure(f"share{year}", _share(ranking, FIVE), (("", sum_), ("", ranking.total))))
    largest = decimal(int(now.values[0]))
    found.append(Figure("largest", _share(now, 1), ((str(now.names[0]), largest), ("", now.total))))
    if standard is Standard.IFRS:
        for at in range(now.n):
            held = share(int(now.values[at]), now.total_units)
            if held is None or held < SIGNIFICANT:
                break
            value = decimal(int(now.values[at]))
            found.append(Figure("significant", held, ((str(now.names[at]), value), ("", now.total))))
    return tuple(found)
