"""What 变化 / Changes answers: who crossed the line between two periods, who rose and fell, and the money of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.exact import decimal
from kam_core.analysis.movement.matrix import STANDS, At, Movement, money, periods
from kam_core.analysis.pareto import Pareto
from kam_core.analysis.trace import trace
from kam_core.charts.labels import clean, fitting
from kam_core.charts.movement import FALL, RISE, matrix_alt, matrix_figure, moves_alt, moves_figure
from kam_core.engine import load_sql
from kam_core.report.answers.answer import Answer, Column, Drawn, Kind, Listing, Question
from kam_core.report.svg import bar, rule, svg, text
from kam_core.wording import say

LISTS = ("entered", "left", "falls", "rises", "new", "gone")
NAMED = 3  # of each side, in a message
BARS = 6  # of each side, in the picture
WIDE, ROW, NAME, SPARE = 420, 22, 130, 58  # of the picture
SHORT = 20  # room for a name beside a bar; a Chinese letter takes two


@dataclass(frozen=True, eq=False)
class MovementAnswer(Answer):
    """known: the upload whose list stands for the period before; None: the one looked at. short: months of either
    period that the data lack or have in part."""

    found: Movement
    known: int | None = None
    short: tuple[str, ...] = ()

    page: ClassVar[str] = "movement"

    @property
    def pareto(self) -> Pareto:
        return self.found.after

    def sentence(self, lang: str) -> str:
        return self.found.finding.say(lang)

    def beside(self, lang: str) -> str:
        """The months, whose list stands for the period before, who is new and who is gone, and what is not whole."""
        found = self.found
        before, after = (figures.period(lang, months.first, months.last) for months in periods(found))
        known = say(lang, "answer.movement.known", n=self.known) if self.known else ""
        said = [say(lang, "answer.movement.periods", after=after, before=before, known=known)]
        for name, values in (("new", found.now[found.new]), ("gone", found.was[found.gone])):
            if len(values):
                short = figures.amount(lang, money(values))
                said.append(say(lang, f"answer.movement.{name}_bring", n=len(values), money=short))
        if self.short:
            said.append(say(lang, "answer.movement.uncovered", months=self.short))
        if not found.same_length:
            said.append(say(lang, "answer.movement.lengths"))
        return " · ".join(said)

    def told(self, lang: str) -> str:
        """Who entered and who dropped out; where nobody did, who rose and fell most, or what was compared."""
        found = self.found
        sides = [("entered", found.entered), ("left", found.left)]
        if not len(found.entered) and not len(found.left):
            sides = [("rises", found.rises), ("falls", found.falls)]
        said = [
            say(lang, f"answer.movement.told_{name}", listed=self._names(lang, at[:NAMED]), n=len(at))
            for name, at in sides
            if len(at)
        ]
        return say(lang, "message.space").join(said) or self.beside(lang)

    def drawing(self, lang: str) -> Markup:
        """The biggest rises, and under them the biggest falls, each with its change."""
        found = self.found
        at = [*found.rises[:BARS], *found.falls[:BARS][::-1]]
        if not at:
            return Markup("")
        change = [decimal(int(found.change[i])) for i in at]
        largest = max(abs(float(value)) for value in change)
        low = max((-float(value) for value in change), default=0.0) > 0
        zero = NAME + SPARE + ((WIDE - NAME - 2 * SPARE) / 2 if low else 0)
        reach = (WIDE - SPARE - zero) / largest
        drawn = []
        for row, (i, value) in enumerate(zip(at, change)):
            size, y, rises = abs(float(value)) * reach, row * ROW + 4, value > 0
            name, said = str(found.names[i]), figures.signed(lang, value)
            drawn.append(text(0, y + 13, fitting(name, SHORT)))
            left = zero if rises else zero - size
            drawn.append(bar(left, y, max(size, 1), ROW - 6, RISE if rises else FALL, f"{clean(name)} {said}"))
            end = zero + size + 4 if rises else zero - size - 4
            drawn.append(text(end, y + 13, said, "start" if rises else "end"))
        high = len(at) * ROW + 6
        return svg("moves", WIDE, high, moves_alt(found, lang), [*drawn, rule(zero, 2, zero, high - 4)])

    def pictured(self, lang: str) -> str:
        return say(lang, "answer.movement.moves")

    def charts(self, lang: str) -> list[Drawn]:
        found = self.found
        moves = Drawn(self.pictured(lang), moves_figure(found, lang), moves_alt(found, lang))
        matrix = Drawn(say(lang, "answer.movement.matrix"), matrix_figure(found, lang), matrix_alt(found, lang))
        return [moves, matrix]

    def listings(self, lang: str, most: int) -> list[Listing]:
        found = [(name, getattr(self.found, name)) for name in LISTS]
        people = [self._people(say(lang, f"answer.movement.{name}", n=len(at)), at, most, lang) for name, at in found]
        return [*(listing for listing in people if listing.n), self._matrix(lang)]

    def sheets(self, lang: str) -> list[Listing]:
        """Everyone in one table, in the order of the movement."""
        everyone: At = np.arange(self.found.n)
        return [self._people(self.title(lang), everyone, self.found.n, lang), self._matrix(lang)]

    def how(self, lang: str) -> list[str]:
        rules = [say(lang, f"answer.movement.how_{name}") for name in ("class", "net", "matrix", "known")]
        return [trace(self.found.after).formula.say(lang), *rules]

    def questions(self) -> list[Question]:
        rankings = self.found.after.ranking, self.found.before.ranking
        return [(load_sql(ranking.question), dict(ranking.parameters)) for ranking in rankings]

    def _people(self, title: str, at: At, most: int, lang: str) -> Listing:
        found = self.found
        measure = self.measure(lang)

        def head(name: str) -> str:
            return say(lang, f"answer.movement.column_{name}", measure=measure)

        coded = bool((found.customers != found.names).any())
        columns = [
            Column("name", head("name"), Kind.NAME),
            *([Column("customer", head("customer"), Kind.CODE)] if coded else []),
            Column("class_before", head("class_before"), Kind.TEXT, spare=True),
            Column("class_after", head("class_after"), Kind.TEXT, spare=True),
            Column("value_before", head("value_before"), Kind.MONEY),
            Column("value_after", head("value_after"), Kind.MONEY),
            Column("value_change", head("change"), Kind.MONEY),
            Column("rank_before", head("rank_before"), Kind.COUNT, spare=True),
            Column("rank_after", head("rank_after"), Kind.COUNT, spare=True),
        ]
        words = [say(lang, f"chart.stand_{stand.value}") for stand in STANDS]
        rows = [self._row(int(i), words, coded) for i in at[:most]]
        return Listing(title, tuple(columns), rows, len(at), self.pareto.ranking.scope.measure)

    def _row(self, i: int, words: list[str], coded: bool) -> list[Any]:
        found = self.found
        values = (decimal(int(units)) for units in (found.was[i], found.now[i], found.change[i]))
        ranks = (int(rank) + 1 if rank >= 0 else None for rank in (found.rank_before[i], found.rank_after[i]))
        code = [str(found.customers[i])] if coded else []
        return [str(found.names[i]), *code, words[found.stood[i]], words[found.stands[i]], *values, *ranks]

    def _matrix(self, lang: str) -> Listing:
        """Rows where they stood, columns where they stand: customers, and their money before → now."""
        words = [say(lang, f"chart.stand_{stand.value}") for stand in STANDS]
        columns = [Column("before", say(lang, "chart.before"), Kind.NAME)]
        columns += [
            Column(f"now_{stand.value}", f"{say(lang, 'chart.now')} · {word}", Kind.TEXT)
            for stand, word in zip(STANDS, words)
        ]
        rows = []
        for word, cells in zip(words, self.found.matrix):
            rows.append([word, *(self._cell(cell, lang) for cell in cells)])
        return Listing(say(lang, "answer.movement.matrix"), tuple(columns), rows, len(rows))

    def _cell(self, cell: Any, lang: str) -> str:
        if not cell.customers:
            return figures.NONE
        before, after = (figures.amount(lang, value) for value in (cell.money_before, cell.money_after))
        return say(lang, "answer.movement.cell", n=cell.customers, before=before, after=after)

    def _names(self, lang: str, at: At) -> str:
        between = say(lang, "message.between")
        return between.join(say(lang, "answer.movement.one", name=str(self.found.names[i])) for i in at)
