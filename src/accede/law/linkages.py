"""Offences to which a case may show terrorism linked (resolution 2011/31, paragraph 9): a small list, kept as data."""

import re
import tomllib
from pathlib import Path

import msgspec

from accede.law.catalogue import fault_from
from accede.law.errors import DataError, Fault

#: The languages in which every linkage has a name.
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


class Linkage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An offence that acts of terrorism may be linked to, with its name by language."""

    code: str
    names: dict[str, str]

    def name_in(self, language: str) -> str:
        """The name in a language, the English one where there is none."""
        return self.names.get(language[:2]) or self.names["en"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    linkage: list[Linkage]


def load_linkages(path: Path) -> list[Linkage]:
    """The list in its order. Raises :class:`~accede.law.errors.DataError` with every fault."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), type=_File).linkage
    except msgspec.ValidationError as error:
        raise DataError([fault_from(error, file=path.name, entry=path.stem)]) from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(path.name, "", "", f"is not readable as TOML: {error}")]) from error
    faults, seen = [], set[str]()
    for it in found:
        if it.code in seen:
            faults.append(Fault(path.name, it.code, "code", "is used twice"))
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", it.code):
            faults.append(Fault(path.name, it.code, "code", "is written in small letters with hyphens between words"))
        missing = [code for code in LANGUAGES if not it.names.get(code, "").strip()]
        if missing:
            faults.append(Fault(path.name, it.code, "names", f"has none in {', '.join(missing)}"))
        seen.add(it.code)
    if faults:
        raise DataError(faults)
    return found
