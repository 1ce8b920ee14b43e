"""Grounds of refusal and what takes them away, the duty to submit to prosecution, and the organised-crime route."""

from collections.abc import Iterator

from accede.law.amendments import Bound
from accede.law.basis import say
from accede.law.basis.model import Bar, Condition, Kind, OrganisedCrimeRoute, Prosecute, Question
from accede.law.basis.rules import Rules, Subject
from accede.law.basis.ties import Ties
from accede.law.facts import Facts
from accede.law.reasons import Reason, reason

Pair = tuple[str, str]


def find_bars(
    facts: Facts, rules: Rules, ties: Ties, question: Question, pair: Pair, text: str | None, codes: tuple[str, ...]
) -> Iterator[Bar]:
    """Every ground of refusal that matters, with what the texts binding both say about it."""
    bars = _Bars(facts, rules, ties, question, pair, text, codes)
    yield from bars.political()
    yield from bars.persecution()
    yield from bars.fiscal()
    yield from bars.dual_criminality()
    yield from bars.perhaps()
    if question.kind is Kind.EXTRADITION:
        yield from bars.nationality()
    yield from bars.scope()
    yield from bars.statements()
    yield Bar("non-refoulement", reason(say.NON_REFOULEMENT), ())


class _Bars:
    def __init__(
        self,
        facts: Facts,
        rules: Rules,
        ties: Ties,
        question: Question,
        pair: Pair,
        text: str | None,
        codes: tuple[str, ...],
    ) -> None:
        self.facts = facts
        self.rules = rules
        self.ties = ties
        self.question = question
        self.pair = pair
        self.codes = codes
        self.extradition = question.kind is Kind.EXTRADITION
        self.general = "ece-1957" if question.kind is Kind.EXTRADITION else "emla-1959"
        self.has_general = ties.both(*pair, self.general) is Bound.YES
        self.ecst = rules.listed_in("ecst-1977", codes) if ties.both(*pair, "ecst-1977") is Bound.YES else None
        self.texts = [it for it in (text, "ecst-1977" if self.ecst else None) if it is not None]

    def political(self) -> Iterator[Bar]:
        """Barred only if both are bound by a text that bars it (and, for assistance, one that covers it)."""
        barred = False
        for it in self.texts:
            article = self.article(it, "political_offence_exclusion")
            rule = self.rules.treaty(it)
            if article is None or not (self.extradition or rule.bars_cover_mla or rule.political_covers_mla):
                continue
            reserved = self._reserved(it)
            if reserved is not None:
                yield Bar("political-offence", reserved, (article, "reservations"))
                continue
            barred = True
            limited = rule.political == "limited"
            effect = reason(say.POLITICAL_LIMITED if limited else say.POLITICAL_BARRED)
            yield Bar("political-offence", effect, (article,))
        if self.has_general and not self.extradition:
            yield Bar("political-offence", reason(say.POLITICAL_EMLA), ("emla-1959:2(a)",))
        elif self.has_general:
            yield Bar("political-offence", reason(say.POLITICAL_ECE), ("ece-1957:3(1)",))
            if barred:
                yield Bar("political-offence", reason(say.POLITICAL_GIVES_WAY), ("ece-1957:3(4)",))
        elif not barred:
            yield Bar("political-offence", reason(say.POLITICAL_OPEN), ())

    def _reserved(self, instrument: str) -> Reason | None:
        """A reservation works for the State that made it, and reciprocally against it (ECST 13; CECPT 20)."""
        if not self.extradition:  # neither convention allows the reservation for assistance
            return None
        for code in self.pair:
            if self.rules.statement(code, instrument, Subject.POLITICAL_OFFENCE, self.question.on) is not None:
                return reason(say.POLITICAL_RESERVED, who=self.name(code))
        return None

    def persecution(self) -> Iterator[Bar]:
        """Refusal for fear of persecution: a duty under Hostages 9(1), a right elsewhere."""
        for it in [*self.texts, *([self.general] if self.has_general else [])]:
            article = self.article(it, "non_discrimination_refusal")
            # Refusal of extradition only, where the article does not speak of assistance (Hostages 9(1), UNTOC 16(14)).
            if article is None or not (self.extradition or self.rules.treaty(it).bars_cover_mla):
                continue
            must = self.rules.treaty(it).persecution == "must"
            yield Bar("persecution", reason(say.PERSECUTION_MUST if must else say.PERSECUTION_MAY), (article,))
        if "cecpt-2005" in self.texts:
            yield Bar("torture-and-death-penalty", reason(say.TORTURE), ("cecpt-2005:21(2), 21(3)",))
        if self.has_general and self.extradition:
            yield Bar("torture-and-death-penalty", reason(say.DEATH_PENALTY), ("ece-1957:11",))

    def fiscal(self) -> Iterator[Bar]:
        """Bank secrecy and fiscal offences."""
        for it in self.texts:
            found = [self.article(it, kind) for kind in ("fiscal_offence_exclusion", "bank_secrecy")]
            articles = tuple(article for article in found if article is not None)
            if articles:
                yield Bar("fiscal", reason(say.FISCAL), articles)

    def dual_criminality(self) -> Iterator[Bar]:
        """Where a text requires it; else the requested State's own test stands."""
        articles = [self.article(it, "dual_criminality") for it in self.texts]
        if self.has_general:
            articles.append(self.article(self.general, "dual_criminality"))
        cited = tuple(article for article in articles if article is not None)
        yield Bar("dual-criminality", reason(say.DUAL if cited else say.DUAL_OWN), cited)

    def nationality(self) -> Iterator[Bar]:
        """Whether the requested State surrenders its nationals, and conditional surrender."""
        requested = self.name(self.pair[1])
        articles = ("ece-1957:6",) if self.has_general else ()
        match self.question.requested_law.surrenders_nationals:
            case Bound.YES:
                yield Bar("nationality", reason(say.NATIONALITY_NO, requested=requested), ())
            case Bound.NO:
                yield Bar("nationality", reason(say.NATIONALITY_YES, requested=requested), articles)
            case Bound.UNKNOWN:
                yield Bar("nationality", reason(say.NATIONALITY_OWN), articles)
        for it in self.texts:
            article = self.article(it, "nationals_conditional_surrender")
            if article is not None:
                yield Bar("nationality", reason(say.NATIONALITY_RETURN), (article,))

    def scope(self) -> Iterator[Bar]:
        """Exclusions of scope that the facts of the case must be held against."""
        for it in self.texts:
            found = [self.article(it, kind) for kind in ("scope_exclusions", "armed_forces_exclusion")]
            articles = tuple(article for article in found if article is not None)
            if articles:
                yield Bar("scope", reason(say.SCOPE, title=self.facts.catalogue[it].short_title), articles)
        if "financing-1999:financing-treaty-offence" in self.codes:
            yield Bar("scope", reason(say.ANNEX), ("financing-1999:2(1)(a), 2(2)",))

    def statements(self) -> Iterator[Bar]:
        """Statements that limit a text, and those that were made but whose words are not loaded."""
        for it in [*self.texts, *([self.general] if self.has_general else [])]:
            for code in self.pair:
                for subject in (Subject.LIMITS, Subject.NATIONALS, Subject.ANNEX_EXCLUDED):
                    for statement in self.rules.standing(code, it, subject, self.question.on):
                        if statement.against and statement.against not in self.pair:
                            continue  # an objection concerns the State that it is made against
                        words = statement.text or statement.value
                        effect = reason(say.STATEMENT_LIMITS, who=self.name(code), type=statement.type, text=words)
                        yield Bar("statement", effect, (f"{it}:{statement.article}",) if statement.article else (it,))
                consent = self.ties.consent(code, it)
                loaded = any(key[:2] == (code, it) for key in self.rules.statements_by)
                if consent is not None and consent.action.reservation_or_declaration and not loaded:
                    title = self.facts.catalogue[it].short_title
                    effect = reason(say.STATEMENT_NOT_LOADED, who=self.name(code), title=title)
                    yield Bar("statement", effect, (it,))

    def perhaps(self) -> Iterator[Bar]:
        """Rules of a later text that may bind both: they may apply as well as those of the text that is known to."""
        texts = [it for it, _ in self.rules.versions[self.question.offence]]
        for it in [*texts, *(["ecst-1977"] if self.rules.listed_in("ecst-1977", self.codes) else [])]:
            if it in self.texts or self.ties.both(*self.pair, it) is not Bound.UNKNOWN:
                continue
            if not (self.extradition or self.rules.treaty(it).bars_cover_mla):
                continue
            for ground, kind, words in (
                ("political-offence", "political_offence_exclusion", say.POLITICAL_PERHAPS),
                ("persecution", "non_discrimination_refusal", say.PERSECUTION_PERHAPS),
            ):
                article = self.article(it, kind)
                if article is not None:
                    yield Bar(ground, reason(words, title=self.facts.catalogue[it].short_title), (article,))

    def article(self, instrument: str, kind: str) -> str | None:
        """The article, with its instrument in front."""
        reference = self.facts.catalogue[instrument].articles.get(kind)
        return f"{instrument}:{reference}" if reference else None

    def name(self, code: str) -> str:
        """The name of a participant."""
        return self.facts.participants[code].name


