"""Central authorities: by State and purpose, each with the day it was last verified and a reminder when that is long ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accede.cooperation.queries import Stored
from accede.cooperation.records import SAMPLE_STATE, Authority, Purpose
from accede.kit.on import AsOf, BadQuestion
from accede.kit.tables import Table, Twin
from accede.kit.wording import reader
from accede.law.names import normalise
from accede.treaties.presenters.common import name_of, sort_keys
from accede.treaties.presenters.compare import Option
from accede.treaties.queries import Snapshot

PURPOSES = {
    Purpose.EXTRADITION: _("extradition"),
    Purpose.MLA: _("mutual legal assistance"),
    Purpose.BOTH: _("extradition and mutual legal assistance"),
}
COLUMNS = (
    "participant", "state", "purpose", "name", "address", "languages", "channels", "urgent_contact", "last_verified",
    "days_since_verified", "due", "source", "note", "sample",
)  # fmt: skip
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class AuthorityLine:
    """One authority as the page shows it."""

    code: str
    state: str
    purpose: str
    name: SafeString
    address: SafeString
    languages: str
    channels: str
    urgent: SafeString
    verified_iso: str
    verified: str
    due: bool
    age: str
    source: SafeString
    note: SafeString
    sample: bool


@dataclass(frozen=True)
class AuthoritiesPage:
    """Everything on the page."""

    lines: list[AuthorityLine]
    samples: list[AuthorityLine]
    total: int
    due: int
    states: list[Option]
    purposes: list[Option]
    search: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class Wanted:
    """What was asked for; empty where nothing is left out."""

    state: str
    purpose: str
    search: str

    @property
    def parameters(self) -> dict[str, str]:
        """As they stand in the address."""
        pairs = {"state": self.state, "purpose": self.purpose, "q": self.search}
        return {name: value for name, value in pairs.items() if value}

    def takes(self, it: Authority, state: str) -> bool:
        """Whether an authority is wanted; the search looks for every word in its name, address and State."""
        words = normalise(self.search).split()
        text = normalise(f"{it.name} {it.address} {state} {it.participant}")
        return (
            (not self.state or it.participant == self.state)
            and (not self.purpose or it.purpose.serves(self.purpose))
            and all(word in text for word in words)
        )


def wanted_from(snap: Snapshot, query: QueryDict) -> Wanted:
    """Read the filters; raises :class:`BadQuestion` for one that names nothing."""
    state, purpose = query.get("state", "").strip()[:60].upper(), query.get("purpose", "").strip()[:60]
    if state and state not in snap.facts.participants:
        message = gettext("There is no State with the code “%(given)s”.") % {"given": state}
        raise BadQuestion(message, field="state", given=state, detail=f"state: there is no '{state}'.")
    if purpose and purpose not in ("extradition", "mla"):
        message = gettext("A central authority is for extradition or for mutual legal assistance.")
        detail = f"purpose: '{purpose}' is neither extradition nor mla."
        raise BadQuestion(message, field="purpose", given=purpose, detail=detail)
    return Wanted(state, purpose, query.get("q", "").strip()[:LONGEST_SEARCH])


def chosen_authorities(snap: Snapshot, stored: Stored, wanted: Wanted) -> list[Authority]:
    """Those that are wanted, by State, then by name; samples at the end."""
    people, order = snap.facts.participants, sort_keys(snap.facts)
    found = [
        it
        for it in stored.authorities
        if wanted.takes(it, "" if it.sample else " ".join(people[it.participant].all_names))
    ]
    return sorted(found, key=lambda it: (it.sample, order.get(it.participant, ""), it.purpose.value, it.name))


def authorities_page(snap: Snapshot, stored: Stored, query: QueryDict, asked: AsOf) -> AuthoritiesPage:
    """Work out the page."""
    wanted = wanted_from(snap, query)
    lines = [_line(snap, it, asked) for it in chosen_authorities(snap, stored, wanted)]
    people, order = snap.facts.participants, sort_keys(snap.facts)
    codes = sorted(
        {it.participant for it in stored.authorities if not it.sample} | {wanted.state} - {""},
        key=lambda code: order[code],
    )
    real = [it for it in stored.authorities if not it.sample]
    return AuthoritiesPage(
        lines=[it for it in lines if not it.sample],
        samples=[it for it in lines if it.sample],
        total=len(real),
        due=sum(it.is_due(asked.today) for it in real),
        states=[
            Option("", gettext("All"), chosen=False),
            *(Option(code, name_of(people[code]), code == wanted.state) for code in codes),
        ],
        purposes=[
            Option("", gettext("All"), chosen=False),
            *(Option(it.value, str(PURPOSES[it]), it == wanted.purpose) for it in (Purpose.EXTRADITION, Purpose.MLA)),
        ],
        search=wanted.search,
        parameters=wanted.parameters,
    )


def _line(snap: Snapshot, it: Authority, asked: AsOf) -> AuthorityLine:
    to = reader()
    days = (asked.today - it.last_verified).days
    return AuthorityLine(
        code=it.participant,
        state=gettext("No State (sample)") if it.sample else name_of(snap.facts.participants[it.participant]),
        purpose=str(PURPOSES[it.purpose]), name=to.english(it.name), address=to.english(it.address),
        languages=_listed(it.languages), channels=_listed(it.channels), urgent=to.english(it.urgent_contact),
        verified_iso=it.last_verified.isoformat(), verified=to.day(it.last_verified), due=it.is_due(asked.today),
        age=ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}, source=to.english(it.source),
        note=to.english(it.note), sample=it.sample,
    )  # fmt: skip


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts)


def authorities_twin(snap: Snapshot, stored: Stored, query: QueryDict, asked: AsOf) -> Twin:
    """The data behind the page, with its filters."""
    wanted = wanted_from(snap, query)
    records = [authority_record(snap, it, asked.today) for it in chosen_authorities(snap, stored, wanted)]
    value = {"today": asked.today.isoformat(), "count": len(records), "authorities": records}
    return Twin(value, lambda: [Table.of(records, COLUMNS, name="Authorities")], "accede-authorities")


def authority_record(snap: Snapshot, it: Authority, today: date) -> dict[str, object]:
    """One authority for machines."""
    return {
        "participant": it.participant,
        "state": "" if it.participant == SAMPLE_STATE else snap.facts.participants[it.participant].name,
        "purpose": it.purpose.value,
        "name": it.name,
        "address": it.address,
        "languages": [*it.languages],
        "channels": [*it.channels],
        "urgent_contact": it.urgent_contact,
        "last_verified": it.last_verified.isoformat(),
        "days_since_verified": (today - it.last_verified).days,
        "due": it.is_due(today),
        "source": it.source,
        "note": it.note,
        "sample": it.sample,
    }
