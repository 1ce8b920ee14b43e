"""A preview, applied to the database: whole or not at all, once, and taken back again."""

from datetime import UTC, date, datetime

import pytest
from tests.treaties.importers.samples import INVENTED, TOKYO, held_rows, parse, untc_xml

from accede.kit.append_only import LogIsAppendOnly
from accede.law.actions import Question, Standing
from accede.law.status import status
from accede.law.timeline import Status
from accede.treaties import domain, queries
from accede.treaties.models import Action, ImportBatch, Retraction, StatusList
from accede.treaties.preview import Preview, make_preview

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
ON = date(2021, 3, 31)


def shown(text: str, importer: str = "untc") -> Preview:
    return make_preview(queries.load_facts(), parse(importer, text), today=NOW.date())


def apply(preview: Preview) -> ImportBatch:
    assert not preview.blocked
    return domain.apply_import(
        preview.change, importer=preview.parsed.importer, file_name=preview.parsed.file_name, digest=preview.parsed.digest,
        now=NOW,
    )  # fmt: skip


def counts() -> tuple[int, int, int]:
    return Action.objects.count(), StatusList.objects.count(), Retraction.objects.count()


NEWER = untc_xml([*held_rows("bombings-1997"), INVENTED])


def test_applied_it_changes_what_is_answered(loaded: queries.Snapshot) -> None:
    batch = apply(shown(NEWER))
    assert batch.importer == "untc"
    facts = queries.snapshot().facts
    assert queries.snapshot().version != loaded.version
    answer = status(facts, "PRK", "bombings-1997", ON)
    assert (answer.status, answer.complete_as_of) == (Status.PARTY, date(2021, 4, 1))
    assert str(facts.source(answer.sources[0])).startswith("United Nations Treaty Collection")


def test_the_same_file_again_is_nothing_new(loaded: queries.Snapshot) -> None:
    apply(shown(NEWER))
    before = counts()
    again = shown(NEWER)
    assert again.counts["same"] == 229
    with pytest.raises(domain.ImportImpossible, match="already known"):
        domain.apply_import(again.change, importer="untc", file_name="list", digest="0" * 64, now=NOW)
    assert counts() == before


def test_taken_back_it_counts_no_more_and_can_be_applied_again(loaded: queries.Snapshot) -> None:
    batch = apply(shown(NEWER))
    held = counts()
    domain.undo_import(batch_id=batch.pk, reason="the wrong file", now=NOW)
    assert counts() == held
    assert queries.load_facts().actions == loaded.facts.actions
    assert queries.load_facts().lists == loaded.facts.lists
    apply(shown(NEWER))
    assert status(queries.load_facts(), "PRK", "bombings-1997", ON).status is Status.PARTY


def test_a_changed_row_is_retracted_and_comes_back_when_the_import_is_undone(loaded: queries.Snapshot) -> None:
    preview = shown(TOKYO, "icao")
    assert [it.participant for it in preview.change.retract] == ["BIH"]
    batch = apply(preview)
    facts = queries.load_facts()
    assert [it.effective for it in facts.actions_of("BIH", "tokyo-1963")] == [date(1992, 3, 6)]
    assert sorted(it.standing for it in facts.actions_of("BHS", "tokyo-1963")) == [
        Standing.CONFLICTING,
        Standing.STATED,
    ]
    domain.undo_import(batch_id=batch.pk, reason="test", now=NOW)
    assert [it.effective for it in queries.load_facts().actions_of("BIH", "tokyo-1963")] == [None]
    assert queries.load_facts().actions == loaded.facts.actions


def test_a_preview_that_the_log_has_overtaken_changes_nothing(loaded: queries.Snapshot) -> None:
    preview = shown(TOKYO, "icao")
    apply(preview)
    before = counts()
    with pytest.raises(domain.ImportImpossible, match="Make the preview again"):
        apply(preview)
    assert counts() == before


def test_absence_becomes_a_question_and_its_answer_closes_it(loaded: queries.Snapshot) -> None:
    rows = [row for row in held_rows("bombings-1997") if row[0] != "Kenya"]
    apply(shown(untc_xml(rows)))
    facts = queries.load_facts()
    assert facts.questions_by_cell["KEN", "bombings-1997"].question is Question.ABSENT_FROM_NEWER_LIST
    assert status(facts, "KEN", "bombings-1997", date(2021, 5, 1)).status is Status.UNKNOWN
    apply(shown(untc_xml(held_rows("bombings-1997"), as_at="01-06-2021")))
    assert ("KEN", "bombings-1997") not in queries.load_facts().questions_by_cell


def test_nothing_of_the_log_is_overwritten(loaded: queries.Snapshot) -> None:
    apply(shown(NEWER))
    row = Action.objects.get(participant_id="PRK", instrument_id="bombings-1997")
    row.date = date(2020, 1, 1)
    with pytest.raises(LogIsAppendOnly):
        row.save()


def test_a_preview_that_is_out_of_date_is_not_applied(loaded: queries.Snapshot) -> None:
    preview, seen = shown(NEWER), queries.data_version()
    batch = apply(preview)
    before = counts()
    with pytest.raises(domain.ImportImpossible, match="Make the preview again"):
        domain.apply_import(
            preview.change, importer="untc", file_name="list", digest=preview.parsed.digest, now=NOW, seen=seen
        )
    assert counts() == before
    domain.undo_import(batch_id=batch.pk, reason="entered by mistake", now=NOW)
