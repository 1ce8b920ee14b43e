"""An activity as a publisher tells it: plain values, without database or XML."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to do. ``level``: see :mod:`accede.partners.iati.ruleset`."""

    identifier: str
    line: int
    element: str
    message: str
    remedy: str = ""
    level: str = "error"
    #: "schema" for the official XSD, "ruleset" for the rules beside it.
    source: str = "ruleset"

    @property
    def reason(self) -> str:
        """One sentence for a list."""
        told = f"{self.element}: {self.message}" if self.element else self.message
        return f"{told}; {self.remedy}" if self.remedy else told

    def to_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "identifier": self.identifier, "line": self.line, "element": self.element, "level": self.level,
            "source": self.source, "message": self.message, "remedy": self.remedy,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that takes part. ``role``: 1 funding, 2 accountable, 3 extending, 4 implementing; "" reporting."""

    ref: str
    name: str
    type: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A country, region or sector with its share in per cent; None where it was not given."""

    code: str
    percentage: Decimal | None = None
    vocabulary: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """Planned money for a period. ``type``: 1 original, 2 revised; ``status``: 1 indicative, 2 committed."""

    start: date
    end: date
    value: Decimal
    currency: str
    type: str = "1"
    status: str = "1"


@dataclass(frozen=True, slots=True)
class Spending:
    """The sum of transactions of one type (2 commitment, 3 disbursement, 4 expenditure ...) in one currency."""

    type: str
    currency: str
    total: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Result:
    """A result: 1 output, 2 outcome, 3 impact, 9 other; and the titles of its indicators."""

    type: str
    title: str
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """One activity of a file. ``digest`` is that of its whole element, so that any change is seen."""

    identifier: str
    line: int
    publisher: Party
    updated: datetime | None
    titles: tuple[tuple[str, str], ...]
    descriptions: tuple[str, ...]
    status: str
    #: By type: "1" planned start, "2" actual start, "3" planned end, "4" actual end.
    dates: tuple[tuple[str, date], ...]
    organisations: tuple[Party, ...]
    countries: tuple[Share, ...]
    regions: tuple[Share, ...]
    sectors: tuple[Share, ...]
    budgets: tuple[Budget, ...]
    spending: tuple[Spending, ...]
    results: tuple[Result, ...]
    #: Identifiers that the publisher says are the same activity (``other-identifier``).
    same_as: tuple[str, ...]
    #: Identifiers of parents, children, siblings and of what pays for it.
    related: tuple[str, ...]
    digest: str
    #: When the publisher made the file.
    generated: datetime | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def title(self) -> str:
        """In English where there is one, else the first."""
        return next(
            (text for language, text in self.titles if language == "en"), self.titles[0][1] if self.titles else ""
        )

    @property
    def starts(self) -> date | None:
        """The actual start, else the planned."""
        dates = dict(self.dates)
        return dates.get("2") or dates.get("1")

    @property
    def ends(self) -> date | None:
        """The actual end, else the planned."""
        dates = dict(self.dates)
        return dates.get("4") or dates.get("3")
