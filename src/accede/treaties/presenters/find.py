"""Finding a State or an instrument by any of its names, in any of the six languages."""

from dataclasses import dataclass
from difflib import get_close_matches
from unicodedata import category, normalize

from django.utils.translation import gettext

from accede.kit.on import AsOf
from accede.kit.tables import Table, Twin
from accede.law.facts import Facts
from accede.treaties.presenters.common import Links, name_of, per_data
from accede.treaties.queries import Snapshot

LONGEST = 80
MOST = 50


@dataclass(frozen=True, slots=True)
class Found:
    """A page that a name leads to; ``matched`` is the name that was met, where it is not the one shown."""

    kind: str
    kind_label: str
    id: str
    label: str
    matched: str
    href: str
    exact: bool


@dataclass(frozen=True, slots=True)
class FindPage:
    """What was asked, what was found, and what may have been meant."""

    query: str
    found: list[Found]
    suggestions: list[Found]


@dataclass(frozen=True, slots=True)
class _Name:
    kind: str
    id: str
    name: str
    folded: str


def fold(text: str) -> str:
    """Text as it is compared: without case, accents, Arabic vowel signs, and marks between words.

    >>> fold("  Côte d’Ivoire "), fold("Türkiye")
    ('cote d ivoire', 'turkiye')
    """
    letters = [char for char in normalize("NFKD", text.casefold()) if category(char) != "Mn"]
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())


@per_data
def _names(facts: Facts) -> list[_Name]:
    names = [
        _Name("state", it.code, name, fold(name))
        for it in facts.participants.values()
        for name in (it.code, *it.all_names)
    ]
    names += [
        _Name("instrument", it.id, name, fold(name))
        for it in facts.catalogue
        for name in dict.fromkeys((it.short_title, it.title, *it.titles.values(), it.id, *it.aliases))
    ]
    return names


def find(snap: Snapshot, text: str, asked: AsOf) -> FindPage:
    """Exact names first, then names that begin so, then words that begin so, then names that hold the text."""
    query = text.strip()[:LONGEST]
    wanted = fold(query)
    if not wanted:
        return FindPage(query, [], [])
    best: dict[tuple[str, str], tuple[int, _Name]] = {}
    for name in _names(snap.facts):
        rank = _rank(name.folded, wanted)
        key = (name.kind, name.id)
        if rank is not None and (key not in best or rank < best[key][0]):
            best[key] = (rank, name)
    ordered = sorted(best.values(), key=lambda pair: pair[0])[:MOST]
    found = [_found(snap, name, asked, exact=rank == 0) for rank, name in ordered]
    return FindPage(query, found, [] if found else _near(snap, wanted, asked))


def _rank(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in f" {name}":
        return 2
    if len(wanted) > 2 and wanted in name:
        return 3
    words = wanted.split()
    return 4 if len(words) > 1 and all(word in name for word in words) else None


def _near(snap: Snapshot, wanted: str, asked: AsOf) -> list[Found]:
    by_name = {name.folded: name for name in _names(snap.facts)}
    close = get_close_matches(wanted, by_name, n=5, cutoff=0.75)
    unique = {(by_name[it].kind, by_name[it].id): by_name[it] for it in close}
    return [_found(snap, name, asked, exact=False) for name in unique.values()]


def _found(snap: Snapshot, name: _Name, asked: AsOf, *, exact: bool) -> Found:
    links = Links(asked)
    if name.kind == "state":
        label, href = name_of(snap.facts.participants[name.id]), links.state(name.id)
        kind = gettext("State or organization")
    else:
        label, href = snap.facts.catalogue[name.id].short_title, links.instrument(name.id)
        kind = gettext("Instrument")
    matched = "" if name.name in (label, name.id) else name.name
    return Found(name.kind, kind, name.id, label, matched, href, exact)


def find_twin(snap: Snapshot, text: str, asked: AsOf) -> Twin:
    """What was found, as data."""
    page = find(snap, text, asked)
    columns = ("kind", "id", "label", "matched")
    records = [{column: getattr(it, column) for column in columns} for it in page.found]
    value = {"query": page.query, "found": records, "suggestions": [it.id for it in page.suggestions]}
    return Twin(value, lambda: [Table.of(records, columns, name="Found")], "accede-find")
