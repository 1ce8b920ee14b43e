"""What would change if the requested State joined an instrument: the same question over facts with one deposit more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accede.cooperation.presenters.choices import Option
from accede.cooperation.presenters.labels import LabelLook, conclusion_look
from accede.cooperation.presenters.question import JOIN, Asked
from accede.kit.on import AsOf, BadQuestion
from accede.kit.wording import localised
from accede.law.actions import ActionKind, TreatyAction
from accede.law.amendments import Bound, bound
from accede.law.answers import Json
from accede.law.basis import Answer, Rules, find_basis
from accede.law.basis.answers import answer_report
from accede.law.facts import Facts
from accede.law.timeline import PARTY_POSITIONS, Timeline, build_timeline
from accede.treaties.presenters.common import title_of
from accede.treaties.queries import Snapshot

#: What stands as the source of the deposit that was only supposed.
HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True)
class Supposed:
    """The answers before and after the supposed deposit, both for the day on which it takes effect."""

    instrument: str
    deposit: date
    effect: date | None
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The part of the page about a supposed deposit: the choices, and the comparison where one was asked for."""

    options: Sequence[Option]
    title: SafeString | str = ""
    deposit: str = ""
    effect: str = ""
    before: LabelLook | None = None
    after: LabelLook | None = None
    changed: bool = False
    missing: Sequence[SafeString] = ()

    @property
    def asked(self) -> bool:
        """Whether a deposit was supposed."""
        return bool(self.title)


def joinable(snap: Snapshot, rules: Rules, put: Asked) -> list[str]:
    """Instruments that could bear on the answer and that are not known to bind the requested State on the date."""
    question, facts = put.question, snap.facts
    texts = [it for it, _ in rules.versions[question.offence]]
    wanted = [*texts, *(extra for it in texts if (extra := rules.treaty(it).also_bound))]
    if rules.listed_in("ecst-1977", tuple(code for _, code in rules.versions[question.offence])):
        wanted.append("ecst-1977")
    general = "extradition" if question.kind.value == "extradition" else "mutual-legal-assistance"
    wanted += [it.id for it in facts.catalogue if rules.treaty(it.id).general == general]
    wanted.append("untoc-2000")
    return [
        it
        for it in dict.fromkeys(wanted)
        if facts.catalogue[it].binds_from_adoption <= question.on
        and rules.may_join(facts.participants, question.requested, it)
        and bound(snap.world.timeline(question.requested, it).at(question.on)) is not Bound.YES
    ]


def suppose(snap: Snapshot, rules: Rules, put: Asked, query: QueryDict) -> Supposed | None:
    """The supposed deposit of ``?join=``, worked out; None where none was asked for."""
    chosen = query.get(JOIN, "").strip()
    if not chosen:
        return None
    if chosen not in joinable(snap, rules, put):
        message = gettext(
            "“%(id)s” is not among the instruments that could change this answer; choose one from the list."
        )
        detail = f"join: '{chosen[:60]}' is unknown, binds the requested State already, or cannot bear on the answer."
        raise BadQuestion(message % {"id": chosen[:60]}, field=JOIN, given=chosen[:60], detail=detail)
    question, facts = put.question, snap.facts
    instrument = facts.catalogue[chosen]
    deposit = TreatyAction(
        instrument=instrument.id,
        participant=question.requested,
        action=ActionKind.ACCESSION,
        date=question.on,
        sources=(HYPOTHETICAL,),
        note="A supposed deposit: it has not been made.",
    )
    after_facts = replace(facts, actions=[*facts.actions, deposit])
    effect = _effect(after_facts, question.requested, instrument.id, question.on)
    if effect is None:
        return Supposed(instrument.id, question.on, None, None, None)
    later = replace(question, on=effect)

    def timeline(participant: str, code: str) -> Timeline:
        """Only the requested State's bonds can have changed."""
        if participant == question.requested:
            return build_timeline(after_facts, participant, code)
        return snap.world.timeline(participant, code)

    return Supposed(
        instrument.id,
        question.on,
        effect,
        find_basis(facts, rules, later, timeline_of=snap.world.timeline),
        find_basis(after_facts, rules, later, timeline_of=timeline),
    )


def _effect(facts: Facts, participant: str, instrument: str, deposit: date) -> date | None:
    """From when the supposed deposit would have the instrument in force for the State."""
    line = build_timeline(facts, participant, instrument)
    for start, position in zip(line.starts, line.positions, strict=True):
        if start >= deposit and bound(position) is Bound.YES:
            return start
    return deposit if bound(line.at(deposit)) is Bound.YES else None


def what_if(snap: Snapshot, rules: Rules, put: Asked, supposed: Supposed | None, asked: AsOf) -> WhatIf:
    """The comparison in words."""
    catalogue = snap.facts.catalogue
    chosen = supposed.instrument if supposed else ""
    options = [Option(it, catalogue[it].short_title, it == chosen, english=True) for it in joinable(snap, rules, put)]
    if supposed is None:
        return WhatIf(options)
    before, after = supposed.before, supposed.after
    needed = [
        title_of(catalogue[it])
        for it in catalogue[chosen].requires_party_to
        if snap.world.timeline(put.question.requested, it).at(put.question.on) not in PARTY_POSITIONS
    ]
    return WhatIf(
        options=options,
        title=title_of(catalogue[chosen]),
        deposit=localised(supposed.deposit),
        effect=localised(supposed.effect),
        before=conclusion_look(before.conclusion) if before else None,
        after=conclusion_look(after.conclusion) if after else None,
        changed=before is not None and after is not None and before.conclusion is not after.conclusion,
        missing=needed,
    )


def what_if_report(supposed: Supposed) -> Json:
    """The comparison as plain values."""
    return {
        "hypothetical": True,
        "instrument": supposed.instrument,
        "deposit": supposed.deposit.isoformat(),
        "in_force_from": supposed.effect.isoformat() if supposed.effect else None,
        "before": answer_report(supposed.before) if supposed.before else None,
        "after": answer_report(supposed.after) if supposed.after else None,
    }
