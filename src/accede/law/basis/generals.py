"""General treaties between two States: the European conventions, and bilateral treaties with their doubts."""

from dataclasses import dataclass, field
from datetime import date

from accede.law.amendments import Bound
from accede.law.basis import say
from accede.law.basis.model import Basis, Kind, Label, Mechanism, Open, Question, Rejected, Step
from accede.law.basis.rules import Bilateral, Rules
from accede.law.basis.ties import Ties
from accede.law.facts import Facts
from accede.law.reasons import reason

#: The kind of treaty that serves each kind of request.
TREATY_KIND = {Kind.EXTRADITION: "extradition", Kind.MLA: "mutual-legal-assistance"}


@dataclass(frozen=True)
class General:
    """A treaty on extradition in force between the two, and since when."""

    id: str
    title: str
    since: date | None


@dataclass
class Found:
    """What the search for general treaties brought."""

    generals: tuple[General, ...] = ()
    bases: list[Basis] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def general_treaties(facts: Facts, rules: Rules, ties: Ties, question: Question, pair: tuple[str, str]) -> Found:
    """General treaties that serve the request: multilateral first, since they replace bilateral ones (ECE 28(1))."""
    found = Found()
    kind = TREATY_KIND[question.kind]
    replaced_by: str | None = None
    for instrument in facts.catalogue.ids:
        rule = rules.treaty(instrument)
        if rule.general != kind:
            continue
        title, articles = facts.catalogue[instrument].short_title, tuple(rule.general_articles)
        match ties.both(*pair, instrument):
            case Bound.YES:
                why = reason(say.GENERAL if kind == "extradition" else say.GENERAL_MLA, title=title)
                found.bases.append(Basis(instrument, Label.BINDING, Mechanism.GENERAL_TREATY, articles, (why,)))
                found.generals += (General(instrument, title, ties.since(*pair, instrument)),)
                found.steps.append(Step(Mechanism.GENERAL_TREATY.value, why, articles))
                replaced_by = instrument if rule.supersedes_bilateral else replaced_by
            case Bound.NO:
                outside = [facts.participants[code].name for code in pair if ties.one(code, instrument) is Bound.NO]
                why = reason(say.NOT_BOUND, title=title, who=" / ".join(outside), on=question.on)
                found.rejected.append(Rejected(instrument, Mechanism.GENERAL_TREATY, articles, (why,)))
            case Bound.UNKNOWN:
                unsure = [facts.participants[code].name for code in pair if ties.one(code, instrument) is Bound.UNKNOWN]
                asked = reason(say.BOUND_UNKNOWN, title=title, who=" / ".join(unsure), on=question.on)
                settled = reason(say.SETTLED_BY_LIST, title=title, on=question.on)
                found.open.append(Open(instrument, asked, settled, could_give_basis=True))
    _bilaterals(rules, question, pair, found, replaced_by)
    _regionals(facts, rules, ties, question, pair, found)
    return found


def _bilaterals(rules: Rules, question: Question, pair: tuple[str, str], found: Found, replaced_by: str | None) -> None:
    for treaty in rules.bilaterals_by_pair.get((frozenset(pair), TREATY_KIND[question.kind]), []):
        if replaced_by is not None:
            rule = rules.treaty(replaced_by)
            why = reason(say.SUPERSEDED, title=rules.catalogue[replaced_by].short_title)
            article = f"{replaced_by}:{rule.supersedes_bilateral}"
            found.rejected.append(Rejected(treaty.id, Mechanism.GENERAL_TREATY, (article,), (why,)))
            continue
        _bilateral(treaty, question, found)
    if replaced_by is not None:
        return
    if question.bilateral is Bound.NO:
        return
    stated = question.bilateral is Bound.YES
    if stated and question.kind is Kind.MLA:
        why = reason(say.BILATERAL_MLA_STATED)
        found.bases.append(Basis("bilateral", Label.BINDING, Mechanism.GENERAL_TREATY, (), (why,)))
        found.steps.append(Step(Mechanism.GENERAL_TREATY.value, why))
        return
    if stated:
        found.generals += (General("bilateral", say.BILATERAL_AS_STATED, None),)
    asked = reason(say.BILATERAL_STATED if stated else say.BILATERAL_INCOMPLETE)
    settled = reason(say.SETTLED_BY_TREATY_LIST)
    found.open.append(Open("bilateral", asked, settled, could_give_basis=True))
    found.steps.append(Step(Mechanism.GENERAL_TREATY.value, asked))


def _bilateral(treaty: Bilateral, question: Question, found: Found) -> None:
    signed = treaty.signed.isoformat() if treaty.signed else "?"
    match treaty.in_force(question.on):
        case Bound.NO:
            why = reason(say.BILATERAL_ENDED, signed=signed, on=question.on)
            found.rejected.append(Rejected(treaty.id, Mechanism.GENERAL_TREATY, (), (why,)))
        case Bound.UNKNOWN:
            doubt = treaty.doubt or "its dates are not in the source"
            asked = reason(say.BILATERAL_DOUBTFUL, signed=signed, doubt=doubt)
            settled = reason(say.READ_TREATY, reference=treaty.reference or treaty.source)
            found.open.append(Open(treaty.id, asked, settled, could_give_basis=True))
        case Bound.YES if question.kind is Kind.MLA:
            why = reason(say.BILATERAL_MLA, source=treaty.source)
            found.bases.append(Basis(treaty.id, Label.BINDING, Mechanism.GENERAL_TREATY, (), (why,)))
            found.steps.append(Step(Mechanism.GENERAL_TREATY.value, why))
        case Bound.YES:
            # Old treaties list their offences: without a convention that puts the offence in, the list must be read.
            since = treaty.in_force_from or treaty.signed
            found.generals += (General(treaty.id, treaty.title, since),)
            why = reason(say.BILATERAL, title=treaty.title, source=treaty.source)
            found.steps.append(Step(Mechanism.GENERAL_TREATY.value, why))
            asked = reason(say.BILATERAL_COVERS, id=treaty.id)
            settled = reason(say.READ_TREATY, reference=treaty.reference or treaty.source)
            found.open.append(Open(treaty.id, asked, settled, could_give_basis=True))


def _regionals(facts: Facts, rules: Rules, ties: Ties, question: Question, pair: tuple[str, str], found: Found) -> None:
    """Regional treaties of which no list is loaded stay open for States that can be party to them."""
    for instrument in rules.file.open_to:
        it = facts.catalogue[instrument]
        serves = "mutual_legal_assistance" if question.kind is Kind.MLA else "extradition_"
        if not any(kind.startswith(serves) for kind in it.articles) or ties.both(*pair, instrument) is Bound.NO:
            continue
        asked = reason(say.REGIONAL_OPEN, title=it.short_title)
        settled = reason(say.SETTLED_BY_LIST, title=it.short_title, on=question.on)
        found.open.append(Open(instrument, asked, settled, could_give_basis=True))
