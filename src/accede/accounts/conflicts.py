"""Telling two people who edited the same record of each other: both versions, side by side, and a choice."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.encoding import force_str

from accede.accounts.changing import Conflict


@dataclass(frozen=True, slots=True)
class Differing:
    """One field that the two wrote differently."""

    label: str
    theirs: object
    mine: object


@dataclass(frozen=True, slots=True)
class Told:
    """What the page shows of a conflict (``web/_conflict.html``)."""

    changed_at: object
    rows: tuple[Differing, ...]


def tell(conflict: Conflict, form: forms.BaseForm) -> Told:
    """The two versions; *form* is moved on to the version that stands, so that sending it again keeps what was written.

    The form carries the version that was read in its field ``seen``.
    """
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix("seen")] = str(conflict.current.version)
    form.data = data
    rows = []
    for name in conflict.fields:
        field = form.fields.get(name)
        label = field.label if field is not None and field.label else name.replace("_", " ")
        rows.append(Differing(force_str(label), getattr(conflict.current, name), conflict.given[name]))
    return Told(conflict.current.changed_at, tuple(rows))
