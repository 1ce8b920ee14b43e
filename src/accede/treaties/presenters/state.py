"""The page of one State: first the answer on one screen, then when each bond began, then every reason and source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from accede.kit.on import AsOf, localised
from accede.kit.tables import Table, Twin
from accede.kit.wording import in_english
from accede.law.actions import TreatyAction
from accede.law.answers import MATRIX_COLUMNS, matrix_row, status_report
from accede.law.catalogue import Instrument
from accede.law.participants import Participant
from accede.law.status import StatusAnswer, status
from accede.law.timeline import Position, Timeline
from accede.treaties.presenters.common import Links, is_party, name_of, title_of
from accede.treaties.presenters.timeline import Bar, bar_for
from accede.treaties.presenters.words import ACTION_LABELS, GROUPS, LOOKS, REGIONS, TYPES, counting_in_words, word
from accede.treaties.presenters.words import sentence as sentence_of
from accede.treaties.queries import Snapshot

#: The provisions that a reader of one State's page asks for first; the instrument's page has them all.
KEY_ARTICLES = ("criminalisation", "jurisdiction_mandatory", "extradite_or_prosecute", "extradition_deemed_included",
                "mutual_legal_assistance")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActLine:
    """One row of the log about this State and instrument."""

    words: str
    when: str
    effect: str
    succession: str
    sources: list[SafeString]
    note: SafeString
    standing: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One instrument on the State's page."""

    id: str
    title: SafeString
    plain_title: str
    href: str
    look: str
    symbol: str
    label: str
    year: int | None
    type: str
    consent: str
    consent_words: str
    signed: str
    in_force_from: str
    computed: str
    last_known: str
    complete_as_of: str
    first_reason: SafeString
    reasons: list[SafeString]
    acts: list[ActLine]
    articles: list[tuple[str, str]]
    rule: str
    bar: Bar


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
    links = Links(asked)
    answers = state_answers(snap, party.code, asked.on)
    details = [_detail(snap, answer, asked, links) for answer in answers]
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


WHEN_LAST_KNOWN = (Position.NOT_PARTY_WHEN_LAST_KNOWN, Position.SIGNATORY_WHEN_LAST_KNOWN)

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


def _detail(snap: Snapshot, answer: StatusAnswer, asked: AsOf, links: Links) -> Detail:
    facts = snap.facts
    treaty = facts.catalogue[answer.instrument]
    line = snap.world.timeline(answer.participant, treaty.id)
    look = LOOKS[answer.position]
    signature = line.signature_on(asked.on)
    reasons = [sentence_of(it, treaty) for it in answer.reasons]
    known = answer.last_known.on if answer.last_known and answer.position in WHEN_LAST_KNOWN else None
    return Detail(
        id=treaty.id,
        title=title_of(treaty),
        plain_title=treaty.short_title,
        href=links.instrument(treaty.id),
        look=look.key,
        symbol=look.symbol,
        label=str(look.label),
        year=treaty.year,
        type=word(TYPES, treaty.type),
        consent=_consent_date(answer, line, asked.on),
        consent_words=word(ACTION_LABELS, answer.action) if answer.action and is_party(answer.position) else "",
        signed=localised(signature.certain_by) if signature else "",
        in_force_from=localised(answer.in_force_from),
        computed=_computed(answer),
        last_known=localised(known),
        complete_as_of=localised(answer.complete_as_of),
        first_reason=reasons[0] if reasons else SafeString(""),
        reasons=reasons,
        acts=[_act(snap, row) for row in answer.actions],
        articles=_key_articles(treaty),
        rule=_rule(treaty),
        bar=bar_for(line, asked),
    )


def _consent_date(answer: StatusAnswer, line: Timeline, on: date) -> str:
    if answer.consent_date:
        return localised(answer.consent_date)
    consent = line.consent_on(on) if is_party(answer.position) else None
    if consent is None or consent.action.latest is None:
        return ""
    return gettext("by %(date)s") % {"date": localised(consent.action.latest)}


def _computed(answer: StatusAnswer) -> str:
    """The date of the clause where the source records another; empty where they agree."""
    if answer.in_force_computed is None or answer.in_force_computed == answer.in_force_from:
        return ""
    return localised(answer.in_force_computed)


def _act(snap: Snapshot, row: TreatyAction) -> ActLine:
    if row.date:
        when = localised(row.date)
    elif row.latest:
        when = gettext("by %(date)s") % {"date": localised(row.latest)}
    else:
        when = gettext("date not known")
    standing = {
        "stated": "",
        "conflicting": gettext("another source's statement"),
        "set-aside": gettext("not used"),
    }[row.standing.value]
    return ActLine(
        words=word(ACTION_LABELS, row.action),
        when=when,
        effect=localised(row.effective),
        succession=localised(row.succession_from),
        sources=[in_english(str(snap.facts.source(source))) for source in row.sources],
        note=in_english(row.note),
        standing=standing,
    )


def _key_articles(treaty: Instrument) -> list[tuple[str, str]]:
    from accede.treaties.presenters.provisions import PROVISIONS

    return [(word(PROVISIONS, kind), treaty.articles[kind]) for kind in KEY_ARTICLES if kind in treaty.articles]


def _rule(treaty: Instrument) -> str:
    rule = treaty.entry_into_force_rule
    if rule is None:
        return ""
    words = counting_in_words(rule.each_state.counting, rule.each_state.delay)
    return gettext("article %(article)s: %(rule)s") % {"article": rule.each_state.article, "rule": words}
