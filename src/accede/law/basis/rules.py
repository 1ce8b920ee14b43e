"""The rules of the finder as data: ``accede/data/legal_basis.toml``, bilateral treaties, and statements of States."""

import datetime as dt
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from accede.law.amendments import Bound
from accede.law.catalogue import Catalogue, Offence, Record, fault_from
from accede.law.errors import DataError, Fault, UnknownName
from accede.law.participants import Participants
from accede.law.shipped import DATA, read_table


class Treaty(Record, frozen=True):
    """What the finder must know of one treaty beside its articles."""

    prosecute: Literal["presence", "nationality", "request", "grounds"] | None = None
    persecution: Literal["may", "must"] = "may"
    older_treaties_only: bool = False
    bars_cover_mla: bool = False
    #: "limited" where the requested State's own law goes before the political-offence bar (UNCAC 44(4), Drugs 3(10)).
    political: Literal["full", "limited"] = "full"
    #: Where only the political-offence bar, and not the refusal for persecution, covers assistance too (Drugs 3(10)).
    political_covers_mla: bool = False
    option_by_declaration: str | None = None
    also_bound: str | None = None
    mla_own_law: str | None = None
    replaces: str | None = None
    general: str | None = None
    general_articles: list[str] = []
    supersedes_bilateral: str | None = None


class Reach(Record, frozen=True):
    """Offences of other treaties that a treaty covers by listing them."""

    treaty: str
    article: str
    codes: list[str]


class RuleFile(Record, frozen=True):
    """The file as it stands."""

    never: list[str]
    replaced_by: dict[str, str]
    reach: list[Reach]
    treaty: dict[str, Treaty]
    open_to: dict[str, list[str]]


