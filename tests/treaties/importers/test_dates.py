"""Dates as depositaries print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accede.treaties.importers.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    NoDate,
    find_as_at,
    read_dated,
)

DAYS = st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31))
LETTERS = st.sampled_from(["", "a", "A", "AA", "d", "c", "s"])


@given(DAYS, LETTERS, st.sampled_from(["%d %b %Y", "%d %B %Y", "%-d %b %Y", "%-d %B %Y", "%Y-%m-%d", "%-d %b. %Y"]))
def test_every_date_that_is_printed_is_read_back(day: date, letter: str, form: str) -> None:
    printed = day.strftime(form)
    assert read_dated(f"{printed} {letter}".strip()) == (day, letter)
    assert read_dated(f"{printed} ({letter})" if letter else printed) == (day, letter)


@given(DAYS, st.sampled_from(["/", "-", "."]))
def test_figures_are_read_day_first_where_that_is_said_or_certain(day: date, separator: str) -> None:
    printed = day.strftime(f"%d{separator}%m{separator}%Y")
    assert read_dated(printed, day_first=True).date == day
    if day.day > 12 or day.day == day.month:
        assert read_dated(printed).date == day
    else:
        with pytest.raises(NoDate, match="day or the month first"):
            read_dated(printed)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_fault_and_nothing_else(text: str) -> None:
    try:
        found = read_dated(text)
    except NoDate as error:
        assert str(error)  # noqa: PT017 -- both ways out are right; what must not happen is a third
    else:
        assert found.date is None or FIRST_YEAR <= found.date.year <= LAST_YEAR


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "—", "--", "01/01/1900", "1 Jan 1900", "1900-01-01"])
def test_signs_for_no_date(text: str) -> None:
    assert read_dated(text) == (None, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31 Feb 2003", "February 2003 has 28 days"),
        ("29/02/2011", "February 2011 has 28 days"),
        ("12 Foo 2003", "no month 'Foo'"),
        ("04/25/2012", "month first"),
        ("03/04/2012", "day or the month first"),
        ("24 Sep 03", "outside the years"),
        ("24/09/03", "four figures"),
        ("24 Sep 1796", "outside the years"),
        ("2003", "not a date"),
        ("September 2003", "not a date"),
        ("24 Sep 2003 withdrawn by notification", "not understood"),
        ("[30 Aug 2011]", "not a date"),
        ("24 Sep 2003 25 Sep 2004", "not understood"),
    ],
)
def test_what_is_no_date_says_why(text: str, reason: str) -> None:
    with pytest.raises(NoDate, match=reason):
        read_dated(text)


def test_letters_and_marks_after_a_date() -> None:
    day = date(2003, 9, 24)
    assert read_dated("24 Sep 2003 a 3") == (day, "a")
    assert read_dated("24 Sep 2003 (a)(12)") == (day, "a")
    assert read_dated("24 Sep 2003(*)") == (day, "")
    assert read_dated("24 Sept. 2003 AA [2]") == (day, "AA")


def test_the_date_of_a_list() -> None:
    assert find_as_at("Status : STATUS AS AT : 10-07-2014 05:02:31 EDT") == date(2014, 7, 10)
    assert find_as_at("Status List as of 1 September 1995") == date(1995, 9, 1)
    assert find_as_at("Last change of status: 4 May 2022") == date(2022, 5, 4)
    assert find_as_at("as at 31 December of each year") is None
    assert find_as_at("nothing of the kind, on board 3 ships") is None
