"""Merging people who took part twice under two names; and what becomes of this room's rows when others are merged."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts import merging
from accede.accounts.merging import MOVES, Mergeable, Way, stays
from accede.accounts.models import Organisation
from accede.accounts.people import Refused
from accede.assistance.models import Activity, Circulation, Enrolment, Nomination, Trainee
from accede.assistance.subjects import TRAINEES
from accede.kit.folding import name_key

_DONE_THEN = stays("it was done by this account")
_ROUTINE = (
    "Request", "NeedsAssessment", "Mission", "Finding", "Plan", "Programme", "Activity", "Document", "Indicator", "Outcome",
    "Trainee", "Call", "Nomination", "Session", "Enrolment", "Cascade",
)  # fmt: skip


def register() -> None:
    """Tell the accounts room of trainees, and of this room's columns."""
    ways: dict[tuple[str, str], Way] = {(f"assistance.{name}", "created_by"): _DONE_THEN for name in _ROUTINE}
    ways |= {
        (f"assistance.{model}", field): _DONE_THEN
        for model, field in (
            ("Circulation", "circulated_by"), ("Message", "person"), ("Finding", "prioritised_by"), ("Outcome", "judged_by"),
            ("PlanVersion", "offered_by"), ("PlanAcceptance", "person"), ("Reading", "noted_by"),
        )
    }  # fmt: skip
    ways |= {(f"assistance.{name}", "officer"): MOVES for name in ("Request", "NeedsAssessment", "Plan", "Activity")}
    ways |= {
        ("assistance.Request_contributors", "person"): stays("contributing is a right, and rights do not pass on"),
        ("assistance.Notice", "person"): stays("notices were for this account"),
        ("assistance.Follow", "person"): stays("followed by this account"),
        ("assistance.Request", "organisation"): MOVES,
        ("assistance.Request", "referred_to"): MOVES,
        ("assistance.Trainee", "organisation"): MOVES,
        ("assistance.Activity", "lead"): MOVES,
        ("assistance.Circulation", "organisation"): Way(moves=True, before=_circulated_once),
        ("assistance.Activity_partners", "organisation"): Way(moves=True, before=_partner_once),
        ("assistance.Nomination", "trainee"): Way(moves=True, before=_nominated_once),
        ("assistance.Enrolment", "trainee"): Way(moves=True, before=_seated_once),
        ("assistance.Cascade", "trainer"): MOVES,
    }
    merging.register_ways(ways)
    merging.register(
        Mergeable(
            "trainee", Trainee, TRAINEES, _("People who took part"),
            {
                "name": _("Name"), "email": _("E-mail"), "job_title": _("Post"), "profession": _("Profession"), "sex": _("Sex"),
                "language": _("Language"), "organisation_id": _("Organisation"), "national_trainer": _("National trainer"),
            },
            same=("participant_id",),
            rows=lambda: Trainee.objects.filter(
                archived_at__isnull=True, merged_into__isnull=True, erased_at__isnull=True
            ),
            keys=lambda it: [f"{it.participant_id} {key}" for key in (name_key(it.name), it.email.casefold()) if key],
            close=_close_trainee,
            warning=_("Their seats become those of one person: counts of persons go down by one, counts of seats stay."),
        )
    )  # fmt: skip


def _close_trainee(gone: Trainee, now: datetime, reason: str) -> None:
    gone.archived_at, gone.archive_reason = now, reason


def _circulated_once(kept: Organisation, gone: Organisation, now: datetime) -> None:
    """A request that was circulated to both was circulated to one; the answer of the kept one counts, or the only one."""
    mine = {
        row.request_id: row
        for row in Circulation.objects.select_for_update(of=("self",), no_key=True).filter(organisation=kept)
    }
    for row in Circulation.objects.select_for_update(of=("self",), no_key=True).filter(organisation=gone):
        other = mine.get(row.request_id)
        if other is None:
            continue
        if row.answer and not other.answer:
            other.answer, other.answer_text, other.answered_at = row.answer, row.answer_text, row.answered_at
            other.circulated_at = min(other.circulated_at, row.circulated_at)
            other.save()
        row.delete()


def _partner_once(kept: Organisation, gone: Organisation, now: datetime) -> None:
    through = Activity.partners.through
    both = through.objects.filter(organisation=kept).values("activity_id")
    through.objects.filter(organisation=gone, activity_id__in=both).delete()


def _nominated_once(kept: Trainee, gone: Trainee, now: datetime) -> None:
    """Two nominations for one course were of two people, or one is to be withdrawn first."""
    alive = Nomination.objects.exclude(status="withdrawn")
    twice = alive.filter(trainee=gone, call__in=alive.filter(trainee=kept).values("call")).select_related(
        "call__activity"
    )
    if twice:
        names = ", ".join(sorted({row.call.activity.title for row in twice}))
        raise Refused(
            gettext("Both were nominated for the same course; withdraw one of the nominations first: %(courses)s.")
            % {"courses": names}
        )


def _seated_once(kept: Trainee, gone: Trainee, now: datetime) -> None:
    """Two seats in one activity were taken by two people."""
    twice = Enrolment.objects.filter(
        trainee=gone, activity__in=Enrolment.objects.filter(trainee=kept).values("activity")
    )
    if twice:
        names = ", ".join(sorted({row.activity.title for row in twice.select_related("activity")}))
        raise Refused(
            gettext("Both had a seat in the same activity, so they were two people: %(courses)s.") % {"courses": names}
        )
