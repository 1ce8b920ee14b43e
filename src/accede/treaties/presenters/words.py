"""The field's terms in the reader's language, and how each position looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from accede.kit.wording import Reader, fill, reader
from accede.law.actions import ActionKind
from accede.law.catalogue import Counting, Delay, Instrument
from accede.law.entry_into_force import describe
from accede.law.reasons import COUNTING, Reason
from accede.law.timeline import Position


@dataclass(frozen=True, slots=True)
class Look:
    """How a position is shown: a class for its colour, a symbol beside the colour, and words."""

    key: str
    symbol: str
    label: str
    short: str


LOOKS: Mapping[Position, Look] = {
    Position.IN_FORCE: Look("in-force", "●", gettext_noop("In force"), gettext_noop("In force")),
    Position.NOT_YET_IN_FORCE: Look(
        "not-yet", "◐", gettext_noop("Party, not yet in force for it"), gettext_noop("Not yet in force")
    ),
    Position.PARTY_FORCE_UNKNOWN: Look(
        "force-unknown", "◉", gettext_noop("Party, in force from a date not known"), gettext_noop("Party")
    ),
    Position.SIGNATORY: Look("signatory", "△", gettext_noop("Signatory, not party"), gettext_noop("Signatory")),
    Position.NOT_PARTY: Look("not-party", "–", gettext_noop("Not party"), gettext_noop("Not party")),
    Position.SIGNATORY_WHEN_LAST_KNOWN: Look(
        "signatory-last", "△?", gettext_noop("Signatory when last known"), gettext_noop("Signatory when last known")
    ),
    Position.NOT_PARTY_WHEN_LAST_KNOWN: Look(
        "not-party-last", "–?", gettext_noop("Not party when last known"), gettext_noop("Not party when last known")
    ),
    Position.POSSIBLY_PARTY: Look(
        "possibly", "●?", gettext_noop("Unknown: possibly a party"), gettext_noop("Possibly a party")
    ),
    Position.DISPUTED: Look(
        "disputed", "≠", gettext_noop("Unknown: the sources do not agree"), gettext_noop("Sources do not agree")
    ),
    Position.NEVER_KNOWN: Look("never-known", "?", gettext_noop("Never known"), gettext_noop("Never known")),
    Position.NO_SUCH_STATE: Look("no-state", "◌", gettext_noop("Did not exist"), gettext_noop("Did not exist")),
}
"""In the order of legends: from bound to not, then what is not known."""

ACTION_LABELS: Mapping[str, str] = {
    ActionKind.SIGNATURE: gettext_noop("signature"),
    ActionKind.DEFINITIVE_SIGNATURE: gettext_noop("definitive signature"),
    ActionKind.RATIFICATION: gettext_noop("ratification"),
    ActionKind.ACCEPTANCE: gettext_noop("acceptance"),
    ActionKind.APPROVAL: gettext_noop("approval"),
    ActionKind.ACCESSION: gettext_noop("accession"),
    ActionKind.SUCCESSION: gettext_noop("succession"),
    ActionKind.SUCCESSION_TO_SIGNATURE: gettext_noop("succession to signature"),
    ActionKind.FORMAL_CONFIRMATION: gettext_noop("formal confirmation"),
    ActionKind.LISTED_AS_PARTY: gettext_noop("listed as a party"),
    ActionKind.WITHDRAWAL: gettext_noop("withdrawal"),
    ActionKind.RESERVATION: gettext_noop("reservation"),
    ActionKind.DECLARATION: gettext_noop("declaration"),
    ActionKind.OBJECTION: gettext_noop("objection"),
    ActionKind.RESERVATION_WITHDRAWN: gettext_noop("withdrawal of a reservation"),
    ActionKind.DECLARATION_WITHDRAWN: gettext_noop("withdrawal of a declaration"),
    ActionKind.OBJECTION_WITHDRAWN: gettext_noop("withdrawal of an objection"),
    ActionKind.TERRITORIAL_APPLICATION: gettext_noop("territorial application"),
}

THEMES: Mapping[str, str] = {
    "civil-aviation": gettext_noop("Civil aviation"),
    "maritime": gettext_noop("Maritime navigation"),
    "protected-persons": gettext_noop("Protected persons"),
    "hostages": gettext_noop("Hostage-taking"),
    "nuclear": gettext_noop("Nuclear material"),
    "explosives": gettext_noop("Plastic explosives"),
    "bombings": gettext_noop("Bombings"),
    "financing": gettext_noop("Financing"),
    "drugs": gettext_noop("Drugs"),
    "organised-crime": gettext_noop("Organized crime"),
    "corruption": gettext_noop("Corruption"),
    "cooperation": gettext_noop("Cooperation"),
}

REGIONS: Mapping[str, str] = {
    "Africa": gettext_noop("Africa"),
    "Americas": gettext_noop("Americas"),
    "Asia": gettext_noop("Asia"),
    "Europe": gettext_noop("Europe"),
    "Oceania": gettext_noop("Oceania"),
}

#: Subregions of the same standard, M49.
SUBREGIONS: Mapping[str, str] = {
    "Australia and New Zealand": gettext_noop("Australia and New Zealand"),
    "Caribbean": gettext_noop("Caribbean"),
    "Central America": gettext_noop("Central America"),
    "Central Asia": gettext_noop("Central Asia"),
    "Eastern Africa": gettext_noop("Eastern Africa"),
    "Eastern Asia": gettext_noop("Eastern Asia"),
    "Eastern Europe": gettext_noop("Eastern Europe"),
    "Melanesia": gettext_noop("Melanesia"),
    "Micronesia": gettext_noop("Micronesia"),
    "Middle Africa": gettext_noop("Middle Africa"),
    "Northern Africa": gettext_noop("Northern Africa"),
    "Northern America": gettext_noop("Northern America"),
    "Northern Europe": gettext_noop("Northern Europe"),
    "Polynesia": gettext_noop("Polynesia"),
    "South America": gettext_noop("South America"),
    "South-eastern Asia": gettext_noop("South-eastern Asia"),
    "Southern Africa": gettext_noop("Southern Africa"),
    "Southern Asia": gettext_noop("Southern Asia"),
    "Southern Europe": gettext_noop("Southern Europe"),
    "Western Africa": gettext_noop("Western Africa"),
    "Western Asia": gettext_noop("Western Asia"),
    "Western Europe": gettext_noop("Western Europe"),
}

GROUPS: Mapping[str, str] = {
    "African": gettext_noop("African States"),
    "Asia-Pacific": gettext_noop("Asia-Pacific States"),
    "Eastern European": gettext_noop("Eastern European States"),
    "GRULAC": gettext_noop("Latin American and Caribbean States"),
    "WEOG": gettext_noop("Western European and other States"),
}

TYPES: Mapping[str, str] = {
    "convention": gettext_noop("Convention"),
    "protocol": gettext_noop("Protocol"),
    "amendment": gettext_noop("Amendment"),
    "scheme": gettext_noop("Scheme (not binding)"),
}

DEPOSITARIES: Mapping[str, str] = {
    "UNSG": gettext_noop("Secretary-General of the United Nations"),
    "ICAO": gettext_noop("International Civil Aviation Organization"),
    "IMO": gettext_noop("International Maritime Organization"),
    "IAEA": gettext_noop("International Atomic Energy Agency"),
    "COE": gettext_noop("Council of Europe"),
    "OAS": gettext_noop("Organization of American States"),
    "LAS": gettext_noop("League of Arab States"),
    "SAARC": gettext_noop("South Asian Association for Regional Cooperation"),
    "AU": gettext_noop("African Union"),
    "ASEAN": gettext_noop("Association of Southeast Asian Nations"),
    "RUS": gettext_noop("Government of the Russian Federation"),
    "GBR": gettext_noop("Government of the United Kingdom"),
    "USA": gettext_noop("Government of the United States of America"),
}

OFFENCE_FORMS: Mapping[str, str] = {
    "principal": gettext_noop("offence"),
    "attempt": gettext_noop("attempt"),
    "accomplice": gettext_noop("participation"),
    "organise": gettext_noop("organizing or directing"),
    "contribute": gettext_noop("contribution to a group"),
    "threat": gettext_noop("threat"),
    "conspiracy": gettext_noop("agreement to commit"),
    "assist-evasion": gettext_noop("help to evade justice"),
    "nexus": gettext_noop("connection with another offence"),
}


def word(labels: Mapping[str, str], key: str, to: Reader | None = None) -> str:
    """The label of *key*; a key without one, as new data may bring, is shown as it is.

    >>> word({}, "space-law")
    'space-law'
    """
    label = labels.get(key)
    return (to or reader()).say(label) if label is not None else key


def counting_in_words(counting: Counting, delay: Delay | None) -> str:
    """How a clause counts, in the reader's language."""
    number = (delay.days or delay.months or delay.years * 12) if delay else 0
    return reader().say(COUNTING[counting.value]) % {"number": number}


def sentence(reason: Reason, instrument: Instrument, to: Reader) -> SafeString:
    """One reason in the reader's language; sources and notes stay in the language they were written in."""
    parts: dict[str, object] = {}
    for name, value in reason.parts.items():
        if isinstance(value, date):
            parts[name] = to.day(value)
        elif name == "action":
            parts[name] = word(ACTION_LABELS, str(value), to)
        elif name == "rule":
            parts[name] = _rule(str(value), instrument)
        elif name == "article" or isinstance(value, int):
            parts[name] = value
        else:
            parts[name] = to.english(value)
    return fill(to.say(reason.template), parts)


def _rule(words: str, instrument: Instrument) -> str:
    """The rules give a way of counting in English; where it is the instrument's own, it is said again in translation."""
    rule = instrument.entry_into_force_rule
    if rule is not None:
        for part in (rule.each_state, rule.first):
            if words == describe(part.counting, part.delay):
                return counting_in_words(part.counting, part.delay)
    return gettext("date of succession") if words == "date of succession" else words
