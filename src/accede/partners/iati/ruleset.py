"""The ruleset beside the schema: what an activity has to be so that its figures can be added up.

Three levels. ``error``: the value cannot be used, and an import leaves the activity out. ``conflict``: the values contradict
one another; a file with one is invalid, and an import of a partner's file keeps the activity with the fault beside it.
``warning``: something is missing or left open; published files are full of these.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from accede.partners.iati import codes
from accede.partners.iati.records import ActivityRecord, Fault, Share

TOLERANCE = Decimal("0.1")
#: Longest period of a budget, in days.
YEAR = 366
_PAIRS = (("1", "3", "planned"), ("2", "4", "actual"))
_FORBIDDEN = frozenset("&|?/")
CONFLICT = "conflict"
WARNING = "warning"


def record_faults(it: ActivityRecord) -> Iterator[Fault]:
    """What the ruleset says of one activity, beyond what made reading impossible."""
    yield from _identifiers(it)
    yield from _dates(it)
    yield from _shares(it)
    yield from _budgets(it)
    if not it.organisations:
        yield _fault(it, "participating-org", "nobody takes part", "name who funds and who carries it out", WARNING)
    if not it.descriptions:
        yield _fault(it, "description", "is missing", "say what the activity does", WARNING)
    if not it.sectors:
        yield _fault(it, "sector", "is missing", "name one for the activity or for every transaction", WARNING)
    if not it.countries and not it.regions:
        yield _fault(it, "recipient-country", "neither a country nor a region is named", "name one", WARNING)


def _identifiers(it: ActivityRecord) -> Iterator[Fault]:
    if _FORBIDDEN & set(it.identifier):
        yield _fault(it, "iati-identifier", "holds one of & | ? /", "use letters, digits and hyphens", WARNING)
    ref = it.publisher.ref
    if ref and it.identifier and not any(it.identifier.startswith(start) for start in (ref, *it.same_as)):
        remedy = f"begin it with “{ref}”, or name the former identifier of the organisation (other-identifier, type B1)"
        yield _fault(it, "iati-identifier", "does not begin with that of the reporting organisation", remedy, CONFLICT)


def _dates(it: ActivityRecord) -> Iterator[Fault]:
    dates = dict(it.dates)
    if "1" not in dates and "2" not in dates:
        yield _fault(it, "activity-date", "no start is given", "give a planned or an actual start", WARNING)
    for first, last, word in _PAIRS:
        if first in dates and last in dates and dates[first] > dates[last]:
            message = f"the {word} end {dates[last]} is before the {word} start {dates[first]}"
            yield _fault(it, "activity-date", message, "mend one of them", CONFLICT)


def _shares(it: ActivityRecord) -> Iterator[Fault]:
    # A region of a vocabulary of its own may hold a country that is named too; those of the DAC share the 100 with countries.
    places = [*it.countries, *(share for share in it.regions if share.vocabulary in ("", "1"))]
    yield from _sum(it, "recipient-country", places, own=False)
    by_vocabulary: dict[str, list[Share]] = defaultdict(list)
    for share in it.sectors:
        by_vocabulary[share.vocabulary or "1"].append(share)
    for vocabulary, shares in by_vocabulary.items():
        yield from _sum(
            it, "sector", shares, own=vocabulary in codes.OWN_VOCABULARIES, of=f" of vocabulary {vocabulary}"
        )


def _sum(it: ActivityRecord, element: str, shares: Iterable[Share], *, own: bool, of: str = "") -> Iterator[Fault]:
    shares = list(shares)
    given = [share.percentage for share in shares if share.percentage is not None]
    if not given:
        return
    total = sum(given, Decimal(0))
    if len(given) < len(shares):
        yield _fault(it, element, f"some{of} have a percentage and some have none", "give it for all", WARNING)
    if abs(total - 100) > TOLERANCE and (len(given) == len(shares) or total > 100):
        level = WARNING if own else "error" if total > 100 else CONFLICT
        yield _fault(
            it, element, f"the percentages{of} sum to {total.normalize():f}, not to 100", "mend the shares", level
        )


def _budgets(it: ActivityRecord) -> Iterator[Fault]:
    for budget in it.budgets:
        if budget.start > budget.end:
            yield _fault(it, "budget", f"its end {budget.end} is before its start {budget.start}", "mend one", CONFLICT)
        elif (budget.end - budget.start).days > YEAR:
            yield _fault(
                it, "budget", f"its period from {budget.start} is longer than a year", "split it by years", WARNING
            )


def _fault(it: ActivityRecord, element: str, message: str, remedy: str, level: str = "error") -> Fault:
    return Fault(it.identifier, it.line, element, message, remedy, level)
