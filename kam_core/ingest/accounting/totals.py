"""Sums among the records: known by their label or by arithmetic, and compared with what was read.

A row is a sum when a word says so and nothing else of a sale stands in it, or when it has no customer, day or product
and equals what stands above it (back to some earlier sum) or, at the top, everything below. The comparison is with the
column as it stands in the file: counted, unassigned and rejected rows together; then, should only that agree, with void
documents too, then with returns turned below zero.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from kam_core.errors import Notice
from kam_core.ingest.accounting.lookups import fill
from kam_core.ingest.accounting.sums import (
    CENT,
    COLUMNS,
    Candidate,
    Piece,
    Sums,
    add,
    as_sums,
    equals,
    in_cents,
    nothing,
    read_candidates,
    read_pieces,
)
from kam_core.ingest.ledger import StatedTotal


@dataclass
class Verdicts:
    """What the candidates turned out to be."""

    reasons: list[tuple[int, int, str]] = field(default_factory=list)
    totals: list[StatedTotal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def find_totals(con: duckdb.DuckDBPyConnection, *, dated: bool, headers: dict[str, str], arithmetic: bool) -> Verdicts:
    """Judges the candidates of `odd` and fills `verdicts`. dated: the file has days. headers: of the money columns.

    arithmetic: whether unlabelled rows may be known by their sums (not where filled-down lines look the same).
    """
    candidates = read_candidates(con)
    if not candidates:
        return Verdicts()
    con.execute("CREATE OR REPLACE TEMP TABLE candidates (source SMALLINT, line BIGINT)")
    place = [("source", pa.int16()), ("line", pa.int64())]
    fill(con, "candidates", place, [(c.source, c.line) for c in candidates])
    walks = _walks(candidates, read_pieces(con))
    found = Verdicts()
    for walk in walks:
        walk.judge(dated, arithmetic)
    everything = add([walk.whole for walk in walks])
    for walk in walks:
        walk.report(found, headers, everything)
    fill(con, "verdicts", [*place, ("reason", pa.string())], found.reasons)
    return found


class _Walk:
    """One source from top to bottom: what was added up before each candidate."""

    def __init__(self, candidates: list[Candidate], pieces: list[Piece]) -> None:
        self.candidates = candidates
        lines = [c.line for c in candidates]
        self.gaps: list[list[Piece]] = [[] for _ in range(len(lines) + 1)]
        for piece in pieces:
            self.gaps[bisect_left(lines, piece.line)].append(piece)
        self.whole = nothing()
        self.verdict: dict[int, str] = {}  # candidate's line -> reason
        self.matched: set[int] = set()

    def judge(self, dated: bool, arithmetic: bool) -> None:
        """Decides every candidate, in order; one that is no sum is an ordinary record for those below."""
        sums, records = nothing(), 0
        known: dict[tuple[str, int, int], int] = {}
        _remember(known, sums, 0)
        pending: list[Candidate] = []
        for n, candidate in enumerate(self.candidates):
            for piece in self.gaps[n]:
                sums, records = add([sums, piece.sums]), records + piece.records
            since = _matches(candidate, sums, known)
            enough = since is not None and records - since >= (1 if candidate.kind else 2)
            if enough:
                self.matched.add(candidate.line)
            if reason := _reason(candidate, enough, dated, arithmetic):
                self.verdict[candidate.line] = reason
            elif records == 0:
                pending.append(candidate)
            else:
                sums, records = add([sums, as_sums(candidate)]), records + 1
            _remember(known, sums, records)
        for piece in self.gaps[-1]:
            sums, records = add([sums, piece.sums]), records + piece.records
        for candidate in pending:  # at the top: a sum of everything below?
            if arithmetic and records >= 2 and equals(candidate.stated, sums):
                self.verdict[candidate.line] = "total" if candidate.kind else "total_by_sum"
                self.matched.add(candidate.line)
            else:
                sums, records = add([sums, as_sums(candidate)]), records + 1
        self.whole = sums

    def report(self, found: Verdicts, headers: dict[str, str], everything: Sums) -> None:
        """Adds reasons, the stated grand totals beside what was read, and a notice for part sums that differ."""
        differing = []
        sums = [c for c in self.candidates if c.line in self.verdict]
        for candidate in sums:
            verdict = self.verdict[candidate.line]
            found.reasons.append((candidate.source, candidate.line, verdict))
            whole = verdict != "subtotal" and any(equals(candidate.stated, all_) for all_ in (self.whole, everything))
            if whole or (verdict == "total" and candidate in (sums[0], sums[-1])):  # by its sum alone: of a group
                found.totals += _stated(candidate, headers, self.whole, everything)
            elif candidate.line not in self.matched and candidate.stated:
                differing.append(candidate)
        if differing:
            facts = {"count": len(differing), "lines": ", ".join(str(c.line) for c in differing[:5])}
            found.notices.append(Notice("part_sums_differ", facts))


def _walks(candidates: list[Candidate], pieces: list[Piece]) -> list[_Walk]:
    sources = sorted({c.source for c in candidates} | {p.source for p in pieces})
    return [_Walk([c for c in candidates if c.source == s], [p for p in pieces if p.source == s]) for s in sources]


def _reason(candidate: Candidate, matches: bool, dated: bool, arithmetic: bool) -> str:
    """A skip reason, or '' where the candidate is an ordinary record."""
    if not candidate.kind:
        return "total_by_sum" if matches and arithmetic else ""
    alone = not candidate.has_product and not candidate.dated
    by_word = alone and (dated or candidate.kind != "suffix")
    if not by_word and not matches:
        return ""
    return "total" if candidate.kind == "grand" else "subtotal"


def _remember(known: dict[tuple[str, int, int], int], sums: Sums, records: int) -> None:
    for name, values in sums.items():
        for way, value in enumerate(values):
            known[name, way, in_cents(value)] = records


def _matches(candidate: Candidate, sums: Sums, known: dict[tuple[str, int, int], int]) -> int | None:
    """How many records had been read where the group starts that the candidate is the sum of; None for no group."""
    for name in COLUMNS:
        stated = candidate.stated.get(name)
        if not stated:
            continue
        for way, value in enumerate(sums[name]):
            for cents in (0, -1, 1):
                since = known.get((name, way, in_cents(value - stated) + cents))
                if since is not None:
                    return since
        return None  # the first figure it states decides
    return None


def _stated(candidate: Candidate, headers: dict[str, str], whole: Sums, everything: Sums) -> list[StatedTotal]:
    """Each column the row states, beside the sum that agrees: of its source, else of all; else what its source has."""
    found = []
    for name, stated in candidate.stated.items():
        if name not in headers:
            continue
        ways = [*whole[name], *everything[name]]
        read = next((value for value in ways if abs(stated - value) <= CENT), ways[0])
        found.append(
            StatedTotal(
                candidate.source,
                candidate.line,
                candidate.label,
                headers[name],
                stated,
                read,
                abs(stated - read) <= CENT,
            )
        )
    return found
