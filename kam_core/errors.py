"""Everything that can go wrong, and what each failure says.

    KamError                      the base: a code, the facts, and a sentence made of them
    ├── BadInput                  the user's file or words cannot be used (command line: exit 2)
    │   ├── UnreadableFile        the bytes are no table: empty, binary, locked, a bomb, too large
    │   ├── NotThisTable          a table, but not the one asked for: a needed column is missing
    │   ├── BadMapping            the column mapping names what is not there, or names it twice
    │   ├── BadScope              a month, region, product or measure the dataset does not have
    │   │   └── Mixed             units or currencies in scope that must not be added: one has to be chosen
    │   ├── BadCut                a cut-off that cannot be drawn (150 %, a count below 0, no number)
    │   ├── BadLink               a link with a key or value that is not understood
    │   └── ChangedMeanwhile      somebody else decided something since it was looked at; who and what is named
    ├── UnknownDataset            no such dataset or version, or not one of this principal's
    ├── UnknownShare              a share link that is unknown, malformed, revoked or expired: one failure
    ├── RowsLost                  the four counts do not add up: our defect, the import is refused
    └── Busy                      the query gate or the clock ran out; trying again may help

The sentence for each code stands in `kam_core/wording/{en,zh}.toml` under `[error]`, so that the command line and
the pages say the same thing; `str(error)` is the English one. Facts are plain values (file, line, column, value …).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class KamError(Exception):
    """A failure with a code, the facts of the case, and the way out in its sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        from kam_core.wording import say

        return say("en", f"error.{self.code}", **self.facts)


class BadInput(KamError):
    """What the user gave cannot be used as it is."""


class UnreadableFile(BadInput):
    """The bytes are no table."""


class NotThisTable(BadInput):
    """A table, but a column that is needed is missing."""


class BadMapping(BadInput):
    """The column mapping does not fit the file."""


class BadScope(BadInput):
    """The scope names what the dataset does not have."""


class Mixed(BadScope):
    """Different units or currencies would be added in silence. `facts["parts"]` says what there is of each."""


class BadCut(BadInput):
    """The cut-off cannot be drawn."""


class BadLink(BadInput):
    """The link holds a key or value that is not understood."""


class ChangedMeanwhile(BadInput):
    """What is to be saved was decided on something that has changed since."""


class UnknownDataset(KamError):
    """No such dataset, or not one of this principal's."""


class UnknownShare(KamError):
    """No such share link, or none that still opens: which of the two is told to nobody."""


class RowsLost(KamError):
    """read = accepted + unassigned + rejected + skipped does not hold."""


class Busy(KamError):
    """Too many questions at once, or one that took too long."""


@dataclass(frozen=True)
class Notice:
    """Something the user should know that stops nothing: a code under `[notice]` in the wording, and its facts."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
