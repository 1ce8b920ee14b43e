"""The shipped reference data: whole, true to what they were made from, and refused with a clear word when broken."""

import csv
import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from accede.law.actions import ActionKind, Source, Standing, TreatyAction
from accede.law.errors import DataError
from accede.law.shipped import (
    DATA,
    check_data,
    load_facts,
    read_table,
    shipped_catalogue,
    shipped_facts,
    shipped_participants,
)

FIRST = "tokyo-1963,AFG,accession,1977-04-15,,,,,stated,,fedlex-0.748.710.1@2023-06-21,"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the reference data that a test may break."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("world_map*", "*.md"))
    return copy


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(directory: Path) -> list[str]:
    return [str(fault) for fault in check_data(directory)]


def test_shipped_data_have_no_fault() -> None:
    assert check_data() == []


def test_numbers_of_what_ships() -> None:
    facts = shipped_facts()
    assert len(facts.catalogue) == 37
    assert len(facts.catalogue.universal) == 19
    assert len(facts.participants) == 198
    assert len({row.instrument for row in facts.actions}) == 29
    assert len({row.instrument for row in facts.lists}) == 29
    assert {it.id for it in facts.catalogue.universal} <= {row.instrument for row in facts.lists}


def test_files_are_read_once() -> None:
    assert shipped_facts() is shipped_facts()
    assert shipped_catalogue() is shipped_catalogue()
    assert shipped_participants() is shipped_participants()
    assert load_facts().actions == shipped_facts().actions


COLUMNS = (
    "instrument, participant, action, date, earliest, latest, effective, succession_from, standing, "
    "reservation_or_declaration, sources, note"
)
ALONE = "'conflicting' differs from nothing: no other row states a consent"
ACT = "tokyo-1963 AFG accession, field"

# What is put in place of the first row of the log, where the fault is, and what is said of it.
BROKEN_ACTIONS = [
    (FIRST.replace("04-15", "04-31"), "line 2, field 'date'", "'1977-04-31' is not a date; write it as YYYY-MM-DD"),
    (FIRST.replace("1977-04-15", "1.4.77"), "line 2, field 'date'", "'1.4.77' is not a date; write it as YYYY-MM-DD"),
    (FIRST.replace("stated", "likely"), "line 2, field 'standing'", "'likely' is none of stated, conflicting, set-aside"),
    (FIRST.replace("stated,,", "stated,so,"), "line 2, field 'reservation_or_declaration'", "'so' is neither 'yes' nor 'no'"),
    (FIRST + ",more", "line 2", "has 13 cells where the first line has 12"),
    (FIRST[:30], "line 2", "has 4 cells where the first line has 12"),
    (FIRST.replace("AFG", "AFX"), "tokyo-1963 AFX accession, field 'participant'", "'AFX' is not a participant's code"),
    (FIRST.replace("AFG", "afg"), "tokyo-1963 afg accession, field 'participant'", "'afg' is not a participant's code"),
    (FIRST.replace("1963", "1964"), "tokyo-1964 AFG accession, field 'instrument'", "'tokyo-1964' is not in the catalogue"),
    (FIRST.replace("@2023-06-21", ""), f"{ACT} 'sources'", "'fedlex-0.748.710.1' is not in sources.csv"),
    (f"{FIRST}\n{FIRST}", "tokyo-1963 AFG accession 1977-04-15", "is entered 2 times"),
    (FIRST.replace("1977", "1961"), f"{ACT} 'date'", "1961-04-15 is before the adoption of the instrument on 1963-09-14"),
    (FIRST.replace("1977", "2024"), f"{ACT} 'date'", "2024-04-15 is after the newest list, complete as of 2023-06-21"),
    (FIRST.replace("1977-04-15", ""), f"{ACT} 'date'", "needs a date, or a latest date that bounds it"),
    (FIRST.replace("1977-04-15,,", ",1999-01-01,1998-01-01"), f"{ACT} 'earliest'", "1999-01-01 is after latest, 1998-01-01"),
    (FIRST.replace("15,,,", "15,,,1976-01-01"), f"{ACT} 'effective'", "1976-01-01 is before the act itself, 1977-04-15"),
    (FIRST.replace("stated", "conflicting"), f"{ACT} 'standing'", ALONE),
]  # fmt: skip


@pytest.mark.parametrize(("new", "place", "message"), BROKEN_ACTIONS)
def test_broken_row_of_the_log_is_named_with_its_field(data: Path, new: str, place: str, message: str) -> None:
    replace_text(data / "actions.csv", FIRST, new)
    assert faults(data) == [f"actions.csv, {place}: {message}"]


def test_misnamed_column_is_one_fault_and_not_one_for_each_row(data: Path) -> None:
    replace_text(data / "actions.csv", "date,earliest", "when,earliest")
    message = f"is not a column of this table; its columns are {COLUMNS}"
    assert faults(data) == [f"actions.csv, line 1, field 'when': {message}"]
    replace_text(data / "participants.csv", "code,kind", "code,sort")
    assert "participants.csv, line 1, field 'kind': is missing" in faults(data)


