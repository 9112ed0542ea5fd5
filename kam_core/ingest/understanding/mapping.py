"""From the chosen tables to the one mapping they share, with what stays open and what is worth saying."""

from __future__ import annotations

from collections.abc import Sequence

from kam_core.engine import Engine
from kam_core.errors import Notice
from kam_core.ingest.hints import Hints as Hints
from kam_core.ingest.recipe import Column, Mapping, Question, Source
from kam_core.ingest.understanding import (
    align,
    date_order,
    decimal_mark,
    document_types,
    documents,
    headers,
    meanings,
    statuses,
    wide_months,
)
from kam_core.ingest.understanding.casting import Casting
from kam_core.ingest.understanding.evidence import look
from kam_core.ingest.understanding.money import large_unit, tax_of_amount, unread_money, with_currency, worked_out
from kam_core.ingest.understanding.tables import Table
from kam_core.ingest.words import words
from kam_core.schema import Role

MANY = 200_000  # records from which a column is read whole only where the sample gives cause to


class Reading:
    """The chosen tables on their way to a mapping; collects questions and notices."""

    def __init__(
        self, group: Sequence[Table], names: Sequence[str], sources: Sequence[Source], engine: Engine, hints: Hints
    ) -> None:
        self.first, self.names, self.sources, self.engine, self.hints = group[0], names, sources, engine, hints
        self.rows = [row for table, source in zip(group, sources) for row in align.canonical(table, source, len(names))]
        self.head = self.rows[: self.first.data.head]
        if len(group) == 1 and not sources[0].order:
            self.evidence = list(self.first.evidence)
        else:
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
        roles = with_currency(self.names, self.rows, roles)
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
            tax=tax_of_amount(self.names, self.evidence, self.rows, roles),
        )

    def columns(self, mapping: Mapping) -> tuple[Column, ...]:
        """Every column with the role it plays in `mapping`, for the screen that shows and corrects it."""
        role_at = {p: role for role, positions in reversed(mapping.roles.items()) for p in positions}
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
        for code, places in (("months_left_out", months.left_out), ("month_twice", months.twice)):
            if places:
                self.notices.append(Notice(code, {"columns": ", ".join(self.names[p - 1] for p in places[:6])}))
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
        self.notices.extend(large_unit(self.names, roles.get(Role.AMOUNT, ()), self.first.titles))
        self.notices.extend(worked_out(self.names, roles))
        self.notices.extend(document_types.unsigned_returns(self.names, self.evidence, self.rows, roles))

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
        """The statuses and the kinds of document that do not count."""
        found: tuple[str, ...] = ()
        for role, read in ((Role.STATUS, statuses.void), (Role.DOCUMENT_TYPE, document_types.payments)):
            if role in roles:
                values, said = read(self._places(roles[role][0]), self.names[roles[role][0] - 1], self.engine)
                found += values
                self.notices.extend(said)
        return found

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
