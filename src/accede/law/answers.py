"""The answers as plain values, ready for JSON: one form for the command line, the pages and the API."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from accede.law.actions import TreatyAction
from accede.law.catalogue import Instrument
from accede.law.facts import Facts
from accede.law.status import StatusAnswer
from accede.law.timeline import Position, Status, Timeline, build_timeline

#: Values of JSON; dates are ISO 8601 strings.
Json = Mapping[str, object]

#: The name of each position in machine-readable answers.
POSITION_NAMES = {position: position.name.lower().replace("_", "-") for position in Position}


def iso(day: date | None) -> str | None:
    """The date in ISO 8601, or None."""
    return day.isoformat() if day else None


def status_answer(facts: Facts, answer: StatusAnswer) -> Json:
    """One status with its reasons and the rows behind it."""
    return {
        "instrument": answer.instrument,
        "title": facts.catalogue[answer.instrument].short_title,
        "status": answer.status.value,
        "position": POSITION_NAMES[answer.position],
        "consent_date": iso(answer.consent_date),
        "in_force_from": iso(answer.in_force_from),
        "in_force_computed": iso(answer.in_force_computed),
        "action": answer.action.value if answer.action else None,
        "source": "; ".join(str(facts.source(source)) for source in answer.sources) or None,
        "complete_as_of": iso(answer.complete_as_of),
        "last_known": answer.last_known
        and {"status": answer.last_known.status.value, "on": answer.last_known.on.isoformat()},
        "reasons": [str(reason) for reason in answer.reasons],
        "actions": [action_row(row) for row in answer.actions],
    }


def status_report(facts: Facts, participant: str, on: date, answers: Iterable[StatusAnswer]) -> Json:
    """All statuses of one participant on a date."""
    party = facts.participants[participant]
    return {
        "participant": party.code,
        "name": party.name,
        "on": on.isoformat(),
        "existed": facts.participants.existed_on(party.code, on),
        "instruments": [status_answer(facts, answer) for answer in answers],
    }


def action_row(row: TreatyAction) -> Json:
    """One row of the log."""
    return {
        "instrument": row.instrument,
        "participant": row.participant,
        "action": row.action.value,
        "date": iso(row.date),
        "earliest": iso(row.earliest),
        "latest": iso(row.latest),
        "effective": iso(row.effective),
        "succession_from": iso(row.succession_from),
        "standing": row.standing.value,
        "reservation_or_declaration": row.reservation_or_declaration,
        "sources": list(row.sources),
        "note": row.note,
    }


def parties_report(
    facts: Facts, instrument: Instrument, on: date, *, timelines: Mapping[str, Timeline] | None = None
) -> Json:
    """Counts of each status under one instrument on a date, and who they are.

    The four counts and ``did_not_exist`` add up to ``participants``. ``complete_as_of`` is the date up to which
    "not party" can be said; ``parties_outside_table`` names parties without a code, which no count includes.
    """
    lines = timelines or {code: build_timeline(facts, code, instrument.id) for code in facts.participants}
    positions = {code: line.at(on) for code, line in lines.items()}
    groups: dict[str, list[str]] = {name: [] for name in ("parties", "signatories", "not_party", "unknown")}
    missing: list[str] = []
    for code, position in positions.items():
        if position is Position.NO_SUCH_STATE:
            missing.append(code)
        else:
            groups[_GROUP[position.status]].append(code)
    newest = facts.newest_list(instrument.id)
    return {
        "instrument": instrument.id,
        "title": instrument.short_title,
        "on": on.isoformat(),
        **{name: len(codes) for name, codes in groups.items()},
        "in_force": sum(position is Position.IN_FORCE for position in positions.values()),
        "did_not_exist": len(missing),
        "participants": len(positions),
        "complete_as_of": iso(newest.complete_as_of if newest else None),
        "signatures_complete_as_of": signatures_complete(facts, instrument.id),
        "source": str(facts.source(newest.source)) if newest else None,
        "entered_into_force": iso(instrument.entered_into_force),
        "parties_outside_table": newest.parties_outside_table if newest else "",
        "lists": {**groups, "did_not_exist": missing},
        "positions": {code: POSITION_NAMES[position] for code, position in positions.items()},
    }


def signatures_complete(facts: Facts, instrument: str) -> str | None:
    """Up to when all signatures are known; "closed" where the list reaches beyond the closing date."""
    day = facts.signatures_complete_as_of(instrument)
    return "closed" if day == date.max else iso(day)


_GROUP = {
    Status.PARTY: "parties",
    Status.SIGNATORY: "signatories",
    Status.NOT_PARTY: "not_party",
    Status.UNKNOWN: "unknown",
}

#: Columns of the matrix as it is exported: one line for each participant and instrument.
MATRIX_COLUMNS = (
    "participant", "name", "instrument", "on", "status", "position", "consent_date", "in_force_from", "action",
    "complete_as_of", "last_known_status", "last_known_on", "source",
)  # fmt: skip


def matrix_row(facts: Facts, answer: StatusAnswer) -> Json:
    """One line of the exported matrix."""
    return {
        "participant": answer.participant,
        "name": facts.participants[answer.participant].name,
        "instrument": answer.instrument,
        "on": answer.on.isoformat(),
        "status": answer.status.value,
        "position": POSITION_NAMES[answer.position],
        "consent_date": iso(answer.consent_date),
        "in_force_from": iso(answer.in_force_from),
        "action": answer.action.value if answer.action else None,
        "complete_as_of": iso(answer.complete_as_of),
        "last_known_status": answer.last_known.status.value if answer.last_known else None,
        "last_known_on": iso(answer.last_known.on) if answer.last_known else None,
        "source": "; ".join(str(facts.source(source)) for source in answer.sources) or None,
    }


def instrument_row(instrument: Instrument) -> Json:
    """An instrument of the catalogue in short."""
    return {
        "id": instrument.id,
        "short_title": instrument.short_title,
        "title": instrument.title,
        "type": instrument.type,
        "theme": instrument.theme,
        "scope": instrument.scope,
        "universal_against_terrorism": instrument.universal_against_terrorism,
        "adopted": iso(instrument.adopted),
        "entered_into_force": iso(instrument.entered_into_force),
        "depositaries": instrument.depositaries,
        "verified": instrument.verified,
    }


def columns_of(rows: Sequence[Json]) -> list[str]:
    """The columns of rows that share one form."""
    return list(rows[0]) if rows else []
