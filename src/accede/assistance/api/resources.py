"""The records that the API gives out: which rows, narrowed by what, and what else is told of a single one."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet

from accede.accounts.models import Organisation
from accede.accounts.records import Record
from accede.accounts.rights import Actor, Map, may, shown, visible
from accede.accounts.subjects import ORGANISATIONS
from accede.assistance.forms.activities import ActivityFilters
from accede.assistance.forms.plans import AssessmentFilters, PlanFilters
from accede.assistance.forms.requests import RequestFilters
from accede.assistance.forms.results import OutcomeFilters
from accede.assistance.forms.training import TraineeFilters
from accede.assistance.models import Activity, NeedsAssessment, Nomination, Outcome, Plan, Programme, Request, Trainee
from accede.assistance.queries import activities, plans, programmes, requests, results
from accede.assistance.queries.training_counts import seats_in, totals
from accede.assistance.subjects import (
    ACTIVITIES,
    ASSESSMENTS,
    NOMINATIONS,
    OUTCOMES,
    PLANS,
    PROGRAMMES,
    REQUESTS,
    TRAINEES,
)
from accede.assistance.views.listing import Filters, StateFilters
from accede.knowledge.forms import CaseFilters, LawFilters, PublicationFilters
from accede.knowledge.models import Case, Law, Publication
from accede.knowledge.queries import applied_in, cases_for, citation, laws_for, provisions_of, publications_for
from accede.knowledge.subjects import CASES, LAWS, PUBLICATIONS


@dataclass(frozen=True)
class Resource:
    """One kind of record. ``parts`` adds to every row, from what ``rows`` has fetched; ``whole`` adds to a single one."""

    name: str
    model: type[Record]
    to: Map
    rows: Callable[[Actor], QuerySet[Any]]
    filters: type[Filters]
    order: tuple[str, ...] = ("-id",)
    #: Asked without a key as well: then what is public alone.
    open: bool = False
    parts: Callable[[Any], Mapping[str, Any]] = lambda it: {}
    whole: Callable[[Any, Actor], Mapping[str, Any]] = lambda it, actor: {}

    def as_row(self, it: Any, actor: Actor) -> dict[str, Any]:
        """The record as a list gives it."""
        return {**shown(it, actor=actor, subject=self.to.subject(it)), **self.parts(it)}

    def as_whole(self, it: Any, actor: Actor) -> dict[str, Any]:
        """The record with what belongs to it."""
        return {**self.as_row(it, actor), **self.whole(it, actor)}


def _live(model: type[Any], to: Map) -> Callable[[Actor], QuerySet[Any]]:
    return lambda actor: visible(actor, model.objects.filter(archived_at__isnull=True), to)


def _request_whole(it: Request, actor: Actor) -> dict[str, Any]:
    if not may(actor, "see", REQUESTS.subject(it), group="confidential"):
        return {}
    said = it.messages.all()
    return {"messages": [{"at": row.at, "side": row.side, "text": row.text} for row in said]}


def _assessment_whole(it: NeedsAssessment, actor: Actor) -> dict[str, Any]:
    subject = ASSESSMENTS.subject(it)
    return {
        "findings": [shown(row, actor=actor, subject=subject) for row in it.findings.filter(archived_at__isnull=True)],
        "missions": [shown(row, actor=actor, subject=subject) for row in it.missions.filter(archived_at__isnull=True)],
    }


def _plan_whole(it: Plan, actor: Actor) -> dict[str, Any]:
    versions = it.versions.prefetch_related("acceptances")
    indicators = it.indicators.filter(archived_at__isnull=True).prefetch_related("readings")
    subject = PLANS.subject(it)
    return {
        "versions": [
            {
                "number": row.number, "hash": row.hash, "offered_at": row.offered_at, "note": row.note, "content": row.content,
                "acceptances": [{"side": one.side, "at": one.at, "hash": one.hash} for one in row.acceptances.all()],
            }
            for row in versions
        ],
        "indicators": [
            {
                **shown(row, actor=actor, subject=subject),
                "readings": [
                    {"on": one.on, "numerator": one.numerator, "denominator": one.denominator, "source": one.source}
                    for one in row.readings.all()
                ],
            }
            for row in indicators
        ],
    }  # fmt: skip


def _programme_whole(it: Programme, actor: Actor) -> dict[str, Any]:
    tree = programmes.Tree()
    figures = tree.figures(tree.activities_of(it.pk), people=True)
    return {
        "parents": sorted(row.pk for row in it.parents.all()), "children": sorted(row.pk for row in it.children.all()),
        "figures": {**asdict(figures), "by_status": dict(figures.by_status)},
    }  # fmt: skip


def _activity_parts(it: Activity) -> dict[str, Any]:
    return {
        "states": sorted(row.participant_id for row in it.states.all()),
        "programmes": sorted(row.pk for row in it.programmes.all()), "partners": sorted(row.pk for row in it.partners.all()),
    }  # fmt: skip


def _activity_whole(it: Activity, actor: Actor) -> dict[str, Any]:
    if not may(actor, "see", ACTIVITIES.subject(it), group="internal"):
        return {}
    persons, seats = totals(seats_in(within={"activity": it}))
    return {"persons": persons, "seats": seats}


def _trainee_rows(actor: Actor) -> QuerySet[Trainee]:
    found = Trainee.objects.filter(archived_at__isnull=True, merged_into__isnull=True)
    return visible(actor, found, TRAINEES)


def _nomination_rows(actor: Actor) -> QuerySet[Nomination]:
    found = Nomination.objects.filter(archived_at__isnull=True).select_related("call__activity")
    return visible(actor, found.prefetch_related("call__activity__programmes"), NOMINATIONS)


def _law_whole(it: Law, actor: Actor) -> dict[str, Any]:
    return {
        "versions": [{"number": row.number, "on": row.on} for row in it.versions.all()],
        "provisions": [
            {"number": row.number, "place": row.place, "heading": row.heading, "text": row.text} for row in provisions_of(it)
        ],
    }  # fmt: skip


def _case_whole(it: Case, actor: Actor) -> dict[str, Any]:
    rows = applied_in(it, actor)
    return {"provisions": [{"law": row.law_id, "cited": citation(row), "text": row.text} for row in rows]}


RESOURCES: Mapping[str, Resource] = {
    it.name: it
    for it in (
        Resource(
            "requests", Request, REQUESTS, lambda actor: requests.subject_parts(requests.requests_for(actor)),
            RequestFilters, whole=_request_whole,
        ),
        Resource(
            "assessments", NeedsAssessment, ASSESSMENTS, _live(NeedsAssessment, ASSESSMENTS), AssessmentFilters,
            whole=_assessment_whole,
        ),
        Resource("plans", Plan, PLANS, plans.plans_for, PlanFilters, whole=_plan_whole),
        Resource("programmes", Programme, PROGRAMMES, _live(Programme, PROGRAMMES), Filters, whole=_programme_whole),
        Resource(
            "activities", Activity, ACTIVITIES, lambda actor: activities.subject_parts(activities.activities_for(actor)),
            ActivityFilters, parts=_activity_parts, whole=_activity_whole,
        ),
        Resource("trainees", Trainee, TRAINEES, _trainee_rows, TraineeFilters),
        Resource(
            "nominations", Nomination, NOMINATIONS, _nomination_rows, StateFilters,
            parts=lambda it: {"activity": it.call.activity_id},
        ),
        Resource("outcomes", Outcome, OUTCOMES, results.outcomes_for, OutcomeFilters),
        Resource("laws", Law, LAWS, laws_for, LawFilters, whole=_law_whole, open=True),
        Resource("cases", Case, CASES, cases_for, CaseFilters, whole=_case_whole, open=True),
        Resource("publications", Publication, PUBLICATIONS, publications_for, PublicationFilters, open=True),
        Resource("organisations", Organisation, ORGANISATIONS, _live(Organisation, ORGANISATIONS), Filters),
    )
}  # fmt: skip
