"""What a table was made of, so that an exported file can be understood without the screen it came from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from kam_core import figures
from kam_core.analysis.cut import Rule
from kam_core.analysis.filters import DIMENSIONS
from kam_core.analysis.pareto import Pareto

Fact = str | int | float | Decimal


def statement(pareto: Pareto, name: str, address: str, created: str) -> tuple[tuple[str, Fact], ...]:
    """(code, value): dataset, its version (`<id>@<version>`), when it was made, scope, rule and totals.

    Codes have their words outside; a share is a float of 1, a list of filter values one text.
    """
    ranking, cut = pareto.ranking, pareto.cut
    scope = ranking.scope
    given: list[tuple[str, Any]] = [
        ("dataset", name),
        ("version", address),
        ("created", created),
        ("measure", scope.measure.value),
        ("from", scope.first),
        ("to", scope.last),
        *(
            (dimension, ", ".join(value or figures.NONE for value in getattr(scope, filtered)))
            for filtered, dimension in DIMENSIONS.items()
        ),
        ("groups", scope.groups),
        ("rule", cut.rule.value),
        ("cut", cut.value / 100 if cut.rule in (Rule.TOP, Rule.REACH) else cut.value),
        ("customers", pareto.n),
        ("above_line", pareto.k),
        ("pinned", len(pareto.added)),
        ("excluded", len(pareto.removed)),
        ("key_accounts", pareto.key_accounts),
        ("total", pareto.total),
        ("key_total", pareto.key_total),
        ("share", pareto.share),
    ]
    return tuple((code, _plain(value)) for code, value in given if value not in (None, ""))


def _plain(value: Any) -> Fact:
    return float(value) if isinstance(value, Fraction) else value
