"""Tables of the cooperation room: shown first, applied whole or not at all, once, and taken back again."""

from datetime import date

import pytest
from tests.cooperation.tables import (
    AUTHORITY,
    LAW,
    NOW,
    ROWS,
    STATEMENT,
    TREATY,
    brought_in,
    csv_of,
    faults,
    shown,
    xlsx_of,
)

from accede.cooperation import domain, models, queries
from accede.cooperation.imports import KINDS, Outcome, render_text
from accede.kit.append_only import LogIsAppendOnly
from accede.law.basis import Bound, Kind, OwnLaw, Question, find_basis
from accede.treaties import domain as treaties
from accede.treaties.importers.guard import ImportRefused
from accede.treaties.models import ImportBatch
from accede.treaties.preview import UnknownDecision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

MODELS = (models.Statement, models.BilateralTreaty, models.OwnLaw, models.CentralAuthority)


def stored() -> int:
    return sum(model.objects.count() for model in MODELS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_new_then_the_same_then_gone_when_undone(kind: str) -> None:
    batch = brought_in(kind, ROWS[kind])
    assert (batch.importer, stored()) == (kind, 1)
    again = shown(kind, csv_of(ROWS[kind]))
    assert (again.counts["same"], again.writes, again.blocked) == (1, [], False)
    with pytest.raises(domain.ImportImpossible, match="already known"):
        domain.apply_import(again, now=NOW)
    treaties.undo_import(batch_id=batch.pk, reason="the wrong file", now=NOW)
    assert stored() == 1, "the row stays in the log, and no longer counts"
    assert shown(kind, csv_of(ROWS[kind])).counts["new"] == 1
    brought_in(kind, ROWS[kind])
    assert shown(kind, csv_of(ROWS[kind])).counts["same"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_says_the_same_as_csv(kind: str) -> None:
    row = ROWS[kind]
    from_book, from_text = shown(kind, xlsx_of(row), name="table.xlsx"), shown(kind, csv_of(row))
    assert [it.record for it in from_book.rows] == [it.record for it in from_text.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_says_remove_takes_the_entry_out(kind: str) -> None:
    brought_in(kind, ROWS[kind])
    out = brought_in(kind, {**ROWS[kind], "remove": "yes"})
    assert shown(kind, csv_of(ROWS[kind])).counts["new"] == 1
    treaties.undo_import(batch_id=out.pk, reason="it was right after all", now=NOW)
    assert shown(kind, csv_of(ROWS[kind])).counts["same"] == 1


def test_what_is_not_there_cannot_be_removed() -> None:
    assert "no entry 'KEN both Office for Testing'" in faults(
        shown("authorities", csv_of({**AUTHORITY, "remove": "yes"}))
    )


CHANGES = {
    "statements": {"value": "no"}, "bilateral": {"terminated": "2010-05-06"}, "own-law": {"treaty_required": "yes"},
    "authorities": {"address": "2 Test Street"},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_source_may_correct_itself_and_undoing_brings_the_first_back(kind: str) -> None:
    brought_in(kind, ROWS[kind])
    preview = shown(kind, csv_of({**ROWS[kind], **CHANGES[kind]}))
    assert [it.outcome for it in preview.rows] == [Outcome.CHANGED]
    assert "line 2 of table.csv, import" in preview.rows[0].message
    assert next(iter(CHANGES[kind])) in preview.rows[0].message
    batch = domain.apply_import(preview, now=NOW)
    assert shown(kind, csv_of({**ROWS[kind], **CHANGES[kind]})).counts["same"] == 1
    treaties.undo_import(batch_id=batch.pk, reason="wrong", now=NOW)
    assert shown(kind, csv_of(ROWS[kind])).counts["same"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_another_source_that_says_otherwise_is_refused_until_someone_decides(kind: str) -> None:
    brought_in(kind, ROWS[kind])
    before = stored()
    row = {**ROWS[kind], **CHANGES[kind], "source": "Another source (test)"}
    preview = shown(kind, csv_of(row))
    assert preview.blocked
    message = preview.rows[0].message
    assert preview.rows[0].place == "line 2"
    assert "contradicts line 2 of table.csv, import" in message
    assert f"'{ROWS[kind]['source']}'" in message
    assert "--replace" in message
    with pytest.raises(domain.ImportImpossible, match="the preview shows them"):
        domain.apply_import(preview, now=NOW)
    assert stored() == before
    brought_in(kind, row, replace=True)
    assert shown(kind, csv_of(row)).counts["same"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_two_rows_that_contradict_each_other_are_both_named(kind: str) -> None:
    preview = shown(kind, csv_of(ROWS[kind], {**ROWS[kind], **CHANGES[kind]}))
    assert preview.blocked
    assert "line 3: contradicts line 2" in faults(preview)
    assert next(iter(CHANGES[kind])) in faults(preview)


def test_a_row_written_twice_counts_once() -> None:
    preview = shown("statements", csv_of(STATEMENT, STATEMENT))
    assert (len(preview.rows), preview.blocked) == (1, False)
    assert "line 3: says the same as line 2" in preview.warnings[0]


def test_yes_and_no_of_one_day_clash_whatever_article_is_cited() -> None:
    other = {**STATEMENT, "value": "no", "article": "16(5)"}
    assert "line 3: contradicts line 2: of BRA under untoc-2000" in faults(
        shown("statements", csv_of(STATEMENT, other))
    )
    brought_in("statements", STATEMENT)
    held = faults(shown("statements", csv_of(other)))
    assert "line 2: contradicts line 2 of table.csv, import" in held


def test_one_treaty_under_two_ids_is_refused() -> None:
    assert "has two ids" in faults(shown("bilateral", csv_of(TREATY, {**TREATY, "id": "test-2"})))
    brought_in("bilateral", TREATY)
    turned = {**TREATY, "id": "test-2", "party_a": "KEN", "party_b": "BRA"}
    assert "'test-2' and 'test-1'" in faults(shown("bilateral", csv_of(turned)))


def test_a_shipped_treaty_is_known_and_another_source_must_be_decided_on() -> None:
    held = next(it for it in queries.current_rules().bilaterals if it.id == "uk-75158")
    row = {
        "id": held.id, "kind": held.kind, "title": held.title, "party_a": held.party_a, "party_b": held.party_b,
        "role": held.role, "signed": str(held.signed), "in_force_from": str(held.in_force_from), "terminated": "1992-01-01",
        "reference": held.reference, "note": held.note, "source": "Austrian register (test)",
    }  # fmt: skip
    preview = shown("bilateral", csv_of(row))
    assert "uk-75158 in the shipped table of bilateral treaties" in preview.rows[0].message
    batch = brought_in("bilateral", row, replace=True)
    ends = [it.terminated for it in queries.current_rules().bilaterals if it.id == held.id]
    assert ends == [date(1992, 1, 1)]
    treaties.undo_import(batch_id=batch.pk, reason="test", now=NOW)
    assert [it for it in queries.current_rules().bilaterals if it.id == held.id] == [held]


def test_a_newer_verification_takes_the_place_of_an_older_one_whatever_its_source() -> None:
    brought_in("authorities", AUTHORITY)
    newer = {**AUTHORITY, "last_verified": "2026-01-15", "address": "9 Test Road", "source": "Website (test)"}
    assert shown("authorities", csv_of(newer)).counts["changed"] == 1
    older = {**newer, "last_verified": "2024-01-15"}
    assert shown("authorities", csv_of(older)).counts["conflicting"] == 1


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("statements", {"instrument": "untoc-2001"}, "Did you mean untoc-2000"),
        ("statements", {"type": "promise"}, "'promise' is none of reservation, declaration, objection"),
        ("statements", {"subject": "weather"}, "'weather' is none of treaty-basis"),
        ("statements", {"date": "29/01/2004"}, "field 'date': '29/01/2004' is not a date"),
        ("statements", {"date": "1999-01-01"}, "before the adoption of untoc-2000"),
        ("statements", {"date": "2027-01-01"}, "is still to come"),
        ("statements", {"date": ""}, "field 'date': is empty"),
        ("statements", {"withdrawn": "2003-01-01"}, "before the statement itself"),
        ("statements", {"value": "perhaps"}, "says yes or no, and this says 'perhaps'"),
        ("statements", {"against": "FRA"}, "only an objection is made against a State"),
        ("statements", {"type": "objection", "value": ""}, "names the State against whose reservation"),
        ("statements", {"type": "objection", "against": "Brazil"}, "cannot object to its own"),
        ("statements", {"subject": "limits", "value": ""}, "say what the statement limits"),
        ("statements", {"source": ""}, "--source"),
        ("statements", {"participant": "Hong Kong"}, "is a territory, not a State"),
        ("statements", {"article": "=1+1"}, "begins like a formula"),
        ("statements", {"article": "x" * 101}, "at most 100 are kept"),
        ("bilateral", {"party_b": "BRA"}, "has two parties"),
        ("bilateral", {"kind": "friendship"}, "'friendship' is none of extradition"),
        ("bilateral", {"in_force_from": "2000-01-01"}, "2000-01-01 is before 2001-02-03"),
        ("bilateral", {"terminated": "2001-12-31"}, "2001-12-31 is before 2002-03-04"),
        ("bilateral", {"in_force_by": "2003-01-01"}, "given together with in_force_from"),
        ("bilateral", {"id": "", "signed": "", "in_force_from": ""}, "no date of signature or entry into force"),
        ("bilateral", {"title": ""}, "field 'title': is empty"),
        ("own-law", {"treaty_required": "sometimes"}, "'sometimes' is none of yes, no, unknown"),
        ("own-law", {"threshold_years": "one"}, "'one' is not a number"),
        ("own-law", {"threshold_years": "nan"}, "does not lie between 0 and 100"),
        ("own-law", {"threshold_years": "-"}, "is not a number"),
        ("authorities", {"purpose": "trade"}, "'trade' is none of extradition, mla, both"),
        ("authorities", {"last_verified": "2026-02-02"}, "is still to come"),
        ("authorities", {"sample": "yes"}, "a sample bears the code XAA"),
        ("authorities", {"participant": "XAA"}, "a sample bears the code XAA"),
        ("authorities", {"remove": "perhaps"}, "'perhaps' is none of yes, no"),
    ],
)  # fmt: skip
def test_a_fault_names_its_row_and_column_and_nothing_is_changed(kind: str, change: dict[str, str], words: str) -> None:
    good = {"participant": "FRA"} if "participant" in ROWS[kind] else {"id": "test-9", "party_a": "FRA", "signed": ""}
    preview = shown(kind, csv_of({**ROWS[kind], **good}, {**ROWS[kind], **change}))
    assert preview.blocked
    assert words in faults(preview)
    assert "table.csv, line 3" in faults(preview)
    assert words in render_text(preview)
    with pytest.raises(domain.ImportImpossible):
        domain.apply_import(preview, now=NOW)
    assert stored() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02", "NUL byte"),
        (b"a,b\n1,2\n", "lacks column 'instrument'"),
        (csv_of({**STATEMENT, "colour": "red"}), "unknown column 'colour'"),
        (csv_of(STATEMENT).splitlines()[0], "holds headings and no rows"),
        (b'"' + csv_of(STATEMENT), "not readable as CSV"),
        (csv_of(STATEMENT) + b"\xff", "byte 0xff"),
        (b"%PDF-1.7 and so on", "this file is PDF"),
        (b"PK\x03\x04 and no archive", "table.csv"),
    ],
)
def test_a_hostile_file_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ImportRefused, match=words):
        shown("statements", data)


def test_a_name_that_is_not_known_waits_for_a_decision() -> None:
    row = {**STATEMENT, "participant": "Brasilia"}
    preview = shown("statements", csv_of(row))
    assert preview.blocked
    assert (preview.rows[0].outcome, preview.rows[0].names) == (Outcome.UNMATCHED, ("Brasilia",))
    assert "did the row mean BRA (Brazil)" in preview.rows[0].message
    assert shown("statements", csv_of(row), names={"Brasilia": "BRA"}).counts["new"] == 1
    assert shown("statements", csv_of(row, LEFT), skipped=frozenset({"Brasilia"})).counts == {
        **dict.fromkeys(map(str, Outcome), 0), "skipped": 1, "new": 1,
    }  # fmt: skip
    with pytest.raises(UnknownDecision, match="no row bears the name 'Brasil'"):
        shown("statements", csv_of(row), names={"Brasil": "BRA"})
    with pytest.raises(UnknownDecision, match="'ZZZ', which no participant has"):
        shown("statements", csv_of(row), names={"Brasilia": "ZZZ"})


LEFT = {**STATEMENT, "participant": "Viet Nam"}


def test_a_name_is_enough() -> None:
    assert shown("statements", csv_of(LEFT)).rows[0].entry.startswith("VNM untoc-2000")


def test_a_statement_that_no_rule_asks_for_is_kept_with_a_warning() -> None:
    preview = shown("statements", csv_of({**STATEMENT, "instrument": "hostages-1979"}))
    assert "changes no answer" in preview.warnings[0]
    assert not preview.blocked


def test_an_import_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    preview = shown("statements", csv_of(STATEMENT, LEFT))
    version, batches = queries.data_version(), ImportBatch.objects.count()
    saved = models.Statement.save

    def broken(self: models.Statement, *args: object, **kwargs: object) -> None:
        if self.participant_id == "VNM":
            raise OSError("the disk is full")
        saved(self)

    with monkeypatch.context() as patch:
        patch.setattr(models.Statement, "save", broken)
        with pytest.raises(OSError, match="disk"):
            domain.apply_import(preview, now=NOW)
    assert (stored(), queries.data_version(), ImportBatch.objects.count()) == (0, version, batches)
    domain.apply_import(preview, now=NOW)
    assert stored() == 2


def test_a_preview_that_the_data_has_overtaken_changes_nothing() -> None:
    preview = shown("own-law", csv_of(LAW))
    brought_in("authorities", AUTHORITY)
    before = stored()
    with pytest.raises(domain.ImportImpossible, match="Make the preview again"):
        domain.apply_import(preview, now=NOW)
    assert stored() == before


def test_entries_are_never_overwritten() -> None:
    brought_in("own-law", LAW)
    row = models.OwnLaw.objects.get()
    row.treaty_required = "yes"
    with pytest.raises(LogIsAppendOnly):
        row.save()


def test_a_declaration_changes_the_finders_answer_from_its_day_and_until_it_is_taken_back() -> None:
    """UNTOC 16(5)(a): what the requested State declared opens the Convention as a basis, at its option."""

    def conclusion(on: str) -> str:
        question = Question(
            requesting="FRA", requested="BRA", offence="untoc-2000:corruption", kind=Kind.EXTRADITION,
            on=date.fromisoformat(on), requested_law=OwnLaw(treaty_required=Bound.YES), bilateral=Bound.NO,
        )  # fmt: skip
        return find_basis(queries.snapshot().facts, queries.current_rules(), question).conclusion.value

    before = conclusion("2010-01-01")
    batch = brought_in("statements", {**STATEMENT, "date": "2008-01-29", "withdrawn": "2012-01-01"})
    assert (before, conclusion("2010-01-01")) == ("unknown", "at-option")
    assert conclusion("2008-01-01") == conclusion("2013-01-01") == "unknown"
    treaties.undo_import(batch_id=batch.pk, reason="test", now=NOW)
    assert conclusion("2010-01-01") == "unknown"
