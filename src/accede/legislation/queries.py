"""What is asked of legal assessments."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accede.accounts.rights import ANYONE, Actor, may, visible
from accede.knowledge.queries import laws_for
from accede.law.obligations import Obligation
from accede.law.shipped import shipped_obligations
from accede.law.status import statuses
from accede.legislation.domain import Stale, stale
from accede.legislation.models import Evidence, Finding, FindingComment, LawDraft, LegalFinding
from accede.legislation.subjects import DRAFTS, FINDINGS, findings_of
from accede.treaties.queries import snapshot


@dataclass(frozen=True, slots=True)
class Line:
    """An obligation with what was found, if anything, and why it is to be looked at again."""

    obligation: Obligation
    finding: LegalFinding | None
    stale: Sequence[Stale]

    @property
    def word(self) -> str:
        """The finding as it is stored."""
        return self.finding.finding if self.finding is not None else Finding.NOT_ASSESSED


def findings_for(actor: Actor, state: str) -> QuerySet[LegalFinding]:
    """The findings of a State that the actor may see."""
    rows = LegalFinding.objects.filter(participant=state, archived_at__isnull=True)
    return visible(actor, rows.prefetch_related("evidence__provision__law"), FINDINGS)


def comments_for(actor: Actor, state: str, obligation: str) -> QuerySet[FindingComment]:
    """What those who work on the assessment wrote about an obligation; none for who may only read what is published."""
    if not may(actor, "comment", findings_of(state)):
        return FindingComment.objects.none()
    return FindingComment.objects.filter(participant=state, obligation=obligation).select_related("written_by")


def drafts_for(actor: Actor, state: str) -> QuerySet[LawDraft]:
    """The drafts of a State that the actor may see."""
    return visible(actor, LawDraft.objects.filter(participant=state, archived_at__isnull=True), DRAFTS)


def implemented_by_others(state: str, obligation: str, *, most: int = 10) -> list[Evidence]:
    """Provisions of other States that implement the obligation: evidence of findings that they published, in public laws.

    Public ones alone, whoever asks: what one State shows in confidence never reaches the draft of another.
    """
    findings = LegalFinding.objects.filter(obligation=obligation, finding__in=(Finding.MET, Finding.PARTLY))
    shown = visible(ANYONE, findings.filter(archived_at__isnull=True).exclude(participant=state), FINDINGS)
    rows = Evidence.objects.filter(finding__in=shown, provision__law__in=laws_for(ANYONE), provision__last__isnull=True)
    return list(rows.select_related("finding", "provision__law").order_by("finding__finding", "id")[:most])


def status_words(state: str, on: date) -> dict[str, str]:
    """The status of the State under every instrument."""
    facts = snapshot().of(state).facts
    if state not in facts.participants:
        return {}
    return {answer.instrument: answer.status.value for answer in statuses(facts, state, on)}


def lines(actor: Actor, state: str, instruments: Iterable[str], *, on: date) -> list[Line]:
    """The obligations of *instruments* with their findings, in the order of the catalogue."""
    wanted, words = set(instruments), status_words(state, on)
    found = {it.obligation: it for it in findings_for(actor, state)}
    rows = []
    for it in shipped_obligations():
        if it.instrument in wanted:
            one = found.get(it.id)
            rows.append(Line(it, one, stale(one, status_now=words.get(it.instrument, "")) if one else ()))
    return rows


def counts(rows: Iterable[Line]) -> Mapping[str, int]:
    """How many obligations have each finding."""
    return Counter(row.word for row in rows)


def worst(rows: Sequence[Line], *, most: int = 5) -> list[Line]:
    """The gaps that matter most: mandatory before optional, not met before partly met, what makes an offence first."""
    order = {"criminalise": 0, "penalties": 1, "jurisdiction": 2, "extradite-or-prosecute": 3, "extradition": 4}
    gaps = [row for row in rows if row.word in (Finding.NOT_MET, Finding.PARTLY)]
    gaps.sort(
        key=lambda row: (
            not row.obligation.mandatory, row.word != Finding.NOT_MET, order.get(row.obligation.category, 9),
            row.obligation.id,
        )
    )  # fmt: skip
    return gaps[:most]
