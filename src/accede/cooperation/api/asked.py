"""Reading the parameters of a question; each fault is answered with status 400 under the name of its parameter."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accede.law.amendments import Bound
from accede.law.basis import Kind
from accede.law.errors import LawError
from accede.law.participants import Participants

KINDS = [it.value for it in Kind]
ANSWERS = [it.value for it in Bound]
KIND = OpenApiParameter("kind", str, enum=KINDS, default=Kind.EXTRADITION.value, description="What is asked for.")


def state_parameter(name: str, words: str, *, required: bool = False) -> OpenApiParameter:
    """A parameter that names a State by its code."""
    return OpenApiParameter(name, str, required=required, description=f"{words}: a three-letter code, for example KEN.")


@contextmanager
def refused(name: str) -> Iterator[None]:
    """An error of the law inside is a fault of the parameter *name*."""
    try:
        yield
    except LawError as error:
        raise ValidationError({name: [str(error)]}) from error


def text(request: Request, name: str, *, required: bool = False, longest: int = 200) -> str:
    """The parameter as it stands."""
    value = request.query_params.get(name, "").strip()
    if required and not value:
        raise ValidationError({name: ["This parameter is needed."]})
    if len(value) > longest:
        raise ValidationError({name: [f"{len(value):,} characters are more than {longest:,}."]})
    return value


def one_of(request: Request, name: str, choices: Collection[str], *, default: str = "") -> str:
    """One of the words that the parameter allows."""
    value = text(request, name) or default
    if value and value not in choices:
        raise ValidationError({name: [f"'{value[:40]}' is none of {', '.join(choices)}."]})
    return value


def kind(request: Request) -> Kind:
    """Extradition, where nothing else is said."""
    return Kind(one_of(request, "kind", KINDS, default=Kind.EXTRADITION.value))


def bound(request: Request, name: str) -> Bound | None:
    """Yes, no or unknown; None where nothing is said."""
    value = one_of(request, name, ANSWERS)
    return Bound(value) if value else None


def state(request: Request, name: str, participants: Participants, *, required: bool = False) -> str:
    """The code of a participant; empty where none is named."""
    value = text(request, name, required=required)
    if not value:
        return ""
    with refused(name):
        return participants[value].code


def whole_number(request: Request, name: str, *, least: int, most: int, default: int) -> int:
    """A whole number within bounds."""
    value = text(request, name, longest=20)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ValidationError({name: [f"'{value}' is not a whole number from {least} to {most}."]})
    return int(value)
