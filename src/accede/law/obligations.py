"""Obligations that national law or practice must implement, in our own words, one TOML file an instrument."""

import tomllib
from pathlib import Path

import msgspec

from accede.law.catalogue import Catalogue, fault_from
from accede.law.errors import DataError, Fault

CATEGORIES = (
    "criminalise", "penalties", "jurisdiction", "custody", "extradite-or-prosecute", "extradition", "refusal-grounds",
    "mutual-legal-assistance", "political-offence", "asset-measures", "legal-persons", "safeguards", "regulatory",
    "prevention", "information", "notification",
)  # fmt: skip


class Obligation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One obligation (or, where not mandatory, an option) and the legislative measure that would meet it."""

    id: str
    article: str
    category: str
    mandatory: bool
    summary: str
    legislative_measure: str = ""
    keywords: list[str] = []

    @property
    def instrument(self) -> str:
        """The instrument that it comes from."""
        return self.id.split("/")[0]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    instrument: str
    obligations: list[Obligation]


def load_obligations(directory: Path, catalogue: Catalogue) -> list[Obligation]:
    """Read all obligations, in the order of the catalogue; all faults are reported at once."""
    faults: list[Fault] = []
    by_instrument: dict[str, list[Obligation]] = {}
    for path in sorted(directory.glob("*.toml")):
        try:
            file = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), type=_File)
        except msgspec.ValidationError as error:
            faults.append(fault_from(error, file=path.name, entry=path.stem))
            continue
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(Fault(path.name, "", "", f"is not readable as TOML: {error}"))
            continue
        if file.instrument not in catalogue:
            faults.append(Fault(path.name, path.stem, "instrument", f"'{file.instrument}' is not in the catalogue"))
        seen: set[str] = set()
        for item in file.obligations:
            if item.instrument != file.instrument:
                faults.append(Fault(path.name, item.id, "id", f"must begin with '{file.instrument}/'"))
            if item.id in seen:
                faults.append(Fault(path.name, item.id, "id", "is used twice"))
            if item.category not in CATEGORIES:
                faults.append(
                    Fault(
                        path.name,
                        item.id,
                        "category",
                        f"'{item.category}' is none of {', '.join(CATEGORIES)}",
                    )
                )
            seen.add(item.id)
        by_instrument[file.instrument] = file.obligations
    if faults:
        raise DataError(faults)
    return [item for it in catalogue.ids for item in by_instrument.get(it, [])]