TOO_EARLY = "AGO, field 'succession_from': 1974-11-11 is before the State existed, 1975-11-11"
BROKEN_FILES = [
    ("lists.csv", "tokyo-1963,", "tokyo-196,", "tokyo-196, field 'instrument': 'tokyo-196' is not in the catalogue"),
    ("lists.csv", ",187,", ",many,", "line 2, field 'parties': 'many' is not a whole number"),
    ("lists.csv", "2023-06-21,no", "2023-06-21,so", "line 2, field 'signatures': 'so' is neither 'yes' nor 'no'"),
    ("participants.csv", "AFG,member", "AFG,tribe", "line 2, field 'kind': 'tribe' is none of member, state, organisation"),
    ("statehood.csv", "AGO,", "AG0,", "AG0, field 'participant': 'AG0' is not a participant's code"),
    ("statehood.csv", "independence,1975", "independence,1974", TOO_EARLY),
    ("open_questions.csv", "SMR,", "SMX,", "airports-1988 SMX, field 'participant': 'SMX' is not a participant's code"),
    ("open_questions.csv", "icao-hague-1970", "icao", "hague-1970 BDI, field 'sources': 'icao' is not in sources.csv"),
    ("stated_totals.csv", "tokyo-1963,", "tok,", "tok 2002-09-30, field 'instrument': 'tok' is not in the catalogue"),
    ("sources.csv", ",no,no,de", ",no,so,de", "line 2, field 'prints_withdrawals': 'so' is neither 'yes' nor 'no'"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN_FILES)
def test_broken_row_of_another_table_is_named_with_its_field(
    data: Path, file: str, old: str, new: str, message: str
) -> None:
    replace_text(data / file, old, new)
    assert faults(data) == [f"{file}, {message}"]


@pytest.mark.parametrize(
    ("file", "entry", "field"),
    [
        ("lists.csv", "tokyo-1963 fedlex-0.748.710.1@2023-06-21 2023-06-21", "complete_as_of"),
        ("participants.csv", "AFG", "code"),
        ("statehood.csv", "AGO", "participant"),
        ("sources.csv", "fedlex-0.311.54@2026-09-11", "id"),
        ("open_questions.csv", "airports-1988 SMR", "participant"),
    ],
)
def test_second_row_that_would_hide_the_first_is_refused(data: Path, file: str, entry: str, field: str) -> None:
    path = data / file
    second = path.read_text(encoding="utf-8").splitlines()[1]
    path.write_text(path.read_text(encoding="utf-8") + second + "\n", encoding="utf-8")
    assert faults(data) == [f"{file}, {entry}, field '{field}': is entered 2 times"]


def cut_off(path: Path) -> None:
    replace_text(path, FIRST, 'tokyo-1963,AFG,"accession')


BROKEN_WHOLE: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: path.write_bytes(b""), "actions.csv: is empty"),
    (lambda path: path.unlink(), "actions.csv: cannot be read: No such file or directory"),
    (
        lambda path: path.write_bytes(b"instrument\n\xff"),
        "actions.csv: cannot be read: 'utf-8' codec can't decode byte 0xff",
    ),
    (cut_off, "actions.csv: cannot be read: "),
]


@pytest.mark.parametrize(("breaks", "message"), BROKEN_WHOLE)
def test_file_that_cannot_be_read_is_one_fault(data: Path, breaks: Callable[[Path], object], message: str) -> None:
    breaks(data / "actions.csv")
    (found,) = faults(data)
    assert found.startswith(message)
    with pytest.raises(DataError):
        load_facts(data)


def test_other_name_of_an_instrument_is_refused_in_a_row(data: Path) -> None:
    replace_text(data / "instruments" / "tokyo-1963.toml", "theme = ", 'aliases = ["tokyo"]\ntheme = ')
    replace_text(data / "actions.csv", FIRST, FIRST.replace("tokyo-1963", "tokyo"))
    assert (
        "actions.csv, tokyo AFG accession, field 'instrument': 'tokyo' is another name of 'tokyo-1963'; write that"
        in faults(data)
    )


def test_all_faults_are_reported_at_once(data: Path) -> None:
    replace_text(data / "actions.csv", FIRST, FIRST.replace("1977", "19x7"))
    replace_text(data / "sources.csv", ",no,no,de", ",no,never,de")
    replace_text(data / "instruments" / "sua-1988.toml", "verified", "verifed")
    found = check_data(data)
    assert Counter(fault.file for fault in found) == {
        "actions.csv": 1,
        "sources.csv": 1,
        "instruments/sua-1988.toml": 1,
    }


