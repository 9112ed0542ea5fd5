"""Who looks after the key accounts: accounts per account manager, and whether a department of its own is due.

A key account belongs to its account manager, where the file names one, else to its salesperson, else to nobody known.
Firms with more than about 20 key accounts do well to have a key-account department; below that the managing director
looks after them. 20 is a rule of thumb and a setting.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto

FROM = 20


@dataclass(frozen=True)
class Department:
    """loads: (account manager or salesperson, key accounts), the most loaded first; unknown: accounts of nobody."""

    key_accounts: int
    loads: tuple[tuple[str, int], ...]
    unknown: int
    by: str  # manager | salesperson | mixed | nobody: whom the names come from
    due: bool  # more key accounts than the threshold
    advice: Finding

    @property
    def per_head(self) -> Fraction | None:
        """Key accounts per account manager, of those whose manager is known; None where nobody is."""
        return Fraction(self.key_accounts - self.unknown, len(self.loads)) if self.loads else None


def department(pareto: Pareto, threshold: int = FROM) -> Department:
    """Accounts per account manager and the advice, for the key accounts of a cut."""
    managers = pareto.ranking.managers[pareto.key].tolist()
    salespeople = pareto.ranking.salespeople[pareto.key].tolist()
    heads = Counter(manager or salesperson for manager, salesperson in zip(managers, salespeople))
    unknown = heads.pop("", 0)
    loads = tuple(sorted(heads.items(), key=lambda load: (-load[1], load[0])))
    lent = any(not manager and salesperson for manager, salesperson in zip(managers, salespeople))
    by = "nobody" if not loads else "manager" if not lent else "mixed" if any(managers) else "salesperson"
    due = pareto.key_accounts > threshold
    code = "department_due" if due else "managing_director"
    advice = Finding(code, {"key_accounts": pareto.key_accounts, "threshold": threshold})
    return Department(pareto.key_accounts, loads, unknown, by, due, advice)
