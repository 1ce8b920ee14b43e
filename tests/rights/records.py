"""One record of every kind, of a State and in a status, for tests that walk all addresses."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.accounts.conftest import NOW, organisation, person_with
from tests.assistance import making
from tests.knowledge.making import case_in, law_in, publication_of

from accede.accounts.models import Organisation, Person, Token
from accede.accounts.rights import Map
from accede.accounts.subjects import ORGANISATIONS, PEOPLE
from accede.assistance.models import (
    Activity,
    Document,
    Finding,
    Indicator,
    NeedsAssessment,
    Nomination,
    Outcome,
    Plan,
    Programme,
    Request,
    Session,
    Trainee,
)
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
from accede.funding.models import Allocation, Contribution, InKind, ProgrammeCost
from accede.funding.subjects import ALLOCATIONS, CONTRIBUTIONS, IN_KIND, PROGRAMME_COSTS
from accede.knowledge.models import Case, Law, Publication
from accede.knowledge.subjects import CASES, LAWS, PUBLICATIONS
from accede.law.shipped import shipped_obligations
from accede.legislation.models import LawDraft, LegalFinding
from accede.legislation.subjects import DRAFTS, FINDINGS


def finding_in(state: str) -> LegalFinding:
    """A finding about a State."""
    making.state(state)
    key = f"x/{LegalFinding.objects.count()}"
    return LegalFinding.objects.create(participant_id=state, obligation=key, created_at=NOW, changed_at=NOW)


def draft_in(state: str) -> LawDraft:
    """A draft of a State."""
    making.state(state)
    key = shipped_obligations()[0].id
    given = {"participant_id": state, "obligation": key, "title": "x", "language": "en"}
    return LawDraft.objects.create(**given, created_at=NOW, changed_at=NOW)


_STAMPS: dict[str, Any] = {"created_at": NOW, "changed_at": NOW}


def contribution_in(public: bool = False) -> Contribution:
    """A contribution of the donor of whom people with the role are, as rows of the database."""
    reference = f"C-2020-{Contribution.objects.count():04d}"
    donor = organisation("donor")
    return Contribution.objects.create(
        reference=reference, donor=donor, title="Contribution", currency="USD", public=public, **_STAMPS
    )


def allocation_in(state: str, status: str) -> Allocation:
    """An allocation to an activity of a State."""
    return Allocation.objects.create(
        contribution=contribution_in(),
        activity=making.activity_in(state),
        cents=100,
        year=2026,
        status=status,
        **_STAMPS,
    )


def in_kind_in(public: bool) -> InKind:
    """Help in kind."""
    return InKind.objects.create(
        donor=organisation("donor"), kind="experts", what="Experts", given_on=NOW.date(), valuation="not_valued",
        public=public, **_STAMPS,
    )  # fmt: skip


def cost_in() -> ProgrammeCost:
    """What a programme costs beside its activities."""
    return ProgrammeCost.objects.create(programme=making.programme(), year=2026, title="Staff", **_STAMPS)


#: By kind: the model, how the table reads it, a draft-like and a final-like status, and how to make one.
KINDS: Mapping[str, tuple[Any, Map, tuple[str, str], Callable[[str, str], Any]]] = {
    "request": (Request, REQUESTS, ("draft", "accepted"), making.request_in),
    "assessment": (NeedsAssessment, ASSESSMENTS, ("draft", "final"), making.assessment_in),
    "plan": (Plan, PLANS, ("draft", "in_force"), making.plan_in),
    "activity": (Activity, ACTIVITIES, ("idea", "evaluated"), making.activity_in),
    "programme": (Programme, PROGRAMMES, ("", ""), lambda state, status: making.programme()),
    "trainee": (Trainee, TRAINEES, ("", ""), lambda state, status: making.trainee(state)),
    "nomination": (Nomination, NOMINATIONS, ("nominated", "declined"), making.nomination_in),
    "outcome": (Outcome, OUTCOMES, ("proposed", "contributed"), making.outcome_in),
    "organisation": (Organisation, ORGANISATIONS, ("", ""), lambda state, status: organisation("state", state)),
    "legal_finding": (LegalFinding, FINDINGS, ("", ""), lambda state, status: finding_in(state)),
    "law_draft": (LawDraft, DRAFTS, ("", ""), lambda state, status: draft_in(state)),
    "law": (Law, LAWS, ("", ""), lambda state, status: law_in(state)),
    "case": (Case, CASES, ("", ""), lambda state, status: case_in(state)),
    "publication": (
        Publication,
        PUBLICATIONS,
        ("state", "office"),
        lambda state, status: publication_of(state if status == "state" else ""),
    ),
    "contribution": (Contribution, CONTRIBUTIONS, ("", "public"), lambda state, status: contribution_in(bool(status))),
    "allocation": (Allocation, ALLOCATIONS, ("proposed", "approved"), allocation_in),
    "in_kind": (InKind, IN_KIND, ("", "public"), lambda state, status: in_kind_in(bool(status))),
    "programme_cost": (ProgrammeCost, PROGRAMME_COSTS, ("", ""), lambda state, status: cost_in()),
    "person": (Person, PEOPLE, ("", ""), lambda state, status: person_with("focal_point", state=state)),
}


def arguments(records: Mapping[str, Any]) -> dict[str, Any]:
    """What fills the arguments of addresses: the key of a record under its name, and what is no record."""
    return {
        **{kind: record.pk for kind, record in records.items()},
        "request_id": records["request"].pk, "record": records["request"].pk, "kind": "request", "part": "objectives",
        "key": "none", "number": 1, "test": "pre", "form": "json", "code": "KEN", "secret": "none", "uidb36": "1", "pk": 1,
        "session": records["session"].pk, "finding": records["finding"].pk, "indicator": records["indicator"].pk,
        "document": records["document"].pk, "token": records["token"].pk, "role": 1, "invitation": 1,
        "entry": 1, "kept": records["organisation"].pk, "gone": records["organisation"].pk,
        "instrument": "bombings-1997", "name": "none", "offence": "none", "first": "KEN", "second": "TZA",
    }  # fmt: skip


def related(records: dict[str, Any], *, text: str = "x") -> dict[str, Any]:
    """What hangs on the records: a finding, an indicator, a session, a document, a key."""
    stamps: dict[str, Any] = {"created_at": NOW, "changed_at": NOW}
    records["finding"] = Finding.objects.create(assessment=records["assessment"], theme="rights", text=text, **stamps)
    records["indicator"] = Indicator.objects.create(plan=records["plan"], objective="o", name="Indicator", **stamps)
    records["session"] = Session.objects.create(activity=records["activity"], day=NOW.date(), title="Day", **stamps)
    records["document"] = Document.objects.create(
        record="request", record_id=str(records["request"].pk), participant_id=records["request"].participant_id,
        file_name=f"{text}.txt", title=text, content_type="text/plain", size=1, sha256="0" * 64, **stamps,
    )  # fmt: skip
    records["token"] = Token.objects.create(
        person=records["person"], name=text, prefix="acc_", token_hash=f"{records['person'].pk:064d}", created_at=NOW,
        expires_at=NOW,
    )  # fmt: skip
    return records


def make_all(state: str, *, final: bool, text: str = "x") -> dict[str, Any]:
    """One record of every kind."""
    return related({kind: make(state, statuses[final]) for kind, (_, _, statuses, make) in KINDS.items()}, text=text)
