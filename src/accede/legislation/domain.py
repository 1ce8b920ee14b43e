"""What may happen to a legal assessment: the expert's finding, the State's view, publication by the State alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, demand
from accede.knowledge.models import Provision
from accede.law.obligations import Obligation
from accede.law.shipped import shipped_obligations
from accede.legislation.models import Evidence, Finding, LegalFinding
from accede.legislation.subjects import FINDINGS, findings_of
from accede.treaties.models import Participant


class FindingRefused(ValueError):
    """It cannot be stored; ``field`` is the one at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Stale:
    """Why a finding has to be looked at again."""

    why: str


def obligation(key: str) -> Obligation | None:
    """The obligation of this id."""
    return next((it for it in shipped_obligations() if it.id == key), None)


def assess(
    state: str, key: str, values: Mapping[str, Any], *, provisions: Iterable[Provision], status_now: str, by: Actor,
    now: datetime, seen: int | None,
) -> LegalFinding:  # fmt: skip
    """The expert's finding with its reason and the provisions that it rests on. *seen* is the version read; None for none.

    Raises ``Denied``, :class:`FindingRefused` or ``Conflict``.
    """
    demand(by, "assess", findings_of(state))
    if values["finding"] != Finding.NOT_ASSESSED and not str(values["reason"]).strip():
        raise FindingRefused("reason", gettext("Give the reason for the finding."))
    given = {
        name: values[name] for name in ("finding", "reason", "practice", "confidence")
    } | {"assessed_at": now, "assessed_by_id": by.person, "status_then": status_now}  # fmt: skip
    chosen = {it.pk: it for it in provisions}
    if any(it.law.participant_id != state for it in chosen.values()):
        raise FindingRefused("provisions", gettext("Evidence is a provision of the State’s own laws."))
    with transaction.atomic():
        done = _write(state, key, given, verb="assess", by=by, now=now, seen=seen)
        before = set(done.evidence.values_list("provision", flat=True))
        if before != set(chosen):
            done.evidence.exclude(provision__in=chosen).delete()
            for pk in set(chosen) - before:
                Evidence.objects.create(finding=done, provision_id=pk)
            trail.add(
                by=by, verb="evidence", record=LegalFinding.KIND, record_id=done.pk, now=now, states=[state],
                before={"provisions": sorted(before)}, after={"provisions": sorted(chosen)},
            )  # fmt: skip
    return done


def take_view(
    state: str, key: str, *, view: str, comment: str, by: Actor, now: datetime, seen: int | None
) -> LegalFinding:
    """The State's own view, which stands beside the finding and never changes it. Raises ``Denied`` or ``Conflict``."""
    demand(by, "view", findings_of(state))
    given = {"state_view": view, "state_comment": comment, "viewed_at": now, "viewed_by_id": by.person}
    return _write(state, key, given, verb="view", by=by, now=now, seen=seen)


def publish(state: str, keys: Iterable[str], *, published: bool, by: Actor, now: datetime) -> int:
    """Show findings to everyone, or no longer: the State alone decides. Answers how many changed."""
    demand(by, "publish", findings_of(state))
    changed = 0
    with transaction.atomic():
        rows = LegalFinding.objects.filter(participant=state, obligation__in=list(keys), published=not published)
        for it in rows.exclude(finding=Finding.NOT_ASSESSED):
            changing.change(
                it,
                {"published": published},
                by=by,
                now=now,
                states=[state],
                verb="publish" if published else "withhold",
            )
            changed += 1
    return changed


def stale(it: LegalFinding, *, status_now: str) -> list[Stale]:
    """Why the finding may no longer hold: a provision has another wording or is gone, or the treaty status is another."""
    found: list[Stale] = []
    if it.finding == Finding.NOT_ASSESSED:
        return found
    for row in it.evidence.all():
        if row.provision.last is not None:
            found.append(
                Stale(
                    gettext("%(law)s %(number)s has changed since it was assessed.")
                    % {"law": row.provision.law.code, "number": row.provision.number}
                )
            )
    if it.status_then and it.status_then != status_now:
        found.append(
            Stale(
                gettext("The State was “%(then)s” when it was assessed, and is “%(now)s” now.")
                % {"then": it.status_then, "now": status_now}
            )
        )
    return found


def _write(
    state: str, key: str, given: Mapping[str, Any], *, verb: str, by: Actor, now: datetime, seen: int | None
) -> LegalFinding:
    if obligation(key) is None:
        raise FindingRefused("obligation", gettext("There is no such obligation."))
    Participant.objects.get_or_create(code=state)
    found = LegalFinding.objects.select_for_update(of=("self",), no_key=True).filter(participant=state, obligation=key)
    current = found.first()
    if current is None:
        made = LegalFinding(participant_id=state, obligation=key, **given)
        return changing.create(made, by=by, now=now, states=[state])
    return changing.change(current, given, by=by, now=now, seen=seen or 0, verb=verb, states=[state])


__all__ = [
    "FINDINGS", "FindingRefused", "Stale", "assess", "obligation", "publish", "stale", "take_view",
]  # fmt: skip
