"""Status of a participant under an instrument on a date, with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accede.law import reasons as say
from accede.law.actions import CONSENT, ActionKind, Question, Standing, TreatyAction
from accede.law.catalogue import Instrument
from accede.law.entry_into_force import describe
from accede.law.facts import Facts
from accede.law.reasons import Reason, reason
from accede.law.timeline import PARTY_POSITIONS, Consent, Position, Status, Timeline, Withdrawal, build_timeline

WITHDREW_BY = say.gettext_noop("Withdrawal notified by %(date)s; on which day is not recorded (%(source)s).")
WITHDREW_LATER = say.gettext_noop(
    "Withdrawal notified on %(date)s (%(source)s), so it had been a party; from when is not known."
)

_SIGNED = (Position.SIGNATORY, Position.SIGNATORY_WHEN_LAST_KNOWN)


@dataclass(frozen=True)
class LastKnown:
    """What the status was when it was last certain, and that day."""

    status: Status
    on: date


@dataclass(frozen=True)
class StatusAnswer:
    """One answer. ``in_force_computed`` is the clause's date where the source records another; both are shown."""

    participant: str
    instrument: str
    on: date
    position: Position
    consent_date: date | None
    in_force_from: date | None
    in_force_computed: date | None
    action: ActionKind | None
    sources: tuple[str, ...]
    complete_as_of: date | None
    last_known: LastKnown | None
    reasons: tuple[Reason, ...]
    actions: tuple[TreatyAction, ...] = field(repr=False)

    @property
    def status(self) -> Status:
        """One of the four words."""
        return self.position.status


def status(
    facts: Facts, participant: str, instrument: str, on: date, *, timeline: Timeline | None = None
) -> StatusAnswer:
    """Answer for one participant, one instrument and one date; *timeline* saves building it again.

    Raises :class:`accede.law.errors.UnknownName` for a code that does not exist.
    """
    party = facts.participants[participant]
    treaty = facts.catalogue[instrument]
    line = timeline or build_timeline(facts, party.code, treaty.id)
    position = line.at(on)
    consent = line.consent_on(on) if position in PARTY_POSITIONS else None
    known = line.last_known(on, not_before=treaty.binds_from_adoption) if position.status is Status.UNKNOWN else None
    newest = facts.newest_list(treaty.id)
    explain = _Explanation(facts, party.code, treaty, on, line)
    return StatusAnswer(
        participant=party.code,
        instrument=treaty.id,
        on=on,
        position=position,
        consent_date=consent.action.date if consent else None,
        in_force_from=_in_force_from(consent),
        in_force_computed=consent.computed.date if consent and consent.recorded else None,
        action=_action(line, on, consent, position),
        sources=_sources(facts, treaty, on, line, consent, position),
        complete_as_of=newest.complete_as_of if newest else None,
        last_known=LastKnown(*known) if known else None,
        reasons=tuple(explain.reasons(position, consent)),
        actions=tuple(facts.actions_of(party.code, treaty.id)),
    )


def statuses(facts: Facts, participant: str, on: date, *, instruments: Iterable[str] = ()) -> list[StatusAnswer]:
    """Answers for one participant under the instruments named, or under all of them."""
    return [status(facts, participant, it, on) for it in (instruments or facts.catalogue.ids)]


def _in_force_from(consent: Consent | None) -> date | None:
    return consent.in_force_from if consent and consent.force_known else None


def _action(line: Timeline, on: date, consent: Consent | None, position: Position) -> ActionKind | None:
    if consent is not None:
        return consent.action.action
    signature = line.signature_on(on) if position in _SIGNED else None
    return signature.action if signature else None


def _sources(
    facts: Facts, treaty: Instrument, on: date, line: Timeline, consent: Consent | None, position: Position
) -> tuple[str, ...]:
    if consent is not None:
        return consent.action.sources
    signature = line.signature_on(on) if position in _SIGNED else None
    if signature is not None:
        return signature.sources
    row = facts.list_for(treaty.id, on)
    return (row.source,) if row else ()


