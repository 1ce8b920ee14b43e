"""What all end points of this room share: who asks, what a refusal looks like, and reading what was sent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from rest_framework import status
from rest_framework.exceptions import APIException, NotAuthenticated, NotFound, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from accede.accounts.changing import Conflict
from accede.accounts.models import Token
from accede.accounts.rights import Actor, Denied
from accede.accounts.tokens import AUTHENTICATION, api_actor
from accede.assistance.steps import Blocked
from accede.kit.rendering import plain


class Changed(APIException):
    """Somebody else has changed the record in the meantime: both versions are answered, and nothing was written."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "changed"


class RecordView(APIView):
    """Base of the end points: only for those who show a key or have a session, and never kept by a cache."""

    authentication_classes = AUTHENTICATION

    def open_to_all(self) -> bool:
        """Whether it answers without a key too, with what is public."""
        return False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody comes in without a key or a session, but where everyone may."""
        super().initial(request, *args, **kwargs)
        if self.open_to_all():
            return
        if request.user is None or not getattr(request.user, "is_authenticated", False):
            raise NotAuthenticated(
                "Show a key: Authorization: Bearer acc_… Make one under My account, Keys to the API."
            )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What a person may see is for that person."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def actor(self, request: Request) -> Actor:
        """Who asks."""
        return api_actor(request)


@contextmanager
def told(request: Request) -> Iterator[None]:
    """Turn what the rules of this room raise inside into answers: 404, 403, 400 by field, or 409 with both versions."""
    try:
        yield
    except Denied as denied:
        if denied.hidden:
            raise NotFound from denied
        if isinstance(request.auth, Token) and "write" not in request.auth.scopes:
            raise PermissionDenied(
                "This key reads only; it lacks the scope “write”. Make a key that writes."
            ) from denied
        raise PermissionDenied(f"Your roles do not allow “{denied.verb}” here.") from denied
    except Blocked as blocked:
        faults: dict[str, list[str]] = {}
        for problem in blocked.problems:
            faults.setdefault(problem.field or problem.check, []).append(problem.message)
        raise ValidationError(faults) from blocked
    except Conflict as conflict:
        fields = {
            name: {"stored": _text(getattr(conflict.current, name)), "given": _text(conflict.given[name])}
            for name in conflict.fields
        }
        said = "Somebody else has changed it in the meantime; nothing was written. Read it again."
        both: Any = {"detail": said, "version": conflict.current.version, "fields": fields}
        raise Changed(both) from conflict


def _text(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | list | dict):
        return value
    return plain(value) if isinstance(value, Decimal) else str(value)


def sent(request: Request) -> Mapping[str, Any]:
    """The body, which has to be an object."""
    if not isinstance(request.data, Mapping):
        raise ValidationError({"detail": ["Send a JSON object."]})
    return request.data


def text_of(body: Mapping[str, Any], name: str, *, needed: bool = False, longest: int = 20_000) -> str:
    """A text that was sent."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise ValidationError({name: ["This is a text."]})
    if needed and not value.strip():
        raise ValidationError({name: ["This is needed."]})
    if len(value) > longest:
        raise ValidationError({name: [f"{len(value):,} characters are more than {longest:,}."]})
    return value


def number_of(body: Mapping[str, Any], name: str) -> int:
    """A whole number that was sent, such as the version that was read."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValidationError({name: ["This is needed, as a whole number from 0."]})
    return value


def decimal_of(body: Mapping[str, Any], name: str, *, needed: bool = True) -> Decimal | None:
    """An exact number, sent as a text or a number."""
    value = body.get(name)
    if value in (None, "") and not needed:
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite() or abs(found) >= Decimal(10) ** 12:
        raise ValidationError({name: ["This is needed, as a number with at most twelve digits before the point."]})
    return found


def day_of(body: Mapping[str, Any], name: str) -> date:
    """A day, as YYYY-MM-DD."""
    value = body.get(name)
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValidationError({name: ["This is needed, as a day: YYYY-MM-DD."]}) from None
