"""The page of one instrument: what it is, its clause on entry into force, its articles, offences, obligations, sources."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from accede.kit.on import AsOf
from accede.kit.wording import in_english, localised
from accede.law.catalogue import Instrument
from accede.law.obligations import Obligation
from accede.treaties.presenters.common import Links, full_title_of, title_of
from accede.treaties.presenters.instruments import (
    Roll,
    YearRow,
    chart_of_parties,
    map_of_parties,
    rolls,
    years_of_parties,
)
from accede.treaties.presenters.provisions import CATEGORIES, PROVISIONS
from accede.treaties.presenters.words import (
    ACTION_LABELS,
    DEPOSITARIES,
    OFFENCE_FORMS,
    THEMES,
    TYPES,
    counting_in_words,
    word,
)
from accede.treaties.queries import Snapshot


@dataclass(frozen=True, slots=True)
class Linked:
    """A sentence about another instrument, and the link to it."""

    words: str
    title: SafeString
    href: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One kind of provision: its article, or that the text has none, or that this was not checked."""

    kind: str
    label: str
    state: str  # "present", "absent", "unchecked"
    article: str
    note: SafeString


@dataclass(frozen=True, slots=True)
class OffenceLine:
    """An offence of the instrument."""

    title: SafeString
    article: str
    form: str


@dataclass(frozen=True, slots=True)
class ObligationGroup:
    """Obligations of one category."""

    label: str
    items: list[Obligation]


@dataclass(frozen=True, slots=True)
class Entry:
    """The clause on entry into force, and what it gives over the deposits that are known."""

    first_article: str
    needed: str
    first_words: str
    each_article: str
    each_words: str
    condition: SafeString
    recorded: str
    computed: str
    agrees: bool
    note: SafeString


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list of parties that is loaded."""

    source: str
    complete_as_of: str
    signatures: bool
    stated: int | None
    outside: SafeString
    note: SafeString
    prints_withdrawals: bool | None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the bar of all participants, one unit wide for each."""

    key: str
    x: int
    width: int


@dataclass(frozen=True)
class InstrumentPage:
    """Everything on the page."""

    id: str
    title: SafeString
    plain_title: str
    full_title: SafeString
    universal: bool
    verified: bool
    unverified_fields: list[str]
    facts: list[tuple[str, str | SafeString]]
    notes: list[SafeString]
    rolls: list[Roll]
    participants: int
    stack: list[Part]
    map: SafeString
    charts: list[SafeString]
    years: list[YearRow]
    entry: Entry | None
    relations: list[Linked]
    requirement: SafeString
    effect: SafeString
    provisions: list[Provision]
    articles_refer_to: SafeString
    offences: list[OffenceLine]
    offences_note: SafeString
    obligations: list[ObligationGroup]
    obligation_count: int
    mandatory_count: int
    lists: list[ListLine]
    gaps: list[str]
    source: SafeString


def instrument_page(snap: Snapshot, treaty: Instrument, asked: AsOf) -> InstrumentPage:
    """Work out the page of *treaty* on the date."""
    years = years_of_parties(snap, treaty, asked)
    obligations = snap.obligations.get(treaty.id, [])
    groups = rolls(snap, treaty, asked)
    return InstrumentPage(
        id=treaty.id,
        title=title_of(treaty),
        plain_title=treaty.short_title,
        full_title=full_title_of(treaty),
        universal=treaty.universal_against_terrorism,
        verified=treaty.verified,
        unverified_fields=treaty.unverified_fields,
        facts=_facts_about(treaty),
        notes=[in_english(note) for note in treaty.notes],
        rolls=groups,
        participants=groups[0].share.of,
        stack=_stack(groups),
        map=map_of_parties(snap, treaty, asked),
        charts=chart_of_parties(treaty, years),
        years=years,
        entry=_entry(snap, treaty),
        relations=_relations(snap, treaty, Links(asked)),
        requirement=in_english(treaty.requires_rule.text) if treaty.requires_rule else SafeString(""),
        effect=in_english(treaty.ratification_effect.effect) if treaty.ratification_effect else SafeString(""),
        provisions=provisions_of(treaty),
        articles_refer_to=in_english(treaty.articles_refer_to or ""),
        offences=[
            OffenceLine(in_english(it.title), it.article, word(OFFENCE_FORMS, it.form)) for it in treaty.offences
        ],
        offences_note=in_english(treaty.offences_note or ""),
        obligations=_obligations(obligations),
        obligation_count=len(obligations),
        mandatory_count=sum(it.mandatory for it in obligations),
        lists=_lists(snap, treaty),
        gaps=gaps_of(snap, treaty),
        source=in_english(treaty.source),
    )


