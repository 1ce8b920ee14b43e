"""The page of one State: first the answer on one screen, then when each bond began, then every reason and source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from accede.kit.on import AsOf
from accede.kit.tables import Table, Twin
from accede.kit.wording import in_english, localised
from accede.law.answers import MATRIX_COLUMNS, matrix_row, status_report
from accede.law.participants import Participant
from accede.law.status import StatusAnswer, status
from accede.law.timeline import Position
from accede.treaties.presenters.common import name_of
from accede.treaties.presenters.detail import Detail, DetailWriter
from accede.treaties.presenters.words import GROUPS, LOOKS, REGIONS, word
from accede.treaties.queries import Snapshot


@dataclass(frozen=True, slots=True)
class Group:
    """Instruments that stand alike, for the first screen."""

    key: str
    heading: str
    items: list[Detail]


@dataclass(frozen=True)
class StatePage:
    """Everything on the page."""

    code: str
    name: str
    english_name: str
    is_state: bool
    existed: bool
    existence: str
    facts: list[tuple[str, str]]
    bound: int
    total: int
    headline: str
    groups: list[Group]
    universal: list[Detail]
    others: list[Detail]
    without_list: list[Detail]
    former: str


def state_page(snap: Snapshot, party: Participant, asked: AsOf) -> StatePage:
    """Work out the page of *party* on the date."""
    answers = state_answers(snap, party.code, asked.on)
    writer = DetailWriter(snap, asked)
    details = [writer.detail(answer) for answer in answers]
    catalogue = snap.facts.catalogue
    universal = [it for it in details if catalogue[it.id].universal_against_terrorism]
    rest = [it for it in details if not catalogue[it.id].universal_against_terrorism]
    bound = sum(answer.position is Position.IN_FORCE for answer in answers[: len(universal)])
    existed = snap.facts.participants.existed_on(party.code, asked.on)
    name = name_of(party)
    return StatePage(
        code=party.code,
        name=name,
        english_name="" if name == party.name else party.name,
        is_state=party.kind.value != "organisation",
        existed=existed,
        existence=_existence(snap, party, existed=existed, asked=asked),
        facts=_facts_about(snap, party),
        bound=bound,
        total=len(universal),
        headline=_headline(bound, len(universal), asked),
        groups=_groups(universal),
        universal=universal,
        others=[it for it in rest if it.complete_as_of],
        without_list=[it for it in rest if not it.complete_as_of],
        former=party.other_names,
    )


def state_answers(snap: Snapshot, code: str, on: date) -> list[StatusAnswer]:
    """The library's answers for one participant under every instrument."""
    facts, world = snap.facts, snap.world
    return [status(facts, code, it, on, timeline=world.timeline(code, it)) for it in facts.catalogue.ids]


def state_twin(snap: Snapshot, party: Participant, asked: AsOf) -> Twin:
    """The data behind the page: the library's own report."""
    answers = state_answers(snap, party.code, asked.on)
    return Twin(
        status_report(snap.facts, party.code, asked.on, answers),
        lambda: [Table.of([matrix_row(snap.facts, it) for it in answers], MATRIX_COLUMNS, name=party.code)],
        f"accede-{party.code}-{asked.iso}",
    )


def _headline(bound: int, total: int, asked: AsOf) -> str:
    words = ngettext(
        "Bound by %(bound)s of the %(total)s on %(date)s",
        "Bound by %(bound)s of the %(total)s on %(date)s",
        bound,
    )
    return words % {"bound": bound, "total": total, "date": asked.words}


_HEADINGS = (
    ("in-force", (Position.IN_FORCE,)),
    ("not-yet", (Position.NOT_YET_IN_FORCE, Position.PARTY_FORCE_UNKNOWN)),
    ("signatory", (Position.SIGNATORY,)),
    ("not-party", (Position.NOT_PARTY,)),
    ("signatory-last", (Position.SIGNATORY_WHEN_LAST_KNOWN,)),
    ("not-party-last", (Position.NOT_PARTY_WHEN_LAST_KNOWN,)),
    ("unknown", (Position.POSSIBLY_PARTY, Position.DISPUTED, Position.NEVER_KNOWN)),
)  # fmt: skip


def _groups(details: Sequence[Detail]) -> list[Group]:
    headings = {
        "in-force": gettext("In force"),
        "not-yet": gettext("Party, not yet in force or from a date not known"),
        "signatory": gettext("Signed, not party"),
        "not-party": gettext("Not party"),
        "signatory-last": gettext("Unknown: signatory when last known"),
        "not-party-last": gettext("Unknown: not party when last known"),
        "unknown": gettext("Unknown"),
    }
    groups = []
    for key, positions in _HEADINGS:
        looks = {LOOKS[position].key for position in positions}
        items = [it for it in details if it.look in looks]
        if items or key in ("in-force", "not-party"):
            groups.append(Group(key, headings[key], items))
    if not any(group.key in ("signatory-last", "not-party-last", "unknown") for group in groups):
        groups.append(Group("unknown", headings["unknown"], []))
    return groups


def _existence(snap: Snapshot, party: Participant, *, existed: bool, asked: AsOf) -> str:
    row = snap.facts.participants.statehood(party.code)
    if existed or row is None or row.existed_from is None:
        return ""
    return gettext("%(name)s did not exist as a State on %(date)s. It exists since %(since)s.") % {
        "name": name_of(party),
        "date": asked.words,
        "since": localised(row.existed_from),
    }


def _facts_about(snap: Snapshot, party: Participant) -> list[tuple[str, str]]:
    row = snap.facts.participants.statehood(party.code)
    found = [(gettext("Code"), party.code)]
    if party.un_member_since:
        found.append((gettext("Member of the United Nations since"), localised(party.un_member_since)))
    if party.region:
        found.append((gettext("Region"), word(REGIONS, party.region)))
    if party.regional_group:
        found.append((gettext("Regional group"), word(GROUPS, party.regional_group)))
    if row and row.existed_from:
        found.append((gettext("Exists as a State since"), localised(row.existed_from)))
    if row and row.succession_from:
        found.append((gettext("Date of succession"), localised(row.succession_from)))
    if row and row.predecessors:
        found.append((gettext("Before that"), in_english(row.predecessors)))
    if party.other_names:
        found.append((gettext("Also or formerly listed as"), in_english(party.other_names)))
    return found
