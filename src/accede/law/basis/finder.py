"""Finds every legal basis on which one State can ask another, and says what was rejected, what bars it and what is open.

The order of the rules: which text binds the pair; a general treaty; deemed inclusion of the offence in it; the convention as an
optional basis; extradition among States that need no treaty; the requested State's own law. Each line cites its article.
"""

from accede.law.amendments import Bound
from accede.law.basis import say
from accede.law.basis.bars import find_bars, organised_crime_route, prosecution
from accede.law.basis.beside import never_a_basis, side_steps
from accede.law.basis.generals import General, general_treaties
from accede.law.basis.model import (
    Answer,
    Basis,
    Conclusion,
    Kind,
    Label,
    Mechanism,
    Open,
    Question,
    Rejected,
    Step,
)
from accede.law.basis.rules import Rules, Subject
from accede.law.basis.ties import Ties, TimelineOf
from accede.law.errors import LawError
from accede.law.facts import Facts
from accede.law.participants import ParticipantKind
from accede.law.reasons import Reason, reason


def find_basis(facts: Facts, rules: Rules, question: Question, *, timeline_of: TimelineOf | None = None) -> Answer:
    """Answer *question*; *timeline_of* lends timelines that the caller already has.

    Raises :class:`LawError` for unknown codes, for a State that asks itself, and for a date on which one did not exist.
    """
    check(facts, rules, question)
    return _Search(facts, rules, question, Ties(facts, rules, question.on, timeline_of)).answer()


def check(facts: Facts, rules: Rules, question: Question) -> None:
    """Refuse a question that cannot be put."""
    rules.offence(question.offence)
    codes = [facts.participants[code].code for code in (question.requesting, question.requested)]
    if codes[0] == codes[1]:
        raise LawError(f"{codes[0]} is named twice: a request goes from one State to another.")
    for code in codes:
        if facts.participants[code].kind is ParticipantKind.ORGANISATION:
            name = facts.participants[code].name
            raise LawError(f"{code}: {name} is an organization; requests go from one State to another.")
        if not facts.participants.existed_on(code, question.on):
            born = facts.participants.statehood(code)
            since = born.existed_from if born else None
            name = facts.participants[code].name
            raise LawError(f"on: {name} did not exist as a State on {question.on}; ask for a date from {since} on.")
    if question.conduct_on is not None and question.conduct_on > question.on:
        raise LawError(f"conduct date: {question.conduct_on} is after the date of the request, {question.on}.")


