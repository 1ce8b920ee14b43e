"""Pages of long lists by keyset: the next page starts after the last row shown, so that the ten-thousandth costs as the first.

A list has a total order of several columns, the key last; a cursor is the values of these columns in the row at which the
page ends or begins. :func:`asked_page` reads it from a request and answers the rows with the links around them, for the
template part ``web/_cursor.html``; :func:`page_of` is the page alone.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest

from accede.kit.rendering import plain

AnyModel = TypeVar("AnyModel", bound=Model)
LONGEST = 600


class BadCursor(ValueError):
    """The place in the list cannot be understood; the list is shown from its start."""


@dataclass(frozen=True, slots=True)
class Page(Generic[AnyModel]):
    """The rows of one page, and the cursors of the next and of the one before; "" where there is none."""

    rows: list[AnyModel]
    next: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Shown(Generic[AnyModel]):
    """A page as a template shows it: its rows, and addresses that keep all else that was asked for; "" for none.

    ``problem`` is true where the place that was asked for could not be understood, so that the start is shown.
    """

    rows: list[AnyModel]
    first: str
    previous: str
    next: str
    problem: bool = False


def page_of(
    queryset: QuerySet[AnyModel], order: Sequence[str], *, size: int, after: str = "", before: str = ""
) -> Page[AnyModel]:
    """One page of *queryset* in *order* ("-starts", "id"; empty values last), in one query.

    It starts behind the cursor *after*, or ends in front of the cursor *before*. Raises :class:`BadCursor`.
    """
    terms = [(name.removeprefix("-"), name.startswith("-")) for name in order]
    back = bool(before) and not after
    ordered = queryset.order_by(*(_ordering(queryset.model, name, descending, back=back) for name, descending in terms))
    cursor = after or before
    if cursor:
        ordered = ordered.filter(_beyond(queryset.model, terms, _decode(cursor, len(terms)), back=back))
    found = list(ordered[: size + 1])
    more, rows = len(found) > size, found[:size]
    if back:
        rows.reverse()
    if not rows:
        return Page([], "")
    first, last = (_encode([_value(row, name) for name, _ in terms]) for row in (rows[0], rows[-1]))
    return Page(rows, last if more or back else "", first if (more if back else bool(after)) else "")


def asked_page(
    request: HttpRequest, queryset: QuerySet[AnyModel], order: Sequence[str], *, size: int, name: str = ""
) -> Shown[AnyModel]:
    """The page that the address asks for. *name* keeps several lists on one page apart."""
    key_after, key_before = (f"{key}-{name}" if name else key for key in ("after", "before"))
    after, before = request.GET.get(key_after, ""), request.GET.get(key_before, "")
    problem = False
    try:
        page = page_of(queryset, order, size=size, after=after, before=before)
    except BadCursor:
        problem, after, before = True, "", ""
        page = page_of(queryset, order, size=size)
    else:
        if not page.rows and (after or before):
            # The rows that stood there are gone; the start is better than nothing.
            after, before = "", ""
            page = page_of(queryset, order, size=size)

    def address(key: str, value: str) -> str:
        parameters = request.GET.copy()
        for other in (key_after, key_before, "form"):
            parameters.pop(other, None)
        if value:
            parameters[key] = value
        return f"?{parameters.urlencode()}"

    return Shown(
        rows=page.rows,
        first=address(key_after, "") if page.previous else "",
        previous=address(key_before, page.previous) if page.previous else "",
        next=address(key_after, page.next) if page.next else "",
        problem=problem,
    )


def _ordering(model: type[Model], name: str, descending: bool, *, back: bool) -> Any:
    if not _may_be_empty(model, name):
        # Said of a column that is never empty, "empty values last" would keep the database from its index.
        return F(name).desc() if descending != back else F(name).asc()
    if descending != back:
        return F(name).desc(nulls_first=True) if back else F(name).desc(nulls_last=True)
    return F(name).asc(nulls_first=True) if back else F(name).asc(nulls_last=True)


def _may_be_empty(model: type[Model], name: str) -> bool:
    try:
        return bool(getattr(model._meta.get_field(name), "null", True))
    except FieldDoesNotExist:
        return True  # reached over a relation


def _beyond(model: type[Model], terms: Sequence[tuple[str, bool]], values: Sequence[Any], *, back: bool) -> Q:
    condition = Q(pk__in=())
    equal = Q()
    for (name, descending), raw in zip(terms, values, strict=True):
        empty = Q(**{f"{name}__isnull": True})
        if raw is None:
            # Empty values come last: all others stand before one, and nothing behind but what differs in a later column.
            if back:
                condition |= equal & ~empty
            equal &= empty
            continue
        value = _typed(model, name, raw)
        beyond = Q(**{f"{name}__{'lt' if descending != back else 'gt'}": value})
        condition |= equal & (beyond if back else beyond | empty)
        equal &= Q(**{name: value})
    return condition


def _typed(model: type[Model], name: str, raw: Any) -> Any:
    """The value as its column holds it; what an outsider wrote into a cursor reaches the query only so."""
    current: Any = model
    *path, last = name.split("__")
    try:
        for part in path:
            current = current._meta.get_field(part).related_model
        field = current._meta.pk if last == "pk" else current._meta.get_field(last)
        value = field.to_python(raw)
    except (FieldDoesNotExist, ValidationError, TypeError, ValueError, AttributeError) as error:
        raise BadCursor("this place in the list cannot be understood") from error
    # What a database refuses: no text holds a NUL, and no number is without end.
    if (isinstance(value, str) and "\0" in value) or (isinstance(value, Decimal) and not value.is_finite()):
        raise BadCursor("this place in the list cannot be understood")
    return value


def _value(row: Any, name: str) -> Any:
    found = row
    for part in name.split("__"):
        found = getattr(found, part) if found is not None else None
    return found.pk if isinstance(found, Model) else found


def _encode(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values, default=plain)).decode().rstrip("=")


def _decode(text: str, length: int) -> list[Any]:
    try:
        if len(text) > LONGEST:
            raise ValueError
        values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error) as error:
        raise BadCursor("this place in the list cannot be understood") from error
    if not isinstance(values, list) or len(values) != length:
        raise BadCursor("this place in the list cannot be understood")
    if any(isinstance(value, list | dict) for value in values):
        raise BadCursor("this place in the list cannot be understood")
    return values
