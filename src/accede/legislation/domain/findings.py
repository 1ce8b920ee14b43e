"""What may happen to a finding: the expert's judgement, the State's view, comments, publication by the State alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.changing import Conflict
from accede.accounts.rights import Actor, demand
from accede.knowledge.models import Provision
from accede.law.obligations import Obligation
from accede.law.shipped import shipped_obligations
from accede.legislation import marking
from accede.legislation.models import Evidence, Finding, FindingComment, LegalFinding
from accede.legislation.subjects import findings_of
from accede.treaties.models import Participant

LONGEST_COMMENT = 5_000


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
    state: str, key: str, values: Mapping[str, Any], *, provisions: Iterable[Provision], words: Mapping[int, str] | None = None,
    status_now: str, by: Actor, now: datetime, seen: int | None,
) -> LegalFinding:  # fmt: skip
    """The expert's finding with its reason and the provisions that it rests on. *seen* is the version read; None for none.

    *words* gives, by the key of a provision, the passages that matter in it, one a line; each has to stand in its text.

    Raises ``Denied``, :class:`FindingRefused` or ``Conflict``.
    """
    demand(by, "assess", findings_of(state))
    if values["finding"] != Finding.NOT_ASSESSED and not str(values["reason"]).strip():
        raise FindingRefused("reason", gettext("Give the reason for the finding."))
    given = {name: values[name] for name in ("finding", "reason", "practice", "confidence")}
    stamp = {"assessed_at": now, "assessed_by_id": by.person, "status_then": status_now}
    chosen = {it.pk: it for it in provisions}
    if any(it.law.participant_id != state for it in chosen.values()):
        raise FindingRefused("provisions", gettext("Evidence is a provision of the State’s own laws."))
    matter = {pk: "\n".join(marking.passages((words or {}).get(pk, ""))) for pk in chosen}
    for pk, it in chosen.items():
        _demand_words(it, matter[pk])
    with transaction.atomic():
        done = _write(state, key, given, stamp, verb="assess", own="assessed_version", by=by, now=now, seen=seen)
        _rest_on(done, matter, state=state, by=by, now=now)
    return done


def _demand_words(it: Provision, words: str) -> None:
    strange = marking.missing(f"{it.heading}\n{it.text}", words)
    if strange:
        raise FindingRefused(
            "provisions",
            gettext("“%(words)s” does not stand in %(law)s %(number)s; copy the words from its text, one passage a line.")
            % {"words": strange[0][:80], "law": it.law.code, "number": it.number},
        )  # fmt: skip


def _rest_on(it: LegalFinding, words: Mapping[int, str], *, state: str, by: Actor, now: datetime) -> None:
    """Make the evidence of a finding what *words* says: passages by the key of a provision."""
    before = dict(it.evidence.values_list("provision", "words"))
    if before == dict(words):
        return
    it.evidence.exclude(provision__in=words).delete()
    for pk, passages in words.items():
        if pk not in before:
            Evidence.objects.create(finding=it, provision_id=pk, words=passages)
        elif before[pk] != passages:
            it.evidence.filter(provision=pk).update(words=passages)
    trail.add(
        by=by, verb="evidence", record=LegalFinding.KIND, record_id=it.pk, now=now, states=[state],
        before={"provisions": _named(before)}, after={"provisions": _named(words)},
    )  # fmt: skip


def _named(words: Mapping[int, str]) -> dict[str, str]:
    return {str(pk): text for pk, text in sorted(words.items())}


def comment(state: str, key: str, text: str, *, by: Actor, now: datetime) -> FindingComment:
    """Write to the others who work on the assessment. Raises ``Denied`` or :class:`FindingRefused`."""
    demand(by, "comment", findings_of(state))
    if obligation(key) is None:
        raise FindingRefused("obligation", gettext("There is no such obligation."))
    if not text.strip():
        raise FindingRefused("text", gettext("Write the comment."))
    if len(text) > LONGEST_COMMENT:
        raise FindingRefused("text", gettext("At most 5,000 characters."))
    Participant.objects.get_or_create(code=state)
    return FindingComment.objects.create(
        participant_id=state, obligation=key, text=text.strip(), written_at=now, written_by_id=by.person
    )


def take_view(
    state: str, key: str, *, view: str, comment: str, by: Actor, now: datetime, seen: int | None
) -> LegalFinding:
    """The State's own view, which stands beside the finding and never changes it. Raises ``Denied`` or ``Conflict``."""
    demand(by, "view", findings_of(state))
    given, stamp = {"state_view": view, "state_comment": comment}, {"viewed_at": now, "viewed_by_id": by.person}
    return _write(state, key, given, stamp, verb="view", own="viewed_version", by=by, now=now, seen=seen)


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
    state: str, key: str, given: Mapping[str, Any], stamp: Mapping[str, Any], *, verb: str, own: str, by: Actor, now: datetime,
    seen: int | None,
) -> LegalFinding:  # fmt: skip
    """Write one side of a finding: it conflicts only with somebody who wrote the same side since *seen*."""
    if obligation(key) is None:
        raise FindingRefused("obligation", gettext("There is no such obligation."))
    Participant.objects.get_or_create(code=state)
    with transaction.atomic():
        found = LegalFinding.objects.select_for_update(of=("self",), no_key=True)
        current = found.filter(participant=state, obligation=key).first()
        if current is None:
            # Two who write the first finding at once come one after the other.
            Participant.objects.select_for_update(no_key=True).get(code=state)
            current = found.filter(participant=state, obligation=key).first()
        if current is None:
            made = LegalFinding(participant_id=state, obligation=key, **given, **stamp, **{own: 1})
            return changing.create(made, by=by, now=now, states=[state])
        differs = any(getattr(current, name) != value for name, value in given.items())
        if differs and getattr(current, own) > (seen or 0):
            raise Conflict(current, given)
        values = {**given, **stamp, own: current.version + 1}
        return changing.change(current, values, by=by, now=now, seen=current.version, verb=verb, states=[state])
