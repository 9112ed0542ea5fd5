"""What 客户 / Account answers: one customer's rank and change, its stock, what it buys and what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from markupsafe import Markup

from kam_core import figures
from kam_core.analysis.account.in_season import InSeason
from kam_core.analysis.account.story import AccountStory
from kam_core.analysis.account.workings import parameters, workings
from kam_core.analysis.exact import decimal
from kam_core.analysis.pareto import Pareto
from kam_core.charts import supply as season_chart
from kam_core.charts.account import mix_alt, mix_chart, months_alt, months_chart, rank_alt, rank_chart
from kam_core.report.account_tables import gap_table, mix_table, region_table
from kam_core.report.answers.answer import Answer, Column, Drawn, Due, Kind, Listing, Question
from kam_core.report.year_bars import LONGEST, year_bars
from kam_core.schema import Measure
from kam_core.wording import say

MIX = {"product_name": Kind.NAME, "product": Kind.CODE, "value": Kind.MONEY, "share": Kind.SHARE,
       "before": Kind.MONEY, "change": Kind.CHANGE}  # fmt: skip
GAPS = {"product_name": Kind.NAME, "worth": Kind.MONEY, "buyers": Kind.TEXT, "once": Kind.TEXT}
REGIONS = {"region": Kind.NAME, "value": Kind.MONEY, "before": Kind.MONEY, "change": Kind.CHANGE}
SPARE = {"before", "once"}
IN_FILES = {"change": "year_on_year"}  # a workbook's name of a column, where it has another there


@dataclass(frozen=True, eq=False)
class AccountAnswer(Answer):
    """Whom one deals with there, and what was agreed with them, stays on the page itself: a link shows figures."""

    story: AccountStory

    page: ClassVar[str] = "account"

    @property
    def pareto(self) -> Pareto:
        return self.story.pareto

    @property
    def due(self) -> Due | None:
        close = self.story.season.close if self.story.season else None
        if close is None or close.days_left is None:
            return None
        return Due(self.story.who.name, close.days_left, close.as_of)

    def title(self, lang: str) -> str:  # noqa: ARG002 (a name is a name)
        return self.story.who.name

    def sentence(self, lang: str) -> str:
        return self.story.finding.say(lang)

    def beside(self, lang: str) -> str:
        """Code, class, type, region, who looks after it; and the period."""
        story, who = self.story, self.story.who
        side = say(lang, "chart.stand_key" if story.key else "chart.stand_other")
        if story.mark:
            side = f"{side} ({say(lang, 'hand_mark.pinned' if story.mark.pinned else 'hand_mark.excluded')})"
        code = who.customer if who.customer != who.name else ""
        said = [code, side if story.rank else "", who.customer_type, who.region]
        if head := who.manager or who.salesperson:
            said.append(say(lang, f"answer.account.{'manager' if who.manager else 'salesperson'}", name=head))
        if months := story.months.months:
            said.append(figures.period(lang, months[0], months[-1]))
        return " · ".join(part for part in said if part)

    def told(self, lang: str) -> str:
        """What its like buy and it does not; where that is not known, what it is."""
        story = self.story
        return story.white_space.finding.say(lang) if story.white_space.alike else self.beside(lang)

    def drawing(self, lang: str) -> Markup:
        """Its last months beside the same months a year earlier."""
        found = self.story.months
        now = [decimal(int(value)) for value in found.value][-LONGEST:]
        was = [decimal(int(v)) if known else None for v, known in zip(found.before, found.known)][-LONGEST:]
        return year_bars(found.months[-LONGEST:], now, was, self.measure(lang), lang)

    def pictured(self, lang: str) -> str:
        return say(lang, "answer.account.months")

    def charts(self, lang: str) -> list[Drawn]:
        story = self.story
        drawn = [Drawn(self.pictured(lang), months_chart(story, lang), months_alt(story, lang))]
        if story.season:
            close = story.season.close
            chart, alt = season_chart.projection_chart(close, lang), season_chart.alt_text(close, lang)
            drawn.append(Drawn(say(lang, "answer.account.stock"), chart, alt))
        if story.mix.there:
            drawn.append(Drawn(say(lang, "answer.account.mix"), mix_chart(story, lang), mix_alt(story, lang)))
        if len(story.standing.stands) > 1:
            drawn.append(Drawn(say(lang, "answer.account.rank"), rank_chart(story, lang), rank_alt(story, lang)))
        return drawn

    def listings(self, lang: str, most: int) -> list[Listing]:
        story = self.story
        found = [self._figures(lang)]
        if story.season:
            found.append(self._season(story.season, lang, most))
        if story.mix.there:
            found.append(self._of("gaps", GAPS, gap_table(story.white_space), lang, most))
            found.append(self._of("products", MIX, mix_table(story.mix), lang, most))
        if len(story.months.regions) > 1:
            found.append(self._of("regions", REGIONS, region_table(story.months), lang, most))
        return [*(listing for listing in found if listing.n), *self._ranks(lang)]

    def how(self, lang: str) -> list[str]:
        story = self.story
        names = ["rank", "months"] + ["mix", "white_space"] * story.mix.there + ["standing", "rhythm"]
        return [say(lang, f"answer.account.how_{name}") for name in names]

    def questions(self) -> list[Question]:
        return [(working.sql, parameters(self.story)) for working in workings(self.story)]

    @property
    def _counted(self) -> Measure:
        return self.pareto.ranking.scope.measure

    def _figures(self, lang: str) -> Listing:
        """Sales, last order, margin, returns: each with what it is held against."""
        story, rhythm = self.story, self.story.rhythm
        full = figures.volume if self._counted is Measure.QUANTITY else figures.exact
        was = story.months.change
        on_last = "" if was is None else say(lang, "answer.account.on_last_year", change=figures.change(lang, was))
        rows = [[self.measure(lang), full(lang, story.value), on_last]]
        if rhythm.last:
            code = "silent" if rhythm.silent else "usual_gap"
            usual = "" if rhythm.usual is None else say(lang, f"answer.account.{code}", days=rhythm.usual)
            rows.append([say(lang, "answer.account.last_order"), figures.count(lang, rhythm.since or 0), usual])
        margins = (story.whale.margin, story.whale.firm_margin) if story.whale else (None, None)
        for name, (own, firm) in (("margin", margins), ("returns", (story.months.returns, story.firm_returns))):
            if own is not None:
                whole = "" if firm is None else say(lang, "answer.account.all", share=figures.percent(lang, firm))
                rows.append([say(lang, f"answer.account.{name}"), figures.percent(lang, own), whole])
        columns = (
            Column("what", say(lang, "report.input"), Kind.NAME),
            Column("said", say(lang, "report.value"), Kind.TEXT),
            Column("against", say(lang, "answer.account.against"), Kind.TEXT),
        )
        return Listing(say(lang, "light.figures"), columns, rows, len(rows))

    def _season(self, season: InSeason, lang: str, most: int) -> Listing:
        outlook = season.outlook
        columns = (
            Column("product_name", say(lang, "table.product"), Kind.NAME),
            Column("status", say(lang, "table.status"), Kind.TEXT),
            Column("run_out", say(lang, "table.run_out"), Kind.DAY),
            Column("order_by", say(lang, "table.order_by"), Kind.DAY),
            Column("cover", say(lang, "table.forward_cover"), Kind.COUNT, spare=True),
        )
        rows = []
        for at in season.rows[:most].tolist():
            days = (getattr(outlook, name)[at].astype("datetime64[D]").item() for name in ("run_out", "order_by"))
            cover = float(outlook.cover_days[at])
            status = say(lang, f"status.{outlook.status[at]}")
            rows.append([str(outlook.product_names[at]), status, *days, int(cover) if np.isfinite(cover) else None])
        return Listing(say(lang, "answer.account.stock"), columns, rows, len(season.rows))

    def _of(self, name: str, kinds: dict[str, Kind], rows: list[dict[str, Any]], lang: str, most: int) -> Listing:
        columns = tuple(
            Column(IN_FILES.get(code, code), say(lang, f"answer.account.column_{code}"), kind, code in SPARE)
            for code, kind in kinds.items()
        )
        kept = [[_exact(row[code], kind) for code, kind in kinds.items()] for row in rows[:most]]
        return Listing(say(lang, f"answer.account.{name}"), columns, kept, len(rows), self._counted)

    def _ranks(self, lang: str) -> list[Listing]:
        """Its rank at the end of each quarter, the latest first."""
        standing = self.story.standing
        if len(standing.stands) < 2:
            return []
        columns = (
            Column("period", say(lang, "answer.account.column_period"), Kind.NAME),
            Column("rank", say(lang, "table.rank"), Kind.COUNT),
            Column("value", self.measure(lang), Kind.MONEY),
            Column("share", say(lang, "table.share"), Kind.SHARE),
        )
        rows = [
            [figures.period(lang, stand.first, stand.last), stand.rank, stand.value, stand.share]
            for stand in reversed(standing.stands)
        ]
        return [Listing(say(lang, "answer.account.rank"), columns, rows, len(rows), self._counted)]


def _exact(value: Any, kind: Kind) -> Any:
    """Money of the tables that screen and files share is a plain number; here it is exact again."""
    return figures.of_units(round(value * 10_000)) if kind is Kind.MONEY and value is not None else value
