"""Where the header stands: below titles, in one line or two, or nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kam_core.ingest.understanding.evidence import Row, kind
from kam_core.ingest.understanding.headers import is_known, plain, scenario
from kam_core.ingest.understanding.wide_months import is_month, month_of, numbered_months

SEARCHED = 60  # records from the top among which the header is looked for


@dataclass(frozen=True)
class Header:
    """at: index of the last header record among the rows, -1 where there is none; lines: one or two."""

    at: int
    lines: int
    names: tuple[str, ...]


def find_header(rows: Sequence[Row], width: int) -> Header:
    """The header of the first table in these records (the head of a source, blank records and titles included)."""
    below = _typical_fill(rows)
    best, best_score = -1, 0.0
    for i in range(min(SEARCHED, len(rows))):
        score = header_score(rows, i, below) - i * 0.01
        if score > best_score:
            best, best_score = i, score
    if best < 0:
        return Header(-1, 1, ("",) * width)
    return header_at(rows, next(i for i, row in enumerate(rows) if row == rows[best]), width)  # repeated: the first


def header_at(rows: Sequence[Row], at: int, width: int, *, fixed: bool = False) -> Header:
    """The header whose record is known; a second header line is looked for above, and below unless `fixed`."""
    if not fixed and at + 1 < len(rows) and _completes(rows[at], rows[at + 1]):
        return Header(at + 1, 2, _joined(rows[at], rows[at + 1], width))
    if at > 0 and _groups(rows[at - 1], rows[at]):
        return Header(at, 2, _joined(rows[at - 1], rows[at], width))
    return Header(at, 1, tuple(_name(cell) for cell in rows[at]))


def header_score(rows: Sequence[Row], at: int, typical: int) -> float:
    """How much a record looks like the header of those below it; 0 or less: not at all."""
    cells = [cell for cell in rows[at] if cell is not None]
    if not cells or (len(cells) < 2 and typical > 1):
        return 0.0
    months = sum(is_month(cell) for cell in cells)
    numbered = numbered_months(cells)
    if months >= 3 or numbered:
        dated = 0
        odd = sum(kind(c) != "text" and not (is_month(c) or (numbered and month_of(c, alone=True))) for c in cells)
    else:
        dated = sum(kind(c) == "date" for c in cells)
        odd = sum(kind(c) != "text" for c in cells)
    known = sum(is_known(cell) for cell in cells) + (months if months >= 3 else 0)
    contrast = _contrast(rows, at)
    if known == 0 and contrast == 0:
        return 0.0 if at or not _unlike_all_below(rows, at) else 0.5
    if dated > 1 or odd > 0.34 * len(cells):
        return 0.0
    long = sum(len(cell) > 60 for cell in cells) / len(cells)
    cover = min(1.0, len(cells) / max(1, typical))
    if cover < 0.34 and known < 3:
        return 0.0
    unique = len({plain(cell) for cell in cells}) / len(cells)
    return 3 * known / len(cells) + 2 * contrast + cover + 0.5 * unique - 2 * odd / len(cells) - 2 * long


def _typical_fill(rows: Sequence[Row]) -> int:
    fills = Counter(sum(cell is not None for cell in row) for row in rows)
    fills.pop(0, None)
    return fills.most_common(1)[0][0] if fills else 0


def _contrast(rows: Sequence[Row], at: int) -> float:
    """The share of this record's text cells under which mostly numbers or dates stand."""
    under = [row for row in rows[at + 1 : at + 60] if any(cell is not None for cell in row)][:30]
    text = [c for c, cell in enumerate(rows[at]) if cell is not None and kind(cell) == "text"]
    other = 0
    for c in text:
        kinds = [kind(row[c] or "") for row in under if row[c] is not None]
        other += bool(kinds) and sum(k != "text" for k in kinds) > 0.6 * len(kinds)
    return other / len(text) if text else 0.0


def _unlike_all_below(rows: Sequence[Row], at: int) -> bool:
    """All text, all different, and none of it turns up again in its own column: a header in words nobody listed."""
    row = rows[at]
    cells = [cell for cell in row if cell is not None]
    if len(set(cells)) < len(cells) or any(kind(cell) != "text" for cell in cells):
        return False
    under = rows[at + 1 :]
    repeats = [len({r[c] for r in under if r[c]}) < sum(r[c] is not None for r in under) for c in range(len(row))]
    again = any(cell is not None and any(r[c] == cell for r in under) for c, cell in enumerate(row))
    return not under or (any(repeats) and not again)


def _groups(upper: Row, lower: Row) -> bool:
    """The upper record holds merged groups over the lower one's names (销售 | 数量 金额)."""
    up = [c for c, cell in enumerate(upper) if cell is not None]
    low = [cell for cell in lower if cell is not None]
    if len(up) < 2 or any(kind(str(upper[c])) != "text" and not _spans_months(str(upper[c])) for c in up):
        return False
    filled_above = sum(lower[c] is None for c in up)
    repeated = len(low) - len({plain(cell) for cell in low})
    return filled_above >= 2 or repeated >= 1 or (filled_above == 1 and len(up) >= 3)


def _completes(upper: Row, lower: Row) -> bool:
    """The lower record is a second header line: only text, known words, and not the same again."""
    low = [(c, cell) for c, cell in enumerate(lower) if cell is not None]
    if len(low) < 2 or upper == lower or any(kind(cell) != "text" and not is_month(cell) for _, cell in low):
        return False
    known = sum(is_known(cell) or is_month(cell) or scenario(cell) != "" for _, cell in low)
    gaps = sum(upper[c] is None for c, _ in low)
    names = [plain(cell) for _, cell in low]
    doubled = len(names) > len(set(names))
    least = 0.4 if _interlock(upper, lower) else 0.6
    return (known >= least * len(low) and (gaps >= 1 or doubled)) or (known >= 0.8 * len(low) and known >= 3)


def _spans_months(cell: str) -> bool:
    """2024 over Jan, Feb, …; 1月 over 数量 and 金额."""
    return is_month(cell) or re.fullmatch(r"(?:FY)?\s*(?:19|20)\d\d(?:\.0|\s*年)?", cell.strip()) is not None


def _interlock(upper: Row, lower: Row) -> bool:
    """Each column is named above or below, some only above and some only below: a header printed over two lines."""
    width = max((c + 1 for row in (upper, lower) for c, cell in enumerate(row) if cell is not None), default=0)
    pairs = [(upper[c] is not None, lower[c] is not None) for c in range(width)]
    return (False, False) not in pairs and (True, False) in pairs and (False, True) in pairs


def _name(cell: str | None) -> str:
    return " ".join((cell or "").replace("\ufeff", "").split())


def _joined(upper: Row, lower: Row, width: int) -> tuple[str, ...]:
    """Group and name in one: a merged group reaches right over names until the next group or a column of its own."""
    names, group = [], ""
    for c in range(width):
        above, below = _name(upper[c]), _name(lower[c])
        if above:
            group = above
        if above and not below:
            names.append(above)
            group = ""
        elif below and group and plain(group) != plain(below):
            names.append(f"{group} {below}")
        else:
            names.append(below)
            group = group if below else ""
    return tuple(names)