class Bilateral(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bilateral treaty on extradition or legal assistance."""

    id: str
    kind: str
    title: str
    party_a: str
    party_b: str
    role: str
    source: str
    signed: dt.date | None = None
    in_force_from: dt.date | None = None
    in_force_by: dt.date | None = None
    terminated: dt.date | None = None
    doubt: str = ""
    reference: str = ""
    note: str = ""

    def in_force(self, on: dt.date) -> Bound:
        """Whether it is in force on a date; a doubtful one stays unknown."""
        if self.terminated is not None and self.terminated <= on:
            return Bound.NO
        if self.in_force_from is not None and self.in_force_from > on:
            return Bound.NO
        if self.doubt or (self.in_force_from is None and (self.in_force_by is None or self.in_force_by > on)):
            return Bound.UNKNOWN
        return Bound.YES


class Subject(StrEnum):
    """What a reservation or declaration is about, as far as it changes the finder's answer."""

    #: UNTOC 16(5)(a), UNCAC 44(6)(a): does the State take the Convention as the legal basis? (value yes or no)
    TREATY_BASIS = "treaty-basis"
    #: ECST 13, CECPT 20(2): keeps the right to refuse extradition for an offence that it considers political.
    POLITICAL_OFFENCE = "political-offence"
    #: Financing 2(2): a treaty of the annex is deemed not to be in it (value: the instrument).
    ANNEX_EXCLUDED = "annex-excluded"
    #: ECE 6 and 26: nationals are not surrendered (value yes or no).
    NATIONALS = "nationals"
    #: ECE 26, EMLA 23 and others: anything else that limits the treaty (text says what).
    LIMITS = "limits"


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reservation, declaration or objection of one State under one instrument, typed and dated."""

    instrument: str
    participant: str
    type: str
    subject: Subject
    date: dt.date
    value: str = ""
    article: str = ""
    against: str = ""
    withdrawn: dt.date | None = None
    source: str = ""
    text: str = ""

    def stands(self, on: dt.date) -> bool:
        """Whether it had been made and not withdrawn on a date."""
        return self.date <= on and (self.withdrawn is None or self.withdrawn > on)


@dataclass(frozen=True, eq=False)
class Rules:
    """Everything the finder goes by beside the facts."""

    file: RuleFile
    catalogue: Catalogue
    bilaterals: tuple[Bilateral, ...] = ()
    statements: tuple[Statement, ...] = ()

    def treaty(self, instrument: str) -> Treaty:
        """The rule of a treaty; an empty one where it has none."""
        return self.file.treaty.get(instrument) or Treaty()

    @cached_property
    def offences(self) -> dict[str, tuple[str, Offence]]:
        """Offences by code, each with its instrument."""
        return {offence.code: (it.id, offence) for it in self.catalogue for offence in it.offences}

    def offence(self, code: str) -> tuple[str, Offence]:
        """The instrument and the offence of a code; an unknown one is refused with suggestions."""
        if code not in self.offences:
            raise UnknownName(what="offence", given=code, known=self.offences)
        return self.offences[code]

    @cached_property
    def _older(self) -> dict[str, list[str]]:
        older: dict[str, list[str]] = defaultdict(list)
        for earlier, later in self.file.replaced_by.items():
            older[later].append(earlier)
        return older

    @cached_property
    def versions(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """For each offence the texts that make the conduct an offence, the latest first: (instrument, code in it)."""
        found = {}
        for code in self.offences:
            later = self.file.replaced_by.get(code)
            codes = [later, code] if later else [code, *self._older.get(code, [])]
            # Several codes of one earlier text can lead to one code of the later one: the first stands for the text.
            texts: dict[str, str] = {}
            for it in codes:
                texts.setdefault(self.offences[it][0], it)
            found[code] = tuple(texts.items())
        return found

    def listed_in(self, treaty: str, codes: tuple[str, ...]) -> str | None:
        """The article under which *treaty* lists one of the codes."""
        for reach in self.file.reach:
            if reach.treaty == treaty and set(reach.codes) & set(codes):
                return reach.article
        return None

    @cached_property
    def bilaterals_by_pair(self) -> dict[tuple[frozenset[str], str], list[Bilateral]]:
        """Principal bilateral treaties by pair and kind; those that only amend another are no basis of their own."""
        pairs: dict[tuple[frozenset[str], str], list[Bilateral]] = defaultdict(list)
        for it in self.bilaterals:
            if it.role != "amending":
                pairs[frozenset((it.party_a, it.party_b)), it.kind].append(it)
        return pairs

    @cached_property
    def statements_by(self) -> dict[tuple[str, str, Subject], list[Statement]]:
        """Statements by participant, instrument and subject."""
        found: dict[tuple[str, str, Subject], list[Statement]] = defaultdict(list)
        for it in self.statements:
            found[it.participant, it.instrument, it.subject].append(it)
        return found

    def statement(self, participant: str, instrument: str, subject: Subject, on: dt.date) -> Statement | None:
        """The newest statement that stands on a date; an objection to another State's is no statement of one's own."""
        standing = [it for it in self.standing(participant, instrument, subject, on) if it.type != "objection"]
        return max(standing, key=lambda it: it.date) if standing else None

    def standing(self, participant: str, instrument: str, subject: Subject, on: dt.date) -> list[Statement]:
        """All statements that stand on a date, objections included."""
        return [it for it in self.statements_by.get((participant, instrument, subject), []) if it.stands(on)]

    def may_join(self, participants: Participants, code: str, instrument: str) -> bool:
        """Whether a participant can be party to a regional treaty of which no list is loaded."""
        who = self.file.open_to.get(instrument)
        return who is None or code in who or f"region:{participants[code].region}" in who


def load_rules(
    catalogue: Catalogue, *, directory: Path = DATA, statements: tuple[Statement, ...] | None = None
) -> Rules:
    """Read the rules, and check that every code and instrument in them exists; all faults are reported at once."""
    path = directory / "legal_basis.toml"
    try:
        file = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), type=RuleFile)
    except msgspec.ValidationError as error:
        raise DataError([fault_from(error, file=path.name, entry="")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(path.name, "", "", f"is not readable as TOML: {error}")]) from error
    bilaterals = tuple(read_table(directory / "bilateral_treaties.csv", Bilateral))
    rules = Rules(file, catalogue, bilaterals, statements or ())
    faults = _faults(rules, path.name)
    if faults:
        raise DataError(faults)
    return rules


def _faults(rules: Rules, name: str) -> list[Fault]:
    file, offences = rules.file, rules.offences
    named = [("replaced_by", it) for pair in file.replaced_by.items() for it in pair]
    named += [("reach", it) for reach in file.reach for it in reach.codes]
    faults = [Fault(name, it, field, "is not the code of an offence") for field, it in named if it not in offences]
    instruments = [("never", it) for it in file.never] + [("treaty", it) for it in file.treaty]
    instruments += [("also_bound", it.also_bound) for it in file.treaty.values() if it.also_bound is not None]
    instruments += [("open_to", it) for it in file.open_to] + [("reach", reach.treaty) for reach in file.reach]
    faults += [
        Fault(name, it, field, "is not in the catalogue") for field, it in instruments if it not in rules.catalogue
    ]
    return faults
