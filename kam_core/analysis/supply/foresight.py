"""The way to an outlook: forecast all series once, place their stock, and let the two meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from kam_core.analysis.demand.festival import shift_of
from kam_core.analysis.demand.forecast import Demand, Method, Settings, forecast
from kam_core.analysis.demand.history import By, History, history, usual_measure
from kam_core.analysis.demand.season import seasonal_index
from kam_core.analysis.exact import Flags, Texts, texts
from kam_core.analysis.months import YEAR, between
from kam_core.analysis.scope import Scope
from kam_core.analysis.supply.agreement import with_agreed
from kam_core.analysis.supply.cover import BACK, backward_cover, forward_cover, forward_cover_days
from kam_core.analysis.supply.demand_path import DemandPath, Floats, Receipts
from kam_core.analysis.supply.demand_source import demand_history
from kam_core.analysis.supply.excess import outruns, overstock
from kam_core.analysis.supply.lead_times import LeadTimes, lead_times, supply_times
from kam_core.analysis.supply.member_stock import members_of, on_the_oldest_day, past_with_members, with_members
from kam_core.analysis.supply.order_by import ClosedDays, order_dates
from kam_core.analysis.supply.outlook import Outlook
from kam_core.analysis.supply.past_stock import LastSpell, past_stock
from kam_core.analysis.supply.peak import gap, next_peak, peak_need
from kam_core.analysis.supply.positions import positions
from kam_core.analysis.supply.projection import roll_forward, run_out
from kam_core.analysis.supply.safety import MONTH, safety_stock
from kam_core.analysis.supply.settings import SupplySettings
from kam_core.analysis.supply.status import statuses
from kam_core.schema import Measure
from kam_core.store.dataset import Dataset
from kam_core.store.decided import Decided

FESTIVE = 0.25  # of an ordinary month's sales, added by the weeks before the festival: a season
COVER_DAYS = 91  # days to come that a report's cover is compared over


def last_known_day(dataset: Dataset) -> date | None:
    """The last day of the data, at the latest the import day: where an outlook begins unless told otherwise."""
    last = dataset.manifest.account.last_day
    return min(last, dataset.manifest.today) if last else None


def outlook(
    dataset: Dataset,
    scope: Scope,
    settings: SupplySettings | None = None,
    decided: Sequence[Decided] = (),
) -> Outlook:
    """The outlook of every customer x product in scope. The scope's measure and period are not looked at: demand is in
    quantity where the file has one, and a season needs all months.

    decided: what was agreed for peaks and for months, the latest last: it takes the place of their forecast.
    Raises BadScope and Mixed as `history` does.
    """
    settings = settings or SupplySettings()
    dataset = dataset.merged(scope.groups)
    scope = replace(scope, measure=usual_measure(dataset))
    delivered = history(dataset, scope, By.BOTH, settings.as_of or last_known_day(dataset))
    as_of = delivered.as_of
    day = np.datetime64(as_of, "D")
    found = positions(dataset, delivered, as_of)
    past = past_stock(dataset, delivered, found.rows, as_of, scope.units) if found.tell_of_the_past else None
    members = members_of(dataset, scope, delivered)
    if members:
        decided = members.agreed(decided)
        theirs = positions(dataset.apart, members.history, as_of)
        found = with_members(found, theirs, members)
        if past:
            spells = past_stock(dataset.apart, members.history, theirs.rows, as_of, scope.units)
            past = past_with_members(past, spells, members)
    sold, sources = demand_history(delivered, past, settings.source)
    horizon = settings.horizon + max(between(sold.next_month, f"{as_of:%Y-%m}") - 1, 0)
    demand = forecast(sold, horizon, Settings(lunar=settings.lunar))
    peak = next_peak(_index(demand), day, settings.peak)
    path, said = with_agreed(_path(sold, demand), peak, sold, decided)
    regions = _regions(dataset, sold.customers)
    times = supply_times(dataset)
    lead = lead_times(settings, times, sold.products, regions, found.lead_time)
    known = Receipts(found.coming.series, _dated(found.coming, lead, day), found.coming.quantity)
    on_hand = on_the_oldest_day(found, theirs, members, path) if members else found.on_hand
    standing = roll_forward(on_hand, found.day, path, day, known)
    safety = safety_stock(demand.sigma, lead.months, settings.service_level)
    dry = run_out(standing.on_hand, path, day, standing.coming)
    closed = times.closed if settings.closed_days else ClosedDays()
    dates = order_dates(dry, day, lead.production, lead.transport, closed)
    column, gone = path.places(np.asarray([day]))
    cover = forward_cover(standing.on_hand, path.monthly[:, max(column[0], 0) :], float(np.nan_to_num(gone[0])))
    until = (np.datetime64(as_of) + round(settings.limits.cover * MONTH)).astype("datetime64[D]")
    told = demand.methods != Method.NONE
    return Outlook(
        scope=scope,
        settings=settings,
        as_of=as_of,
        customers=sold.customers,
        products=sold.products,
        customer_names=sold.customer_names,
        product_names=sold.product_names,
        categories=sold.categories,
        units=sold.units,
        regions=regions,
        on_hand=standing.on_hand,
        reported=found.day,
        age=standing.age,
        in_transit=standing.coming.arriving(sold.n, day, np.datetime64("9999-12-31", "D")),
        cover_months=cover,
        cover_days=forward_cover_days(standing.on_hand, path, day),
        backward_months=backward_cover(standing.on_hand, sold.values[:, -BACK:]),
        run_out=dry,
        peak=peak,
        peak_need=peak_need(path, peak),
        gap=gap(path, peak, day, standing.on_hand, standing.coming.arriving(sold.n, day, peak.ends), safety),
        safety=safety,
        order_by=dates.order_by,
        ship_by=dates.ship_by,
        days_left=dates.days_left,
        closed=dates.closed,
        status=statuses(standing.on_hand, told, dates.days_left, cover, peak.found, settings.limits),
        overstock=overstock(standing.on_hand, path.between(day, until), safety),
        outruns=_outruns(path, past.last) if past else np.zeros(sold.n, np.bool_),
        lost=past.lost if past else np.zeros(sold.n),
        price=_prices(dataset, delivered, as_of),
        sources=sources,
        history_months=len(delivered.months) - delivered.since,
        lead=lead,
        times=times,
        positions=found,
        past=past,
        standing=standing,
        coming=standing.coming,
        path=path,
        sell_in=_delivered(delivered, day),
        demand=demand,
        said=said,
    )


def _path(sold: History, demand: Demand) -> DemandPath:
    first = sold.months[0] if sold.months else demand.months[0]
    return DemandPath(first, np.concatenate([np.maximum(sold.values, 0.0), demand.forecast], axis=1))


def _index(demand: Demand) -> Floats:
    """(n, 12) the seasonal index of a series that has a season, of its own or of its product in all; else NaN.

    Where the festival is followed, a product that sells for it has a season too, whichever month it falls in.
    """
    past = demand.history
    if not past.months or not past.n:
        return np.full((past.n, YEAR), np.nan)
    names, product = np.unique(past.products.astype(str), return_inverse=True)
    order = np.argsort(product, kind="stable")
    sums = np.add.reduceat(past.values[order], np.searchsorted(product[order], np.arange(len(names))), axis=0)
    whole = seasonal_index(sums, int(past.months[0][5:]) - 1)
    by_product = whole.found
    if demand.settings.lunar:
        by_product = by_product | (shift_of(sums, past.months, np.arange(len(names))).beta > FESTIVE)
    found = (demand.seasonal | by_product[product]) & (demand.methods != Method.NONE)
    return np.where(found[:, None], demand.index, np.nan)


def _delivered(delivered: History, day: np.datetime64) -> DemandPath:
    """Deliveries by month; what came since the last complete month is a part of its month: the whole at that pace."""
    values, so_far = np.maximum(delivered.values, 0.0), np.maximum(delivered.so_far, 0.0)
    month = np.datetime64(delivered.next_month, "M")
    begins, ends = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    gone = int((min(day + 1, ends) - begins).astype(np.int64))
    whole = so_far * (int((ends - begins).astype(np.int64)) / gone) if gone > 0 else so_far * 0.0
    first = delivered.months[0] if delivered.months else delivered.next_month
    return DemandPath(first, np.concatenate([values, whole[:, None]], axis=1))


def _dated(coming: Receipts, lead: LeadTimes, day: np.datetime64) -> np.typing.NDArray[np.datetime64]:
    """Goods without a day of arrival take the transport days from as_of on."""
    return np.where(np.isnat(coming.day), day + lead.transport[coming.series], coming.day)


def _regions(dataset: Dataset, customers: Texts) -> Texts:
    table = dataset.ask("account_regions")
    of = dict(zip(texts(table["customer"]).tolist(), texts(table["region"]).tolist()))
    found = np.empty(len(customers), object)
    found[:] = [of.get(customer, "") for customer in customers]
    return found


def _prices(dataset: Dataset, delivered: History, as_of: date) -> Floats:
    """(n,) money a unit in the last year, where the pair has none that of its product. In money: 1."""
    if delivered.measure is not Measure.QUANTITY:
        return np.ones(delivered.n)
    if Measure.AMOUNT.value not in dataset.manifest.account.measures:
        return np.full(delivered.n, np.nan)
    table = dataset.ask("average_prices", after=as_of - timedelta(days=365), as_of=as_of)
    customers, products, prices, means = (column.to_pylist() for column in table.columns)
    price, usual = dict(zip(zip(customers, products), prices)), dict(zip(products, means))
    pairs = zip(delivered.customers.tolist(), delivered.products.tolist())
    found = (price.get(pair, usual.get(pair[1], np.nan)) for pair in pairs)
    return np.fromiter(found, np.float64, delivered.n)


def _outruns(path: DemandPath, last: LastSpell) -> Flags:
    """Cover from one report to the next, each over the demand of the three months after it."""

    def cover(stock: Floats, on: np.typing.NDArray[np.datetime64]) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.isnat(on), np.nan, stock / path.between(on, on + COVER_DAYS))

    return outruns(cover(last.opening, last.before), cover(last.closing, last.on), last.sell_in, last.sold)
