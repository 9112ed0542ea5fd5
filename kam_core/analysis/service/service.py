"""The answer of the service page: how far key accounts get what they ordered, against the others, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from kam_core.analysis.exact import Numbers
from kam_core.analysis.finding import Finding
from kam_core.analysis.months import span
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.ranking import Ranking
from kam_core.analysis.scope import Scope
from kam_core.analysis.service.ahead import Ahead, filled_ahead
from kam_core.analysis.service.habits import Habits, habits
from kam_core.analysis.service.needs import Needs, needs
from kam_core.analysis.service.order_lines import OrderLines, order_lines, window
from kam_core.analysis.service.scores import Scores, scores
from kam_core.analysis.service.settings import ServiceSettings
from kam_core.store.dataset import Dataset

KEY, OTHER = 0, 1


@dataclass(frozen=True, eq=False)
class Served:
    """What does not depend on the cut: the lines, and each customer of the ranking by itself. Computed once."""

    as_of: date
    first: date | None  # lines due from here …
    until: date  # … to here
    settings: ServiceSettings
    lines: OrderLines | None  # None: there is no file of deliveries
    account: Numbers  # (l,) place of each line's customer in the ranking, -1: no sales in scope
    scores: Scores | None  # (n,) of each customer
    habits: Habits
    needs: Needs | None  # None: there is no file of needs


@dataclass(frozen=True, eq=False)
class Service:
    """Scores of two classes (KEY, OTHER) and by month; the parts of `served` are in the order of the ranking."""

    pareto: Pareto
    served: Served
    classes: Scores | None  # (2,)
    months: tuple[str, ...]  # (m,) of the due days
    monthly: Scores | None  # (2·m,) key accounts' months, then the others'
    ahead: Ahead | None

    @property
    def worst(self) -> int | None:
        """Place of the key account with the lowest OTIF, the larger one where two tie; None where none can be told."""
        found = self.served.scores
        if found is None:
            return None
        told = np.flatnonzero(self.pareto.key & (found.judged >= max(self.served.settings.least_lines, 1)))
        return int(told[np.argmin(found.otifs[told])]) if len(told) else None

    @property
    def left_out(self) -> int:
        """Lines of customers without sales in scope."""
        return int((self.served.account < 0).sum())

    @property
    def finding(self) -> Finding:
        """Key accounts against others, and the worst; from the sales alone where nothing tells of deliveries."""
        if not self.pareto.key_accounts:
            return Finding("service_nobody")
        if self.classes is None or not self.classes.judged[KEY]:
            return self.from_sales
        otif, others = self.classes.otif(KEY), self.classes.otif(OTHER)
        facts = {"otif": otif, "others": others, "worst": self._worst_said, "ahead": self._ahead_said}
        if others is None or otif is None:
            return Finding("service_only", facts)
        code = "service_below" if otif < others else "service_above" if otif > others else "service_same"
        return Finding(code, facts)

    @property
    def from_sales(self) -> Finding:
        """Rhythm, size and price, from the sales file alone."""
        own, key = self.served.habits, self.pareto.key
        gap, other_gap = _middle(own.gap[key]), _middle(own.gap[~key])
        price = own.price_of(key)
        facts = {
            "key_accounts": self.pareto.key_accounts,
            "gap": None if gap is None else round(gap),
            "other_gap": None if other_gap is None else round(other_gap),
            "money": _money(own.money[key]),
            "other_money": _money(own.money[~key]),
            "price": Finding("service_no_price") if np.isnan(price) else _price(price),
        }
        return Finding("service_sales", facts)

    @property
    def _worst_said(self) -> Finding:
        at, found = self.worst, self.served.scores
        if at is None or found is None or not found.missed[at]:
            return Finding("service_none_worst")
        facts = {"name": str(self.pareto.ranking.names[at]), "otif": found.otif(at)}
        return Finding("service_worst", facts | {"missed": int(found.missed[at]), "lines": int(found.judged[at])})

    @property
    def _ahead_said(self) -> Finding:
        if self.ahead is None or not self.ahead.n:
            return Finding("service_none_ahead")
        return Finding("service_ahead", {"lines": self.ahead.lines_waiting, "orders": self.ahead.orders_filled})


def served(dataset: Dataset, ranking: Ranking, as_of: date, settings: ServiceSettings | None = None) -> Served:
    """What is the same wherever the line is drawn on the ranking. Raises BadScope, Busy."""
    settings = settings or ServiceSettings()
    first, until = window(dataset, ranking.scope, as_of)
    lines = order_lines(dataset, ranking.scope, as_of, settings) if "deliveries" in dataset.views else None
    place = ranking.position
    account = _accounts(lines, place) if lines else np.zeros(0, np.int64)
    own = habits(dataset, ranking, as_of)
    found = scores(lines, account, ranking.n) if lines else None
    wants = needs(dataset, ranking, own, found, as_of, settings.near)
    return Served(as_of, first, until, settings, lines, account, found, own, wants)


def drawn(known: Served, pareto: Pareto) -> Service:
    """The cut drawn on what is known."""
    if known.lines is None:
        return Service(pareto, known, None, (), None, None)
    lines, account = known.lines, known.account
    side = np.where(account < 0, -1, np.where(np.append(pareto.key, False)[account], KEY, OTHER))
    months = _months(lines)
    m = len(months)
    at = _places(lines, months)
    group = np.where((side < 0) | (at < 0), -1, side * m + at)
    as_of = np.datetime64(known.as_of, "D")
    return Service(
        pareto=pareto,
        served=known,
        classes=scores(lines, side, 2),
        months=months,
        monthly=scores(lines, group, 2 * m),
        ahead=filled_ahead(lines, side == KEY, side == OTHER, as_of, known.settings.patience),
    )


def service(
    dataset: Dataset, scope: Scope, pareto: Pareto, as_of: date, settings: ServiceSettings | None = None
) -> Service:
    """Both steps. pareto: the cut drawn on the scope's ranking. Raises ValueError where it is another scope's."""
    if pareto.ranking.scope != scope:
        raise ValueError("the cut is drawn on another scope")
    return drawn(served(dataset, pareto.ranking, as_of, settings), pareto)


def _accounts(lines: OrderLines, place: Mapping[str, int]) -> Numbers:
    """(n,) the place of each line's customer in the ranking, -1: it is not there."""
    codes, customers = pd.factorize(lines.customers)
    found: Numbers = np.array([place.get(customer, -1) for customer in customers], np.int64)[codes]
    return found


def _months(lines: OrderLines) -> tuple[str, ...]:
    due = lines.due[lines.counted & ~np.isnat(lines.due)]
    return span(str(due.min())[:7], str(due.max())[:7]) if len(due) else ()


def _places(lines: OrderLines, months: tuple[str, ...]) -> Numbers:
    """(n,) the place of each line's month among these, -1: none of them."""
    if not months:
        return np.full(lines.n, -1)
    at = (lines.due.astype("datetime64[M]") - np.datetime64(months[0], "M")).astype(np.int64)
    found: Numbers = np.where(np.isnat(lines.due) | (at < 0) | (at >= len(months)), -1, at)
    return found


def _middle(values: np.typing.NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else None


def _money(values: np.typing.NDArray[np.float64]) -> Decimal | None:
    middle = _middle(values)
    return None if middle is None else Decimal(str(round(middle, 4)))


def _price(price: float) -> Finding:
    share = Fraction(abs(price)).limit_denominator(10**9)
    return Finding("service_cheaper" if price < 0 else "service_dearer", {"price": share})
