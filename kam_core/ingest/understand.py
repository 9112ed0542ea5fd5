"""Understanding: which tables are the sales, where their header stands, and what each column means.

Decided by evidence, corrected by hints; what stays open becomes a Question (with candidates: the likeliest was taken;
without: it is missing), what the user should know becomes a Notice. The values are read later, by `account`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kam_core.engine import Engine
from kam_core.errors import BadMapping, Notice, NotThisTable
from kam_core.ingest.hints import Hints as Hints
from kam_core.ingest.recipe import Column, Mapping, Question, Recipe, Source
from kam_core.ingest.understanding import align, date_order, decimal_mark, documents, headers, meanings, wide_months
from kam_core.ingest.understanding.evidence import Row, look
from kam_core.ingest.understanding.money import is_gross, unread_money
from kam_core.ingest.understanding.roles import Casting
from kam_core.ingest.understanding.tables import Table, find_tables
from kam_core.ingest.words import words
from kam_core.schema import Role

MANY = 200_000  # records from which a column is read whole only where the sample gives cause to


@dataclass(frozen=True)
class Understanding:
    """How an upload is understood: the chosen sources, one recipe for them, and what was seen on the way."""

    sources: tuple[Source, ...]
    recipe: Recipe
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    notices: tuple[Notice, ...]
    signature: str  # of the header: the same layout next month has the same


def understand(
    sources: Sequence[Source],
    engine: Engine,
    hints: Hints = Hints(),  # noqa: B008
    today: date | None = None,
) -> Understanding:
    """The understanding of one upload. `today` gives wide months their year where nothing else does.

    Raises BadMapping (a hint names what is not there) and NotThisTable (no source holds a single record).
    """
    tables = [t for source in sources for t in find_tables(source, engine, hints, today or date.today())]
    if not tables:
        raise NotThisTable("no_table", file=sources[0].file if sources else "")
    group, notices, asked = _choose(tables, hints)
    if group[0].unknown is not None:
        raise group[0].unknown
    names, chosen = align.aligned(group)
    reading = _Reading(group, names, chosen, engine, hints)
    questions: tuple[Question, ...] = ()
    if hints.mapping is not None:
        mapping = _checked(hints.mapping, len(names), chosen[0].file)
    else:
        mapping, questions = reading.mapping(), (*asked, *reading.questions)
    return Understanding(
        chosen,
        Recipe(tuple(source.layout for source in chosen), mapping),
        reading.columns(mapping),
        questions,
        (*notices, *reading.notices),
        signature(names, group[0].source.layout.header_lines),
    )


def signature(names: Sequence[str], lines: int = 1) -> str:
    """What a remembered mapping is found again by: the headers' letters and digits; without a header, the width."""
    said = "\x1f".join(headers.key(name) for name in names) if any(names) else f"width {len(names)}"
    return hashlib.sha256(f"{lines}\x1f{said}".encode()).hexdigest()


def _choose(tables: Sequence[Table], hints: Hints) -> tuple[list[Table], list[Notice], list[Question]]:
    """The tables taken together, what is said of those left out, and the question where tables are stacked."""
    wanted = [t for t in tables if hints.table is None or t.source.layout.table == hints.table]
    if not wanted:
        raise BadMapping("no_such_table", table=hints.table, file=tables[0].source.file)
    best, *others = align.groups(wanted)
    notices, questions = [], []
    left = [t for group in others for t in group if t.score > 0]
    stacked = sorted({t.source.layout.table for t in tables if t.source.sha256 == best[0].source.sha256})
    if len(stacked) > 1 and hints.table is None:
        taken = best[0].source.layout.table
        questions.append(Question("table", (taken, *(n for n in stacked if n != taken))))
        notices.append(Notice("stacked_tables", {"count": len(stacked), "table": taken, "line": best[0].header_line}))
    apart = [_called(t) for t in left if not (len(stacked) > 1 and t.source.sha256 == best[0].source.sha256)]
    if apart:
        taken_names = ", ".join(dict.fromkeys(_called(t) for t in best))
        notices.append(Notice("other_tables", {"taken": taken_names, "left": ", ".join(dict.fromkeys(apart))}))
    return best, notices, questions


def _called(table: Table) -> str:
    return table.source.layout.sheet or table.source.file


def _checked(mapping: Mapping, width: int, file: str) -> Mapping:
    for role, positions in mapping.roles.items():
        for position in positions:
            if not 1 <= position <= width:
                raise BadMapping("no_such_position", role=role.value, column=str(position), file=file, columns=width)
    return mapping


