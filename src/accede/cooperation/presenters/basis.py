"""One answer of the finder as a page: the conclusion first, then what it rests on, what is open, and every step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from accede.cooperation.presenters.labels import (
    BOUND,
    GROUNDS,
    KINDS,
    LOOKS,
    MECHANISMS,
    SUBJECTS,
    Citation,
    LabelLook,
    cited,
    conclusion_look,
    instrument_name,
    said,
)
from accede.cooperation.presenters.question import A_REQUIRES, B_NATIONALS, B_REQUIRES, BILATERAL, Asked
from accede.cooperation.presenters.whatif import Supposed, WhatIf, what_if_report
from accede.kit.on import AsOf
from accede.kit.tables import Table, Twin
from accede.kit.wording import fill, in_english, localised
from accede.law.amendments import Bound
from accede.law.basis import Answer, Conclusion, Kind, Label, Rules
from accede.law.basis.answers import answer_report
from accede.law.facts import Facts
from accede.law.reasons import Reason
from accede.treaties.presenters.common import Links, name_of, title_of
from accede.treaties.presenters.words import word
from accede.treaties.queries import Snapshot


@dataclass(frozen=True, slots=True)
class Line:
    """A basis, found or rejected: what it is, under which articles, and why."""

    title: SafeString
    href: str
    look: LabelLook | None
    mechanism: str
    articles: Sequence[Citation]
    reasons: Sequence[SafeString]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What is not known, and which source would settle it."""

    question: SafeString
    settled_by: SafeString
    could_give_basis: bool


@dataclass(frozen=True, slots=True)
class BarLine:
    """One thing that is said about a ground of refusal."""

    effect: SafeString
    articles: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class BarGroup:
    """A ground of refusal with all that is said about it."""

    ground: str
    lines: Sequence[BarLine]


