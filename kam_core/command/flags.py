"""The words each command takes. What they mean is decided in wishes.py."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from kam_core.command import alert_flags
from kam_core.command.language import LANGUAGES
from kam_core.command.store_flags import add_store_commands
from kam_core.errors import BadInput
from kam_core.side_schema import SIDE_TABLES

TABLES = ("sales", *SIDE_TABLES)
ALLOCATION_RULES = ("proportional", "equal-run-out", "key-first", "key-first-floor")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput("bad_usage", why=message, command=self.prog)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command and its flags; `run` is what carries it out. Raises BadInput for words that are not understood."""
    return _parser().parse_args(words)


def _parser() -> argparse.ArgumentParser:
    whole = _Parser(prog="python -m kam_core", description="Key accounts from any sales file.", allow_abbrev=False)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    imports = commands.add_parser("import", help="keep a sales file as a dataset", allow_abbrev=False)
    imports.add_argument("files", nargs="+", metavar="FILE", type=Path)
    imports.add_argument("--name", help="what the dataset is called")
    imports.add_argument("--dataset", metavar="ID", help="import as the next version of this dataset")
    _understanding(imports)
    imports.add_argument("--stock-date", metavar="DATE", type=_day, help="the day of a stock file that holds none")
    imports.add_argument("--stock-of", metavar="CUSTOMER", help="whose a stock file is that names none; '' = our own")
    imports.add_argument("--replace", action="store_true", help="with --table: earlier rows of that table do not stay")
    _common(imports)
    imports.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)  # stop where something is open
    imports.add_argument("--job", type=Path, help=argparse.SUPPRESS)  # keep the records here, answer as a machine
    imports.add_argument("--names", type=Path, help=argparse.SUPPRESS)  # JSON: the files' own names, in order
    imports.add_argument("--recipe", type=Path, help=argparse.SUPPRESS)  # JSON: as corrected on the screen
    imports.set_defaults(run=_lazily("imports"))

    pareto = commands.add_parser("pareto", help="rank the customers and draw the cut", allow_abbrev=False)
    pareto.add_argument("source", metavar="SOURCE", help="a sales file, or a dataset's id")
    _cut(pareto)
    pareto.add_argument("--accounts", action="store_true", help="list every key account")
    _run(pareto, "pareto")

    account = commands.add_parser("account", help="all about one customer", allow_abbrev=False)
    account.add_argument("source", metavar="SOURCE", help="a sales file, or a dataset's id")
    account.add_argument("customer", metavar="CUSTOMER", help="its id, or its whole name")
    _outlook(account)
    _cut(account)
    _run(account, "account")

    movement = commands.add_parser("movement", help="who entered the key accounts and who left", allow_abbrev=False)
    movement.add_argument("source", metavar="SOURCE", help="a sales file, or a dataset's id")
    movement.add_argument("--before", required=True, metavar="YYYY-MM:YYYY-MM", help="the period before")
    movement.add_argument("--after", required=True, metavar="YYYY-MM:YYYY-MM", help="the period after")
    _rule(movement)
    _measured(movement)
    _run(movement, "movement", first=None, last=None)

    demand = commands.add_parser("demand", help="forecast the months to come, with their season", allow_abbrev=False)
    demand.add_argument("source", metavar="SOURCE", help="a sales file, or a dataset's id")
    demand.add_argument("--as-of", type=_day, metavar="DATE", help="the last day that counts (usual: of the data)")
    demand.add_argument("--by", choices=("customer", "product", "customer,product"), default="customer,product")
    demand.add_argument("--horizon", type=int, default=6, metavar="MONTHS", help="how many months ahead (usual: 6)")
    demand.add_argument("--measure", choices=("quantity", "amount"), help="usual: quantity, where the file has one")
    demand.add_argument("--lunar", action="store_true", help="align January and February to Chinese New Year")
    _filters(demand)
    _run(demand, "demand", first=None, last=None)

    supply = commands.add_parser("supply", help="who runs dry before the peak, and when to order", allow_abbrev=False)
    supply.add_argument("source", metavar="SOURCE", help="a sales file, or a dataset's id")
    _outlook(supply)
    _cut(supply)
    _run(supply, "supply")

    allocate = commands.add_parser("allocate", help="share out what is not enough for all", allow_abbrev=False)
    allocate.add_argument(
        "source", metavar="SOURCE", help="sales, or a table: customer, daily_demand, on_hand and, if wanted, key"
    )
    allocate.add_argument("--available", metavar="N", help="what there is (of sales, usual: what can be made in time)")
    allocate.add_argument("--rule", choices=ALLOCATION_RULES, default=ALLOCATION_RULES[0])
    allocate.add_argument("--case", metavar="N", help="give whole cases of N only")
    allocate.add_argument("--days", metavar="N", help="the need: so many days (usual: to the peak's end; no limit)")
    allocate.add_argument("--floor", metavar="SHARE", help="key-first-floor: the part of its need everybody gets first")
    allocate.add_argument("--out", type=Path, metavar="FILE", help="of sales: write the split as .xlsx or .csv")
    _outlook(allocate)
    _cut(allocate)
    _run(allocate, "allocate")

    alert_flags.command(commands, _outlook, _cut, _understanding, _common).set_defaults(run=_lazily("alerts"))
    concentration = commands.add_parser("concentration", help="whom the firm depends on", allow_abbrev=False)
    concentration.add_argument("source", metavar="SOURCE", help="a sales file, or a dataset's id")
    _scope(concentration)
    _run(concentration, "concentration")

    report = commands.add_parser("report", help="write a view as HTML, Excel and CSV", allow_abbrev=False)
    report.add_argument("source", metavar="SOURCE", help="a sales file, or a dataset's id")
    report.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write into")
    report.add_argument("--page", choices=("pareto", "supply"), default="pareto", help="which page (usual: pareto)")
    report.add_argument("--sheets", action="store_true", help="a visit sheet of every key account too")
    report.add_argument("--pdf", action="store_true", help="the HTML files as PDF too, where Chromium is installed")
    _outlook(report)
    _cut(report)
    _run(report, "report")

    add_store_commands(commands.add_parser)
    return whole