class _Explanation:
    """Puts the reasons for one position into sentences, the deciding one first."""

    def __init__(self, facts: Facts, participant: str, treaty: Instrument, on: date, line: Timeline) -> None:
        self.facts = facts
        self.code = participant
        self.treaty = treaty
        self.on = on
        self.line = line
        self.rows = facts.actions_of(participant, treaty.id)
        self.newest = facts.newest_list(treaty.id)

    def reasons(self, position: Position, consent: Consent | None) -> list[Reason]:
        """All sentences for the position."""
        if consent is not None:
            return self._party(position, consent)
        match position:
            case Position.NO_SUCH_STATE:
                return [self._no_such_state()]
            case Position.DISPUTED:
                return [self._disputed(), *self._notes()]
            case Position.POSSIBLY_PARTY:
                return self._possibly()
            case Position.NEVER_KNOWN:
                return [self._never_known()]
        if self.on < self.treaty.binds_from_adoption:
            return [reason(say.NOT_ADOPTED, date=self.treaty.binds_from_adoption, on=self.on)]
        return [*self._withdrawn(), *self._absent_or_signed(position), *self._notes()]

    def _party(self, position: Position, consent: Consent) -> list[Reason]:
        found = [self._consent_sentence(consent)]
        if consent.conflicting:
            dates = sorted({row.date for row in (consent.action, *consent.conflicting) if row.date})
            if len(dates) > 1:
                found.append(reason(say.SOURCES_DIFFER, earliest=dates[0], latest=dates[-1]))
            found += [
                reason(say.MODE_DIFFERS, source=self._cite(row.sources), action=row.action.value)
                for row in consent.conflicting
                if row.action is not consent.action.action
            ]
        statehood = self.facts.participants.statehood(self.code)
        born = statehood.existed_from if statehood else None
        if statehood and born and consent.action.date and consent.action.date < born:
            found.append(reason(say.PREDECESSOR, predecessors=statehood.predecessors, since=born))
        found += self._force(position, consent)
        found += [self._withdrawal(it) for it in self.line.withdrawals if it.ends(consent) and it.notified <= self.on]
        if self.newest and self.on > self.newest.complete_as_of:
            found.append(reason(say.STAYS_PARTY, date=self.newest.complete_as_of))
        return found + self._notes()

    def _consent_sentence(self, consent: Consent) -> Reason:
        row = consent.action
        source = self._cite(row.sources)
        if consent.implied_by is not None:
            protocol, article = consent.implied_by
            title = self.facts.catalogue[protocol].short_title
            article = f"{title}, {article}"
            when = row.certain_by or self.on
            return reason(say.IMPLIED, action=row.action.value, protocol=title, date=when, article=article)
        if row.date is None:
            return reason(say.LISTED, date=row.latest or self.on, source=source)
        if row.action is ActionKind.SUCCESSION:
            if consent.exact:
                return reason(say.SUCCEEDED, date=row.date, since=consent.certain_by, source=source)
            return reason(say.SUCCEEDED_OPEN, date=row.date, source=source)
        return reason(say.DEPOSITED, action=row.action.value, date=row.date, source=source)

    def _force(self, position: Position, consent: Consent) -> list[Reason]:
        computed, recorded = consent.computed, consent.recorded
        found: list[Reason] = []
        if recorded is not None:
            found.append(reason(say.IN_FORCE_RECORDED, date=recorded))
            if computed.date is not None and computed.date != recorded:
                found.append(reason(say.IN_FORCE_DIFFERS, article=computed.article, date=computed.date))
        elif computed.date is not None and consent.force_known:
            general = computed.date == self.treaty.entered_into_force and computed.note
            template = say.IN_FORCE_GENERAL if general else say.IN_FORCE
            found.append(reason(template, date=computed.date, article=computed.article, rule=computed.rule))
        elif consent.in_force_by is not None:
            found += [reason(say.IN_FORCE_UNKNOWN), reason(say.IN_FORCE_BY, date=consent.in_force_by)]
        else:
            found.append(reason(say.IN_FORCE_UNKNOWN))
        if position is Position.NOT_YET_IN_FORCE:
            found.append(reason(say.NOT_YET_IN_FORCE, on=self.on))
        return found

    def _absent_or_signed(self, position: Position) -> list[Reason]:
        complete = self.newest.complete_as_of if self.newest else self.on
        row = self.facts.list_for(self.treaty.id, self.on)
        source = self._cite((row.source,)) if row else ""
        signature = self.line.signature_on(self.on)
        if position is Position.SIGNATORY and signature and signature.certain_by:
            cited = self._cite(signature.sources)
            found = [reason(say.SIGNED, date=signature.certain_by, source=cited, complete=complete)]
        elif position is Position.SIGNATORY_WHEN_LAST_KNOWN and signature and signature.certain_by:
            cited = self._cite(signature.sources)
            found = [reason(say.SIGNED_LAST_KNOWN, date=signature.certain_by, source=cited, complete=complete)]
        elif position is Position.NOT_PARTY and row:
            found = [reason(say.ABSENT, complete=row.complete_as_of, source=source)]
        elif left := self.line.left_after_the_lists(self.on):
            day = left.effective.date or self.on
            cited = self._cite(left.action.sources)
            found = [reason(say.ABSENT_LAST_KNOWN, complete=day, source=cited, on=self.on)]
        else:
            found = [reason(say.ABSENT_LAST_KNOWN, complete=complete, source=source, on=self.on)]
        if signature is None and (self.facts.signatures_complete_as_of(self.treaty.id) or date.min) < self.on:
            found.append(reason(say.SIGNATURE_NOT_LISTED))
        if row and self.facts.source(row.source).prints_withdrawals is False:
            found.append(reason(say.WITHDRAWALS_NOT_PRINTED, complete=row.complete_as_of))
        return found

    def _withdrawn(self) -> list[Reason]:
        return [self._withdrawal(it) for it in self.line.withdrawals if it.possible_from <= self.on]

    def _withdrawal(self, it: Withdrawal) -> Reason:
        source = self._cite(it.action.sources)
        if it.action.date is None and it.action.effective is None:
            return reason(WITHDREW_BY, date=it.notified, source=source)
        if it.effective.date is None:
            return reason(say.WITHDREW_OPEN, date=it.notified, source=source)
        return reason(say.WITHDREW, date=it.notified, effective=it.effective.date, source=source)

    def _possibly(self) -> list[Reason]:
        found = self._withdrawn()
        found += [
            reason(WITHDREW_LATER, date=it.notified, source=self._cite(it.action.sources))
            for it in self.line.withdrawn_without_consent()
        ]
        for consent in self.line.consents:
            if not consent.possible_from <= self.on < consent.certain_by:
                continue
            dates = sorted({row.date for row in (consent.action, *consent.conflicting) if row.date})
            if len(dates) > 1:
                found.append(reason(say.SOURCES_DIFFER, earliest=dates[0], latest=dates[-1]))
            found.append(self._consent_sentence(consent))
            found.append(reason(say.POSSIBLE_BY, latest=consent.certain_by, on=self.on))
        return found + self._notes()

    def _no_such_state(self) -> Reason:
        row = self.facts.participants.statehood(self.code)
        name = self.facts.participants[self.code].name
        since = row.existed_from if row and row.existed_from else self.on
        return reason(say.NO_SUCH_STATE, name=name, on=self.on, since=since, source=row.source if row else "")

    def _never_known(self) -> Reason:
        if self.newest is None:
            return reason(say.NO_LIST)
        name = self.facts.participants[self.code].name
        return reason(say.LIST_BEFORE_STATE, complete=self.newest.complete_as_of, name=name)

    def _disputed(self) -> Reason:
        question = self.facts.questions_by_cell[self.code, self.treaty.id]
        complete = self.newest.complete_as_of if self.newest else self.on
        match question.question:
            case Question.EARLIER_TIME_UNKNOWN:
                return reason(say.EARLIER_UNKNOWN, complete=complete, note=question.note)
            case Question.ABSENT_FROM_NEWER_LIST:
                return reason(say.ABSENT_FROM_NEWER, complete=question.since or complete, note=question.note)
        return reason(say.DISPUTED, note=question.note)

    def _notes(self) -> list[Reason]:
        found = []
        for row in self.rows:
            if row.standing is Standing.SET_ASIDE and row.date is not None:
                found.append(reason(say.SET_ASIDE, source=self._cite(row.sources), date=row.date, note=row.note))
            elif row.note and (row.action in CONSENT or row.action is ActionKind.WITHDRAWAL):
                found.append(reason(say.NOTE, note=row.note))
        return found

    def _cite(self, sources: tuple[str, ...]) -> str:
        return "; ".join(str(self.facts.source(source)) for source in sources)


def rule_in_words(treaty: Instrument) -> tuple[str, str]:
    """The two halves of the clause on entry into force, in English: for the instrument, and for each State."""
    rule = treaty.entry_into_force_rule
    if rule is None:
        return ("", "")
    return (
        describe(rule.first.counting, rule.first.delay),
        describe(rule.each_state.counting, rule.each_state.delay),
    )
