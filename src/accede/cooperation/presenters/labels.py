"""The finder's words in the reader's language: labels, mechanisms, grounds, sentences and citations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from accede.kit.wording import Reader, fill, in_english, reader
from accede.law.amendments import Bound
from accede.law.basis import Conclusion, Kind, Mechanism, Rules, say
from accede.law.basis.world import LABELS
from accede.law.facts import Facts
from accede.law.reasons import Reason
from accede.treaties.presenters.common import Links, name_of, per_data, title_of


@dataclass(frozen=True, slots=True)
class LabelLook:
    """How a label is shown: a class for its colour, a symbol beside the colour, words, and what they mean."""

    key: str
    symbol: str
    words: str
    explanation: str
    map_class: str
    short_words: str = ""

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return reader().say(self.words)

    @property
    def short(self) -> str:
        """The label for a narrow column, in the reader's language."""
        return reader().say(self.short_words or self.words)

    @property
    def meaning(self) -> str:
        """What it means, in the reader's language."""
        return reader().say(self.explanation)


LOOKS: Mapping[str, LabelLook] = {
    "binding": LabelLook(
        "binding", "●", gettext_noop("Binding"),
        gettext_noop("a treaty in force between the two is the legal basis, on the conditions of the requested State's law"),
        "map-6",
    ),
    "at-option": LabelLook(
        "at-option", "◐", gettext_noop("At the requested State's option"),
        gettext_noop("the requested State may take a convention as the legal basis if its law requires a treaty"),
        "map-3", gettext_noop("At option"),
    ),
    "own-law": LabelLook(
        "own-law", "○", gettext_noop("Own law"),
        gettext_noop("no treaty is needed: the requested State may act under its own law"),
        "map-1",
    ),
    "unknown": LabelLook(
        "unknown", "?", gettext_noop("Unknown"),
        gettext_noop("something that could give a basis is not known"),
        "map-unknown",
    ),
    "none": LabelLook(
        "none", "–", gettext_noop("None"),
        gettext_noop("every treaty that could give a basis is known not to"),
        "map-0",
    ),
    "not-applicable": LabelLook(
        "not-applicable", "◌", gettext_noop("Not applicable"),
        gettext_noop("the State itself, or one that did not exist on the date"),
        "map-none",
    ),
}  # fmt: skip
"""From best to worst: what is not known may still turn out to be a basis, so it stands above a known "none"."""

#: The labels that a pair can have, best first; a place in it is the rank used in :mod:`.themes`.
ORDER = tuple(LOOKS)
assert set(ORDER) == set(LABELS)  # noqa: S101 - the two lists are one list, in two orders

KINDS: Mapping[str, str] = {
    Kind.EXTRADITION: gettext_noop("Extradition"),
    Kind.MLA: gettext_noop("Mutual legal assistance"),
}

MECHANISMS: Mapping[str, str] = {
    Mechanism.GENERAL_TREATY: gettext_noop("General treaty"),
    Mechanism.DEEMED_INCLUSION: gettext_noop("Offence deemed included in the treaty between them"),
    Mechanism.OPTIONAL_BASIS: gettext_noop("Convention as optional basis"),
    Mechanism.NON_CONDITIONAL: gettext_noop("Extradition among States that need no treaty"),
    Mechanism.ASSISTANCE_ARTICLE: gettext_noop("Article on legal assistance"),
    Mechanism.OWN_LAW: gettext_noop("Own law of the requested State"),
}

SUBJECTS: Mapping[str, str] = {
    **MECHANISMS,
    "request": gettext_noop("The request"),
    "offence": gettext_noop("The offence"),
    "text": gettext_noop("Which text binds both"),
    "conclusion": gettext_noop("Conclusion"),
}

GROUNDS: Mapping[str, str] = {
    "political-offence": gettext_noop("Political offence"),
    "persecution": gettext_noop("Persecution"),
    "torture-and-death-penalty": gettext_noop("Torture and death penalty"),
    "fiscal": gettext_noop("Fiscal offence and bank secrecy"),
    "dual-criminality": gettext_noop("Dual criminality"),
    "nationality": gettext_noop("Nationality"),
    "scope": gettext_noop("Scope of the convention"),
    "statement": gettext_noop("Reservations and declarations"),
    "non-refoulement": gettext_noop("Non-refoulement"),
}

BOUND: Mapping[str, str] = {
    Bound.YES: gettext_noop("Yes"),
    Bound.NO: gettext_noop("No"),
    Bound.UNKNOWN: gettext_noop("Not known"),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """An article, with the instrument it belongs to."""

    title: SafeString
    href: str
    article: str


@per_data
def _codes_by_name(facts: Facts) -> dict[str, str]:
    return {it.name: code for code, it in facts.participants.items()}


def said(facts: Facts, reason: Reason) -> SafeString:
    """A sentence of the finder in the reader's language: States by their names in it, titles as they exist."""
    to = reader()
    return fill(to.say(reason.template), {key: _part(facts, key, value, to) for key, value in reason.parts.items()})


def _part(facts: Facts, key: str, value: str | int | date, to: Reader) -> object:
    if isinstance(value, date):
        return to.day(value)
    if not isinstance(value, str) or key == "article":
        return value
    if key == "conclusion":
        return LOOKS[value].label
    if value == say.BILATERAL_AS_STATED:
        return to.say(value)
    names = value.split(" / ")
    codes = _codes_by_name(facts)
    if all(name in codes for name in names):
        return " / ".join(name_of(facts.participants[codes[name]]) for name in names)
    try:
        return to.day(date.fromisoformat(value))
    except ValueError:
        return to.english(value)


def instrument_name(facts: Facts, rules: Rules, code: str) -> SafeString:
    """The title of what a basis rests on: an instrument, a bilateral treaty, or the requested State's own law."""
    if code in facts.catalogue:
        return title_of(facts.catalogue[code])
    if code == "own-law":
        return SafeString(gettext("Own law of the requested State"))
    if code == "bilateral":
        return SafeString(gettext("Another bilateral treaty"))
    for treaty in rules.bilaterals:
        if treaty.id == code:
            return in_english(treaty.title)
    return in_english(code)


def cited(facts: Facts, links: Links, articles: Iterable[str], *, of: str = "") -> list[Citation]:
    """Articles as they are cited: "9(2)" of the instrument *of*, "ece-1957:3(1)" of the one named in front.

    Articles of one instrument that follow one another stand together: "3, 19(2)".
    """
    found: list[Citation] = []
    for article in articles:
        code, colon, rest = article.partition(":")
        if colon and code in facts.catalogue:
            instrument, number = code, rest
        elif article in facts.catalogue:
            instrument, number = article, ""
        else:
            instrument, number = of, gettext("reservations") if article == "reservations" else article
        known = instrument in facts.catalogue
        title = title_of(facts.catalogue[instrument]) if known else SafeString("")
        if found and number and (found[-1].title == title or not known):
            before = found.pop()
            found.append(Citation(before.title, before.href, ", ".join(filter(None, (before.article, number)))))
        else:
            found.append(Citation(title, links.instrument(instrument) if known else "", number))
    return found


def conclusion_look(conclusion: Conclusion) -> LabelLook:
    """The look of a conclusion."""
    return LOOKS[conclusion.value]
