"""Complete months, as docs/words.md defines them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kam_core.store.calendar import last_complete_month, month_end, usual_gap


def days(first: str, last: str, *, weekdays: bool = False) -> list[date]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    found = []
    while day <= end:
        if not weekdays or day.weekday() < 5:
            found.append(day)
        day += timedelta(1)
    return found


def test_a_month_with_later_data_is_complete() -> None:
    assert last_complete_month(days("2025-01-01", "2025-03-10"), date(2025, 3, 10)) == "2025-02"


def test_the_month_of_the_import_is_not_complete() -> None:
    assert last_complete_month(days("2025-01-01", "2025-03-31"), date(2025, 3, 31)) == "2025-02"


def test_a_month_sold_to_its_end_is_complete_the_day_after() -> None:
    assert last_complete_month(days("2025-01-01", "2025-03-31"), date(2025, 4, 1)) == "2025-03"


def test_an_export_of_the_26th_is_not_complete_even_months_later() -> None:
    assert last_complete_month(days("2024-01-01", "2025-12-26"), date(2026, 6, 1)) == "2025-11"


def test_a_weekend_at_the_end_is_no_silence_for_a_firm_that_rests_on_weekends() -> None:
    sold = days("2025-01-01", "2025-08-29", weekdays=True)  # 30 and 31 August 2025 are a weekend
    assert last_complete_month(sold, date(2025, 9, 5)) == "2025-08"
    assert last_complete_month(days("2025-01-01", "2025-08-29"), date(2025, 9, 5)) == "2025-07"


def test_dates_that_are_all_the_first_of_a_month_know_months_only() -> None:
    monthly = [date(2025, month, 1) for month in range(1, 13)]
    assert last_complete_month(monthly, date(2026, 1, 1)) == "2025-12"
    assert last_complete_month(monthly, date(2025, 12, 31)) == "2025-11"
    assert last_complete_month(monthly, date(2025, 6, 15)) == "2025-05"


def test_the_future_completes_nothing() -> None:
    sold = [*days("2025-01-01", "2025-03-10"), date(2035, 6, 6)]
    assert last_complete_month(sold, date(2025, 3, 15)) == "2025-02"
    assert last_complete_month([date(2035, 6, 6)], date(2025, 3, 15)) is None


def test_nothing_and_a_first_month_still_open_have_none() -> None:
    assert last_complete_month([], date(2025, 3, 15)) is None
    assert last_complete_month([date(2025, 3, 2), date(2025, 3, 3)], date(2025, 3, 15)) is None


def test_a_silent_month_before_the_present_one_is_complete() -> None:
    sold = [*days("2025-01-01", "2025-01-20"), date(2025, 3, 3)]
    assert last_complete_month(sold, date(2025, 3, 15)) == "2025-02"


def test_the_usual_gap_is_the_95th_percentile_by_nearest_rank() -> None:
    assert usual_gap(days("2025-01-01", "2025-03-31", weekdays=True)) == 3
    assert usual_gap([date(2025, 1, 1)]) == 1
    nineteen_single = days("2025-01-01", "2025-01-20")
    assert usual_gap([*nineteen_single, date(2025, 2, 20)]) == 1  # one long gap of twenty is not usual
    assert usual_gap([*nineteen_single[-3:], date(2025, 2, 20)]) == 31


@given(st.lists(st.dates(), max_size=40), st.dates())
def test_a_complete_month_is_over_and_not_before_the_data(sold: list[date], today: date) -> None:
    found = last_complete_month(sold, today)
    if found is not None:
        day = date(int(found[:4]), int(found[5:]), 1)
        assert month_end(day) < today
        assert min(sold).replace(day=1) <= day <= max(sold)
