"""What may happen to a request (operative paragraph 3: assistance "upon request")."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts import changing, trail
from accede.accounts.models import Organisation, OrganisationKind, Person, RoleKind
from accede.accounts.rights import Actor, Subject, demand, may
from accede.assistance.models import Circulation, Message, Request
from accede.assistance.models.requests import Met, RequestStatus
from accede.assistance.models.themes import Channel
from accede.assistance.numbering import next_reference
from accede.assistance.steps import Blocked, Problem, Step, take
from accede.assistance.subjects import REQUESTS
from accede.assistance.waiting import ACKNOWLEDGE_WITHIN, one_year_after, working_days_after
from accede.treaties.models import Participant

#: What a focal point, a contributor and the offline form write.
WRITTEN = (
    "title", "themes", "instruments", "obligations", "situation", "wanted", "summary", "needed_by", "audience", "language",
    "contact_name", "contact_email",
)  # fmt: skip
#: Groups of fields that the table of rights opens on their own.
_GROUPS = {"confidential": ("situation", "wanted"), "personal": ("contact_name", "contact_email")}
_OPEN = frozenset({"submitted", "acknowledged", "clarification", "accepted", "referred"})


def says_what_is_wanted(request: Request) -> Iterator[Problem]:
    """A request that cannot be worked on is not submitted."""
    if not request.title.strip():
        yield Problem("title", gettext("Give the request a title."), "title")
    if not request.wanted.strip():
        yield Problem("wanted", gettext("Say what help is wanted."), "wanted")
    if not (request.themes or request.instruments or request.obligations):
        yield Problem("themes", gettext("Choose a theme, an instrument or an obligation that it is about."), "themes")


def names_a_contact(request: Request) -> Iterator[Problem]:
    """The Office must know whom to answer."""
    if not (request.contact_name.strip() and request.contact_email.strip()):
        yield Problem("contact", gettext("Name a contact in the State, with an e-mail address."), "contact_email")


def has_a_body(request: Request) -> Iterator[Problem]:
    """Authenticated: it comes from a body of the State that it speaks for."""
    body = request.organisation
    if body is None or body.participant_id != request.participant_id or body.kind != OrganisationKind.STATE:
        yield Problem("organisation", gettext("Name the body of the State that asks."), "organisation")


def has_an_officer(request: Request) -> Iterator[Problem]:
    """Somebody answers for it."""
    if request.officer_id is None:
        yield Problem("officer", gettext("Assign a programme officer first."), "officer")


def names_a_referee(request: Request) -> Iterator[Problem]:
    """A referral goes to somebody."""
    if request.referred_to_id is None:
        yield Problem(
            "referred_to", gettext("Choose the organisation to which the request is referred."), "referred_to"
        )


def has_an_answer(request: Request) -> Iterator[Problem]:
    """Only the State's own answer closes a request."""
    if not request.met:
        yield Problem("met", gettext("Answer whether the request was met."), "met")


SUBMIT = Step[Request](
    "submit", _("Submit the request"), frozenset({"draft"}), "submitted", "submit",
    (says_what_is_wanted, names_a_contact, has_a_body),
)  # fmt: skip
ACKNOWLEDGE = Step[Request](
    "acknowledge", _("Acknowledge receipt"), frozenset({"submitted"}), "acknowledged", "acknowledge"
)
ASK = Step[Request](
    "ask", _("Ask for clarification"), frozenset({"acknowledged"}), "clarification", "ask", needs_reason=True
)
ANSWER = Step[Request](
    "answer", _("Answer the question"), frozenset({"clarification"}), "acknowledged", "answer", needs_reason=True
)
ACCEPT = Step[Request](
    "accept", _("Accept the request"), frozenset({"acknowledged"}), "accepted", "decide", (has_an_officer,)
)
REFER = Step[Request](
    "refer", _("Refer it to others"), frozenset({"acknowledged", "accepted"}), "referred", "decide", (names_a_referee,),
    needs_reason=True,
)  # fmt: skip
DECLINE = Step[Request](
    "decline", _("Decline it"), frozenset({"acknowledged"}), "declined", "decide", needs_reason=True
)
CLOSE = Step[Request](
    "close", _("Close the request"), frozenset({"accepted", "referred"}), "closed", "close", (has_an_answer,)
)
WITHDRAW = Step[Request](
    "withdraw", _("Withdraw the request"), frozenset({"draft", *_OPEN}), "withdrawn", "withdraw", needs_reason=True
)
#: Those that a page offers as buttons; refer and close have forms of their own.
STEPS = (SUBMIT, ACKNOWLEDGE, ASK, ANSWER, ACCEPT, DECLINE, WITHDRAW)
#: Steps whose reason is a message to the other side.
_SAID = frozenset({"ask", "answer"})
_BY_NAME = {step.name: step for step in (*STEPS, REFER, CLOSE)}


