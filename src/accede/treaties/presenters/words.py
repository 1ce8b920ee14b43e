"""The field's terms in the reader's language, and how each position looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from accede.kit.on import localised
from accede.kit.wording import fill, in_english
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
    label: Promise
    short: Promise


LOOKS: Mapping[Position, Look] = {
    Position.IN_FORCE: Look("in-force", "●", gettext_lazy("In force"), gettext_lazy("In force")),
    Position.NOT_YET_IN_FORCE: Look(
        "not-yet", "◐", gettext_lazy("Party, not yet in force for it"), gettext_lazy("Not yet in force")
    ),
    Position.PARTY_FORCE_UNKNOWN: Look(
        "force-unknown", "◉", gettext_lazy("Party, in force from a date not known"), gettext_lazy("Party")
    ),
    Position.SIGNATORY: Look("signatory", "△", gettext_lazy("Signatory, not party"), gettext_lazy("Signatory")),
    Position.NOT_PARTY: Look("not-party", "–", gettext_lazy("Not party"), gettext_lazy("Not party")),
    Position.SIGNATORY_WHEN_LAST_KNOWN: Look(
        "signatory-last", "△?", gettext_lazy("Signatory when last known"), gettext_lazy("Signatory when last known")
    ),
    Position.NOT_PARTY_WHEN_LAST_KNOWN: Look(
        "not-party-last", "–?", gettext_lazy("Not party when last known"), gettext_lazy("Not party when last known")
    ),
    Position.POSSIBLY_PARTY: Look(
        "possibly", "●?", gettext_lazy("Unknown: possibly a party"), gettext_lazy("Possibly a party")
    ),
    Position.DISPUTED: Look(
        "disputed", "≠", gettext_lazy("Unknown: the sources do not agree"), gettext_lazy("Sources do not agree")
    ),
    Position.NEVER_KNOWN: Look("never-known", "?", gettext_lazy("Never known"), gettext_lazy("Never known")),
    Position.NO_SUCH_STATE: Look("no-state", "◌", gettext_lazy("Did not exist"), gettext_lazy("Did not exist")),
}
"""In the order of legends: from bound to not, then what is not known."""

ACTION_LABELS: Mapping[str, Promise] = {
    ActionKind.SIGNATURE: gettext_lazy("signature"),
    ActionKind.DEFINITIVE_SIGNATURE: gettext_lazy("definitive signature"),
    ActionKind.RATIFICATION: gettext_lazy("ratification"),
    ActionKind.ACCEPTANCE: gettext_lazy("acceptance"),
    ActionKind.APPROVAL: gettext_lazy("approval"),
    ActionKind.ACCESSION: gettext_lazy("accession"),
    ActionKind.SUCCESSION: gettext_lazy("succession"),
    ActionKind.SUCCESSION_TO_SIGNATURE: gettext_lazy("succession to signature"),
    ActionKind.FORMAL_CONFIRMATION: gettext_lazy("formal confirmation"),
    ActionKind.LISTED_AS_PARTY: gettext_lazy("listed as a party"),
    ActionKind.WITHDRAWAL: gettext_lazy("withdrawal"),
    ActionKind.RESERVATION: gettext_lazy("reservation"),
    ActionKind.DECLARATION: gettext_lazy("declaration"),
    ActionKind.OBJECTION: gettext_lazy("objection"),
    ActionKind.RESERVATION_WITHDRAWN: gettext_lazy("withdrawal of a reservation"),
    ActionKind.DECLARATION_WITHDRAWN: gettext_lazy("withdrawal of a declaration"),
    ActionKind.OBJECTION_WITHDRAWN: gettext_lazy("withdrawal of an objection"),
    ActionKind.TERRITORIAL_APPLICATION: gettext_lazy("territorial application"),
}

THEMES: Mapping[str, Promise] = {
    "civil-aviation": gettext_lazy("Civil aviation"),
    "maritime": gettext_lazy("Maritime navigation"),
    "protected-persons": gettext_lazy("Protected persons"),
    "hostages": gettext_lazy("Hostage-taking"),
    "nuclear": gettext_lazy("Nuclear material"),
    "explosives": gettext_lazy("Plastic explosives"),
    "bombings": gettext_lazy("Bombings"),
    "financing": gettext_lazy("Financing"),
    "drugs": gettext_lazy("Drugs"),
    "organised-crime": gettext_lazy("Organized crime"),
    "corruption": gettext_lazy("Corruption"),
    "cooperation": gettext_lazy("Cooperation"),
}

REGIONS: Mapping[str, Promise] = {
    "Africa": gettext_lazy("Africa"),
    "Americas": gettext_lazy("Americas"),
    "Asia": gettext_lazy("Asia"),
    "Europe": gettext_lazy("Europe"),
    "Oceania": gettext_lazy("Oceania"),
}

GROUPS: Mapping[str, Promise] = {
    "African": gettext_lazy("African States"),
    "Asia-Pacific": gettext_lazy("Asia-Pacific States"),
    "Eastern European": gettext_lazy("Eastern European States"),
    "GRULAC": gettext_lazy("Latin American and Caribbean States"),
    "WEOG": gettext_lazy("Western European and other States"),
}

TYPES: Mapping[str, Promise] = {
    "convention": gettext_lazy("Convention"),
    "protocol": gettext_lazy("Protocol"),
    "amendment": gettext_lazy("Amendment"),
    "scheme": gettext_lazy("Scheme (not binding)"),
}

DEPOSITARIES: Mapping[str, Promise] = {
    "UNSG": gettext_lazy("Secretary-General of the United Nations"),
    "ICAO": gettext_lazy("International Civil Aviation Organization"),
    "IMO": gettext_lazy("International Maritime Organization"),
    "IAEA": gettext_lazy("International Atomic Energy Agency"),
    "COE": gettext_lazy("Council of Europe"),
    "OAS": gettext_lazy("Organization of American States"),
    "LAS": gettext_lazy("League of Arab States"),
    "SAARC": gettext_lazy("South Asian Association for Regional Cooperation"),
    "AU": gettext_lazy("African Union"),
    "ASEAN": gettext_lazy("Association of Southeast Asian Nations"),
    "RUS": gettext_lazy("Government of the Russian Federation"),
    "GBR": gettext_lazy("Government of the United Kingdom"),
    "USA": gettext_lazy("Government of the United States of America"),
}

OFFENCE_FORMS: Mapping[str, Promise] = {
    "principal": gettext_lazy("offence"),
    "attempt": gettext_lazy("attempt"),
    "accomplice": gettext_lazy("participation"),
    "organise": gettext_lazy("organizing or directing"),
    "contribute": gettext_lazy("contribution to a group"),
    "threat": gettext_lazy("threat"),
    "conspiracy": gettext_lazy("agreement to commit"),
    "assist-evasion": gettext_lazy("help to evade justice"),
    "nexus": gettext_lazy("connection with another offence"),
}


def word(labels: Mapping[str, Promise], key: str) -> str:
    """The label of *key*; a key without one, as new data may bring, is shown as it is.

    >>> word({}, "space-law")
    'space-law'
    """
    label = labels.get(key)
    return str(label) if label is not None else key


def counting_in_words(counting: Counting, delay: Delay | None) -> str:
    """How a clause counts, in the reader's language."""
    number = (delay.days or delay.months or delay.years * 12) if delay else 0
    return gettext(COUNTING[counting.value]) % {"number": number}


def sentence(reason: Reason, instrument: Instrument) -> SafeString:
    """One reason in the reader's language; sources and notes stay in the language they were written in."""
    parts: dict[str, object] = {}
    for name, value in reason.parts.items():
        if isinstance(value, date):
            parts[name] = localised(value)
        elif name == "action":
            parts[name] = word(ACTION_LABELS, str(value))
        elif name == "rule":
            parts[name] = _rule(str(value), instrument)
        elif name == "article" or isinstance(value, int):
            parts[name] = value
        else:
            parts[name] = in_english(value)
    return fill(gettext(reason.template), parts)


def _rule(words: str, instrument: Instrument) -> str:
    """The rules give a way of counting in English; where it is the instrument's own, it is said again in translation."""
    rule = instrument.entry_into_force_rule
    if rule is not None:
        for part in (rule.each_state, rule.first):
            if words == describe(part.counting, part.delay):
                return counting_in_words(part.counting, part.delay)
    return gettext("date of succession") if words == "date of succession" else words
