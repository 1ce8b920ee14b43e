"""What the OpenAPI document says of the records: their fields are those of the table of rights (``rights/fields.csv``)."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from accede.treaties.api.schemas import FaultSchema

_NUMBER = OpenApiTypes.INT

REFUSED = {
    400: OpenApiResponse(OpenApiTypes.OBJECT, description="Something sent cannot be used; by field, what to do."),
    401: OpenApiResponse(FaultSchema, description="No key, or one that is unknown, revoked or has run out."),
    403: OpenApiResponse(FaultSchema, description="The roles, or the key, do not allow it."),
    404: OpenApiResponse(FaultSchema, description="There is no such record, or one may not know of it."),
    409: OpenApiResponse(OpenApiTypes.OBJECT, description="Changed by somebody else; both versions, nothing written."),
}
_RECORD = OpenApiTypes.OBJECT


def _page(name: str) -> Any:
    fields: dict[str, Any] = {
        "results": serializers.ListField(child=serializers.DictField()),
        "next": serializers.CharField(allow_blank=True),
    }
    return inline_serializer(f"{name.capitalize()}Page", fields)


def _refusals(*codes: int) -> dict[int, OpenApiResponse]:
    return {code: REFUSED[code] for code in codes}


def listing(name: str, filters: dict[str, Any]) -> Callable[[Any], Any]:
    """A list, with what it can be narrowed by."""
    parameters = [
        OpenApiParameter(key, str, description=str(it.label or "Words to find.")) for key, it in filters.items()
    ]
    parameters += [
        OpenApiParameter("after", str, description="The cursor of a page."),
        OpenApiParameter("page_size", _NUMBER),
    ]
    return extend_schema(
        operation_id=f"list_{name}", parameters=parameters, responses={200: _page(name), **_refusals(400, 401)}
    )


def one(name: str) -> Callable[[Any], Any]:
    """A single record."""
    return extend_schema(operation_id=f"read_{name}", responses={200: _RECORD, **_refusals(401, 404)})


def step(name: str, *, decisions: str) -> Callable[[Any], Any]:
    """Taking a step."""
    fields: dict[str, Any] = {
        "step": serializers.CharField(help_text=decisions), "version": serializers.IntegerField(min_value=0),
        "why": serializers.CharField(required=False, allow_blank=True),
    }  # fmt: skip
    return extend_schema(
        operation_id=f"step_{name}", request=inline_serializer(f"{name.capitalize()}Step", fields),
        responses={200: _RECORD, **_refusals(400, 401, 403, 404, 409)},
    )  # fmt: skip


me = extend_schema(operation_id="me", responses={200: _RECORD, **_refusals(401)})
desk = extend_schema(operation_id="desk", responses={200: _RECORD, **_refusals(401)})
create_request = extend_schema(
    operation_id="create_request", request=_RECORD, responses={201: _RECORD, **_refusals(400, 401, 403, 404)}
)
edit_request = extend_schema(
    operation_id="edit_request", request=_RECORD, responses={200: _RECORD, **_refusals(400, 401, 403, 404, 409)}
)
nominate = extend_schema(
    operation_id="nominate",
    request=inline_serializer(
        "NewNomination",
        {
            "activity": serializers.IntegerField(min_value=0), "trainee": serializers.IntegerField(min_value=0),
            "reason": serializers.CharField(required=False, allow_blank=True),
        },
    ),
    responses={201: _RECORD, **_refusals(400, 401, 403, 404)},
)  # fmt: skip
accept = extend_schema(operation_id="accept_plan", request=None, responses=_refusals(401, 403, 404))
read_indicator = extend_schema(
    operation_id="read_indicator",
    request=inline_serializer(
        "NewReading",
        {
            "on": serializers.DateField(), "numerator": serializers.DecimalField(max_digits=14, decimal_places=2),
            "denominator": serializers.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True),
            "source": serializers.CharField(max_length=300),
        },
    ),
    responses={201: _RECORD, **_refusals(400, 401, 403, 404)},
)  # fmt: skip
