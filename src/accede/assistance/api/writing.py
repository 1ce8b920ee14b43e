"""Writing: drafts of requests, steps, nominations, readings. A key needs the scope "write"; the rules are those of pages."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accede.accounts.rights import Actor
from accede.assistance.api import schemas
from accede.assistance.api.asking import RecordView, day_of, decimal_of, number_of, sent, text_of, told
from accede.assistance.api.resources import RESOURCES
from accede.assistance.api.views import ListView, OneView, found
from accede.assistance.domain import activities, assessments, requests, results, training
from accede.assistance.forms.requests import RequestForm
from accede.assistance.models import Call, Indicator
from accede.assistance.queries.plans import plans_for
from accede.treaties.places import place_choices

Step = Callable[[Any, Mapping[str, Any], Actor], Any]


class RequestsView(ListView):
    """Requests; and a new draft."""

    resource = "requests"

    @schemas.create_request
    def post(self, request: Request) -> Response:
        """Begin a draft for a State, as its focal point: ``state``, and any of the fields of a request."""
        body, actor = sent(request), self.actor(request)
        state = text_of(body, "state", needed=True, longest=3)
        if state not in dict(place_choices(samples=True)):
            raise ValidationError({"state": ["This is no code of a State."]})
        with told(request):
            made = requests.create(participant=state, values=_written(body), by=actor, now=timezone.now())
        return Response(RESOURCES["requests"].as_whole(made, actor), status=201)


class RequestView(OneView):
    """A request; and writing into it."""

    resource = "requests"

    @schemas.edit_request
    def patch(self, request: Request, pk: str) -> Response:
        """Write fields of a draft; ``version`` is the one that was read."""
        it, actor, body = RESOURCES["requests"], self.actor(request), sent(request)
        record, seen = found(it.rows(actor), pk), number_of(body, "version")
        with told(request):
            requests.edit(record, _written(body), by=actor, now=timezone.now(), seen=seen)
        return Response(it.as_whole(found(it.rows(actor), pk), actor))


class StepView(RecordView):
    """Taking a step with a record."""

    resource = ""

    def post(self, request: Request, pk: str) -> Response:
        """Take the step that is named; ``version`` is the one that was read, ``why`` the reason where one is needed."""
        it, actor, body = RESOURCES[self.resource], self.actor(request), sent(request)
        record = found(it.rows(actor), pk)
        text_of(body, "step", needed=True, longest=40)
        text_of(body, "why", longest=5_000)
        with told(request):
            done = _STEPS[self.resource](record, {"why": "", **body, "seen": number_of(body, "version")}, actor)
        still = it.rows(actor).filter(pk=done.pk).first()
        return Response(it.as_whole(still, actor) if still is not None else {"id": done.pk, "withheld": ["basics"]})


class NominationsView(ListView):
    """Nominations; and a new one."""

    resource = "nominations"

    @schemas.nominate
    def post(self, request: Request) -> Response:
        """Nominate one's own ``trainee`` for an ``activity``, with a ``reason``."""
        body, actor = sent(request), self.actor(request)
        activity = found(RESOURCES["activities"].rows(actor), str(number_of(body, "activity")))
        who = found(RESOURCES["trainees"].rows(actor), str(number_of(body, "trainee")))
        call = Call.objects.filter(activity=activity, archived_at__isnull=True).first()
        if call is None:
            raise ValidationError({"activity": ["There is no call for nominations to it."]})
        with told(request):
            made = training.nominate(call, who, reason=text_of(body, "reason"), by=actor, now=timezone.now())
        it = RESOURCES["nominations"]
        return Response(it.as_whole(found(it.rows(actor), str(made.pk)), actor), status=201)


class AcceptanceView(RecordView):
    """Why a plan is not accepted by a key."""

    @schemas.accept
    def post(self, request: Request, pk: str) -> Response:
        """A plan is signed by a person who has just confirmed who they are: on its page, never by a key."""
        found(plans_for(self.actor(request)), pk)
        raise PermissionDenied(f"A plan is accepted on its page, by a person who confirms who they are: /plans/{pk}/")


class ReadingsView(RecordView):
    """Readings of an indicator."""

    @schemas.read_indicator
    def post(self, request: Request, pk: str) -> Response:
        """Note what the indicator shows ``on`` a day: ``numerator``, ``denominator`` where it is a share, and ``source``."""
        body, actor = sent(request), self.actor(request)
        mine = Indicator.objects.filter(archived_at__isnull=True, plan__in=plans_for(actor))
        indicator = found(mine.select_related("plan"), pk)
        numerator = decimal_of(body, "numerator") or Decimal(0)
        with told(request):
            made = results.read_indicator(
                indicator, on=day_of(body, "on"), numerator=numerator,
                denominator=decimal_of(body, "denominator", needed=False), source=text_of(body, "source", longest=300),
                by=actor, now=timezone.now(),
            )  # fmt: skip
        answer = {"on": made.on, "numerator": made.numerator, "denominator": made.denominator, "source": made.source}
        return Response(answer, status=201)


def _written(body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request that were sent, checked by the form of the page; others are refused by name."""
    given = {name: value for name, value in body.items() if name not in ("state", "version")}
    unknown = sorted(set(given) - set(requests.WRITTEN))
    if unknown:
        raise ValidationError({name: ["A request has no such field that can be written."] for name in unknown})
    form = RequestForm(given)
    for name in given:
        if name in form.fields and isinstance(given[name], bool | dict):
            raise ValidationError({name: ["This is a text, or a list of texts."]})
    if not form.is_valid():
        raise ValidationError({name: [str(line) for line in lines] for name, lines in form.errors.items()})
    return {name: form.cleaned_data[name] for name in given if name in form.cleaned_data}


def _nomination_step(record: Any, body: Mapping[str, Any], by: Actor) -> Any:
    now = timezone.now()
    if body["step"] == "withdraw":
        return training.withdraw(record, by=by, now=now, seen=body["seen"])
    return training.decide(record, str(body["step"]), reason=body["why"], by=by, now=now)


def _moved(move: Callable[..., Any]) -> Step:
    return lambda record, body, by: move(
        record, str(body["step"]), by=by, now=timezone.now(), why=body["why"], seen=body["seen"]
    )


_STEPS: Mapping[str, Step] = {
    "requests": _moved(requests.move),
    "assessments": _moved(assessments.move),
    "activities": _moved(activities.move),
    "nominations": _nomination_step,
}
