"""Participants: States, and organisations that may be party, with what they are called and since when they exist."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from accede.law.errors import UnknownName

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


class ParticipantKind(StrEnum):
    """Member State of the United Nations, other State, or regional organisation."""

    MEMBER = "member"
    STATE = "state"
    ORGANISATION = "organisation"


class Participant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A possible party. Names follow United Nations usage; codes are ISO 3166-1 alpha-3 (EUE for the European Union)."""

    code: str
    kind: ParticipantKind
    name: str
    name_fr: str
    name_es: str
    name_ru: str
    name_ar: str
    name_zh: str
    un_member_since: date | None = None
    m49: str = ""
    region: str = ""
    subregion: str = ""
    regional_group: str = ""
    regional_group_note: str = ""
    other_names: str = ""
    names_source: str = ""

    def name_in(self, language: str) -> str:
        """The name in one of the six languages ("ar", "zh-hans"); English where there is none."""
        key = language.split("-")[0]
        name: str = getattr(self, f"name_{key}", "") if key in LANGUAGES[1:] else ""
        return name or self.name

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name it is or was listed under, in any language."""
        others = [name.strip() for name in self.other_names.split(";")]
        names = (self.name, self.name_fr, self.name_es, self.name_ru, self.name_ar, self.name_zh, *others)
        return tuple(dict.fromkeys(name for name in names if name))


class Statehood(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Since when a participant exists, and to what day its successions reach back (VCST 1978; the depositary's record)."""

    participant: str
    existed_from: date | None = None
    existed_from_basis: str = ""
    succession_from: date | None = None
    predecessors: str = ""
    source: str = ""
    note: str = ""


class Participants(Mapping[str, Participant]):
    """All participants by code, with their statehood."""

    def __init__(self, participants: list[Participant], statehood: list[Statehood]) -> None:
        self._by_code = {participant.code: participant for participant in participants}
        self._statehood = {row.participant: row for row in statehood}

    def __getitem__(self, code: str) -> Participant:
        found = self._by_code.get(code.upper()) if isinstance(code, str) else None
        if found is None:
            names = {name: it.code for it in self._by_code.values() for name in it.all_names}
            raise UnknownParticipant(given=str(code), codes=self._by_code, names=names)
        return found

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code in self._by_code

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    def statehood(self, code: str) -> Statehood | None:
        """What is recorded of the beginning of the State; None for States older than the instruments."""
        return self._statehood.get(code)

    def members(self, group: str) -> list[str]:
        """The codes of a region, subregion or regional group of the United Nations; raises :class:`UnknownName`."""
        groups = {code: (it.region, it.subregion, it.regional_group) for code, it in self.items()}
        found = [code for code, names in groups.items() if group and group in names]
        if not found:
            known = {name for names in groups.values() for name in names if name}
            raise UnknownName(what="region or regional group", given=group, known=known)
        return found

    def existed_on(self, code: str, day: date) -> bool:
        """Whether the participant existed on *day* (True where no beginning is recorded)."""
        row = self._statehood.get(code)
        return row is None or row.existed_from is None or row.existed_from <= day


class UnknownParticipant(UnknownName, KeyError):
    """No participant has this code; a name typed instead of a code is answered with its code."""

    def __init__(self, *, given: str, codes: Mapping[str, Participant], names: Mapping[str, str]) -> None:
        lowered = {name.lower(): code for name, code in names.items()}
        super().__init__(what="participant", given=given, known=codes, aliases=names)
        found = [lowered.get(name.lower(), name) for name in self.suggestions]
        exact = lowered.get(given.strip().lower())
        self.suggestions = list(dict.fromkeys([exact, *found] if exact else found))
        options = " or ".join(f"{code} ({codes[code].name})" for code in self.suggestions)
        hint = f" Did you mean {options}?" if options else " Use the three-letter code, for example KEN for Kenya."
        self.args = (f"There is no participant '{given}'.{hint}",)

    def __str__(self) -> str:
        return str(self.args[0])