def create(
    *, participant: str, values: Mapping[str, Any], by: Actor, now: datetime, channel: str = Channel.BROWSER
) -> Request:
    """A draft of a State, made by its focal point. Raises ``Denied``."""
    demand(by, "create", Subject(record=Request.KIND, status="draft", states=frozenset([participant])))
    own = [role.organisation for role in by.roles if role.state == participant]
    return _store(
        participant, {"organisation_id": own[0] if own else None, **_written(values)}, by, now, channel=channel
    )


def register(
    *, participant: str, organisation: Organisation, values: Mapping[str, Any], channel: str, by: Actor, now: datetime
) -> Request:
    """A request that came by note verbale or on paper, registered by the officer assigned to the State, as submitted.

    Raises ``Denied``, or ``Blocked`` with what the request lacks.
    """
    demand(by, "register", Subject(record=Request.KIND, status="submitted", states=frozenset([participant])))
    given = {**_written(values), "organisation": organisation}
    draft = Request(participant_id=participant, **given)
    problems = [
        problem for check in (says_what_is_wanted, has_a_body) for problem in check(draft)
    ]  # the note names the contact, or none
    if problems:
        raise Blocked(problems)
    due = working_days_after(now, ACKNOWLEDGE_WITHIN)
    more = {"status": RequestStatus.SUBMITTED, "submitted_at": now, "acknowledge_by": due, "officer_id": by.person}
    return _store(participant, {**given, **more}, by, now, channel=channel)


def _store(participant: str, values: Mapping[str, Any], by: Actor, now: datetime, *, channel: str) -> Request:
    with transaction.atomic():
        Participant.objects.get_or_create(code=participant)
        made = Request(
            reference=next_reference("R", now.year),
            participant_id=participant,
            status_since=now,
            channel=channel,
            **values,
        )
        return changing.create(made, by=by, now=now, states=[participant])


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in WRITTEN if name in values}


def closed_fields(request: Request, *, by: Actor) -> frozenset[str]:
    """The fields among :data:`WRITTEN` that the table does not let this person edit: a form leaves them out."""
    subject = REQUESTS.subject(request)
    closed = [names for group, names in _GROUPS.items() if not may(by, "edit", subject, group=group)]
    return frozenset(name for names in closed for name in names)


def edit(request: Request, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int) -> Request:
    """Write into a draft, or into a request that was sent back for clarification. Raises ``Denied`` or ``Conflict``.

    What the person may not edit stays as it is, whatever was sent.
    """
    subject = REQUESTS.subject(request)
    demand(by, "edit", subject)
    closed = closed_fields(request, by=by)
    written = {name: value for name, value in _written(values).items() if name not in closed}
    return changing.change(request, written, by=by, now=now, seen=seen, states=subject.states)


def move(request: Request, name: str, *, by: Actor, now: datetime, why: str = "", seen: int | None = None) -> Request:
    """Take the step of this name. Raises ``Denied``, ``Blocked`` or ``Conflict``."""
    step = _BY_NAME.get(name)
    if step is None:
        raise Blocked([Problem("step", gettext("There is no such step."))])
    written = _VALUES[name](now, why, by) if name in _VALUES else {}
    # What is asked and answered is confidential, and the trail is read by more people than the request.
    reason = gettext("The text stands with the request, in confidence.") if name in _SAID and why.strip() else why
    with transaction.atomic():
        done = take(step, request, by=by, to=REQUESTS, now=now, values=written, why=reason, seen=seen)
        if name in _SAID:
            _say(done, why, side="office" if name == "ask" else "state", by=by, now=now)
        if name == "withdraw":
            _end_circulations(done, by=by, now=now)
    return done


