"""Faults in data and in questions, worded for the person who must mend them."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where it is, what is wrong, and what to do."""

    file: str
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.entry, self.field and f"field '{self.field}'") if part)
        return f"{place}: {self.message}"


class LawError(ValueError):
    """A question that cannot be put: an unknown code, a date that is none."""


class UnknownName(LawError):
    """A code or name that the catalogue does not hold, with the nearest ones that it does."""

    def __init__(self, *, what: str, given: str, known: Iterable[str], aliases: Iterable[str] = ()) -> None:
        names = sorted(known)
        lowered = {name.lower(): name for name in [*names, *aliases]}
        self.what = what
        self.given = given
        self.suggestions = [
            lowered[match] for match in get_close_matches(given.strip().lower(), lowered, n=3, cutoff=0.5)
        ]
        hint = f" Did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"There is no {what} '{given}'.{hint}")


class DataError(LawError):
    """Shipped or imported data that breaks its own rules; carries every fault found, not the first only."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
