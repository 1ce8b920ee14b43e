"""What the laws of a State, as far as they were brought in, say to the obligations of the instruments that bind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from accede.accounts.rights import Actor
from accede.knowledge.models import Law
from accede.knowledge.models import Provision as Stored
from accede.knowledge.queries import Held, held_laws
from accede.law.facts import Facts
from accede.law.obligations import Obligation
from accede.law.shipped import shipped_obligations
from accede.law.status import statuses
from accede.law.timeline import Status
from accede.legislation.suggesting.corpus import Corpus, build_corpus
from accede.legislation.suggesting.provisions import Provision
from accede.legislation.suggesting.suggest import Answer, suggest
from accede.legislation.suggesting.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Read:
    """The laws of a State as suggestions read them, and the keys of the stored provisions in the same order."""

    corpus: Corpus
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One category of one instrument: its obligations, and what the words of the laws say."""

    instrument: str
    category: str
    obligations: Sequence[Obligation]
    answer: Answer

    @property
    def verdict(self) -> Verdict:
        """What the words say."""
        return self.answer.verdict


def laws_as_read(actor: Actor, state: str) -> Read | None:
    """The laws of *state* that *actor* may read, ready for suggestions; None where there is none. Kept between questions."""
    held = held_laws(actor, state)
    return _read(held) if held else None


@lru_cache(maxsize=4)
def _read(held: tuple[Held, ...]) -> Read | None:
    laws = Law.objects.in_bulk([it.law for it in held])
    rows = Stored.objects.filter(law__in=laws, last__isnull=True).order_by("law", "position", "id")
    provisions, keys = [], []
    for row in rows.iterator(chunk_size=2000):
        law = laws[row.law_id]
        if row.text.strip():
            keys.append(row.pk)
            provisions.append(
                Provision(
                    country=law.participant_id, law=law.code, law_title=law.title, provision=row.number or "0",
                    text=row.text, language=law.language, heading=row.heading,
                )
            )  # fmt: skip
    return Read(build_corpus(provisions), tuple(keys)) if provisions else None


def binding(facts: Facts, state: str, on: date) -> list[str]:
    """The instruments to which the State is party on *on*, in the order of the catalogue."""
    if state not in facts.participants:
        return []  # a placeholder State of which nothing is known
    return [answer.instrument for answer in statuses(facts, state, on) if answer.status is Status.PARTY]


def gaps_of(read: Read, instruments: Sequence[str], *, top: int = 3) -> list[Gap]:
    """Every category of the *instruments* that has obligations, with the *top* provisions."""
    groups: dict[tuple[str, str], list[Obligation]] = {}
    for it in shipped_obligations():
        if it.instrument in instruments:
            groups.setdefault((it.instrument, it.category), []).append(it)
    return [Gap(*key, its, suggest(read.corpus, its, top=top)) for key, its in groups.items()]
