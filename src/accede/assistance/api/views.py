"""Reading: lists, single records, who one is, and the desk."""

from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accede.accounts.models import Token
from accede.assistance.api import schemas
from accede.assistance.api.asking import RecordView
from accede.assistance.api.resources import RESOURCES
from accede.assistance.queries.desk import desk_of
from accede.kit.cursor import BadCursor, page_of

PAGE_SIZE, LARGEST_PAGE = 50, 500


class ListView(RecordView):
    """Records of one kind that one may see."""

    resource = ""

    def open_to_all(self) -> bool:
        """Whether the records are also given out without a key."""
        return RESOURCES[self.resource].open

    def get(self, request: Request) -> Response:
        """One page, the newest first; ``next`` is the cursor of the page after it."""
        it, actor = RESOURCES[self.resource], self.actor(request)
        chosen = it.filters(request.query_params)
        if not chosen.is_valid():
            raise ValidationError({name: [str(line) for line in lines] for name, lines in chosen.errors.items()})
        try:
            page = page_of(
                chosen.narrow(it.rows(actor)),
                it.order,
                size=_size(request),
                after=request.query_params.get("after", ""),
            )
        except BadCursor:
            raise ValidationError({"after": ["This is no cursor that was given out; start without it."]}) from None
        return Response({"results": [it.as_row(row, actor) for row in page.rows], "next": page.next})


class OneView(RecordView):
    """A record that one may see, with what belongs to it."""

    resource = ""

    def open_to_all(self) -> bool:
        """Whether the records are also given out without a key."""
        return RESOURCES[self.resource].open

    def get(self, request: Request, pk: str) -> Response:
        """The record; its groups of fields that one may not see are named under ``withheld``."""
        it, actor = RESOURCES[self.resource], self.actor(request)
        return Response(it.as_whole(found(it.rows(actor), pk), actor))


class MeView(RecordView):
    """Who asks."""

    @schemas.me
    def get(self, request: Request) -> Response:
        """The person behind the key or the session, the roles held, and what the key allows."""
        actor = self.actor(request)
        roles = [
            {
                "role": role.kind, "organisation": role.organisation, "state": role.state, "states": sorted(role.states),
                "programmes": sorted(role.programmes),
            }
            for role in actor.roles
        ]  # fmt: skip
        scopes = list(request.auth.scopes) if isinstance(request.auth, Token) else ["session"]
        return Response({"id": actor.person, "name": actor.name, "roles": roles, "scopes": scopes})


class DeskView(RecordView):
    """What waits for one."""

    @schemas.desk
    def get(self, request: Request) -> Response:
        """What is late, and what waits."""
        desk = desk_of(self.actor(request), now=timezone.now())
        return Response({"late": [asdict(it) for it in desk.late], "waiting": [asdict(it) for it in desk.waiting]})


def found(rows: Any, pk: str) -> Any:
    """The row of this key among those that one may see; 404 for any other, and for what is no key."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 16):
        raise Http404
    return get_object_or_404(rows, pk=int(pk))


def _size(request: Request) -> int:
    text = request.query_params.get("page_size", "") or str(PAGE_SIZE)
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= LARGEST_PAGE):
        raise ValidationError({"page_size": [f"Give a whole number from 1 to {LARGEST_PAGE}."]})
    return int(text)
