"""Pages of long lists by keyset: the next page starts after the last row shown, so that the ten-thousandth costs as the first.

A list has a total order of several columns, the key last; a cursor is the values of these columns in the last row.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Model, Q, QuerySet

from accede.kit.rendering import plain

AnyModel = TypeVar("AnyModel", bound=Model)
LONGEST = 600


class BadCursor(ValueError):
    """The place in the list cannot be understood; the list is shown from its start."""


@dataclass(frozen=True, slots=True)
class Page(Generic[AnyModel]):
    """The rows of one page, and the cursor of the next; "" at the end."""

    rows: list[AnyModel]
    next: str


def page_of(queryset: QuerySet[AnyModel], order: Sequence[str], *, size: int, after: str = "") -> Page[AnyModel]:
    """One page of *queryset* in *order* ("-starts", "id"; empty values last), in one query.

    Raises :class:`BadCursor`.
    """
    terms = [(name.removeprefix("-"), name.startswith("-")) for name in order]
    ordered = queryset.order_by(
        *(F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True) for name, descending in terms)
    )
    if after:
        ordered = ordered.filter(_beyond(queryset.model, terms, _decode(after, len(terms))))
    found = list(ordered[: size + 1])
    rows = found[:size]
    return Page(rows, _encode([_value(rows[-1], name) for name, _ in terms]) if len(found) > size else "")


def _beyond(model: type[Model], terms: Sequence[tuple[str, bool]], values: Sequence[Any]) -> Q:
    condition = Q(pk__in=())
    equal = Q()
    for (name, descending), raw in zip(terms, values, strict=True):
        if raw is None:
            # Empty values come last: nothing is beyond one but what differs in a later column.
            equal &= Q(**{f"{name}__isnull": True})
            continue
        value = _typed(model, name, raw)
        beyond = Q(**{f"{name}__{'lt' if descending else 'gt'}": value}) | Q(**{f"{name}__isnull": True})
        condition |= equal & beyond
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
        return field.to_python(raw)
    except (FieldDoesNotExist, ValidationError, TypeError, ValueError, AttributeError) as error:
        raise BadCursor("this place in the list cannot be understood") from error


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