def prosecution(facts: Facts, rules: Rules, ties: Ties, question: Question, pair: Pair) -> Prosecute:
    """The duty to submit the case where the person is not surrendered.

    It does not reach acts before the treaty bound the requested State (VCLT 28; International Court of Justice, Questions
    relating to the Obligation to Prosecute or Extradite, 2012).
    """
    requesting, requested = (facts.participants[code].name for code in pair)
    names = {"requesting": requesting, "requested": requested}
    unsure: Prosecute | None = None
    early: Prosecute | None = None
    for instrument in _with_duty(rules, question):
        trigger = rules.treaty(instrument).prosecute
        article = facts.catalogue[instrument].articles.get("extradite_or_prosecute")
        if trigger is None or article is None:
            continue
        title, cited = facts.catalogue[instrument].short_title, (article,)
        bond = ties.one(pair[1], instrument) if trigger == "presence" else ties.both(*pair, instrument)
        if bond is Bound.NO:
            continue
        if bond is Bound.UNKNOWN:
            why = reason(say.PROSECUTE_UNKNOWN, title=title, requested=requested)
            unsure = unsure or Prosecute(Bound.UNKNOWN, instrument, cited, (why,))
            continue
        consent = ties.consent(pair[1], instrument)
        since = consent.in_force_from if consent is not None and consent.force_known else None
        duty = reason(_TRIGGERS[trigger], **names)
        if rules.treaty(instrument).general is not None:
            # A rule on answering a request, not on punishing an act: it reaches conduct of any date.
            return Prosecute(Bound.YES, instrument, cited, (duty,))
        if since is None:
            open_date = reason(say.FORCE_DATE_UNKNOWN, title=title, requested=requested)
            return Prosecute(Bound.UNKNOWN, instrument, cited, (duty, open_date))
        if question.conduct_on is None:
            return Prosecute(Bound.YES, instrument, cited, (duty, reason(say.CONDUCT_UNKNOWN, since=since)))
        if question.conduct_on < since:
            why = reason(say.PROSECUTE_TOO_EARLY, conduct=question.conduct_on, requested=requested, since=since)
            early = early or Prosecute(Bound.NO, instrument, cited, (why,))
            continue  # an earlier text may have bound the State already
        return Prosecute(Bound.YES, instrument, cited, (duty,))
    return unsure or early or Prosecute(Bound.NO, None, (), (reason(say.PROSECUTE_NONE, requested=requested),))


