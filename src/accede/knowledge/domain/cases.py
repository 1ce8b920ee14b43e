"""Recording and changing cases."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, Subject, demand
from accede.knowledge.domain.checking import Checker
from accede.knowledge.domain.refusing import Refused
from accede.knowledge.models import LANGUAGES, Case, CaseProvision, Outcome, Provision
from accede.knowledge.subjects import CASES
from accede.law.shipped import shipped_catalogue, shipped_linkages, shipped_obligations
from accede.treaties.models import Participant

#: The columns that people write.
WRITTEN = (
    "court", "decided_on", "title", "reference", "ecli", "language", "summary", "outcome", "source", "licence", "url",
    "instruments", "obligations", "linkages",
)  # fmt: skip


def record_case(
    *, state: str, values: Mapping[str, Any], provisions: Iterable[Provision] = (), public: bool = False, by: Actor,
    now: datetime, command: bool = False,
) -> Case:  # fmt: skip
    """Store a case of a State. *public* records the State's consent; *command* is for who owns the database.

    Raises ``Denied``, or ``Refused`` with every field at fault.
    """
    subject = Subject(record=Case.KIND, states=frozenset([state]))
    if not command:
        demand(by, "create", subject)
        if public:
            demand(by, "consent", subject)
    taken, applied = checked_case(values, now=now), list(provisions)
    _of_the_state(state, applied)
    with transaction.atomic():
        Participant.objects.get_or_create(code=state)
        _only_one(Case(participant_id=state, **taken))
        made = Case(participant_id=state, public=public, consent_at=now if public else None, **taken)
        try:
            with transaction.atomic():
                made = changing.create(made, by=by, now=now, states=[state], agent="command" if command else "")
        except IntegrityError as error:
            raise _twice() from error
        _apply(made, applied, by=by, now=now, agent="command" if command else "")
    return made


def change_case(
    case: Case, values: Mapping[str, Any], *, provisions: Iterable[Provision] | None = None, by: Actor, now: datetime,
    seen: int | None = None, command: bool = False,
) -> Case:  # fmt: skip
    """Change what *values* names, and, where given, which provisions were applied.

    Raises ``Denied``, ``Refused`` or ``Conflict``; then nothing has changed.
    """
    subject = CASES.subject(case)
    if not command:
        demand(by, "edit", subject)
    agent = "command" if command else ""
    with transaction.atomic():
        current = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        taken = checked_case({name: getattr(current, name) for name in WRITTEN} | dict(values), now=now)
        _only_one(Case(pk=case.pk, participant_id=current.participant_id, **taken))
        applied = None if provisions is None else list(provisions)
        if applied is not None:
            _of_the_state(current.participant_id, applied)
            if seen is not None and current.version != seen and _keys(current) != sorted(it.pk for it in applied):
                raise changing.Conflict(current, taken)
        try:
            with transaction.atomic():
                done = changing.change(
                    case, taken, by=by, now=now, seen=seen, states=subject.states, agent=agent
                )  # fmt: skip
        except IntegrityError as error:
            raise _twice() from error
        if (
            applied is not None
            and _apply(done, applied, by=by, now=now, agent=agent)
            and done.version == current.version
        ):
            done.version, done.changed_at = done.version + 1, now
            done.save(update_fields=["version", "changed_at"])
    return done


def checked_case(values: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The values as they are stored. Raises ``Refused`` with every fault."""
    check = Checker(Case, values)
    check.texts("court", "title", "reference", "summary", "source", "licence", needed=("court", "title", "reference"))
    decided = check.day("decided_on", latest=now.date())
    check.ecli("ecli", decided=decided)
    check.choice("language", list(dict(LANGUAGES)))
    check.choice("outcome", Outcome.values, needed=False)
    check.address("url")
    check.codes("obligations", {it.id: None for it in shipped_obligations()})
    check.codes("instruments", shipped_catalogue().ids)
    check.codes("linkages", [it.code for it in shipped_linkages()])
    # An obligation applied is its instrument applied.
    named = [it.split("/")[0] for it in check.taken["obligations"]]
    check.taken["instruments"] = list(dict.fromkeys([*check.taken["instruments"], *named]))
    return check.finish()


def _of_the_state(state: str, provisions: Sequence[Provision]) -> None:
    if any(it.law.participant_id != state for it in provisions):
        raise Refused("provisions", gettext("are of another State’s laws; a court applies those of its own"))


def _only_one(case: Case) -> None:
    others = Case.objects.filter(participant=case.participant_id).exclude(pk=case.pk)
    if others.filter(court=case.court, reference=case.reference).exists():
        raise _twice()
    if case.ecli and others.filter(ecli=case.ecli).exists():
        raise Refused("ecli", gettext("is that of another case of this State; change that one instead"))


def _twice() -> Refused:
    return Refused("reference", gettext("a case of this court with this number is here; change that one instead"))


def _keys(case: Case) -> list[int]:
    return sorted(case.applied.values_list("provision", flat=True))


def _apply(case: Case, provisions: Sequence[Provision], *, by: Actor, now: datetime, agent: str) -> bool:
    """Link exactly these provisions; whether that changed anything."""
    before, wanted = _keys(case), sorted({it.pk for it in provisions})
    if before == wanted:
        return False
    case.applied.exclude(provision__in=wanted).delete()
    CaseProvision.objects.bulk_create(
        CaseProvision(case=case, provision_id=key) for key in wanted if key not in set(before)
    )
    trail.add(
        by=by, verb="provisions", record=Case.KIND, record_id=case.pk, now=now, states=[case.participant_id],
        before={"provisions": before}, after={"provisions": wanted}, agent=agent,
    )  # fmt: skip
    return True
