"""Cases and publications from a file: all faults by row and field, and all of it or nothing."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.conftest import NOW
from tests.knowledge.making import law_in

from accede.accounts import trail
from accede.accounts.rights import ANYONE, Actor
from accede.knowledge.domain import Refused, change_case
from accede.knowledge.domain.importing import Plan, bring_in_all, plan
from accede.knowledge.models import Case, Publication
from accede.knowledge.queries import cases_for
from accede.treaties.importers.guard import ImportRefused

pytestmark = pytest.mark.django_db
HEAD = "state,court,reference,title,date,language,ecli,instruments,linkages,provisions,summary\n"
ONE = "xaa,Sample Court,1/20,The State v. A,2020-02-03,en,,financing-1999; bombings-1997,drugs;arms,pc/1; pc/2,Short\n"
TWO = "XAB,Other Court,2/20,The State v. B,2020-02-04,fr,,,,,\n"


def planned(text: str, kind: str = "case") -> Plan:
    return plan(kind, text.encode(), name="file.csv", now=NOW)


def stored(made: Plan, *, public: bool = False) -> int:
    return bring_in_all(made, public=public, by=Actor(), now=NOW)


def test_cases_come_from_csv_once_and_changes_are_told() -> None:
    law_in("XAA", code="pc")
    made = planned(HEAD + ONE + TWO)
    assert [it.what for it in made.items] == ["new", "new"]
    assert not Case.objects.exists()
    assert stored(made, public=True) == 2
    case = Case.objects.get(reference="1/20")
    assert (case.instruments, case.linkages, case.provisions.count()) == (
        ["financing-1999", "bombings-1997"], ["drugs", "arms"], 2,
    )  # fmt: skip
    assert case in cases_for(ANYONE)
    assert [it.what for it in planned(HEAD + ONE + TWO).items] == ["same", "same"]
    again = planned(HEAD + ONE.replace("Short", "Longer").replace("pc/1; ", "") + TWO)
    assert [(it.what, it.differing) for it in again.items] == [("changed", ("summary", "provisions")), ("same", ())]
    assert stored(again) == 1
    case.refresh_from_db()
    assert (case.summary, case.provisions.count()) == ("Longer", 1)
    # A file without a column leaves it as it is.
    some = planned("state,court,reference,title\nXAA,Sample Court,1/20,Anew\n")
    stored(some)
    case.refresh_from_db()
    assert (case.title, case.summary) == ("Anew", "Longer")
    assert list(trail.verify()) == []


def test_every_fault_names_its_row_and_field_and_nothing_is_done() -> None:
    rows = [
        TWO, "ZZZ,C,1,T,2020-01-01,en,,,,,\n", "XAA,,1,T,01.02.2020,en,,none,,,\n", "XAA,C,2,T,2020-01-01,en,ECLI:1,,,,\n",
        "XAA,C,3,T,2020-01-01,en,,,,pc/7,\n", "XAA,C\n", TWO,
    ]  # fmt: skip
    made = planned(HEAD + "".join(rows))
    assert [(it.line, it.field) for it in made.faults] == [
        (3, "state"), (4, "court"), (4, "date"), (4, "instruments"), (5, "ecli"), (6, "provisions"), (7, ""), (8, ""),
    ]  # fmt: skip
    assert all(it.message for it in made.faults)
    with pytest.raises(Refused, match="line 3, state"):
        stored(made)
    assert not Case.objects.exists()


def test_json_lines_and_what_is_wrong_in_them() -> None:
    good = {
        "state": None, "kind": "tool", "title": "Sample tool", "body": "Sample body", "year": 2021, "languages": ["en", "ar"],
        "themes": ["financing"],
    }  # fmt: skip
    made = planned(json.dumps(good, ensure_ascii=False), "publication")
    assert stored(made) == 1
    it = Publication.objects.get()
    assert (it.holder, it.languages, it.public) == ("office", ["en", "ar"], False)
    assert [one.what for one in planned(json.dumps(good), "publication").items] == ["same"]
    lines = [
        '{"title": ', "[1]".replace("[1]", '{"title": {"a": 1}}'), json.dumps(good | {"languages": "en"}),
        json.dumps(good | {"colour": "red"}), json.dumps(good | {"year": "soon", "title": "x"}), "\n7",
    ]  # fmt: skip
    faults = planned("\n".join(lines), "publication").faults
    assert [(it.line, it.field) for it in faults] == [
        (1, ""), (2, "title"), (3, "languages"), (4, "colour"), (5, "year"), (7, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"), (b"state,colour\nXAA,red\n", "not known"), (b"state,state\nA,B\n", "twice"), (HEAD.encode(), "no rows"),
        (b"%PDF-1.7 x", "PDF"), (b'state,title\nXAA,"open', "line"), (b"PK\x03\x04" + bytes(60), "ZIP|XLSX"),
        (b"state,title\nXAA,\xff\xfe\n", "UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_one_is_refused(content: bytes, word: str) -> None:
    with pytest.raises(ImportRefused, match=word):
        plan("case", content, name="file.csv", now=NOW)


def test_a_record_that_moved_on_between_preview_and_import_leaves_all_as_it_was() -> None:
    stored(planned(HEAD + TWO))
    made = planned(HEAD + "XAB,A,9,New,2020-01-01,en,,,,,\n" + TWO.replace("v. B", "v. C"))
    case = Case.objects.get()
    change_case(case, {"title": "Else"}, by=Actor(), now=NOW, command=True)
    with pytest.raises(Refused, match="line 3"):
        stored(made)
    assert list(Case.objects.values_list("title", flat=True)) == ["Else"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda it: (HEAD + it).encode("utf-8", "replace")))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_planned_or_refused(content: bytes) -> None:
    try:
        found: Any = plan("case", content, name="x", now=NOW)
    except ImportRefused:
        return
    assert isinstance(found, Plan)