class _Search:
    """One run of the finder: collects bases, rejections, open questions and steps as it goes."""

    def __init__(self, facts: Facts, rules: Rules, question: Question, ties: Ties) -> None:
        self.facts = facts
        self.rules = rules
        self.question = question
        self.ties = ties
        self.pair = (facts.participants[question.requesting].code, facts.participants[question.requested].code)
        self.bases: list[Basis] = []
        self.rejected: list[Rejected] = []
        self.open: list[Open] = []
        self.steps: list[Step] = []

    def answer(self) -> Answer:
        """Go through the rules in order."""
        question = self.question
        _, offence = self.rules.offence(question.offence)
        on, (requesting, requested) = question.on, self.names
        self.step("request", reason(say.STEP_PARTIES, requesting=requesting, requested=requested, on=on))
        self.step("offence", reason(say.STEP_OFFENCE, title=offence.title), offence.article)
        text, codes = self._text()
        found = general_treaties(self.facts, self.rules, self.ties, question, self.pair)
        self.bases += found.bases
        self.rejected += found.rejected
        self.open += found.open
        self.steps += found.steps
        if question.kind is Kind.EXTRADITION:
            self._extradition(text, codes, found.generals)
        else:
            self._assistance(text, codes)
        never = list(never_a_basis(self.facts, self.rules, self.ties, question, self.pair))
        self.rejected += never
        self.steps += side_steps(self.facts, self.rules, question, text, never, found.generals)
        conclusion = self._conclude()
        self.step("conclusion", reason(say.STEP_CONCLUSION, conclusion=conclusion.value))
        return Answer(
            question=question,
            conclusion=conclusion,
            text=text,
            bases=tuple(self.bases),
            rejected=tuple(self.rejected),
            bars=tuple(find_bars(self.facts, self.rules, self.ties, question, self.pair, text, codes)),
            prosecute=prosecution(self.facts, self.rules, self.ties, question, self.pair),
            organised_crime=organised_crime_route(self.facts, self.rules, self.ties, question, self.pair),
            unknown=tuple(self.open),
            steps=tuple(self.steps),
        )

    # The text that binds the pair

    def _text(self) -> tuple[str | None, tuple[str, ...]]:
        """The text under which the conduct is an offence between the two, with all codes of the conduct."""
        versions = self.rules.versions[self.question.offence]
        codes = tuple(code for _, code in versions)
        mechanism = _mechanism(self.question.kind)
        chosen: str | None = None
        for instrument, _ in versions:
            title = self.title(instrument)
            if chosen is not None:
                article = self.rules.treaty(chosen).replaces
                why = reason(say.REPLACED, later=self.title(chosen))
                self.rejected.append(Rejected(instrument, mechanism, _cite(article), (why,)))
                continue
            match self.ties.both(*self.pair, instrument):
                case Bound.YES:
                    chosen = instrument
                    self.step("text", reason(say.STEP_TEXT, title=title))
                case Bound.NO:
                    who = self._not_bound(instrument)
                    why = reason(say.NOT_BOUND, title=title, who=who, on=self.question.on)
                    self.rejected.append(Rejected(instrument, mechanism, (), (why,)))
                    self.step("text", why)
                case Bound.UNKNOWN:
                    self._open_bond(instrument)
        if chosen is None:
            self.step("text", reason(say.STEP_NO_TEXT))
        return chosen, codes

    def _open_bond(self, instrument: str) -> None:
        title, on = self.title(instrument), self.question.on
        amended = [code for code in self.pair if self.ties.amended_only(code, instrument)]
        if amended:
            asked = reason(say.AMENDED_ONLY, who=self.name(amended[0]))
            settled = reason(say.SETTLED_BY_DEPOSITARY, title=title)
        else:
            asked = reason(say.BOUND_UNKNOWN, title=title, who=self._unsure(instrument), on=on)
            settled = reason(say.SETTLED_BY_LIST, title=title, on=on)
        self.open.append(Open(instrument, asked, settled, could_give_basis=True))
        self.step("text", asked)

    def _not_bound(self, instrument: str) -> str:
        extra = self.rules.treaty(instrument).also_bound
        needed = [it for it in (instrument, extra) if it]
        outside = [code for code in self.pair if any(self.ties.one(code, it) is Bound.NO for it in needed)]
        return " / ".join(self.name(code) for code in outside)

    def _unsure(self, instrument: str) -> str:
        extra = self.rules.treaty(instrument).also_bound
        needed = [it for it in (instrument, extra) if it]
        unsure = [code for code in self.pair if any(self.ties.one(code, it) is Bound.UNKNOWN for it in needed)]
        return " / ".join(self.name(code) for code in unsure)

    # Extradition

    def _extradition(self, text: str | None, codes: tuple[str, ...], generals: tuple[General, ...]) -> None:
        self._deemed_by_ecst(codes, generals)
        if text is not None:
            self._deemed(text, generals)
            self._optional(text, generals)
            self._non_conditional(text)
        self._own_law()

    def _deemed(self, text: str, generals: tuple[General, ...]) -> None:
        article = self.article(text, "extradition_deemed_included")
        if article is None:
            why = reason(say.NO_CLAUSE, title=self.title(text))
            self.rejected.append(Rejected(text, Mechanism.DEEMED_INCLUSION, (), (why,)))
            return
        for general in generals:
            older_only = self.rules.treaty(text).older_treaties_only
            if older_only and general.since is None:
                asked = reason(say.DEEMED_AGE_UNKNOWN, title=self.title(text), treaty=general.title)
                self.open.append(Open(text, asked, reason(say.SETTLED_BY_TREATY_LIST), could_give_basis=True))
                continue
            if older_only and not self._older(general, text):
                own = self.facts.catalogue[text].entered_into_force
                shown = general.since.isoformat() if general.since else "?"
                why = reason(say.DEEMED_OLDER, title=self.title(text), date=own or "?", treaty_date=shown)
                self.rejected.append(Rejected(text, Mechanism.DEEMED_INCLUSION, article, (why,)))
                continue
            # Whether the treaty itself lists the offence does not matter any more.
            self.open = [it for it in self.open if it.subject != general.id]
            why = reason(say.DEEMED, title=self.title(text), treaty=general.title)
            self.basis(text, Label.BINDING, Mechanism.DEEMED_INCLUSION, article, why)

    def _older(self, general: General, text: str) -> bool:
        own = self.facts.catalogue[text].entered_into_force
        return general.since is not None and own is not None and general.since < own

    def _deemed_by_ecst(self, codes: tuple[str, ...], generals: tuple[General, ...]) -> None:
        """The European Convention on the Suppression of Terrorism puts listed offences into any treaty between its parties."""
        treaty = "ecst-1977"
        listed = self.rules.listed_in(treaty, codes)
        bond = self.ties.both(*self.pair, treaty)
        if listed is None or bond is Bound.NO:
            return
        if bond is Bound.UNKNOWN:
            self._open_bond(treaty)
            return
        for general in generals:
            why = reason(say.DEEMED, title=self.title(treaty), treaty=general.title)
            articles = (listed, *(self.article(treaty, "extradition_deemed_included") or ()))
            self.basis(treaty, Label.BINDING, Mechanism.DEEMED_INCLUSION, articles, why)

    def _optional(self, text: str, generals: tuple[General, ...]) -> None:
        article = self.article(text, "extradition_optional_basis")
        requested, title = self.names[1], self.title(text)
        if article is None:
            why = reason(say.NO_CLAUSE, title=title)
        elif generals:
            why = reason(say.OPTION_HAS_TREATY, title=title)
        elif self.question.requested_law.treaty_required is Bound.NO:
            why = reason(say.OPTION_NOT_CONDITIONAL, requested=requested)
        elif self.rules.treaty(text).option_by_declaration is not None:
            self._optional_by_declaration(text, article)
            return
        else:
            certain = self.question.requested_law.treaty_required is Bound.YES
            template = say.OPTION_IS if certain else say.OPTION
            self.basis(
                text,
                Label.AT_OPTION,
                Mechanism.OPTIONAL_BASIS,
                article,
                reason(template, requested=requested, title=title),
            )
            return
        self.rejected.append(Rejected(text, Mechanism.OPTIONAL_BASIS, article or (), (why,)))

    def _optional_by_declaration(self, text: str, article: tuple[str, ...]) -> None:
        requested, title = self.names[1], self.title(text)
        notified = self.rules.treaty(text).option_by_declaration or ""
        keeper = self.rules.treaty(text).also_bound or text
        statement = self.rules.statement(self.pair[1], keeper, Subject.TREATY_BASIS, self.question.on)
        if statement is None:
            asked = reason(say.OPTION_SILENT, requested=requested, title=title)
            settled = reason(say.SETTLED_BY_NOTIFICATION, requested=requested, article=notified)
            self.open.append(Open(text, asked, settled, could_give_basis=True))
            self.step(Mechanism.OPTIONAL_BASIS.value, asked, notified)
        elif statement.value == "yes":
            why = reason(say.OPTION_DECLARED_YES, requested=requested, title=title)
            self.basis(text, Label.AT_OPTION, Mechanism.OPTIONAL_BASIS, (*article, notified), why)
        else:
            why = reason(say.OPTION_DECLARED_NO, requested=requested, title=title)
            self.rejected.append(Rejected(text, Mechanism.OPTIONAL_BASIS, (*article, notified), (why,)))

    def _non_conditional(self, text: str) -> None:
        article = self.article(text, "extradition_among_non_conditional_states")
        if article is None:
            why = reason(say.NO_CLAUSE, title=self.title(text))
            self.rejected.append(Rejected(text, Mechanism.NON_CONDITIONAL, (), (why,)))
            return
        laws = (self.question.requesting_law.treaty_required, self.question.requested_law.treaty_required)
        conditional = [name for name, needs in zip(self.names, laws, strict=True) if needs is Bound.YES]
        unsure = [name for name, needs in zip(self.names, laws, strict=True) if needs is Bound.UNKNOWN]
        if conditional:
            why = reason(say.CONDITIONAL, who=" / ".join(conditional))
            self.rejected.append(Rejected(text, Mechanism.NON_CONDITIONAL, article, (why,)))
        elif unsure:
            for name in unsure:
                asked = reason(say.CONDITIONAL_UNKNOWN, who=name)
                settled = reason(say.SETTLED_BY_LAW, who=name)
                self.open.append(Open(text, asked, settled, could_give_basis=True))
                self.step(Mechanism.NON_CONDITIONAL.value, asked, *article)
        else:
            self.basis(text, Label.BINDING, Mechanism.NON_CONDITIONAL, article, reason(say.NON_CONDITIONAL))

    def _own_law(self) -> None:
        requested = self.names[1]
        match self.question.requested_law.treaty_required:
            case Bound.YES:
                why = reason(say.OWN_LAW_NO, requested=requested)
                self.rejected.append(Rejected("own-law", Mechanism.OWN_LAW, (), (why,)))
            case Bound.NO:
                self.basis("own-law", Label.OWN_LAW, Mechanism.OWN_LAW, (), reason(say.OWN_LAW, requested=requested))
            case Bound.UNKNOWN:
                asked = reason(say.OWN_LAW_UNKNOWN, requested=requested)
                settled = reason(say.SETTLED_BY_LAW, who=requested)
                self.open.append(Open("own-law", asked, settled, could_give_basis=True))
                self.step(Mechanism.OWN_LAW.value, asked)

    # Mutual legal assistance

    def _assistance(self, text: str | None, codes: tuple[str, ...]) -> None:
        if text is not None:
            article = self.article(text, "mutual_legal_assistance")
            if article is None:
                why = reason(say.MLA_NO_ARTICLE, title=self.title(text))
                self.rejected.append(Rejected(text, Mechanism.ASSISTANCE_ARTICLE, (), (why,)))
            else:
                why = reason(say.MLA, title=self.title(text))
                self.basis(text, Label.BINDING, Mechanism.ASSISTANCE_ARTICLE, article, why)
        treaty = "ecst-1977"
        listed = self.rules.listed_in(treaty, codes)
        if listed is not None:
            bond = self.ties.both(*self.pair, treaty)
            if bond is Bound.YES:
                articles = (*(self.article(treaty, "mutual_legal_assistance") or ()), listed)
                why = reason(say.MLA, title=self.title(treaty))
                self.basis(treaty, Label.BINDING, Mechanism.ASSISTANCE_ARTICLE, articles, why)
            elif bond is Bound.UNKNOWN:
                self._open_bond(treaty)
        requested = self.names[1]
        own = self.rules.treaty(text).mla_own_law if text is not None else None
        asked = (
            reason(say.OWN_LAW_UNKNOWN, requested=requested)
            if text is None or own is None
            else reason(say.MLA_OWN_LAW, requested=requested, article=own, title=self.title(text))
        )
        self.open.append(Open("own-law", asked, reason(say.SETTLED_BY_LAW, who=requested), could_give_basis=True))

    # Helpers

    def _conclude(self) -> Conclusion:
        labels = {basis.label for basis in self.bases}
        for label in Label:
            if label in labels:
                return Conclusion(label.value)
        return Conclusion.UNKNOWN if any(it.could_give_basis for it in self.open) else Conclusion.NONE

    @property
    def names(self) -> tuple[str, str]:
        """Names of the requesting and the requested State."""
        return (self.name(self.pair[0]), self.name(self.pair[1]))

    def name(self, code: str) -> str:
        """The name of a participant."""
        return self.facts.participants[code].name

    def title(self, instrument: str) -> str:
        """The short title of an instrument."""
        return self.facts.catalogue[instrument].short_title

    def article(self, instrument: str, kind: str) -> tuple[str, ...] | None:
        """The article of a kind of provision; None where the instrument has none."""
        reference = self.facts.catalogue[instrument].articles.get(kind)
        return (reference,) if reference else None

    def basis(
        self, instrument: str, label: Label, mechanism: Mechanism, articles: tuple[str, ...], why: Reason
    ) -> None:
        """Record a basis and the step that found it."""
        self.bases.append(Basis(instrument, label, mechanism, articles, (why,)))
        self.step(mechanism.value, why, *articles)

    def step(self, subject: str, finding: Reason, *articles: str) -> None:
        """Record a step."""
        self.steps.append(Step(subject, finding, articles))


def _mechanism(kind: Kind) -> Mechanism:
    return Mechanism.OPTIONAL_BASIS if kind is Kind.EXTRADITION else Mechanism.ASSISTANCE_ARTICLE


def _cite(article: str | None) -> tuple[str, ...]:
    return (article,) if article else ()
