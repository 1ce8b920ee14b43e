"""What people are told: made from the events of the trail by rules that are data. Nothing confidential is in a notice."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accede.accounts.models import Event, Person, Role
from accede.assistance.models import Circulation, Follow, Notice, Numbering, Request
from accede.treaties.places import codes_in, place_name

STATE, OFFICE, HELPERS = "state", "office", "helpers"

#: By record and verb: whom it concerns, and the key of the text.
RULES: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {
    ("request", "submit"): ((OFFICE,), "request-submit"),
    ("request", "acknowledge"): ((STATE,), "request-acknowledge"),
    ("request", "ask"): ((STATE,), "request-ask"),
    ("request", "answer"): ((OFFICE,), "request-answer"),
    ("request", "accept"): ((STATE,), "request-accept"),
    ("request", "refer"): ((STATE,), "request-refer"),
    ("request", "decline"): ((STATE,), "request-decline"),
    ("request", "withdraw"): ((OFFICE,), "request-withdraw"),
    ("request", "close"): ((OFFICE,), "request-close"),
    ("request", "message"): ((STATE, OFFICE), "request-message"),
    ("request", "circulate"): ((HELPERS,), "request-circulate"),
    ("request", "respond"): ((OFFICE,), "request-respond"),
    ("assessment", "share"): ((STATE,), "assessment-share"),
    ("finding", "prioritise"): ((OFFICE,), "assessment-priorities"),
    ("plan", "offer"): ((STATE, OFFICE), "plan-offer"),
    ("plan", "accept"): ((STATE, OFFICE), "plan-accept"),
    ("plan", "in_force"): ((STATE, OFFICE), "plan-in-force"),
    ("plan", "end"): ((STATE, OFFICE), "plan-end"),
    ("activity", "confirm"): ((STATE,), "activity-confirm"),
    ("activity", "cancel"): ((STATE,), "activity-cancel"),
    ("nomination", "create"): ((OFFICE,), "nomination"),
    ("nomination", "selected"): ((STATE,), "nomination-decided"),
    ("nomination", "declined"): ((STATE,), "nomination-decided"),
    ("outcome", "propose"): ((OFFICE,), "outcome-propose"),
    ("outcome", "judge"): ((STATE,), "outcome-judge"),
}

TEXTS = {
    "request-submit": _("A request of %(states)s was submitted."),
    "request-acknowledge": _("The Office has acknowledged a request of %(states)s."),
    "request-ask": _("The Office asks a question about a request of %(states)s."),
    "request-answer": _("%(states)s has answered a question about its request."),
    "request-accept": _("A request of %(states)s was accepted."),
    "request-refer": _("A request of %(states)s was referred to others."),
    "request-decline": _("A request of %(states)s was declined."),
    "request-withdraw": _("%(states)s has withdrawn a request."),
    "request-close": _("%(states)s has said whether its request was met."),
    "request-message": _("There is a message about a request of %(states)s."),
    "request-circulate": _("A request was circulated to your organisation."),
    "request-respond": _("A possible helper has answered about a request of %(states)s."),
    "assessment-share": _("A needs assessment waits for the priorities of %(states)s."),
    "assessment-priorities": _("%(states)s has set priorities."),
    "plan-offer": _("A version of a plan for %(states)s waits for acceptance."),
    "plan-accept": _("One side has accepted a version of a plan for %(states)s."),
    "plan-in-force": _("A plan for %(states)s is in force."),
    "plan-end": _("A plan for %(states)s was ended."),
    "activity-confirm": _("An activity for %(states)s was confirmed."),
    "activity-cancel": _("An activity for %(states)s was cancelled."),
    "nomination": _("%(states)s has nominated somebody."),
    "nomination-decided": _("There is a decision on a nomination of %(states)s."),
    "outcome-propose": _("A new act of %(states)s may have to do with assistance."),
    "outcome-judge": _("An officer has judged an outcome in %(states)s."),
    "administrator": _("An administrator has done something with a record of %(states)s."),
    "followed": _("Something was done with a record that you follow."),
}
#: Where the reader goes: the name of the address of a record's page.
PAGES = {"request": "request", "assessment": "assessment", "plan": "plan", "activity": "activity", "outcome": "outcome"}
_MARK = "notice"
BATCH = 500


def text_of(notice: Notice) -> str:
    """The notice in the active language."""
    template = str(TEXTS.get(notice.text, ""))
    states = ", ".join(place_name(code) for code in notice.values.get("states", []))
    return template % {"states": states}


def make_notices(*, now: datetime) -> int:
    """Turn new events into notices. Safe under several workers: the mark of what was read is a locked row."""
    made = 0
    while True:
        with transaction.atomic():
            Numbering.objects.get_or_create(letter=_MARK[:4], year=0)
            mark = Numbering.objects.select_for_update(no_key=True).get(letter=_MARK[:4], year=0)
            events = list(Event.objects.filter(number__gt=mark.last).order_by("number")[:BATCH])
            if not events:
                return made
            made += _from_events(events, now)
            mark.last = events[-1].number
            mark.save()


def _from_events(events: list[Event], now: datetime) -> int:
    followers: dict[tuple[str, str], list[int]] = {}
    for row in Follow.objects.filter(record_id__in={event.record_id for event in events}):
        followers.setdefault((row.record, row.record_id), []).append(row.person_id)
    people = _People(events)
    notices = []
    for event in events:
        told: dict[int, str] = {}
        audience, key = RULES.get((event.record, event.verb), ((), ""))
        for side in audience:
            for person in people.of(side, event):
                told[person] = key
        if event.admin_session_id is not None:
            for person in people.of(STATE, event):
                told[person] = "administrator"
        for person in followers.get((event.record, event.record_id), []):
            told.setdefault(person, "followed")
        told.pop(event.person_id or 0, None)
        record, record_id = event.record, event.record_id
        notices += [
            Notice(
                person_id=person,
                at=event.at,
                text=text,
                values={"states": event.states},
                record=record,
                record_id=record_id,
            )
            for person, text in told.items()
        ]
    Notice.objects.bulk_create(notices)
    return len(notices)


class _People:
    """Who is concerned by the events of a batch; all of it is read at once."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._state: dict[str, set[int]] = {}
        self._office: dict[str, set[int]] = {}
        members: dict[int, set[int]] = {}
        roles = Role.objects.filter(
            ended_at__isnull=True, person__is_active=True, organisation__archived_at__isnull=True
        )
        for role in roles.select_related("organisation").prefetch_related("scopes"):
            members.setdefault(role.organisation_id, set()).add(role.person_id)
            if role.kind == "focal_point" and role.organisation.participant_id:
                self._state.setdefault(role.organisation.participant_id, set()).add(role.person_id)
            elif role.kind == "coordinator":
                self._office.setdefault("*", set()).add(role.person_id)
            elif role.kind == "officer":
                for scope in role.scopes.all():
                    codes: Iterable[str] = [scope.value] if scope.kind == "state" else codes_in(scope.value)
                    for code in codes:
                        self._office.setdefault(code, set()).add(role.person_id)
        requests = {int(event.record_id) for event in events if event.record == Request.KIND}
        officers = Request.objects.filter(pk__in=requests, officer__isnull=False)
        self._officers = dict(officers.values_list("pk", "officer_id"))
        self._helpers: dict[int, set[int]] = {}
        rows = Circulation.objects.filter(request__in=requests, ended_at__isnull=True)
        for request, organisation in rows.values_list("request_id", "organisation_id"):
            self._helpers.setdefault(request, set()).update(members.get(organisation, set()))

    def of(self, side: str, event: Event) -> set[int]:
        """The people of a side whom the event concerns; the coordinators where the Office has nobody assigned."""
        if side == HELPERS:
            return self._helpers.get(int(event.record_id), set())
        known = self._state if side == STATE else self._office
        found = set[int]().union(*(known.get(code, set()) for code in event.states))
        if side == OFFICE:
            officer = self._officers.get(int(event.record_id)) if event.record == Request.KIND else None
            found |= {officer} if officer else set()
            found = found or set(known.get("*", set()))
        return found


