"""What 客户集中度 / Concentration answers: whom the firm depends on, where most, and what a loss would take."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.concentration.concentration import TOPS, Concentration, rounded
from kam_core.analysis.concentration.dependence import Dimension, Part, Parts
from kam_core.analysis.concentration.loss import Loss
from kam_core.analysis.concentration.over_time import SharesOverTime
from kam_core.analysis.exact import decimal
from kam_core.analysis.finding import Finding
from kam_core.analysis.pareto import Pareto
from kam_core.charts.concentration import TONES, hollow_alt, hollow_figure, shares_alt, shares_figure
from kam_core.engine import load_sql
from kam_core.report.answers.answer import Answer, Column, Drawn, Kind, Listing, Question
from kam_core.report.svg import line, rule, svg, text
from kam_core.wording import say

WIDE, HIGH = 420, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 92, 10, 26
APART = 14  # pixels between the words at the ends of two lines


@dataclass(frozen=True, eq=False)
class ConcentrationAnswer(Answer):
    """over_time: the shares in the windows of the view; loss: what the view rehearses, None where it loses nobody."""

    line: Pareto
    found: Concentration
    over_time: SharesOverTime
    loss: Loss | None = None

    page: ClassVar[str] = "concentration"

    @property
    def pareto(self) -> Pareto:
        return self.line

    def sentence(self, lang: str) -> str:
        return self.found.finding.say(lang)

    def beside(self, lang: str) -> str:
        """How the share of the first five has moved, and what the rehearsed loss takes."""
        said = [self.over_time.finding.say(lang)]
        if self.loss:
            said.append(say(lang, "answer.concentration.rehearsed", said=self.loss.finding.say(lang)))
        return say(lang, "message.space").join(said)

    def told(self, lang: str) -> str:
        return self.beside(lang)

    def drawing(self, lang: str) -> Markup:
        """The shares of the first 1, 5, 10, 20 customers over time, each line named where it ends."""
        windows = self.over_time.windows
        shares = [[window.shares[at] for window in windows] for at in range(len(TOPS))]
        known = [float(share) * 100 for line_ in shares for share in line_ if share is not None]
        if len(windows) < 2 or not known:
            return Markup("")
        steps = figures.round_steps(min(max(known) * 1.05, 100))

        def x(at: int) -> float:
            return LEFT + (WIDE - LEFT - RIGHT) * at / (len(windows) - 1)

        def y(percent: float) -> float:
            return HIGH - BOTTOM - (HIGH - TOP - BOTTOM) * max(percent, 0.0) / steps[-1]

        drawn = []
        for step in steps:
            drawn.append(rule(LEFT, y(step), WIDE - RIGHT, y(step)))
            drawn.append(text(LEFT - 5, y(step) + 4, figures.percent(lang, step / 100, 0), "end"))
        lowest = float(HIGH)
        for k, colour, values in sorted(zip(TOPS, TONES, shares), key=lambda one: one[0]):
            points = [(x(at), y(float(share) * 100)) for at, share in enumerate(values) if share is not None]
            if not points:
                continue
            drawn.append(line(points, colour))
            if values[-1] is not None:
                lowest = min(points[-1][1] + 4, lowest - APART)  # from the lowest line up, so that no two words meet
                said = f"{_first(lang, k)} {figures.percent(lang, values[-1], 0)}"
                drawn.append(text(points[-1][0] + 5, lowest, said, colour=colour))
        drawn.append(text(LEFT, HIGH - 8, windows[0].last))
        drawn.append(text(WIDE - RIGHT, HIGH - 8, windows[-1].last, "end"))
        return svg("shares", WIDE, HIGH, shares_alt(self.over_time, lang), drawn)

    def pictured(self, lang: str) -> str:
        return say(lang, "answer.concentration.over_time")

    def charts(self, lang: str) -> list[Drawn]:
        drawn = []
        if len(self.over_time.windows) > 1:
            figure, alt = shares_figure(self.over_time, lang), shares_alt(self.over_time, lang)
            drawn.append(Drawn(self.pictured(lang), figure, alt))
        for parts in self._hollowed():
            title = say(lang, f"answer.concentration.hollow_{parts.dimension}")
            drawn.append(Drawn(title, hollow_figure(parts, lang), hollow_alt(parts, lang)))
        return drawn

    def listings(self, lang: str, most: int) -> list[Listing]:
        listed = [self._tops(lang)]
        if self.found.regions.known:
            listed.append(self._regions(lang, most))
        listed += [self._hollow(parts, lang, most) for parts in self._hollowed()]
        return [listing for listing in listed if listing.n]

    def how(self, lang: str) -> list[str]:
        said = [say(lang, f"answer.concentration.how_{name}") for name in ("share", "over_time", "hit")]
        if self.found.hhi is not None and self.found.effective is not None:
            facts = {"customers": len(self.found.positive), "hhi": f"{float(self.found.hhi):.6f}",
                     "effective": rounded(self.found.effective), "left_out": self.found.left_out}  # fmt: skip
            said.insert(0, Finding("concentration_formula", facts).say(lang))
        return [*said, say(lang, "answer.concentration.how_loss")] if self.loss else said

    def questions(self) -> list[Question]:
        asked = (self.found.ranking, self.found.regions, self.over_time)
        return [(load_sql(each.question), dict(each.parameters)) for each in asked if each.question]

    def _hollowed(self) -> list[Parts]:
        """The dimensions in which the rehearsed loss takes a share of something."""
        there = self.loss.parts if self.loss else ()
        return [parts for parts in there if any(part.lost_share is not None for part in parts.hollowed)]

    def _tops(self, lang: str) -> Listing:
        ranking = self.found.ranking
        columns = (
            Column("first", say(lang, "answer.concentration.first"), Kind.NAME),
            Column("value", self.measure(lang), Kind.MONEY),
            Column("share", say(lang, "table.share"), Kind.SHARE),
        )
        rows = [
            [_first(lang, k), decimal(int(ranking.cumulative[k - 1])), self.found.top(k)]
            for k in TOPS
            if k <= ranking.n
        ]
        return Listing(say(lang, "answer.concentration.tops"), columns, rows, len(rows), ranking.scope.measure)

    def _regions(self, lang: str, most: int) -> Listing:
        ranking = self.found.ranking

        def head(name: str) -> str:
            return say(lang, f"answer.concentration.column_{name}")

        columns = (
            Column("part", say(lang, f"answer.concentration.{Dimension.REGION}"), Kind.NAME),
            Column("value", self.measure(lang), Kind.MONEY),
            Column("of_all", head("of_all"), Kind.SHARE, spare=True),
            Column("effective", head("effective"), Kind.RATIO),
            Column("largest", head("largest"), Kind.TEXT),
            Column("largest_share", head("largest_share"), Kind.SHARE),
            Column("level", head("level"), Kind.TEXT, spare=True),
            Column("lost_share", head("lost"), Kind.SHARE, spare=True),
        )
        rows = [self._region(part, lang) for part in self.found.regions.rows[:most]]
        title = say(lang, "answer.concentration.by_region")
        return Listing(title, columns, rows, len(self.found.regions.rows), ranking.scope.measure)

    def _region(self, part: Part, lang: str) -> list[Any]:
        total = self.found.ranking.total_units
        level = self.found.limits.level(part.largest_share)
        return [
            part.label or say(lang, "chart.blank"),
            part.value,
            Fraction(part.value_units, total) if total > 0 else None,
            part.effective,
            part.largest_name,
            part.largest_share,
            say(lang, f"finding.concentration_level_{level}") if level else "",
            part.lost_share or None,  # nothing is said more clearly by a dash
        ]

    def _hollow(self, parts: Parts, lang: str, most: int) -> Listing:
        columns = (
            Column("part", say(lang, f"answer.concentration.{parts.dimension}"), Kind.NAME),
            Column("value", self.measure(lang), Kind.MONEY),
            Column("lost", say(lang, "answer.concentration.lost"), Kind.MONEY),
            Column("lost_share", say(lang, "table.share"), Kind.SHARE),
        )
        rows = [
            [part.label or say(lang, "chart.blank"), part.value, part.lost, part.lost_share] for part in parts.hollowed
        ]
        title = say(lang, f"answer.concentration.hollow_{parts.dimension}")
        return Listing(title, columns, rows[:most], len(rows), self.found.ranking.scope.measure)


def _first(lang: str, k: int) -> str:
    return say(lang, "chart.first_one" if k == 1 else "chart.first_n", n=k)
