"""What stands outside the table: the day and the dealer, in a title line, a sheet's or a file's name."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from kam_core.ingest.accounting.labels import title_customer
from kam_core.ingest.days import parse_date
from kam_core.ingest.side.known import Party
from kam_core.ingest.side.tables import words
from kam_core.ingest.words import fold, plain

_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*[-./年_ ]\s*\d{1,2}\s*[-./月_ ]\s*\d{1,2}(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)\d{1,2}(?:st|nd|rd|th)?[ -][a-z]{3,9}[., -]+(?:19|20)\d\d"
    r"|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
)
_MONTH = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*[-./年_]\s*(?:0?[1-9]|1[0-2])(?!\d)|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?!\d)"
    r"|[a-z]{3,9}[ -](?:19|20)\d\d"
)
_DAY_OF_YEAR = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_LEAST = {True: 4, False: 2}  # letters of a name that is looked for inside another: Latin, ideographs


@dataclass(frozen=True)
class Dealer:
    """Whose sheet it is: the key where it is known, else the name that stands there."""

    key: str
    name: str
    known: bool


def day_in(texts: Sequence[str], today: date) -> date | None:
    """The last day any of the texts names; a month alone means its last day, or today where that is yet to come."""
    for text in texts:
        said = plain(text)
        days = [day for found in _DAY.findall(said) if (day := parse_date(found.strip(" ._-")))]
        if days:
            return max(days)
        months = [day for found in _MONTH.findall(said) if (day := parse_date(found.strip(" ._-")))]
        if months:
            return _end_of(max(months), today)
        for month, day in _DAY_OF_YEAR.findall(said):
            if found := _last_such(month, day, today):
                return found
    return None


def day_of(text: str, order: str, today: date) -> date | None:
    """The day a cell of a stock's date column means; a month alone means its end, for then stock is counted."""
    day = parse_date(text, order)
    return _end_of(day, today) if day and _MONTH.fullmatch(plain(text).removesuffix("份").removesuffix("月")) else day


def day_without_year(text: str, today: date) -> date | None:
    """12月20日 in a cell: the last one there was."""
    found = _DAY_OF_YEAR.fullmatch(plain(text))
    return _last_such(found[1], found[2], today) if found else None


def first_of_year(text: str) -> date | None:
    """The first day of a year that stands alone: 2021, 2026年初."""
    found = re.fullmatch(r"((?:19|20)\d\d)\s*年?(?:初|度)?", plain(text))
    return date(int(found[1]), 1, 1) if found else None


def _last_such(month: str, day: str, today: date) -> date | None:
    years = [parse_date(f"{year}-{month}-{day}") for year in (today.year, today.year - 1) if today != date.max]
    return next((each for each in years if each and each <= today), None)


def _end_of(month: date, today: date) -> date:
    """The last day of a month, or today where that is yet to come."""
    return min(month.replace(day=calendar.monthrange(month.year, month.month)[1]), max(today, month))


def dealer_in(texts: Sequence[str], customers: Party) -> Dealer | None:
    """The customer one of the texts names: by its whole name, by its code, or by 经销商：… whoever that is."""
    for text in texts:
        said = fold(text)
        inside = [name for name in customers.named if len(name) >= _LEAST[name.isascii()] and name in said]
        if inside:
            key = customers.named[max(inside, key=len)]
            return Dealer(key, customers.names[key], True)
        for code in re.split(r"[^\w-]+|_", text):
            if code in customers.names and not code.isdigit() and len(code) > 1:
                return Dealer(code, customers.names[code], True)
    for text in texts:
        if (named := title_customer(text)) != text.strip():
            return _called(re.split(r"\s{2,}", named)[0], customers)
    return None


def dealer_called(file: str, sheet: str, customers: Party) -> Dealer | None:
    """The dealer by the words left of a file's or sheet's name without dates and words such as 进销存."""
    for text in (PurePath(file).stem, sheet):
        left = _DAY_OF_YEAR.sub(" ", _MONTH.sub(" ", _DAY.sub(" ", plain(text))))
        for word in sorted(words("file"), key=len, reverse=True):
            left = re.sub(rf"\b{word}\b" if word.isascii() else word, " ", left)
        left = " ".join(re.sub(r"[\W_]+", " ", re.sub(r"(?<![^\W\d_])\d+", " ", left)).split())
        if len(left) >= _LEAST[left.isascii()]:
            return _called(left, customers)
    return None


def _called(name: str, customers: Party) -> Dealer:
    key, shown, known = customers.resolve("", name)
    if known:
        return Dealer(key, shown, True)
    near = {key for full, key in customers.named.items() if fold(name) in full}
    if len(near) == 1 and len(name) > _LEAST[name.isascii()]:
        key = near.pop()
        return Dealer(key, customers.names[key], True)
    return Dealer(name, name, False)
