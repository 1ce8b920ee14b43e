"""JSON for the API, written by orjson: several times faster than the standard library on long lists."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer


def plain(value: object) -> object:
    """What orjson cannot write by itself: translated text as text, decimals as text so that no digit is lost."""
    if isinstance(value, Promise | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


class JSONRenderer(BaseRenderer):
    """Compact UTF-8 JSON; keys keep their order."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=plain, option=orjson.OPT_NON_STR_KEYS)
