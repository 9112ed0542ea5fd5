"""What a file became, held against the truth about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from kam_core.errors import KamError
from kam_core.ingest.recipe import Upload
from kam_core.schema import State
from kam_core.store import Store
from kam_core.store.importing import Outcome, import_files
from kam_core.store.principal import HOUSE
from tests.erp import disturbances as dis
from tests.erp.deals import NOBODY
from tests.erp.generator import Made

TODAY = date(2025, 7, 10)
#: Notices that only tell how the file was read; every other one is a warning.
TELLS = {"remembered_mapping", "filled_down", "double_rows", "encoding_guessed", "perhaps_nobody", "rounded"}


@dataclass(frozen=True)
class Verdict:
    """exact: each customer and day to the cent. unasked: without a question. warned: something was said about it."""

    made: Made
    exact: bool
    unasked: bool
    totals_agree: bool
    counted: bool  # the counts of rows are those of the truth
    warned: tuple[str, ...]
    wrong: Decimal  # share of the money that stands with the wrong customer
    why: str

    @property
    def mapped(self) -> bool:
        return self.exact and self.unasked and self.totals_agree

    @property
    def silent(self) -> bool:
        """Wrong by more than a thousandth, and nothing said."""
        return self.wrong > Decimal("0.001") and not self.warned


def judge(made: Made, store: Store, job: Path) -> Verdict:
    """Import the file as a user's first upload, with everything left to the product."""
    upload = [Upload(made.path.name, made.path)]
    try:
        outcome = import_files(store, upload, principal=HOUSE, today=TODAY, sure_only=True, keep=False, job=job)
    except KamError as error:  # a refusal is a way to fail without lying; any other exception is a defect
        return Verdict(made, False, False, False, False, ("refused",), Decimal(1), f"{type(error).__name__}: {error}")
    warned = _warnings(outcome)
    folder = outcome.dataset.folder if outcome.dataset else job / "tables"
    if outcome.account is None:
        about = ", ".join(q.about for q in outcome.questions)
        return Verdict(made, False, False, False, False, warned, Decimal(1), f"asks {about}")
    found = _found(folder / "lines.parquet", made)
    truth = made.truth
    customers = _by_customer(found)
    if (
        dis.SHARED not in made.disturbed
    ):  # a customer known by its name instead of its code has the right money all the same
        customers = {(truth.codes.get(key[0], key[0]),): value for key, value in customers.items()}
    keys = customers.keys() | truth.customers.keys()
    off = sum((abs(customers.get(k, Decimal(0)) - truth.customers.get(k, Decimal(0))) for k in keys), Decimal(0))
    wrong = off / sum(abs(v) for v in truth.customers.values())
    exact = {k: v for k, v in found.items() if v} == {k: v for k, v in truth.days.items() if v}
    totals = outcome.account.totals
    agree = all(t.agrees for t in totals) and (bool(totals) or not truth.stated)
    return Verdict(
        made, exact, outcome.status == "published", agree, _counted(outcome, made), warned, wrong,
        "; ".join(_reasons(outcome, found, made, agree)),
    )  # fmt: skip


def _found(path: Path, made: Made) -> dict[tuple[tuple[str, ...], date], Decimal]:
    """Customer x day -> money, of the accepted lines; keys as the truth has them."""
    columns = ["state", "customer", "organisation", "date", "amount"]
    rows = pq.read_table(path, columns=columns).to_pylist()
    shared = dis.SHARED in made.disturbed
    nobodies = {*NOBODY["zh"], *NOBODY["en"]}
    codes = {key[-1] for key in made.truth.customers}
    found: dict[tuple[tuple[str, ...], date], Decimal] = defaultdict(Decimal)
    firms: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        who = row["customer"]
        if row["state"] != State.ACCEPTED or who in nobodies or _is_nobody(who, made):
            continue
        firms[who].add(row["organisation"])
        key = (row["organisation"], next((c for c in codes if c in who), who)) if shared else (who,)
        found[key, row["date"]] += row["amount"] or Decimal(0)
    if shared and any(len(organisations) > 1 for organisations in firms.values()):
        return {(("two firms taken for one",), date.min): Decimal(1)}
    return dict(found)


def _is_nobody(who: str, made: Made) -> bool:
    """The codes 920 and 945 are nobody's."""
    return dis.NOBODY in made.disturbed and who.endswith(("920", "945")) and (who,) not in made.truth.customers


def _by_customer(found: dict[tuple[tuple[str, ...], date], Decimal]) -> dict[tuple[str, ...], Decimal]:
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for (key, _), value in found.items():
        sums[key] += value
    return sums


def _counted(outcome: Outcome, made: Made) -> bool:
    account, truth = outcome.account, made.truth
    if account is None:
        return False
    taken = account.tallies[State.ACCEPTED].rows + account.tallies[State.UNASSIGNED].rows
    return account.read == truth.read and taken == truth.accepted + truth.nobody_rows


def _warnings(outcome: Outcome) -> tuple[str, ...]:
    said = [f"asks {q.about}" for q in outcome.questions]
    said += [n.code for n in outcome.notices if n.code not in TELLS]
    if outcome.account is not None:
        said += [n.code for n in outcome.account.notices if n.code not in TELLS]
        said += ["total differs"] * any(not t.agrees for t in outcome.account.totals)
        said += ["rejected"] * bool(outcome.account.tallies[State.REJECTED].rows)
    return tuple(dict.fromkeys(said))


def _reasons(
    outcome: Outcome, found: dict[tuple[tuple[str, ...], date], Decimal], made: Made, agree: bool
) -> list[str]:
    """What to look at first when this file fails."""
    truth, account = made.truth, outcome.account
    assert account is not None
    said = [f"asks {q.about} {q.candidates}" for q in outcome.questions]
    got, want = sum(found.values(), Decimal(0)), truth.total - truth.nobody
    if found != truth.days:
        if got != want:
            said.append(f"money {got} instead of {want}")
        elif set(_by_customer(found)) != set(truth.customers):
            said.append(f"customers such as {sorted(set(_by_customer(found)) - set(truth.customers))[:2]}")
        elif {d for _, d in found} != {d for _, d in truth.days}:
            said.append(f"days such as {sorted({str(d) for _, d in found} - {str(d) for _, d in truth.days})[:2]}")
        else:
            said.append("money with the wrong customer or day")
    if not agree:
        said.append("totals " + ", ".join(f"{t.stated}/{t.read}" for t in account.totals if not t.agrees)[:80])
    if not _counted(outcome, made):
        rows = {state.value: tally.rows for state, tally in account.tallies.items()}
        want_rows = f"read {truth.read}, lines {truth.accepted}, void {truth.void}, totals {truth.totals}"
        said.append(f"rows {account.read} {rows} instead of {want_rows}")
    return said