def _stack(groups: list[Roll]) -> list[Part]:
    parts = []
    x = 0
    for roll in groups:
        if roll.key != "missing" and roll.members:
            parts.append(Part(roll.key, x, len(roll.members)))
            x += len(roll.members)
    return parts


def _facts_about(treaty: Instrument) -> list[tuple[str, str | SafeString]]:
    adopted = localised(treaty.adopted) or str(treaty.year or gettext("not known"))
    found: list[tuple[str, str | SafeString]] = [
        (gettext("Kind"), word(TYPES, treaty.type)),
        (gettext("Theme"), word(THEMES, treaty.theme)),
        (gettext("Adopted"), adopted),
    ]
    if treaty.place:
        found.append((gettext("Place"), in_english(treaty.place)))
    if treaty.opened_for_signature:
        found.append((gettext("Opened for signature"), localised(treaty.opened_for_signature)))
    if treaty.signature_closed:
        found.append((gettext("Signature closed"), localised(treaty.signature_closed)))
    if treaty.binding:
        found.append((gettext("Entered into force"), localised(treaty.entered_into_force) or gettext("not known")))
    if treaty.depositaries:
        found.append((gettext("Depositary"), "; ".join(word(DEPOSITARIES, it) for it in treaty.depositaries)))
    if treaty.consent_actions:
        acts = ", ".join(word(ACTION_LABELS, it) for it in treaty.consent_actions)
        found.append((gettext("Consent is expressed by"), acts))
    if treaty.untc_reference:
        found.append((gettext("United Nations Treaty Collection"), in_english(treaty.untc_reference)))
    if treaty.withdrawal and treaty.withdrawal.article:
        article = gettext("article %(article)s") % {"article": treaty.withdrawal.article}
        found.append((gettext("Denunciation"), article))
    return found


def _entry(snap: Snapshot, treaty: Instrument) -> Entry | None:
    rule = treaty.entry_into_force_rule
    if rule is None:
        return None
    first, each = rule.first, rule.each_state
    computed = snap.facts.computed_general_entry(treaty)
    words = counting_in_words(first.counting, first.delay)
    if first.count is not None:
        needed = ngettext("%(number)s deposit", "%(number)s deposits", first.count) % {"number": first.count}
    else:
        needed = gettext("%(share)s of the parties to the parent instrument") % {"share": first.share}
    recorded = treaty.entered_into_force
    return Entry(
        first_article=first.article,
        needed=needed,
        first_words=words,
        each_article=each.article,
        each_words=counting_in_words(each.counting, each.delay),
        condition=in_english(first.condition or ""),
        recorded=localised(recorded),
        computed=localised(computed.date),
        agrees=computed.date is not None and computed.date == recorded,
        note=in_english(computed.note),
    )


def _relations(snap: Snapshot, treaty: Instrument, links: Links) -> list[Linked]:
    catalogue = snap.facts.catalogue
    pairs: list[tuple[str, list[str]]] = [
        (gettext("Amends"), [treaty.amends] if treaty.amends else []),
        (gettext("Amended by"), treaty.amended_by),
        (gettext("Supplements"), [treaty.supplements] if treaty.supplements else []),
        (
            gettext("Supplemented by"),
            [it.id for it in catalogue if it.supplements == treaty.id and it.id not in treaty.amended_by],
        ),
        (gettext("Requires being party to"), treaty.requires_party_to),
        (gettext("Prevails over"), treaty.prevails_over),
        (gettext("Prevailed over by"), treaty.prevailed_over_by),
        (gettext("Annex refers to"), [it for it in treaty.annex_treaties if it in catalogue]),
    ]
    return [
        Linked(words, title_of(catalogue[it]), links.instrument(catalogue[it].id)) for words, ids in pairs for it in ids
    ]