def _submitted(now: datetime, why: str, by: Actor) -> dict[str, Any]:
    return {"submitted_at": now, "acknowledge_by": working_days_after(now, ACKNOWLEDGE_WITHIN)}


def _decided(now: datetime, why: str, by: Actor) -> dict[str, Any]:
    return {"decided_at": now, "decision_reason": why}


_VALUES: dict[str, Callable[[datetime, str, Actor], dict[str, Any]]] = {
    "submit": _submitted,
    "acknowledge": lambda now, why, by: {"acknowledged_at": now, "officer_id": by.person},
    "accept": _decided,
    "refer": _decided,
    "decline": _decided,
    "close": lambda now, why, by: {"closed_at": now, "ask_again_on": one_year_after(now.date())},
}


def refer(
    request: Request, *, to: Organisation, why: str, by: Actor, now: datetime, seen: int | None = None
) -> Request:
    """Refer it to an organisation, with a reason."""
    with transaction.atomic():
        demand(by, "decide", REQUESTS.subject(request))
        changed = changing.change(
            request, {"referred_to": to}, by=by, now=now, seen=seen, verb="edit", states=[request.participant_id]
        )
        return move(changed, "refer", by=by, now=now, why=why)


def close(request: Request, *, met: str, comment: str, by: Actor, now: datetime, seen: int | None = None) -> Request:
    """The State's own answer to "was it met?" closes it; it is asked again after one year."""
    if met not in Met.values:
        raise Blocked([Problem("met", gettext("Answer whether the request was met."), "met")])
    with transaction.atomic():
        demand(by, "close", REQUESTS.subject(request))
        changed = changing.change(
            request, {"met": met, "met_comment": comment}, by=by, now=now, seen=seen, states=[request.participant_id]
        )
        return move(changed, "close", by=by, now=now)


def answer_later(request: Request, *, met: str, by: Actor, now: datetime, seen: int) -> Request:
    """The State's answer one year on."""
    demand(by, "close", REQUESTS.subject(request))
    if request.ask_again_on is None or now.date() < request.ask_again_on:
        raise Blocked([Problem("time", gettext("The question is asked again one year after closing."))])
    if met not in Met.values:
        raise Blocked([Problem("met", gettext("Answer whether the request was met."), "met")])
    return changing.change(
        request, {"met_later": met, "met_later_at": now}, by=by, now=now, seen=seen, verb="answer_later",
        states=[request.participant_id],
    )  # fmt: skip


def assign(request: Request, *, officer: Person | None, note: str, by: Actor, now: datetime, seen: int) -> Request:
    """Give the request to an officer, and keep an internal note. The coordinator, or the officers of the State."""
    subject = REQUESTS.subject(request)
    demand(by, "edit", subject, group="internal")
    if (
        officer is not None
        and not officer.roles.filter(kind__in=[RoleKind.OFFICER, RoleKind.COORDINATOR], ended_at__isnull=True).exists()
    ):
        raise Blocked([Problem("officer", gettext("This person is no programme officer."), "officer")])
    return changing.change(
        request, {"officer": officer, "internal_note": note}, by=by, now=now, seen=seen, verb="assign",
        states=subject.states,
    )  # fmt: skip


def set_contributors(request: Request, people: Iterable[Person], *, by: Actor, now: datetime) -> None:
    """Who of the State works on the request beside its focal points."""
    subject = REQUESTS.subject(request)
    demand(by, "contributors", subject)
    chosen = list(people)
    with transaction.atomic():
        locked = Request.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
        before = sorted(locked.contributors.values_list("pk", flat=True))
        after = sorted(person.pk for person in chosen)
        if before != after:
            locked.contributors.set(chosen)
            trail.add(
                by=by, verb="contributors", record=Request.KIND, record_id=request.pk, now=now, states=subject.states,
                before={"contributors": before}, after={"contributors": after},
            )  # fmt: skip


def consent(request: Request, *, given: bool, by: Actor, now: datetime, seen: int) -> Request:
    """Allow, or no longer allow, that possible helpers are shown the title and the summary. Withdrawn: gone at once."""
    subject = REQUESTS.subject(request)
    demand(by, "consent", subject)
    if given and not request.summary.strip():
        raise Blocked(
            [Problem("summary", gettext("Write the summary that possible helpers will read first."), "summary")]
        )
    with transaction.atomic():
        done = changing.change(
            request, {"may_circulate": given, "consent_at": now if given else None}, by=by, now=now, seen=seen,
            verb="consent" if given else "withdraw_consent", states=subject.states,
        )  # fmt: skip
        if not given:
            _end_circulations(done, by=by, now=now)
    return done