@dataclass(frozen=True, slots=True)
class Duty:
    """Whether the case must be submitted to prosecution where the person is not surrendered."""

    answer: str
    title: SafeString
    href: str
    articles: Sequence[Citation]
    reasons: Sequence[SafeString]


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition of the organised-crime route, and whether it is met."""

    text: SafeString
    articles: Sequence[Citation]
    met: str


@dataclass(frozen=True, slots=True)
class Route:
    """The route through the Convention against Transnational Organized Crime."""

    sentence: str
    open: str
    articles: Sequence[Citation]
    conditions: Sequence[ConditionLine]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the reasoning."""

    subject: str
    finding: SafeString
    articles: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that was taken as known, and who says so."""

    label: str
    answer: str
    source: str


@dataclass(frozen=True)
class BasisPage:
    """Everything on the page of an answer."""

    requesting: str
    requested: str
    requesting_href: str
    requested_href: str
    kind: str
    extradition: bool
    offence: SafeString
    offence_article: Citation
    conduct: str
    look: LabelLook
    sentence: SafeString
    bases: Sequence[Line]
    rejected: Sequence[Line]
    open: Sequence[OpenLine]
    decisive: int
    bars: Sequence[BarGroup]
    duty: Duty
    route: Route
    steps: Sequence[StepLine]
    assumptions: Sequence[Assumption]
    swap_href: str
    other_kind: str
    other_kind_href: str
    form_href: str
    #: The question as it goes into the addresses of the form and of the draft of a request.
    query: str
    requested_code: str
    what_if: WhatIf


class _Words:
    """Sentences and citations for one set of facts."""

    def __init__(self, facts: Facts, rules: Rules, links: Links) -> None:
        self.facts = facts
        self.rules = rules
        self.links = links

    def says(self, reasons: Iterable[Reason]) -> list[SafeString]:
        return [said(self.facts, it) for it in reasons]

    def cites(self, articles: Iterable[str], of: str = "") -> list[Citation]:
        return cited(self.facts, self.links, articles, of=of)

    def title(self, code: str) -> SafeString:
        return instrument_name(self.facts, self.rules, code)

    def href(self, code: str) -> str:
        return self.links.instrument(code) if code in self.facts.catalogue else ""


def basis_page(
    snap: Snapshot, rules: Rules, put: Asked, answer: Answer, asked: AsOf, *, what_if: WhatIf, form_href: str
) -> BasisPage:
    """Put the answer into words."""
    facts, question, links = snap.facts, put.question, Links(asked)
    words = _Words(facts, rules, links)
    requesting, requested = (facts.participants[code] for code in (question.requesting, question.requested))
    instrument, offence = rules.offence(question.offence)
    other = put.other_kind()
    return BasisPage(
        requesting=name_of(requesting),
        requested=name_of(requested),
        requesting_href=links.state(requesting.code),
        requested_href=links.state(requested.code),
        kind=word(KINDS, question.kind),
        extradition=question.kind is Kind.EXTRADITION,
        offence=in_english(offence.title),
        offence_article=Citation(title_of(facts.catalogue[instrument]), links.instrument(instrument), offence.article),
        conduct=localised(question.conduct_on),
        look=conclusion_look(answer.conclusion),
        sentence=conclusion_sentence(facts, rules, answer, asked),
        bases=_bases(words, answer),
        rejected=[
            Line(
                words.title(it.instrument), words.href(it.instrument), None, word(MECHANISMS, it.mechanism),
                words.cites(it.articles, it.instrument), words.says(it.reasons),
            )
            for it in answer.rejected
        ],
        open=_open(words, answer),
        decisive=sum(it.could_give_basis for it in answer.unknown),
        bars=_bars(words, answer),
        duty=Duty(
            word(BOUND, answer.prosecute.duty),
            words.title(answer.prosecute.instrument) if answer.prosecute.instrument else SafeString(""),
            words.href(answer.prosecute.instrument or ""),
            words.cites(answer.prosecute.articles, answer.prosecute.instrument or ""),
            words.says(answer.prosecute.reasons),
        ),
        route=_route(words, answer),
        steps=[
            StepLine(word(SUBJECTS, it.subject), said(facts, it.finding), words.cites(it.articles))
            for it in answer.steps
        ],
        assumptions=_assumptions(put),
        swap_href=put.swapped().address(asked),
        other_kind=word(KINDS, other.question.kind),
        other_kind_href=other.address(asked),
        form_href=form_href,
        query=form_href.partition("?")[2],
        requested_code=requested.code,
        what_if=what_if,
    )  # fmt: skip


def conclusion_sentence(facts: Facts, rules: Rules, answer: Answer, asked: AsOf) -> SafeString:
    """The answer in one plain sentence, with the first basis and its article."""
    question = answer.question
    parts: dict[str, object] = {
        "requesting": name_of(facts.participants[question.requesting]),
        "requested": name_of(facts.participants[question.requested]),
        "date": localised(question.on),
    }
    first = next((it for it in answer.bases if it.label.value == answer.conclusion.value), None)
    if first is not None:
        name = instrument_name(facts, rules, first.instrument)
        articles = cited(facts, Links(asked), first.articles, of=first.instrument)
        own = [it.article for it in articles if it.article and it.title == name]
        parts["basis"] = (
            fill(gettext("%(title)s, article %(article)s"), {"title": name, "article": ", ".join(own)}) if own else name
        )
    return fill(_conclusion_template(answer, question.kind), parts)


def _conclusion_template(answer: Answer, kind: Kind) -> str:
    extradition = kind is Kind.EXTRADITION
    match answer.conclusion:
        case Conclusion.BINDING if extradition:
            return gettext(
                "On %(date)s a treaty binding both is the legal basis on which %(requesting)s can ask %(requested)s for "
                "extradition: %(basis)s."
            )
        case Conclusion.BINDING:
            return gettext(
                "On %(date)s a treaty binding both obliges %(requested)s to afford %(requesting)s legal assistance: %(basis)s."
            )
        case Conclusion.AT_OPTION:
            return gettext(
                "On %(date)s no treaty is known to oblige %(requested)s to extradite to %(requesting)s; it may, at its option, "
                "take a convention as the legal basis: %(basis)s."
            )
        case Conclusion.OWN_LAW:
            return gettext(
                "On %(date)s no treaty is known to be a basis between %(requesting)s and %(requested)s; %(requested)s may act "
                "under its own law."
            )
        case Conclusion.NONE if extradition:
            return gettext(
                "On %(date)s there is no legal basis on which %(requesting)s can ask %(requested)s for extradition: every "
                "treaty that could give one is known not to."
            )
        case Conclusion.NONE:
            return gettext(
                "On %(date)s there is no legal basis on which %(requesting)s can ask %(requested)s for legal assistance: every "
                "treaty that could give one is known not to."
            )
        case _:
            number = sum(it.could_give_basis for it in answer.unknown)
            template = ngettext(
                "Whether %(requesting)s has a legal basis to ask %(requested)s on %(date)s is not known: "
                "%(number)s open question decides it.",
                "Whether %(requesting)s has a legal basis to ask %(requested)s on %(date)s is not known: "
                "%(number)s open questions decide it.",
                number,
            )
            return template.replace("%(number)s", str(number))


def _bases(words: _Words, answer: Answer) -> list[Line]:
    order = list(Label)
    found = sorted(answer.bases, key=lambda it: order.index(it.label))
    return [
        Line(
            words.title(it.instrument), words.href(it.instrument), LOOKS[it.label.value], word(MECHANISMS, it.mechanism),
            words.cites(it.articles, it.instrument), words.says(it.reasons),
        )
        for it in found
    ]  # fmt: skip


def _open(words: _Words, answer: Answer) -> list[OpenLine]:
    """Open questions, those that could give a basis first; the same question is put once."""
    found: dict[tuple[str, str], OpenLine] = {}
    for it in sorted(answer.unknown, key=lambda it: not it.could_give_basis):
        key = str(it.question), str(it.settled_by)
        if key not in found:
            settled = said(words.facts, it.settled_by)
            found[key] = OpenLine(said(words.facts, it.question), settled, it.could_give_basis)
    return list(found.values())


def _bars(words: _Words, answer: Answer) -> list[BarGroup]:
    groups: dict[str, list[BarLine]] = {}
    for bar in answer.bars:
        line = BarLine(said(words.facts, bar.effect), words.cites(bar.articles))
        groups.setdefault(bar.ground, []).append(line)
    return [BarGroup(word(GROUNDS, ground), lines) for ground, lines in groups.items()]


def _route(words: _Words, answer: Answer) -> Route:
    route = answer.organised_crime
    untoc = "untoc-2000"
    sentences = {
        Bound.YES: gettext("It is in force for both. It can be added as a basis if every condition below is met."),
        Bound.UNKNOWN: gettext(
            "Whether it is in force for both is not known. If it is, it can be added as a basis under these conditions."
        ),
        Bound.NO: gettext("It adds nothing here: it is not in force for both, or it is the basis already."),
    }
    return Route(
        sentences[route.open],
        route.open.value,
        words.cites(route.articles, untoc),
        [
            ConditionLine(said(words.facts, it.text), words.cites(it.articles, untoc), word(BOUND, it.met))
            for it in route.conditions
        ],
    )


def _assumptions(put: Asked) -> list[Assumption]:
    """What was taken as known of laws and treaties beside the data: said in the address, or recorded here."""
    question = put.question
    lines = [
        (
            A_REQUIRES,
            gettext("The requesting State extradites only on a treaty"),
            question.requesting_law.treaty_required,
        ),
        (
            B_REQUIRES,
            gettext("The requested State extradites only on a treaty"),
            question.requested_law.treaty_required,
        ),
        (
            B_NATIONALS,
            gettext("The requested State surrenders its nationals"),
            question.requested_law.surrenders_nationals,
        ),
        (BILATERAL, gettext("Another bilateral treaty is in force between the two"), question.bilateral),
    ]
    told, recorded = gettext("as stated in the question"), gettext("as recorded here")
    return [
        Assumption(label, word(BOUND, bound), "" if bound is Bound.UNKNOWN else told if name in put.given else recorded)
        for name, label, bound in lines
    ]


def basis_twin(answer: Answer, supposed: Supposed | None) -> Twin:
    """The data behind the page: the library's own report, and beside it what was supposed; CSV has the steps."""
    report = dict(answer_report(answer))
    if supposed is not None:
        report["what_if"] = what_if_report(supposed)
    question = answer.question
    records = [
        {"number": number, "subject": it.subject, "finding": str(it.finding), "articles": list(it.articles)}
        for number, it in enumerate(answer.steps, start=1)
    ]
    offence = question.offence.replace(":", "-")
    name = (
        f"accede-{question.requesting}-{question.requested}-{offence}-{question.kind.value}-{question.on.isoformat()}"
    )
    columns = ("number", "subject", "articles", "finding")
    return Twin(report, lambda: [Table.of(records, columns, name="Steps")], name)