def test_empty_cells_take_defaults_and_sources_are_several(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("instrument,participant,action,date,sources\nx,KEN,accession,2001-02-03,a b\nx,UGA,accession,,\n")
    first, second = read_table(path, TreatyAction)
    assert (first.date, first.sources, first.standing) == (date(2001, 2, 3), ("a", "b"), Standing.STATED)
    assert (second.date, second.sources, second.note) == (None, (), "")


def test_flags_are_yes_no_or_unknown(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text("id,title,publisher,prints_withdrawals\na,A,P,yes\nb,B,P,no\nc,C,P,\n")
    assert [row.prints_withdrawals for row in read_table(path, Source)] == [True, False, None]


class TestAgainstWhatItWasMadeFrom:
    """Rows of ``../shared/data``, where that folder is there."""

    @pytest.fixture
    def rows(self, shared_data: Path) -> Callable[[str], list[dict[str, str]]]:
        def read(name: str) -> list[dict[str, str]]:
            with (shared_data / name).open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))

        return read

    def test_every_action_is_in_the_log(self, rows: Callable[[str], list[dict[str, str]]]) -> None:
        theirs = rows("treaty_actions.csv")
        assert len(theirs) == 4813
        for row in theirs:
            mine = [
                it
                for it in shipped_facts().actions_of(row["participant"], row["instrument"])
                if it.date == date.fromisoformat(row["date"]) and it.standing is Standing.STATED
            ]
            kinds = {it.action.value for it in mine}
            assert row["action"].replace("_", "-") in kinds or kinds == {"succession-to-signature"}, row
            reserved = {"yes": True, "no": False, "": None}[row["reservation_or_declaration"]]
            assert reserved in {it.reservation_or_declaration for it in mine}, row

    def test_log_holds_nothing_else(self, rows: Callable[[str], list[dict[str, str]]]) -> None:
        given = Counter((row["instrument"], row["participant"], row["date"]) for row in rows("treaty_actions.csv"))
        held = Counter(
            (row.instrument, row.participant, row.date.isoformat())
            for row in shipped_facts().actions
            if row.date and row.standing is Standing.STATED
        )
        assert held == given

    def test_every_party_without_a_usable_date_is_listed(self, rows: Callable[[str], list[dict[str, str]]]) -> None:
        given = {
            (row["instrument"], code)
            for row in rows("treaty_actions_coverage.csv")
            for code in row["parties_without_usable_date"].split()
        }
        held = {
            (row.instrument, row.participant)
            for row in shipped_facts().actions
            if row.action is ActionKind.LISTED_AS_PARTY and row.standing is Standing.STATED
        }
        assert held == given

    def test_every_list_reaches_as_far_and_counts_as_many(self, rows: Callable[[str], list[dict[str, str]]]) -> None:
        facts = shipped_facts()
        for row in rows("treaty_actions_coverage.csv"):
            newest = facts.newest_list(row["instrument"])
            assert newest is not None
            assert newest.complete_as_of.isoformat() == row["complete_as_of"]
            assert str(newest.parties) == row["parties"]
            assert len(newest.parties_outside_table.split()) == int(row["parties_without_code"] or 0)
            signatures = [it for it in facts.lists if it.instrument == row["instrument"] and it.signatures]
            assert [str(it.signatories) for it in signatures] == ([row["signatories"]] if row["signatories"] else [])

    def test_every_conflict_is_kept(self, rows: Callable[[str], list[dict[str, str]]]) -> None:
        facts = shipped_facts()
        given = rows("treaty_actions_conflicts.csv")
        assert len(given) == 26
        for row in given:
            cell = (row["participant"], row["instrument"])
            dates = {it.date.isoformat() for it in facts.actions_of(*cell) if it.date}
            notes = " ".join(it.note for it in facts.actions_of(*cell))
            question = facts.questions_by_cell.get(cell)
            explained = bool(notes or (question and question.note))
            for day in (row["date_a"], row["date_b"]):
                year_is_misprinted = day.startswith("0")
                assert not day or year_is_misprinted or day in dates or question is not None, row
            assert explained, row

    def test_every_participant_has_the_same_names_and_dates(self, rows: Callable[[str], list[dict[str, str]]]) -> None:
        theirs = rows("participants.csv")
        assert len(theirs) == len(shipped_participants())
        for row in theirs:
            ours = shipped_participants()[row["iso3"]]
            assert (ours.name, ours.m49, ours.regional_group) == (row["name"], row["m49"], row["un_regional_group"])
            assert (ours.un_member_since.isoformat() if ours.un_member_since else "") == row["un_member_since"]
            for language in ("fr", "es", "ru", "ar", "zh"):
                assert getattr(ours, f"name_{language}") == row[f"name_{language}"], row["iso3"]

    def test_every_stated_total_is_kept(self, shared_data: Path) -> None:
        text = (shared_data / "treaty_actions_README.md").read_text(encoding="utf-8")
        given = Counter(
            (name, day, int(stated))
            for name, day, stated in re.findall(r"^\| ([a-z0-9-]+) \| (\d{4}-\d\d-\d\d) \| (\d+) \| \d+", text, re.M)
        )
        assert len(given) == 44
        with (DATA / "stated_totals.csv").open(encoding="utf-8", newline="") as file:
            held = Counter((row["instrument"], row["on"], int(row["stated"])) for row in csv.DictReader(file))
        assert held == given