def circulate(
    request: Request, organisations: Sequence[Organisation], *, by: Actor, now: datetime
) -> list[Circulation]:
    """Show the title and summary to possible helpers. Only with the State's consent. Raises ``Denied`` or ``Blocked``."""
    subject = REQUESTS.subject(request)
    demand(by, "circulate", subject)
    with transaction.atomic():
        locked = Request.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
        if not locked.may_circulate:
            raise Blocked([Problem("consent", gettext("The State has not consented to circulate its request."))])
        if any(it.kind not in (OrganisationKind.PARTNER, OrganisationKind.DONOR) for it in organisations):
            raise Blocked([Problem("kind", gettext("Requests are circulated to partner entities and donors."))])
        made = []
        for organisation in organisations:
            row, new = Circulation.objects.get_or_create(
                request=locked, organisation=organisation,
                defaults={"circulated_at": now, "circulated_by_id": by.person},
            )  # fmt: skip
            if not new and row.ended_at is not None:
                row.ended_at, row.circulated_at = None, now
                row.answer, row.answer_text, row.answered_at = "", "", None
                row.save()
            elif not new:
                continue
            made.append(row)
        trail.add(
            by=by, verb="circulate", record=Request.KIND, record_id=request.pk, now=now, states=subject.states,
            after={"organisations": [row.organisation_id for row in made]},
        )  # fmt: skip
    return made


def respond(request: Request, *, answer: str, text: str, by: Actor, now: datetime) -> Circulation:
    """A possible helper's answer: "interested", "offers" or "declines"."""
    demand(by, "offer", REQUESTS.subject(request))
    if answer not in ("interested", "offers", "declines"):
        raise Blocked([Problem("answer", gettext("Choose an answer."), "answer")])
    mine = [role.organisation for role in by.roles]
    with transaction.atomic():
        row = (
            Circulation.objects.select_for_update(of=("self",), no_key=True)
            .filter(request=request, organisation__in=mine, ended_at__isnull=True)
            .first()
        )
        if row is None:
            raise Blocked([Problem("circulation", gettext("The request is no longer circulated to you."))])
        row.answer, row.answer_text, row.answered_at = answer, text, now
        row.save()
        trail.add(
            by=by, verb="respond", record=Request.KIND, record_id=request.pk, now=now, states=[request.participant_id],
            after={"organisation": row.organisation_id, "answer": answer},
        )  # fmt: skip
    return row


def say(request: Request, text: str, *, by: Actor, now: datetime) -> Message:
    """Write to the other side."""
    subject = REQUESTS.subject(request)
    demand(by, "see", subject, group="confidential")
    if not text.strip():
        raise Blocked([Problem("text", gettext("Write something."), "text")])
    side = "state" if by.own_states & subject.states else "office"
    with transaction.atomic():
        return _say(request, text, side=side, by=by, now=now)


def _say(request: Request, text: str, *, side: str, by: Actor, now: datetime) -> Message:
    made = Message.objects.create(request=request, person_id=by.person, side=side, at=now, text=text)
    trail.add(
        by=by, verb="message", record=Request.KIND, record_id=request.pk, now=now, states=[request.participant_id],
        after={"message": made.pk},
    )  # fmt: skip
    return made


def _end_circulations(request: Request, *, by: Actor, now: datetime) -> None:
    ended = []
    for row in Circulation.objects.select_for_update(no_key=True).filter(request=request, ended_at__isnull=True):
        row.ended_at = now
        row.save()
        ended.append(row.organisation_id)
    if ended:
        trail.add(
            by=by, verb="end_circulation", record=Request.KIND, record_id=request.pk, now=now,
            states=[request.participant_id], after={"organisations": ended},
        )  # fmt: skip


def asked_again_on(day: date) -> list[Request]:
    """Closed requests whose State is to be asked again by *day*."""
    found = Request.objects.filter(status=RequestStatus.CLOSED, ask_again_on__lte=day, met_later="")
    return list(found.order_by("ask_again_on"))