def _outlook(command: argparse.ArgumentParser) -> None:
    """The stock beside the sales, and what looking ahead assumes."""
    command.add_argument("--inventory", type=Path, metavar="FILE", help="a stock file, for this call only")
    command.add_argument("--as-of", type=_day, metavar="DATE", help="the day looked from (usual: the last of the data)")
    command.add_argument("--service-level", metavar="S%%", help="of the safety stock (usual: 95%%)")
    command.add_argument("--lead-time", metavar="DAYS", help="production and transport (usual: as the data says)")
    command.add_argument("--peak", metavar="INDEX", help="seasonal index from which a month is peak (usual: 1.2)")
    command.add_argument("--lunar", action="store_true", help="align January and February to Chinese New Year")
    command.add_argument(
        "--open-all-days", action="store_true", help="as if production and transport never stood still"
    )
    command.add_argument("--horizon", metavar="MONTHS", help="how far the forecast reaches (usual: 15)")
    command.add_argument(
        "--demand", choices=("sell-out", "implied", "sell-in"), help="made of (usual: the best there is)"
    )


def _cut(command: argparse.ArgumentParser) -> None:
    """The cut and the scope it is drawn on."""
    _rule(command)
    _scope(command)


def _rule(command: argparse.ArgumentParser) -> None:
    rules = command.add_mutually_exclusive_group()
    rules.add_argument("--top", metavar="P%%", help="the first P %% of the customers (usual: 20%%)")
    rules.add_argument("--reach", metavar="S%%", help="the fewest customers that bring S %% of sales")
    rules.add_argument("--count", metavar="N", help="the first N customers")
    rules.add_argument("--at-least", metavar="X", help="every customer with at least X")


def _scope(command: argparse.ArgumentParser) -> None:
    """What is looked at."""
    _measured(command)
    command.add_argument("--from", dest="first", metavar="YYYY-MM")
    command.add_argument("--to", dest="last", metavar="YYYY-MM")


def _measured(command: argparse.ArgumentParser) -> None:
    """What is looked at, whatever the months."""
    command.add_argument("--measure", choices=("amount", "quantity", "profit"), default="amount")
    _filters(command)


def _filters(command: argparse.ArgumentParser) -> None:
    command.add_argument("--region", action="append", default=[], metavar="R")
    command.add_argument("--product", action="append", default=[], metavar="P")
    command.add_argument("--category", action="append", default=[], metavar="C")
    command.add_argument(
        "--unit", action="append", default=[], metavar="U", help="volumes in different units are not added"
    )
    command.add_argument("--currency", action="append", default=[], metavar="C", help="nor are different currencies")
    command.add_argument("--groups", type=Path, metavar="FILE", help="customer, group: those of a group count as one")


def _understanding(command: argparse.ArgumentParser) -> None:
    command.add_argument("--table", choices=TABLES, help="what the file holds (usual: sales)")
    command.add_argument("--sheet", metavar="S", help="the worksheet to read")
    command.add_argument("--no-header", action="store_true", help="the first row is data already")
    command.add_argument("--map", action="append", default=[], metavar="role=Column", dest="maps")
    command.add_argument("--dates", choices=("day-first", "month-first"), help="how 03/04/2025 is meant")


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--owner", metavar="WHO", help="whose it is; otherwise the house's, seen by all")
    command.add_argument("--json", action="store_true", help="answer in JSON")
    command.add_argument("--lang", choices=LANGUAGES, help="the language of sentences")
    command.add_argument("--progress-json", type=Path, help=argparse.SUPPRESS)
    command.add_argument("--today", type=_day, default=None, help=argparse.SUPPRESS)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day (YYYY-MM-DD)") from error


def _run(command: argparse.ArgumentParser, room: str, **defaults: object) -> None:
    """The last of a command that reads SOURCE: how a file is understood, how it answers, what carries it out."""
    _understanding(command)
    _common(command)
    command.set_defaults(run=_lazily(room), **defaults)


def _lazily(command: str) -> Callable[[argparse.Namespace], int | None]:
    """The command of that name, loaded when it is run: a call starts fast. What it returns is the exit, None is 0."""

    def run(asked: argparse.Namespace) -> int | None:
        return import_module(f"kam_core.command.{command}").run(asked)  # type: ignore[no-any-return]

    return run