def provisions_of(treaty: Instrument) -> list[Provision]:
    """Every kind of provision, in the order of reading; kinds without a label of their own come last."""
    known = list(PROVISIONS)
    kinds = [*known, *sorted({*treaty.articles, *treaty.articles_absent} - set(known))]
    found = []
    for kind in kinds:
        if kind in treaty.articles:
            state, article = "present", treaty.articles[kind]
        elif kind in treaty.articles_absent:
            state, article = "absent", ""
        else:
            state, article = "unchecked", ""
        note = in_english(treaty.article_notes.get(kind, ""))
        found.append(Provision(kind, word(PROVISIONS, kind), state, article, note))
    return found


def _obligations(items: list[Obligation]) -> list[ObligationGroup]:
    by_category: dict[str, list[Obligation]] = {}
    for item in items:
        by_category.setdefault(item.category, []).append(item)
    ordered = [*CATEGORIES, *(key for key in by_category if key not in CATEGORIES)]
    return [ObligationGroup(word(CATEGORIES, key), by_category[key]) for key in ordered if key in by_category]


def _lists(snap: Snapshot, treaty: Instrument) -> list[ListLine]:
    found = []
    for row in snap.facts.lists_by_instrument.get(treaty.id, []):
        source = snap.facts.source(row.source)
        found.append(
            ListLine(
                source=str(source),
                complete_as_of=localised(row.complete_as_of),
                signatures=row.signatures,
                stated=row.parties,
                outside=in_english(row.parties_outside_table),
                note=in_english(row.note),
                prints_withdrawals=source.prints_withdrawals,
            )
        )
    return found


def gaps_of(snap: Snapshot, treaty: Instrument) -> list[str]:
    """What is known to be missing, in sentences."""
    facts = snap.facts
    newest = facts.newest_list(treaty.id)
    if newest is None:
        return [gettext("No list of parties to this instrument has been loaded, so nothing is known of its parties.")]
    rows = [row for row in facts.actions if row.instrument == treaty.id]
    undated = sum(row.date is None for row in rows)
    conflicts = sum(row.standing.value != "stated" for row in rows)
    questions = sum(question.instrument == treaty.id for question in facts.questions)
    signatures = facts.signatures_complete_as_of(treaty.id)
    found = [
        gettext(
            "After %(date)s, who joined is not known: a State that was not a party is then “not party when last known”."
        )
        % {"date": localised(newest.complete_as_of)}
    ]
    if signatures is None:
        found.append(gettext("Signatures are not known: the lists show deposits only."))
    elif signatures < newest.complete_as_of:
        found.append(gettext("Signatures are known up to %(date)s.") % {"date": localised(signatures)})
    if facts.source(newest.source).prints_withdrawals is False:
        found.append(gettext("The newest list prints no withdrawals: a State that left would simply be missing."))
    if undated:
        words = ngettext(
            "%(number)s party is listed without a usable date.",
            "%(number)s parties are listed without a usable date.",
            undated,
        )
        found.append(words % {"number": undated})
    if conflicts:
        words = ngettext(
            "%(number)s statement conflicts with another or is set aside; it is kept and shown.",
            "%(number)s statements conflict with others or are set aside; they are kept and shown.",
            conflicts,
        )
        found.append(words % {"number": conflicts})
    if questions:
        words = ngettext(
            "The status of %(number)s State is open, because sources do not agree.",
            "The status of %(number)s States is open, because sources do not agree.",
            questions,
        )
        found.append(words % {"number": questions})
    if newest.parties_outside_table:
        found.append(
            gettext("Parties that no count here includes: %(names)s.") % {"names": newest.parties_outside_table}
        )
    return found
