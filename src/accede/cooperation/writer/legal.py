"""The finder's answer as a request needs it: bases under codes that a form can carry, titles in the document's language."""

from dataclasses import dataclass
from datetime import date

from accede.cooperation.writer.check import SEPARATOR
from accede.cooperation.writer.phrases import Phrases
from accede.law.basis import Answer, Mechanism, Rules
from accede.law.basis.model import Basis
from accede.law.facts import Facts


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One basis that the finder found. ``treaty`` is the treaty into which an offence is deemed included."""

    code: str
    instrument: str
    articles: tuple[str, ...]
    mechanism: str
    label: str
    treaty: str


@dataclass(frozen=True)
class Case:
    """What is known of the request before anything is written: two States, an offence, a date, and the bases found."""

    kind: str
    requesting: str
    requested: str
    offence: str
    on: date
    conclusion: str
    bases: tuple[LegalBasis, ...]
    #: The text that makes the conduct an offence between the two, and the article in it.
    text: str | None
    text_article: str
    facts: Facts
    rules: Rules

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the bases."""
        return tuple(it.code for it in self.bases)

    @property
    def given(self) -> dict[str, str]:
        """What the rules of the interview go by beside the answers."""
        return {"kind": self.kind, "conclusion": self.conclusion}

    def state(self, code: str, language: str) -> str:
        """The name of a State in a language."""
        return self.facts.participants[code].name_in(language)

    def treaty(self, basis: LegalBasis, words: Phrases) -> str:
        """The treaty into which a convention puts the offence; the finder names it by its short title."""
        known = next((it.id for it in self.facts.catalogue if it.short_title == basis.treaty), "")
        if known:
            return self.title(known, words)
        if any(it.title == basis.treaty for it in self.rules.bilaterals):
            return basis.treaty
        return words("basis.stated_bilateral") if basis.treaty else ""

    def title(self, instrument: str, words: Phrases) -> str:
        """The title of an instrument in the language of the document; in English where there is no other."""
        if instrument == Mechanism.OWN_LAW.value:
            return words("basis.own_law")
        if instrument in self.facts.catalogue:
            it = self.facts.catalogue[instrument]
            return it.titles.get(words.language) or it.title
        for treaty in self.rules.bilaterals:
            if treaty.id == instrument:
                return f"{treaty.title} ({treaty.reference})" if treaty.reference else treaty.title
        return words("basis.stated_bilateral")


def case_of(answer: Answer, facts: Facts, rules: Rules) -> Case:
    """The case that an answer of the finder is about."""
    question = answer.question
    article = ""
    if answer.text is not None:
        code = dict(rules.versions[question.offence])[answer.text]
        article = rules.offence(code)[1].article
    return Case(
        kind=question.kind.value,
        requesting=question.requesting,
        requested=question.requested,
        offence=question.offence,
        on=question.on,
        conclusion=answer.conclusion.value,
        bases=_bases(answer.bases),
        text=answer.text,
        text_article=article,
        facts=facts,
        rules=rules,
    )


def _bases(found: tuple[Basis, ...]) -> tuple[LegalBasis, ...]:
    bases: dict[str, LegalBasis] = {}
    for it in found:
        treaty = next((str(why.parts["treaty"]) for why in it.reasons if "treaty" in why.parts), "")
        code = SEPARATOR.join((it.instrument, it.mechanism.value))
        number = 2
        while code in bases:  # one convention can put the offence into several treaties
            code = SEPARATOR.join((it.instrument, it.mechanism.value, str(number)))
            number += 1
        bases[code] = LegalBasis(code, it.instrument, it.articles, it.mechanism.value, it.label.value, treaty)
    return tuple(bases.values())
