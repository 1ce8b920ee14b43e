"""Pages by keyset: every row once, forwards and backwards, whatever is empty; and no cursor of an outsider's does harm."""

import base64
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.assistance.making import activity_in

from accede.assistance.models import Activity
from accede.kit.cursor import BadCursor, asked_page, page_of

pytestmark = pytest.mark.django_db

ORDERS: list[tuple[str, ...]] = [
    ("starts", "id"), ("-starts", "-id"), ("-starts", "budget", "id"), ("title", "-id"), ("officer__name", "id"),
    ("changed_at", "id"), ("-id",),
]  # fmt: skip


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def some(number: int = 11) -> None:
    for index in range(number):
        it = activity_in(
            starts=date(2026, 1, 1 + index % 3) if index % 4 else None,
            budget=None if index % 5 == 0 else index % 3,
            title=["", "zebra", "Éire", "zebra", "alpha"][index % 5] or "x",
        )
        Activity.objects.filter(pk=it.pk).update(
            changed_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=index % 4)
        )


def ordered(order: tuple[str, ...]) -> list[int]:
    """All rows as one long page, which the database sorts by itself."""
    return [it.pk for it in page_of(Activity.objects.all(), order, size=1000).rows]


@pytest.mark.parametrize("order", ORDERS, ids="_".join)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_every_row_once_forwards_and_back(order: tuple[str, ...], size: int) -> None:
    some()
    expected = ordered(order)
    page = page_of(Activity.objects.all(), order, size=size)
    assert page.previous == ""
    pages = [page]
    while page.next:
        page = page_of(Activity.objects.all(), order, size=size, after=page.next)
        pages.append(page)
    assert [it.pk for page in pages for it in page.rows] == expected
    back = [pages[-1]]
    while back[0].previous:
        back.insert(0, page_of(Activity.objects.all(), order, size=size, before=back[0].previous))
    assert [[it.pk for it in page.rows] for page in back] == [[it.pk for it in page.rows] for page in pages]
    assert [page.next for page in back] == [page.next for page in pages]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 3))), st.one_of(st.none(), st.integers(0, 2))),
        max_size=8,
    ),
    descending=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    size=st.integers(1, 3),
)  # fmt: skip
def test_any_mixture_of_empty_values(
    rows: list[tuple[date | None, int | None]], descending: tuple[bool, bool, bool], size: int
) -> None:
    Activity.objects.all()._raw_delete("default")
    for starts, budget in rows:
        Activity.objects.create(
            reference=f"A-{Activity.objects.count()}", title="x", kind="workshop", scope="global", starts=starts, budget=budget,
            status_since=datetime(2026, 1, 1, tzinfo=UTC), created_at=datetime(2026, 1, 1, tzinfo=UTC),
            changed_at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
    names = ("starts", "budget", "id")
    order = tuple(f"-{name}" if down else name for name, down in zip(names, descending, strict=True))
    seen: list[int] = []
    after = ""
    while True:
        page = page_of(Activity.objects.all(), order, size=size, after=after)
        seen += [it.pk for it in page.rows]
        after = page.next
        if not after:
            break
    assert seen == ordered(order)


def test_a_page_is_one_query_and_no_page_counts(django_assert_num_queries: Any) -> None:
    some(7)
    first = page_of(Activity.objects.all(), ("starts", "id"), size=2)
    with django_assert_num_queries(1):
        page_of(Activity.objects.all(), ("starts", "id"), size=2, after=first.next)


@pytest.mark.parametrize(
    "bad",
    [
        "x", "W10", "e30", "ü", "=", "A" * 700, cursor("a", "b"), cursor([], 1), cursor({}, 1), cursor(1), cursor("2026-01-01"),
        cursor("2026-13-01", 1), cursor("2026-01-01", "1 OR 1=1"), cursor(True, "x"),
    ],
)  # fmt: skip
def test_what_is_no_cursor_is_told(bad: str) -> None:
    some(3)
    with pytest.raises(BadCursor):
        page_of(Activity.objects.all(), ("-starts", "-id"), size=2, after=bad)


@pytest.mark.parametrize(
    ("order", "values"),
    [
        (("title", "id"), ("a\0b", 1)), (("budget", "id"), ("NaN", 1)), (("budget", "id"), ("Infinity", 1)),
        (("changed_at", "id"), ("2026-02-30T00:00:00Z", 1)), (("changed_at", "id"), (5, 1)),
    ],
)  # fmt: skip
def test_what_a_database_refuses_is_told(order: tuple[str, ...], values: tuple[Any, ...]) -> None:
    with pytest.raises(BadCursor):
        page_of(Activity.objects.all(), order, size=2, after=cursor(*values))


@pytest.mark.parametrize("number", [2**63, str(-(2**63) - 1), 2**64 - 1, "9" * 300])
def test_a_key_beyond_all_keys_is_no_error(number: Any) -> None:
    some(3)
    for key in ("after", "before"):
        page_of(Activity.objects.all(), ("title", "id"), size=2, **{key: cursor("x", number)})


def test_links_keep_what_was_asked_for_and_a_bad_place_is_told() -> None:
    some(5)
    ask = RequestFactory()
    order = ("-id",)
    page = asked_page(ask.get("/?state=XAA&form=x"), Activity.objects.all(), order, size=2)
    assert (page.first, page.previous, page.problem) == ("", "", False)
    assert page.next.startswith("?state=XAA&after=")
    second = asked_page(ask.get(f"/{page.next}"), Activity.objects.all(), order, size=2)
    assert second.first == "?state=XAA"
    back = asked_page(ask.get(f"/{second.previous}"), Activity.objects.all(), order, size=2)
    assert [it.pk for it in back.rows] == [it.pk for it in page.rows]
    assert back.next == page.next
    bad = asked_page(ask.get("/?after=nonsense"), Activity.objects.all(), order, size=2)
    assert bad.problem
    assert [it.pk for it in bad.rows] == [it.pk for it in page.rows]


def test_two_lists_on_a_page_do_not_disturb_each_other() -> None:
    some(5)
    ask = RequestFactory()
    left = asked_page(ask.get("/"), Activity.objects.all(), ("-id",), size=2, name="left")
    assert left.next.startswith("?after-left=")
    right = asked_page(ask.get(f"/{left.next}"), Activity.objects.all(), ("-id",), size=2, name="right")
    assert [it.pk for it in right.rows] == [it.pk for it in left.rows]


def test_rows_that_are_gone_lead_back_to_the_start() -> None:
    some(3)
    ask = RequestFactory()
    page = asked_page(ask.get("/?after=" + cursor(0)), Activity.objects.all(), ("-id",), size=2)
    assert len(page.rows) == 2
