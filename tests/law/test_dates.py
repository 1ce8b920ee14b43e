"""Calendar arithmetic, and dates as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accede.law.dates import EARLIEST, LATEST, add_days, add_months, first_of_month_after, parse_date
from accede.law.errors import LawError

days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(st.dates(EARLIEST, LATEST))
def test_iso_dates_are_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f" {day.isoformat()}\n") == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "on: '' is not a date. Write it as YYYY-MM-DD, for example 2012-01-31."),
        ("2012", "on: '2012' is not a date. Write it as YYYY-MM-DD, for example 2012-01-31."),
        ("2012-1-31", "on: '2012-1-31' is not a date. Write it as YYYY-MM-DD, for example 2012-01-31."),
        ("31.01.2012", "on: '31.01.2012' is not a date. Write it as YYYY-MM-DD, for example 2012-01-31."),
        ("2012-01-31T00:00", "on: '2012-01-31T00:00' is not a date. Write it as YYYY-MM-DD, for example 2012-01-31."),
        ("2012-13-01", "on: '2012-13-01' is not a date: there is no month 13."),
        ("2012-00-01", "on: '2012-00-01' is not a date: there is no month 0."),
        ("2011-02-29", "on: '2011-02-29' is not a date: February 2011 has 28 days."),
        ("2012-04-31", "on: '2012-04-31' is not a date: April 2012 has 30 days."),
        ("2012-04-00", "on: '2012-04-00' is not a date: April 2012 has 30 days."),
        ("0000-01-01", "on: '0000-01-01' lies outside the years 1900 to 2199."),
        ("1899-12-31", "on: '1899-12-31' lies outside the years 1900 to 2199."),
        ("2200-01-01", "on: '2200-01-01' lies outside the years 1900 to 2199."),
    ],
)
def test_what_is_no_date_is_named_with_the_remedy(text: str, message: str) -> None:
    with pytest.raises(LawError) as caught:
        parse_date(text, field="on")
    assert str(caught.value) == message


def test_long_rubbish_is_cut_short() -> None:
    with pytest.raises(LawError) as caught:
        parse_date("9" * 10_000)
    assert len(str(caught.value)) < 150


@given(days, st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(days, st.integers(1, 14))
def test_first_of_a_later_month(day: date, months: int) -> None:
    found = first_of_month_after(day, months=months)
    assert found.day == 1
    assert found == add_months(day.replace(day=1), months) > day


@given(days, st.integers(0, 1000))
def test_days_later(day: date, number: int) -> None:
    assert (add_days(day, number) - day).days == number
