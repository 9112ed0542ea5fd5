"""The customers and products a dataset has sales of, for the codes and names of its side tables to be joined to."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kam_core.ingest.words import fold


@dataclass(frozen=True)
class Party:
    """Keys with their names: the customers, or the products. `named`: folded name -> key, where it means one only."""

    names: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Party:
        """From (key, name), the name that is shown first; a key may stand there with several names."""
        names: dict[str, str] = {}
        meant: dict[str, set[str]] = {}
        for key, name in pairs:
            names.setdefault(key, name)
            meant.setdefault(fold(name), set()).add(key)
        return cls(names, {name: next(iter(keys)) for name, keys in meant.items() if name and len(keys) == 1})

    def resolve(self, code: str, name: str) -> tuple[str, str, bool]:
        """(key, name, whether it is known): by code, else by name; an unknown one keeps its code, else its name."""
        for key in (code, name):
            if key and key in self.names:
                return key, name if name and name != key else self.names[key], True
        for text in (name, code):
            if found := self.named.get(fold(text)) if text else None:
                return found, name or self.names[found], True
        return code or name, name, False

    def like(self, name: str) -> str | None:
        """The one key whose name holds this one, or is held by it; None where there is none or several."""
        said = fold(name)
        found = {
            key
            for full, key in self.named.items()
            if len(said) > 3 and len(full) > 3 and (said in full or full in said)
        }
        return found.pop() if len(found) == 1 else None

    def near(self, name: str) -> list[str]:
        """The keys whose names are most like this one, at most five."""
        close = difflib.get_close_matches(fold(name), self.named, 5, 0.4)
        return [self.named[found] for found in close]


@dataclass(frozen=True)
class Known:
    """What a dataset knows."""

    customers: Party = field(default_factory=Party)
    products: Party = field(default_factory=Party)
