"""What stands beside a basis: treaties that never are one, the place fiction, clauses that yield, and transfer of prisoners."""

from collections.abc import Iterator, Sequence

from accede.law.amendments import Bound
from accede.law.basis import say
from accede.law.basis.generals import General
from accede.law.basis.model import Kind, Mechanism, Question, Rejected, Step
from accede.law.basis.rules import Rules
from accede.law.basis.ties import Ties
from accede.law.facts import Facts
from accede.law.reasons import reason

Pair = tuple[str, str]


def never_a_basis(facts: Facts, rules: Rules, ties: Ties, question: Question, pair: Pair) -> Iterator[Rejected]:
    """Treaties of the same theme that bind both and never are a basis for extradition (Tokyo 16(2))."""
    theme = facts.catalogue[rules.offence(question.offence)[0]].theme
    if question.kind is not Kind.EXTRADITION:
        return
    for instrument in rules.file.never:
        it = facts.catalogue[instrument]
        if it.theme == theme and ties.both(*pair, instrument) is Bound.YES:
            article = it.articles.get("extradition_limits")
            why = reason(say.NEVER, title=it.short_title)
            yield Rejected(instrument, Mechanism.GENERAL_TREATY, (article,) if article else (), (why,))


def side_steps(
    facts: Facts,
    rules: Rules,
    question: Question,
    text: str | None,
    never: Sequence[Rejected],
    generals: tuple[General, ...],
) -> Iterator[Step]:
    """Provisions that help or limit the bases found, without being one."""
    if question.kind is Kind.EXTRADITION:
        for instrument in [*([text] if text else []), *(it.instrument for it in never)]:
            it = facts.catalogue[instrument]
            place = it.articles.get("specialty_of_jurisdiction")
            if place is not None:
                yield Step("place", reason(say.PLACE_FICTION, title=it.short_title), (place,))
    if text is None:
        return
    it = facts.catalogue[text]
    yields = it.articles.get("extradition_treaties_modified")
    if yields is not None and generals:
        yield Step("older-treaties", reason(say.OLDER_YIELD, title=it.short_title), (yields,))
    transfer = it.articles.get("transfer_of_detained_persons")
    if question.kind is Kind.MLA and transfer is not None:
        yield Step("transfer", reason(say.TRANSFER, title=it.short_title), (transfer,))