def _with_duty(rules: Rules, question: Question) -> Iterator[str]:
    """Texts that make the conduct an offence first; then the European ones, whose duty follows a refused request."""
    versions = rules.versions[question.offence]
    yield from (instrument for instrument, _ in versions)
    if question.kind is Kind.EXTRADITION:
        if rules.listed_in("ecst-1977", tuple(code for _, code in versions)) is not None:
            yield "ecst-1977"
        yield "ece-1957"


_TRIGGERS = {
    "presence": say.PROSECUTE_PRESENCE,
    "nationality": say.PROSECUTE_NATIONALITY,
    "request": say.PROSECUTE_REQUEST,
    "grounds": say.PROSECUTE_GROUNDS,
}


def organised_crime_route(
    facts: Facts, rules: Rules, ties: Ties, question: Question, pair: Pair
) -> OrganisedCrimeRoute:
    """The Convention against Transnational Organized Crime as a further basis, with what would have to be shown.

    A group with purely ideological aims lacks the aim of a material benefit (UNTOC 2(a)), so none of it is assumed.
    """
    untoc = "untoc-2000"
    bond = ties.both(*pair, untoc)
    own = rules.offence(question.offence)[0] in (untoc, "trafficking-2000", "smuggling-2000", "firearms-2001")
    if own or bond is Bound.NO:
        return OrganisedCrimeRoute(Bound.NO if not own else bond, (), ())
    requested = facts.participants[pair[1]].name
    serious = Condition(reason(say.ROUTE_SERIOUS), ("2(b), 5, 6, 8, 23",), Bound.UNKNOWN)
    group = Condition(reason(say.ROUTE_GROUP), ("2(a)",), Bound.UNKNOWN)
    if question.kind is Kind.MLA:
        suspicion = Condition(reason(say.ROUTE_SUSPICION), ("18(1)",), Bound.UNKNOWN)
        return OrganisedCrimeRoute(bond, ("18",), (serious, group, suspicion))
    present = Condition(reason(say.ROUTE_PRESENCE, requested=requested), ("3(2), 16(1)",), Bound.UNKNOWN)
    dual = Condition(reason(say.ROUTE_DUAL), ("16(1)",), Bound.UNKNOWN)
    return OrganisedCrimeRoute(bond, ("16(1)", "16(3)", "16(4)", "16(5)", "16(6)"), (serious, group, present, dual))