def send_digests(*, now: datetime, site: str) -> int:
    """Letters to those who want them: how many notices are new, and a link; nothing of what they are about."""
    sent = 0
    for digest, gap in (("daily", timedelta(days=1)), ("weekly", timedelta(days=7))):
        waiting = Person.objects.filter(
            is_active=True, digest=digest, notices__mailed_at__isnull=True, notices__read_at__isnull=True
        ).distinct()
        for person in waiting:
            sent += _send(person, now=now, gap=gap, site=site)
    return sent


def _send(person: Person, *, now: datetime, gap: timedelta, site: str) -> int:
    with transaction.atomic():
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        rows = Notice.objects.filter(person=locked)
        last = rows.filter(mailed_at__isnull=False).order_by("-mailed_at").values_list("mailed_at", flat=True).first()
        if last is not None and now - last < gap:
            return 0
        count = rows.filter(Q(mailed_at__isnull=True) & Q(read_at__isnull=True)).update(mailed_at=now)
        if count == 0:
            return 0
        with translation.override(locked.language):
            subject = ngettext("%(count)d new notice", "%(count)d new notices", count) % {"count": count}
            body = render_to_string("assistance/mail/digest.txt", {"count": count, "site": site, "person": locked})
    EmailMessage(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", body, to=[locked.email]).send()
    return 1
