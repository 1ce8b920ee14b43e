# ruff: noqa: E501  # rows of XML and of cases are read better in one line
"""Duplicates and overlaps: what must be found, and what must never be joined."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.partners.making import records

from accede.partners.overlapping import Entry, find
from accede.partners.overlapping.gathering import of_records

TEXT = (
    "Judges and prosecutors learn to weigh digital evidence in trials of terrorism, with exercises on chain of custody."
)
ONE = Entry(
    "A-1", "A", "Digital evidence for judges and prosecutors", TEXT, frozenset({"KE"}), date(2020, 1, 1), date(2020, 12, 31),
    frozenset({"15130"}), frozenset({"institute sample"}),
)  # fmt: skip
TWO = replace(ONE, key="B-1", publisher="B", starts=date(2020, 1, 15))
NOISE = [
    replace(ONE, key=f"C-{n}", publisher="C", title=f"Wells in district {n}", text=f"Boreholes and pumps, lot {n}", sectors=frozenset({"14030"}), partners=frozenset())
    for n in range(50)
]  # fmt: skip


def kinds(*entries: Entry) -> list[tuple[str, str, str]]:
    return [(it.a, it.b, it.kind) for it in find([*entries, *NOISE]).candidates]


def test_the_same_activity_from_two_publishers_is_found_and_explained() -> None:
    (it,) = find([ONE, TWO, *NOISE]).candidates
    assert (it.a, it.b, it.kind) == ("A-1", "B-1", "duplicate")
    assert len(it.reasons) >= 4
    assert it.score >= 0.75
    assert "15130" in " ".join(it.reasons)


def test_what_differs_is_no_duplicate() -> None:
    assert kinds(ONE, replace(TWO, publisher="A")) == [], "one publisher knows its own"
    assert kinds(ONE, replace(TWO, places=frozenset({"TZ"}))) == []
    assert kinds(ONE, replace(TWO, starts=date(2023, 1, 1), ends=date(2023, 12, 31))) == []
    bare = replace(TWO, text="", sectors=frozenset(), partners=frozenset())
    assert kinds(replace(ONE, text="", sectors=frozenset(), partners=frozenset()), bare) != [
        ("A-1", "B-1", "duplicate")
    ], "a title alone does not suffice"


def test_an_overlap_needs_place_time_and_matter() -> None:
    other = replace(
        TWO, title="Evidence in trials of terrorism", text="Prosecutors learn to present digital evidence and keep custody of it.",
        starts=date(2020, 6, 1), ends=date(2021, 6, 1),
    )  # fmt: skip
    assert kinds(ONE, other) == [("A-1", "B-1", "overlap")]
    assert kinds(ONE, replace(other, starts=date(2022, 1, 1), ends=date(2022, 6, 1))) == []
    assert kinds(ONE, replace(other, places=frozenset({"TZ"}))) == []


def test_what_the_publishers_say_themselves_counts() -> None:
    far = replace(TWO, title="Other words", text="", places=frozenset({"TZ"}), same_as=frozenset({"A-1"}))
    assert kinds(ONE, far) == [("A-1", "B-1", "duplicate")]
    assert kinds(ONE, replace(TWO, related=frozenset({"A-1"}))) == [], "they know of one another"


def test_only_pairs_with_one_of_a_file() -> None:
    third = replace(TWO, key="D-1", publisher="D")
    assert len(find([ONE, TWO, third, *NOISE]).candidates) == 3
    assert {it.b for it in find([ONE, TWO, third, *NOISE], only=frozenset({"D-1"})).candidates} == {"D-1"}


def test_pairs_grow_with_the_activities_and_not_with_their_square() -> None:
    def pairs(number: int) -> int:
        return find([
            replace(ONE, key=f"{n % 7}-{n}", publisher=str(n % 7), title=f"word{n // 9}x lesson", text=f"common text about{n // 9} it", places=frozenset({f"P{n % 40}"}))
            for n in range(number)
        ]).pairs  # fmt: skip

    assert pairs(8000) < 6 * pairs(2000) + 2000


def test_published_activities_with_one_title_are_not_joined(shared_data: Path) -> None:
    folder = shared_data / "iati"
    entries = [it for path in sorted(folder.glob("*.xml.gz")) for it in of_records(records(path))]
    with (folder / "same_title_groups.csv").open(encoding="utf-8", newline="") as file:
        groups = [set(row["iati_identifiers_first_12"].split("; ")) for row in csv.DictReader(file)]
    # Twins of real activities, told by another publisher: they are found, and nothing else is.
    sample = [it for it in entries[::97] if len(it.title.split()) > 4 and len(it.text) > 80 and it.starts and it.places]
    twins = [
        replace(
            it, key=f"TWIN-{it.key}", publisher="TWIN", title=it.title.upper(), text=it.text[: len(it.text) * 3 // 4]
        )
        for it in sample
    ]
    found = find([*entries, *twins]).candidates
    pairs = {frozenset((it.a, it.b)) for it in found if it.kind == "duplicate"}
    wanted = {frozenset((it.key, f"TWIN-{it.key}")) for it in sample}
    assert not [it for it in found if any({it.a, it.b} <= group for group in groups)]
    assert len(wanted & pairs) >= 0.8 * len(wanted), f"{len(wanted & pairs)} of {len(wanted)}"
    assert len(pairs - wanted) <= 0.1 * len(pairs), pairs - wanted
