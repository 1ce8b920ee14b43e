"""How the table of rights reads the records of this room: one :class:`Map` a record, used by pages, API and exports."""

from accede.accounts.rights import Map, Subject
from accede.assistance.models import (
    Activity,
    NeedsAssessment,
    Nomination,
    Outcome,
    Plan,
    Programme,
    Request,
    Trainee,
)


def request_subject(it: Request) -> Subject:
    """A request: the State's, and its contributors'; shared with those to whom it was circulated."""
    shared = frozenset(row.organisation_id for row in it.circulations.all() if row.ended_at is None)
    return Subject(
        record=Request.KIND, status=it.status, states=frozenset([it.participant_id]), shared_with=shared,
        persons=frozenset(person.pk for person in it.contributors.all()),
    )  # fmt: skip


def assessment_subject(it: NeedsAssessment) -> Subject:
    """An assessment is its State's."""
    return Subject(record=NeedsAssessment.KIND, status=it.status, states=frozenset([it.participant_id]))


def plan_subject(it: Plan) -> Subject:
    """A plan is its State's."""
    return Subject(record=Plan.KIND, status=it.status, states=frozenset([it.participant_id]))


def programme_subject(it: Programme) -> Subject:
    """A programme, and the State of a country programme."""
    states = frozenset([it.participant_id] if it.participant_id else [])
    return Subject(record=Programme.KIND, states=states, programmes=frozenset([it.pk]))


def activity_subject(it: Activity) -> Subject:
    """An activity: of the States it is for, of the programmes it hangs in, shared with the partners in it."""
    organisations = frozenset(row.pk for row in it.partners.all())
    return Subject(
        record=Activity.KIND, status=it.status, states=frozenset(row.participant_id for row in it.states.all()),
        programmes=frozenset(row.pk for row in it.programmes.all()), shared_with=organisations, public=it.public,
    )  # fmt: skip


def trainee_subject(it: Trainee) -> Subject:
    """A trainee is personal data of a State."""
    return Subject(record=Trainee.KIND, states=frozenset([it.participant_id]))


def nomination_subject(it: Nomination) -> Subject:
    """A nomination is its State's, and of the programmes of the activity."""
    programmes = frozenset(row.pk for row in it.call.activity.programmes.all())
    return Subject(
        record=Nomination.KIND, status=it.status, states=frozenset([it.participant_id]), programmes=programmes
    )


def outcome_subject(it: Outcome) -> Subject:
    """An outcome is about a State."""
    return Subject(record=Outcome.KIND, status=it.status, states=frozenset([it.participant_id]))


REQUESTS = Map(
    record=Request.KIND, subject=request_subject, status="status", states="participant_id",
    shared_with="circulations__organisation_id", shared_ended="circulations__ended_at", persons="contributors",
)  # fmt: skip
ASSESSMENTS = Map(record=NeedsAssessment.KIND, subject=assessment_subject, status="status", states="participant_id")
PLANS = Map(record=Plan.KIND, subject=plan_subject, status="status", states="participant_id")
PROGRAMMES = Map(record=Programme.KIND, subject=programme_subject, states="participant_id", programmes="pk")
ACTIVITIES = Map(
    record=Activity.KIND, subject=activity_subject, status="status", states="states__participant_id",
    programmes="programmes", shared_with="partners", public="public",
)  # fmt: skip
TRAINEES = Map(record=Trainee.KIND, subject=trainee_subject, states="participant_id")
NOMINATIONS = Map(
    record=Nomination.KIND, subject=nomination_subject, status="status", states="participant_id",
    programmes="call__activity__programmes",
)  # fmt: skip
OUTCOMES = Map(record=Outcome.KIND, subject=outcome_subject, status="status", states="participant_id")
