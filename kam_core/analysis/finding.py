"""A finding: the sentence that answers a question, as a code under `[finding]` in the wording, and its facts.

The type of a fact says how it is shown: int a count, Fraction a share, Decimal a sum of the measure, date a day, text
as it is (figures.show). A fact that is a finding, or a tuple of findings, is a part of the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """`say` makes the sentence in a language."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def say(self, lang: str) -> str:
        """The sentence, with every fact in the language's figures."""
        from kam_core.figures import show
        from kam_core.wording import say

        def shown(fact: Any) -> str:
            if isinstance(fact, tuple) and any(isinstance(part, Finding) for part in fact):
                return ("；" if lang == "zh" else "; ").join(part.say(lang) for part in fact)
            return fact.say(lang) if isinstance(fact, Finding) else show(lang, fact)

        return say(lang, f"finding.{self.code}", **{name: shown(fact) for name, fact in self.facts.items()})
