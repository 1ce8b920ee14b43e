"""The four tables that the room reads: their columns, how a row becomes an entry, and which entries cannot both stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from accede.cooperation import models, queries
from accede.cooperation.imports.cells import Cells
from accede.cooperation.records import (
    SAMPLE_STATE,
    Authority,
    Key,
    OwnLawRecord,
    Purpose,
    R,
    key_of,
)
from accede.law.basis import Statement, Subject, shipped_rules
from accede.law.basis.rules import Bilateral
from accede.treaties.models import ImportBatch

TYPES = ("reservation", "declaration", "objection")
SUBJECTS = tuple(it.value for it in Subject)
BILATERAL_KINDS = ("extradition", "mutual-legal-assistance")
ROLES = ("principal", "amending", "listed")
SHIPPED_TABLE = "the shipped table of bilateral treaties"
REMOVE = "remove"


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[R]):
    """One table. ``group`` names what an entry must agree with; ``clash`` says why two of a group cannot both stand."""

    name: str
    summary: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Cells], R]
    held: Callable[[], Mapping[Key, queries.Held[R]]]
    row: Callable[[ImportBatch, R, str, bool], models.Entry]
    describe: Callable[[R], str]
    newer: Callable[[R, R], bool] = lambda new, old: False
    group: Callable[[R], Key | None] = lambda record: None
    clash: Callable[[R, R], str] = lambda one, other: ""


# Statements


def _statement(cells: Cells) -> Statement:
    instrument = cells.instrument("instrument")
    participant = cells.participant("participant")
    kind = cells.one_of("type", TYPES)
    subject = cells.one_of("subject", SUBJECTS)
    day = cells.day("date", required=True, past=True)
    withdrawn = cells.day("withdrawn", past=True)
    against = cells.participant("against") if cells.text("against") else ""
    value, text = cells.text("value", longest=60), cells.text("text")
    if day and instrument and day < instrument.binds_from_adoption:
        adopted = instrument.binds_from_adoption
        cells.fault("date", f"{day} is before the adoption of {instrument.id} on {adopted}.")
    if day and withdrawn and withdrawn < day:
        cells.fault("withdrawn", f"{withdrawn} is before the statement itself, {day}.")
    if kind == "objection":
        if not cells.text("against"):
            cells.fault("against", "is empty; an objection names the State against whose reservation it is made.")
        if against and against == participant:
            cells.fault("against", f"{participant} cannot object to its own reservation.")
    elif against:
        cells.fault("against", f"only an objection is made against a State; this is a {kind}.")
    if (
        kind != "objection"
    ):  # that has the subject of the reservation it answers, and nothing of its own to say yes or no to
        _check_value(cells, subject, value, text)
        if instrument is not None and subject in SUBJECTS:
            _say_if_idle(cells, instrument.id, Subject(subject))
    return Statement(
        instrument=instrument.id if instrument else "", participant=participant, type=kind,
        subject=Subject(subject) if subject in SUBJECTS else Subject.LIMITS, date=day or cells.context.today,
        value=value.lower(), article=cells.text("article", longest=100), against=against, withdrawn=withdrawn,
        source=cells.source(), text=text,
    )  # fmt: skip


def _check_value(cells: Cells, subject: str, value: str, text: str) -> None:
    match subject:
        case Subject.TREATY_BASIS.value | Subject.NATIONALS.value:
            if value.lower() not in ("yes", "no"):
                cells.fault("value", f"a statement on '{subject}' says yes or no, and this says '{value[:30]}'.")
        case Subject.ANNEX_EXCLUDED.value:
            cells.instrument("value")
        case Subject.POLITICAL_OFFENCE.value:
            if value:
                cells.fault(
                    "value", f"a statement on '{subject}' has no value; leave '{value[:30]}' away, or put it in text."
                )
        case Subject.LIMITS.value:
            if not (value or text):
                cells.fault("text", "is empty; say what the statement limits.")


def _say_if_idle(cells: Cells, instrument: str, subject: Subject) -> None:
    """A statement that no rule asks about is kept and shown; that it changes no answer should be seen."""
    rules = shipped_rules()
    articles = rules.catalogue[instrument].articles
    idle = {
        Subject.TREATY_BASIS: rules.treaty(instrument).option_by_declaration is None
        or rules.treaty(instrument).also_bound is not None,
        Subject.POLITICAL_OFFENCE: "political_offence_exclusion" not in articles,
        Subject.ANNEX_EXCLUDED: instrument != "financing-1999",
    }.get(subject, False)
    if idle:
        cells.warn(
            f"no rule asks for a statement on '{subject.value}' under {instrument}; it is kept, and changes no answer."
        )


def _statement_row(batch: ImportBatch, it: Statement, place: str, removed: bool) -> models.Entry:
    return models.Statement(
        batch=batch, place=place, removed=removed, instrument_id=it.instrument, participant_id=it.participant,
        type=it.type, subject=it.subject.value, date=it.date, value=it.value, article=it.article, against=it.against,
        withdrawn=it.withdrawn, source=it.source, text=it.text,
    )  # fmt: skip


def _statement_clash(one: Statement, other: Statement) -> str:
    if "objection" in (one.type, other.type) or one.subject is Subject.ANNEX_EXCLUDED:
        return ""
    if one.value == other.value or not (one.value and other.value):
        return ""
    return (
        f"of {one.participant} under {one.instrument} on {one.date}: one says '{one.value}', the other '{other.value}'"
    )


# Bilateral treaties


def _bilateral(cells: Cells) -> Bilateral:
    kind, role = cells.one_of("kind", BILATERAL_KINDS), cells.one_of("role", ROLES, default="principal")
    party_a, party_b = cells.participant("party_a"), cells.participant("party_b")
    signed, begins = cells.day("signed", past=True), cells.day("in_force_from")
    by, ends = cells.day("in_force_by"), cells.day("terminated")
    if party_a and party_a == party_b:
        cells.fault("party_b", f"{party_b} is named twice; a bilateral treaty has two parties.")
    if begins and by:
        cells.fault("in_force_by", "is given together with in_force_from; it bounds a beginning that is not known.")
    for column, earlier, later in (("in_force_from", signed, begins), ("in_force_by", signed, by), ("terminated", signed, ends),
                                   ("terminated", begins, ends)):  # fmt: skip
        if earlier and later and later < earlier:
            cells.fault(column, f"{later} is before {earlier}.")
    code = cells.text("id", longest=120)
    if not code and not (signed or begins):
        cells.fault("id", "is empty, and there is no date of signature or entry into force to tell the treaty by.")
    pair = "-".join(sorted((party_a, party_b)))
    return Bilateral(
        id=code or f"{kind}-{pair}-{signed or begins}", kind=kind, title=cells.text("title", required=True),
        party_a=party_a, party_b=party_b, role=role, source=cells.source(), signed=signed, in_force_from=begins,
        in_force_by=by, terminated=ends, doubt=cells.text("doubt"), reference=cells.text("reference"),
        note=cells.text("note"),
    )  # fmt: skip


def _held_bilaterals() -> dict[Key, queries.Held[Bilateral]]:
    shipped = {key_of(it): queries.Held(it, 0, "", f"{it.id} in {SHIPPED_TABLE}") for it in shipped_rules().bilaterals}
    return {**shipped, **queries.bilaterals()}


def _bilateral_row(batch: ImportBatch, it: Bilateral, place: str, removed: bool) -> models.Entry:
    return models.BilateralTreaty(
        batch=batch, place=place, removed=removed, code=it.id, kind=it.kind, title=it.title, party_a_id=it.party_a,
        party_b_id=it.party_b, role=it.role, source=it.source, signed=it.signed, in_force_from=it.in_force_from,
        in_force_by=it.in_force_by, terminated=it.terminated, doubt=it.doubt, reference=it.reference, note=it.note,
    )  # fmt: skip


def _bilateral_clash(one: Bilateral, other: Bilateral) -> str:
    if one.signed is None or one.signed != other.signed or one.role != other.role:
        return ""
    return (
        f"the treaty of {one.party_a} and {one.party_b} on {one.kind} signed on {one.signed} has two ids, '{one.id}' and "
        f"'{other.id}'; with the same id the row takes the other's place"
    )


# Own laws


def _own_law(cells: Cells) -> OwnLawRecord:
    required, nationals = cells.bound("treaty_required"), cells.bound("surrenders_nationals")
    threshold = cells.number("threshold_years", most=100)
    day = cells.day("holds_from", required=True)
    return OwnLawRecord(
        participant=cells.participant("participant"), holds_from=day or cells.context.today, treaty_required=required,
        surrenders_nationals=nationals, threshold_years=threshold, source=cells.source(), note=cells.text("note"),
    )  # fmt: skip


def _own_law_row(batch: ImportBatch, it: OwnLawRecord, place: str, removed: bool) -> models.Entry:
    return models.OwnLaw(
        batch=batch, place=place, removed=removed, participant_id=it.participant, holds_from=it.holds_from,
        treaty_required=it.treaty_required.value, surrenders_nationals=it.surrenders_nationals.value,
        threshold_years=it.threshold_years, source=it.source, note=it.note,
    )  # fmt: skip


# Central authorities


def _authority(cells: Cells) -> Authority:
    purpose = cells.one_of("purpose", [it.value for it in Purpose])
    sample = cells.yes("sample")
    named = cells.text("participant").upper()
    if sample != (named == SAMPLE_STATE):
        cells.fault("sample", f"a sample bears the code {SAMPLE_STATE}, which is no State's, and nothing else does.")
    participant = SAMPLE_STATE if named == SAMPLE_STATE else cells.participant("participant")
    verified = cells.day("last_verified", required=True, past=True)
    return Authority(
        participant=participant, purpose=Purpose(purpose) if purpose in set(Purpose) else Purpose.BOTH,
        name=cells.text("name", required=True, longest=500), address=cells.text("address", required=True, longest=2000),
        languages=cells.parts("languages"), channels=cells.parts("channels"),
        urgent_contact=cells.text("urgent_contact", longest=500), source=cells.source(),
        last_verified=verified or cells.context.today, note=cells.text("note"), sample=sample,
    )  # fmt: skip


def _authority_row(batch: ImportBatch, it: Authority, place: str, removed: bool) -> models.Entry:
    return models.CentralAuthority(
        batch=batch, place=place, removed=removed, participant_id=None if it.sample else it.participant,
        purpose=it.purpose.value, name=it.name, address=it.address, languages=[*it.languages],
        channels=[*it.channels], urgent_contact=it.urgent_contact, source=it.source, last_verified=it.last_verified,
        note=it.note, sample=it.sample,
    )  # fmt: skip


STATEMENTS = Kind[Statement](
    name="statements",
    summary="reservations, declarations and objections (CSV, XLSX)",
    required=("instrument", "participant", "type", "subject", "date"),
    optional=("value", "article", "against", "withdrawn", "text", "source", REMOVE),
    read=_statement,
    held=queries.statements,
    row=_statement_row,
    describe=lambda it: f"{it.participant} {it.instrument} {it.type} {it.subject.value} {it.value} {it.date}".replace(
        "  ", " "
    ),
    group=lambda it: (it.participant, it.instrument, it.subject.value, it.date.isoformat()),
    clash=_statement_clash,
)
BILATERAL = Kind[Bilateral](
    name="bilateral",
    summary="bilateral treaties on extradition and legal assistance (CSV, XLSX)",
    required=("kind", "title", "party_a", "party_b"),
    optional=(
        "id", "signed", "in_force_from", "in_force_by", "terminated", "role", "doubt", "reference", "note", "source", REMOVE,
    ),
    read=_bilateral,
    held=_held_bilaterals,
    row=_bilateral_row,
    describe=lambda it: f"{it.id} {it.party_a} {it.party_b} {it.kind}",
    group=lambda it: (*sorted((it.party_a, it.party_b)), it.kind),
    clash=_bilateral_clash,
)  # fmt: skip
OWN_LAW = Kind[OwnLawRecord](
    name="own-law",
    summary="what States' own laws say of extradition (CSV, XLSX)",
    required=("participant", "holds_from"),
    optional=("treaty_required", "surrenders_nationals", "threshold_years", "note", "source", REMOVE),
    read=_own_law,
    held=queries.own_law_records,
    row=_own_law_row,
    describe=lambda it: f"{it.participant} from {it.holds_from}",
)
AUTHORITIES = Kind[Authority](
    name="authorities",
    summary="central authorities (CSV, XLSX)",
    required=("participant", "purpose", "name", "address", "last_verified"),
    optional=("languages", "channels", "urgent_contact", "note", "sample", "source", REMOVE),
    read=_authority,
    held=queries.authority_records,
    row=_authority_row,
    describe=lambda it: f"{it.participant} {it.purpose.value} {it.name}",
    newer=lambda new, old: new.last_verified > old.last_verified,
)
KINDS: dict[str, Kind[Any]] = {it.name: it for it in (STATEMENTS, BILATERAL, OWN_LAW, AUTHORITIES)}