class _Reading:
    """The chosen tables on their way to a mapping; collects questions and notices."""

    def __init__(
        self, group: Sequence[Table], names: Sequence[str], sources: Sequence[Source], engine: Engine, hints: Hints
    ) -> None:
        self.first, self.names, self.sources, self.engine, self.hints = group[0], names, sources, engine, hints
        self.rows = [row for table, source in zip(group, sources) for row in _canonical(table, source, len(names))]
        self.head = self.rows[: self.first.data.head]
        lines = documents.sale_lines(self.rows)
        self.evidence = [look(lines, column) for column in range(len(names))]
        self.questions: list[Question] = []
        self.notices: list[Notice] = []

    def mapping(self) -> Mapping:
        """The whole mapping by evidence and hints."""
        casting, months = self.first.casting, self.first.months
        roles = dict(casting.roles)
        if months is not None:
            roles = self._roles_beside_months(roles, months)
        titles = self.hints.fill_down is not False and documents.group_titles(self.head, roles)
        filled = () if self.hints.fill_down is False or titles else documents.filled_down(self.head, roles)
        self._ask_missing(casting, roles, months, titles)
        order = self._date_order(roles)
        roles = self._organisation_key(roles)
        return Mapping(
            roles=roles,
            months=months.columns if months else (),
            date_order=order,
            decimal=self.hints.decimal
            or decimal_mark.decide(self.rows, self.evidence, self.sources[0].layout.delimiter),
            fill_down=filled,
            group_titles=titles,
            returns=self._returns(roles),
            void=self._void(roles),
            gifts=self._gifts(roles),
            nobody=self._nobody(roles),
            tax=self._tax(roles),
        )

    def columns(self, mapping: Mapping) -> tuple[Column, ...]:
        """Every column with the role it plays in `mapping`, for the screen that shows and corrects it."""
        role_at = {p: role for role, positions in mapping.roles.items() for p in positions}
        months = {position for position, *_ in mapping.months}
        sure = self.first.casting.sure
        return tuple(
            Column(
                position,
                name,
                role_at.get(position),
                1.0 if position in months else sure.get(role_at[position], 1.0) if position in role_at else 0.0,
                self.evidence[position - 1].samples,
            )
            for position, name in enumerate(self.names, 1)
        )

    def _roles_beside_months(
        self, roles: dict[Role, tuple[int, ...]], months: wide_months.Months
    ) -> dict[Role, tuple[int, ...]]:
        """The months hold the money and the days; a year column, where there is one, gives their year."""
        taken = {position for position, *_ in months.columns}
        out = {Role.DATE, Role.AMOUNT, Role.QUANTITY, Role.PROFIT, Role.COST, Role.UNIT_PRICE, Role.DISCOUNT}
        kept = {r: p for r, p in roles.items() if r not in out and not taken & set(p)}
        year = next((p for p, n in enumerate(self.names, 1) if headers.is_part_of_date(n, "year")), 0)
        if year and any(month.startswith(wide_months.UNKNOWN_YEAR) for _, month, _ in months.columns):
            kept[Role.DATE] = (year,)
        if not months.year_known:
            supposed = months.columns[0][1][:4]
            self.notices.append(Notice("year_supposed", {"year": supposed}))
        return kept

    def _ask_missing(
        self, casting: Casting, roles: dict[Role, tuple[int, ...]], months: wide_months.Months | None, titles: bool
    ) -> None:
        """Who, when and how much: asked where missing, and where another column could be meant as well."""
        money = Role.AMOUNT in roles or Role.QUANTITY in roles or months is not None
        missing = {
            Role.CUSTOMER: Role.CUSTOMER not in roles and not titles,
            Role.DATE: Role.DATE not in roles and months is None,
            Role.AMOUNT: not money,
        }
        for role, absent in missing.items():
            if absent:
                self.questions.append(Question(role.value))
            elif casting.rivals.get(role) and role in roles:
                self.questions.append(Question(role.value, (*roles[role][:1], *casting.rivals[role])))
        if Role.AMOUNT not in roles and months is None:
            self.notices.extend(unread_money(self.names, self.evidence))

    def _places(self, position: int) -> list[meanings.Place]:
        """One canonical column in every source that has it."""
        found = []
        for source in self.sources:
            own = source.order[position - 1] if source.order else position
            if own:
                found.append((source, own, (source.layout.header_line or 0) + 1))
        return found

    def _date_order(self, roles: dict[Role, tuple[int, ...]]) -> str:
        if self.hints.dates:
            return self.hints.dates
        if len(roles.get(Role.DATE, ())) != 1:
            return "ymd"
        position = roles[Role.DATE][0]
        said = [row[position - 1] or "" for row in self.head if row[position - 1]]
        seen = [row[position - 1] or "" for row in self.rows]
        if sum(source.count for source in self.sources) > MANY and not any(map(date_order.leaves_open, seen)):
            return "ymd"
        european = decimal_mark.decide(self.rows, self.evidence, self.sources[0].layout.delimiter) == ","
        dollars = any("$" in s for e in self.evidence for s in e.samples)
        decided = date_order.decide(self._places(position), said, self.engine, day_first=european or not dollars)
        self.notices.extend(decided.notices)
        if decided.question:
            self.questions.append(decided.question)
        return decided.order

    def _organisation_key(self, roles: dict[Role, tuple[int, ...]]) -> dict[Role, tuple[int, ...]]:
        """Where one code means two firms, the organisation belongs to the customer's key."""
        wanted = [roles.get(r, ()) for r in (Role.ORGANISATION, Role.CUSTOMER, Role.CUSTOMER_NAME)]
        if any(len(p) != 1 for p in wanted) or Role.CUSTOMER in self.hints.roles:
            return roles
        organisation, code, name = (p[0] for p in wanted)
        if self.evidence[organisation - 1].distinct < 2:
            return roles
        double: set[str] = set()
        for source in self.sources:
            own = [source.order[p - 1] if source.order else p for p in (organisation, code, name)]
            if all(own):
                start = (source.layout.header_line or 0) + 1
                double |= set(meanings.codes_of_two_firms(source, own[0], own[1], own[2], start, self.engine))
        if not double:
            return roles
        self.notices.append(Notice("codes_of_two_firms", {"count": len(double), "sample": min(double)}))
        return {**roles, Role.CUSTOMER: (organisation, code)}

    def _returns(self, roles: dict[Role, tuple[int, ...]]) -> tuple[str, ...]:
        measure = roles.get(Role.AMOUNT) or roles.get(Role.QUANTITY)
        if Role.DOCUMENT_TYPE not in roles or not measure:
            return ()
        both = [
            (place, number[1])
            for place, number in zip(self._places(roles[Role.DOCUMENT_TYPE][0]), self._places(measure[0]))
            if place[0] is number[0]
        ]
        return meanings.returns([place for place, _ in both], [number for _, number in both], self.engine)

    def _void(self, roles: dict[Role, tuple[int, ...]]) -> tuple[str, ...]:
        """Void, cancelled and unapproved documents are left out; what only a delivery's status says is pointed out."""
        if Role.STATUS not in roles:
            return ()
        places = self._places(roles[Role.STATUS][0])
        void = tuple(meanings.among(places, words("void", "void"), self.engine))
        draft = tuple(meanings.among(places, words("void", "draft"), self.engine))
        if draft and meanings.share_of(places, draft, self.engine) < 0.5:
            void += draft
        moving = meanings.among(places, words("void", "moving"), self.engine)
        cancelled = meanings.among(places, words("void", "cancelled"), self.engine)
        doubtful = meanings.among(places, words("void", "doubtful"), self.engine)
        if moving:
            doubtful = {**cancelled, **doubtful}
        else:
            void += tuple(cancelled)
        if doubtful:
            listed = ", ".join(f"{value} ({rows:,})" for value, rows in doubtful.items())
            column = self.names[roles[Role.STATUS][0] - 1]
            self.notices.append(
                Notice("status_doubtful", {"column": column, "listed": listed, "values": list(doubtful)})
            )
        return void

    def _gifts(self, roles: dict[Role, tuple[int, ...]]) -> tuple[str, ...]:
        if Role.GIFT in roles:
            return tuple(meanings.among(self._places(roles[Role.GIFT][0]), words("gifts", "yes"), self.engine))
        return ()

    def _nobody(self, roles: dict[Role, tuple[int, ...]]) -> tuple[str, ...]:
        """Only what the user has confirmed; what looks like no customer is pointed out."""
        position = (roles.get(Role.CUSTOMER_NAME) or roles.get(Role.CUSTOMER) or (0,))[-1]
        if self.hints.nobody is not None or not position:
            return self.hints.nobody or ()
        if found := meanings.nobodies(self._places(position), self.engine):
            listed = ", ".join(f"{value} ({rows:,})" for value, rows in found.items())
            self.notices.append(
                Notice("perhaps_nobody", {"listed": listed, "rows": sum(found.values()), "values": list(found)})
            )
        return ()

    def _tax(self, roles: dict[Role, tuple[int, ...]]) -> str:
        if Role.AMOUNT not in roles:
            return ""
        amount = roles[Role.AMOUNT][0]
        said = headers.tax_of(self.names[amount - 1])
        if not said and is_gross(self.names, self.evidence, self.rows, amount):
            return "incl"
        apart = any(headers.key(name) in {"税额", "税额本位币", "taxamount", "消費税"} for name in self.names)
        return said or ("excl" if apart else "")


def _canonical(table: Table, source: Source, width: int) -> list[Row]:
    """The sampled data rows of one table in the order of the canonical columns, blank ones left out."""
    rows = [row for row in table.data.rows if any(cell is not None for cell in row)]
    if not source.order:
        return [row if len(row) == width else (*row, *(None,) * (width - len(row))) for row in rows]
    return [tuple(row[own - 1] if own else None for own in source.order) for row in rows]
