"""A joint plan that comes back: the quantities written into the very sheet that went out, read by its hidden sheet.

It is refused clearly where it is another file, another account's, or made from a version that no longer counts. Rows go
by product code and columns by month, so sorting and hiding do no harm. A blank cell is not agreed.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError
from python_calamine import SheetVisibleEnum as Visible

from kam_core.errors import BadInput, UnreadableFile
from kam_core.ingest.reading.kind import Kind, recognise
from kam_core.ingest.reading.sheet_xml import inspect
from kam_core.ingest.reading.workbook import rows_of
from kam_core.report.joint_plan import HIDDEN, LAYOUT
from kam_core.store.joint_plans import Agreed, Plan

MOST_ROWS, MOST_COLUMNS = 20_000, 200
LARGEST = 10 << 20  # bytes
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_ONE = Decimal("0.0001")
_GROUPED = re.compile(r"\d{1,3}([,，]\d{3})+(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Returned:
    """What a sheet says. plan: the id of the version it was made from, 0 for none."""

    dataset: str
    customer: str
    plan: int
    agreed: tuple[Agreed, ...]
    note: str


def read_joint_plan(content: bytes, name: str) -> Returned:
    """name: how the file is called in messages.

    Raises UnreadableFile for what is no workbook, and BadInput for another workbook, a cell that holds no quantity
    (named by row, column and value), or a sheet without its table.
    """
    if len(content) > LARGEST:
        raise UnreadableFile("workbook_too_large", file=name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "returned"
        path.write_bytes(content)
        if recognise(path, name) is not Kind.WORKBOOK:
            raise BadInput("plan_sheet_foreign", file=name)
        errors = inspect(path, name)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            said = _identity(book, name)
            shown = [about.name for about in book.sheets_metadata if about.visible == Visible.Visible]
            if not shown:
                raise BadInput("plan_sheet_foreign", file=name)
            sheet = book.get_sheet_by_name(shown[0])
            if sheet.end is not None and (sheet.end[0] > MOST_ROWS or sheet.end[1] > MOST_COLUMNS):
                raise UnreadableFile("workbook_too_large", file=name)
            rows: Mapping[int, Sequence[str]] = (
                dict(rows_of(sheet, errors.get(shown[0], {}))) if sheet.start is not None else {}
            )
    except PasswordError as error:
        raise UnreadableFile("locked_workbook", file=name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile("broken_workbook", file=name) from error
    months = tuple(said["months"].split())
    note = rows.get(int(said["note_row"]) + 1, [])
    agreed = tuple(_agreed(rows, months, name))
    return Returned(said["dataset"], said["customer"], int(said["plan"]), agreed, note[1] if len(note) > 1 else "")


def accept(returned: Returned, dataset_id: str, customer: str, there: Sequence[Plan], who: str) -> tuple[Plan, int]:
    """The plan to keep, and how many plans were there when its sheet went out: what `keep` has to be told.

    there: all plans of the account, the latest last. Raises BadInput where the sheet is of another dataset or account,
    or was made from a plan that is not among these.
    """
    numbers = {0: 0} | {plan.id: plan.number for plan in there}
    if returned.dataset != dataset_id or (returned.customer == customer and returned.plan not in numbers):
        raise BadInput("plan_sheet_other_data")
    if returned.customer != customer:
        raise BadInput("plan_sheet_other_account", sheet=returned.customer, customer=customer)
    return Plan(customer, returned.agreed, returned.note, who, by_sheet=True), numbers[returned.plan]


def _identity(book: CalamineWorkbook, name: str) -> dict[str, str]:
    if HIDDEN not in book.sheet_names:
        raise BadInput("plan_sheet_foreign", file=name)
    sheet = book.get_sheet_by_name(HIDDEN)
    if sheet.end is not None and (sheet.end[0] > 100 or sheet.end[1] > 10):
        raise BadInput("plan_sheet_foreign", file=name)
    said = {str(row[0]): str(row[1]) for row in sheet.to_python() if len(row) > 1}
    numbers = all(said.get(key, "").isascii() and said.get(key, "").isdigit() for key in ("layout", "plan", "note_row"))
    if not numbers or int(said["layout"]) != LAYOUT or not said.keys() >= {"dataset", "customer", "months"}:
        raise BadInput("plan_sheet_foreign", file=name)
    return said


def _agreed(rows: Mapping[int, Sequence[str]], months: tuple[str, ...], name: str) -> Iterator[Agreed]:
    """Every quantity below the row that names the months."""
    head = next((line for line, cells in rows.items() if set(months) <= set(cells)), None)
    if head is None or not months or not all(_MONTH.fullmatch(month) for month in months):
        raise BadInput("plan_sheet_without_table", file=name)
    columns = {cell: at for at, cell in enumerate(rows[head]) if cell in months}
    seen: set[str] = set()
    for line in range(head + 1, head + 1 + MOST_ROWS):
        cells = rows.get(line, [])
        product = cells[0].strip() if cells else ""
        if not product:
            return
        if product in seen:
            raise BadInput("plan_sheet_product_twice", file=name, line=line, product=product)
        seen.add(product)
        for month, column in columns.items():
            text = cells[column].strip() if column < len(cells) else ""
            if text:
                yield Agreed(product, month, _quantity(text, name, line, month))


def _quantity(text: str, name: str, line: int, month: str) -> Decimal:
    plain = text.replace(",", "").replace("，", "") if _GROUPED.fullmatch(text) else text
    try:
        value = Decimal(plain)
        sound = value.is_finite() and 0 <= value < Decimal(10) ** 13
    except InvalidOperation:
        sound = False
    if not sound:
        raise BadInput("plan_bad_cell", file=name, line=line, column=month, value=text[:80])
    return value.quantize(_ONE)
