"""The date of a page: read, refused, carried on."""

from datetime import date

import pytest
from django.test import RequestFactory, override_settings
from django.utils import timezone, translation

from accede.kit.on import AsOf, BadQuestion, asked_date
from accede.kit.wording import fill, in_english, localised, reader

TODAY = date(2026, 11, 25)


def test_without_a_date_it_is_today_in_the_sites_time_zone() -> None:
    with override_settings(TIME_ZONE="Pacific/Kiritimati"), timezone.override("Pacific/Kiritimati"):
        asked = asked_date(RequestFactory().get("/"))
        assert asked == AsOf(timezone.localdate(), timezone.localdate())
    assert asked.suffix == ""


def test_a_date_is_kept_in_links() -> None:
    asked = asked_date(RequestFactory().get("/", {"on": "2012-01-01"}))
    assert asked.on == date(2012, 1, 1)
    assert asked.suffix == "?on=2012-01-01"
    assert asked.address("/matrix/", region="Africa", theme="") == "/matrix/?region=Africa&on=2012-01-01"


def test_today_is_not_written_into_links() -> None:
    assert AsOf(TODAY, TODAY).address("/matrix/", region="Africa") == "/matrix/?region=Africa"
    assert AsOf(TODAY, TODAY).address("/matrix/") == "/matrix/"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("31/12/2012", "Write it as YYYY-MM-DD"),
        ("2011-02-29", "February 2011 has 28 days"),
        ("2011-13-01", "there is no month 13"),
        ("1850-01-01", "outside the years 1900 to 2199"),
        ("yesterday", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(given: str, says: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        asked_date(RequestFactory().get("/", {"on": given}))
    assert caught.value.field == "on"
    assert caught.value.given == given
    assert says in caught.value.detail


def test_a_long_answer_is_not_repeated_whole() -> None:
    with pytest.raises(BadQuestion) as caught:
        asked_date(RequestFactory().get("/", {"on": "9" * 5000}))
    assert len(caught.value.given) == 60
    assert len(caught.value.detail) < 200


def test_the_future_is_known_as_such() -> None:
    assert AsOf(date(2030, 1, 1), TODAY, given=True).future
    assert not AsOf(TODAY, TODAY).future


def test_dates_are_said_in_the_language() -> None:
    with translation.override("en"):
        assert localised(date(2012, 1, 31)) == "31 January 2012"
    with translation.override("ar"):
        assert localised(date(2012, 1, 31)) == "31 يناير 2012"
    assert localised(None) == ""


def test_english_is_marked_in_other_languages_only() -> None:
    with translation.override("en"):
        assert in_english("Tokyo & others") == "Tokyo &amp; others"
    with translation.override("ar"):
        assert in_english("Tokyo") == '<bdi lang="en" dir="ltr">Tokyo</bdi>'
        assert in_english("") == ""


def test_a_sentence_escapes_its_parts_and_keeps_what_is_marked() -> None:
    with translation.override("ar"):
        marked = reader().english("<b>")
    assert fill("%(a)s: %(b)s, 100%%", {"a": "<script>", "b": marked}) == (
        '&lt;script&gt;: <bdi lang="en" dir="ltr">&lt;b&gt;</bdi>, 100%'
    )
