"""Lists of records: filtered by rights and by the reader's choice, sorted, in cursor pages, and taken away as a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accede.accounts.forms import Styled
from accede.accounts.rights import Actor
from accede.kit.cursor import asked_page
from accede.kit.tables import CONTENT_TYPES, Heading, Table, Twin, twin_response
from accede.treaties.places import place_choices

PAGE_SIZE = 50
#: A file holds no more rows than this; a longer list is narrowed by its filters.
LONGEST_EXPORT = 20_000


@dataclass(frozen=True)
class Column:
    """A column: its value, the address that it leads to, and the columns of the database that sort by it ("" for none)."""

    key: str
    label: str | Promise
    value: Callable[[Any], object]
    href: Callable[[Any], str] | None = None
    order: tuple[str, ...] = ()
    css: Callable[[Any], str] | None = None


class Filters(Styled):
    """The reader's choice, read from the address; what cannot be understood is told and leaves the list as it was."""

    #: The columns in which the words are sought, and what else must be equal: the field of this form, and the column.
    WORDS: ClassVar[tuple[str, ...]] = ()
    EQUAL: ClassVar[Mapping[str, str]] = {}

    q = forms.CharField(required=False, max_length=80)

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply what was chosen."""
        given = self.given
        if "q" in given and self.WORDS:
            condition = Q()
            for column in self.WORDS:
                condition |= Q(**{f"{column}__icontains": given["q"]})
            queryset = queryset.filter(condition)
        equal = {column: given[name] for name, column in self.EQUAL.items() if name in given}
        return queryset.filter(**equal) if equal else queryset

    @property
    def given(self) -> dict[str, Any]:
        """The valid values that were given."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [], False)}


class StateFilters(Filters):
    """Filters of records of States."""

    EQUAL: ClassVar[Mapping[str, str]] = {"state": "participant", "status": "status"}

    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [("", "—"), *place_choices(samples=True)]


@dataclass(frozen=True)
class Cell:
    """What the template shows in one place."""

    text: object
    href: str
    css: str


@dataclass(frozen=True)
class Row:
    """One record: its cells, and whether it is part of the sample."""

    cells: tuple[Cell, ...]
    record: Any


def list_page(
    request: HttpRequest, actor: Actor, *, queryset: QuerySet[Any], columns: Sequence[Column], default: str,
    filters: type[Filters], title: str, name: str, empty: str, template: str = "accounts/list.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Answer a list. *queryset* holds what the actor may see; *default* is the key of the column it is sorted by at first."""
    chosen = filters(request.GET)
    narrowed = chosen.narrow(queryset) if chosen.is_valid() else queryset
    by_key = {column.key: column for column in columns if column.order}
    sorted_by = by_key.get(request.GET.get("sort", "")) or by_key[default]
    descending = request.GET.get("order") == "desc"
    order = _turned(sorted_by.order) if descending else sorted_by.order
    form = request.GET.get("form", "")
    if form in CONTENT_TYPES:
        return _export(narrowed.order_by(*order), columns, name=name, form=form)
    page = asked_page(request, narrowed, order, size=PAGE_SIZE)
    shown = {
        "title": title, "filters": chosen, "actor": actor, "page": page, "empty": empty,
        "headings": [_heading(column, request, current=column is sorted_by, descending=descending) for column in columns],
        "rows": [Row(tuple(_cell(column, record) for column in columns), record) for record in page.rows],
        "files": [(kind.upper(), _address(request, form=kind)) for kind in ("csv", "xlsx", "json")],
        "filtered": bool(chosen.is_valid() and chosen.given),
        **(context or {}),
    }  # fmt: skip
    return render(request, template, shown)


def _cell(column: Column, record: Model) -> Cell:
    return Cell(
        column.value(record), column.href(record) if column.href else "", column.css(record) if column.css else ""
    )


def _turned(order: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order)


def _address(request: HttpRequest, **values: str) -> str:
    """This list with *values* in the address, from its start."""
    parameters = request.GET.copy()
    for key in ("form", "after", "before"):
        parameters.pop(key, None)
    for key, value in values.items():
        if value:
            parameters[key] = value
        else:
            parameters.pop(key, None)
    return f"?{parameters.urlencode()}"


def _heading(column: Column, request: HttpRequest, *, current: bool, descending: bool) -> Heading:
    label = force_str(column.label)
    if not column.order:
        return Heading(column.key, label, "")
    href = _address(request, sort=column.key, order="asc" if descending or not current else "desc")
    return Heading(column.key, label, href, ("descending" if descending else "ascending") if current else "")


def _export(queryset: QuerySet[Any], columns: Sequence[Column], *, name: str, form: str) -> HttpResponse:
    rows = plain_rows(queryset, columns)
    keys = [column.key for column in columns]
    table = Table(keys, rows, name)
    return twin_response(Twin([dict(zip(keys, row, strict=True)) for row in rows], lambda: [table], name), form)


def plain_rows(queryset: QuerySet[Any], columns: Sequence[Column]) -> list[list[object]]:
    """The values of the columns, row by row, as a file takes them away."""
    return [[_plain(column.value(record)) for column in columns] for record in queryset[:LONGEST_EXPORT]]


def _plain(value: object) -> object:
    return force_str(value) if isinstance(value, Promise) else value
