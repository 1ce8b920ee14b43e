"""What counts as missing."""

import pytest
from tests.cooperation.writer.cases import KINDS, answered, case, full_form

from accede.cooperation.writer.answers import LONGEST, AnswerRefused, accept, clean
from accede.cooperation.writer.check import check
from accede.cooperation.writer.interview import FIELDS
from accede.cooperation.writer.model import LONG, Values


def required(**values: str | tuple[str, ...]) -> set[str]:
    """Keys of what is required and missing."""
    given: Values = {"conclusion": "binding", "bases": ("x~y",), **values}
    return {it.key for it in check(given).required}


def advised(**values: str | tuple[str, ...]) -> set[str]:
    """Keys of what is advised and missing."""
    given: Values = {"conclusion": "binding", "bases": ("x~y",), **values}
    return {it.key for it in check(given).advised}


def test_an_empty_request_for_extradition_lacks_what_the_treaty_asks_for() -> None:
    assert required(kind="extradition") == {
        "requesting_authority", "stage", "warrant", "facts", "time_and_place", "offence_name", "provisions", "penalty",
        "person_name", "person_nationality", "undertakings:speciality", "annexes:warrant", "annexes:law_texts",
    }  # fmt: skip


def test_an_empty_request_for_assistance_lacks_what_the_treaty_asks_for() -> None:
    assert required(kind="mla") == {
        "requesting_authority", "conducting_authority", "stage", "subject", "facts", "offence_name", "assistance",
        "assistance_text", "purpose",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_form_lacks_nothing(kind: str) -> None:
    it = case(kind)
    state = check({**answered(it).values, **it.given})
    assert state.missing == ()
    assert state.given == state.needed > 8


@pytest.mark.parametrize("kind", KINDS)
def test_each_required_field_is_missed_when_it_alone_is_left_out(kind: str) -> None:
    it = case(kind)
    lacking = {one.field.code for one in check({"kind": kind, "conclusion": "binding", "bases": it.codes}).required}
    for code in lacking & set(full_form(it)):
        form = {**full_form(it), code: []}
        state = check({**answered(it, form).values, **it.given})
        assert code in {one.field.code for one in state.required}, code
        assert state.given < state.needed


def test_facts_are_not_required_where_documents_are_only_served() -> None:
    assert "facts" not in required(kind="mla", assistance=("service",))
    assert "facts" in advised(kind="mla", assistance=("service",))
    assert "facts" in required(kind="mla", assistance=("service", "search"))
    assert {"service_details", "annexes:served_documents"} <= required(kind="mla", assistance=("service",))


def test_urgency_needs_a_date_and_reasons() -> None:
    assert {"deadline", "urgency_reason"} <= required(kind="mla", urgency="urgent")
    assert not {"deadline", "urgency_reason"} & required(kind="mla", urgency="ordinary")


def test_the_enforcement_of_a_sentence_needs_the_judgment_and_no_warrant() -> None:
    found = required(kind="extradition", stage="sentence")
    assert {"judgment", "annexes:judgment"} <= found
    assert not {"warrant", "annexes:warrant"} & found


@pytest.mark.parametrize("conclusion", ["at-option", "own-law", "unknown", "none"])
def test_reciprocity_is_required_where_no_treaty_binds(conclusion: str) -> None:
    assert "undertakings:reciprocity" in required(kind="extradition", conclusion=conclusion)
    assert "undertakings:reciprocity" not in required(kind="extradition", conclusion="binding")


def test_without_a_basis_found_another_must_be_stated() -> None:
    assert "other_basis" in required(kind="extradition", bases=())
    assert "other_basis" not in required(kind="extradition", bases=(), other_basis="Reciprocity.")


def test_the_group_is_asked_for_where_the_request_rests_on_the_organized_crime_convention() -> None:
    assert "organised_group" in advised(kind="mla", bases=("untoc-2000~assistance-article",))
    assert "organised_group" not in advised(kind="mla", bases=("uncac-2003~assistance-article",))


def test_blank_answers_are_none() -> None:
    assert accept({"facts": [" \n\t "], "stage": [""]}, kind="mla", bases=()).values == {}


def test_what_is_not_asked_for_a_kind_is_left_aside() -> None:
    form = {"warrant": ["w"], "subject": ["s"], "nonsense": ["n"], "csrfmiddlewaretoken": ["t"]}
    assert accept(form, kind="mla", bases=()).values == {"subject": "s"}
    assert accept(form, kind="extradition", bases=()).values == {"warrant": "w"}


@pytest.mark.parametrize(
    "form",
    [
        {"stage": ["no-such-stage"]},
        {"stage": ["trial", "investigation"]},
        {"bases": ["untoc-2000~assistance-article"]},
        {"undertakings": ["speciality"]},
        {"assistance": ["search", "<script>"]},
    ],
)
def test_choices_that_there_are_not_are_refused_without_being_repeated(form: dict[str, list[str]]) -> None:
    with pytest.raises(AnswerRefused) as refused:
        accept(form, kind="mla", bases=("emla-1959~general-treaty",))
    field = next(iter(form))
    assert refused.value.field is FIELDS[field]
    assert not any(value in str(refused.value) for value in form[field])


def test_long_answers_are_refused_by_name() -> None:
    assert accept({"facts": ["x" * LONG]}, kind="mla", bases=()).text("facts") == "x" * LONG
    with pytest.raises(AnswerRefused) as refused:
        accept({"facts": ["x" * (LONG + 1)]}, kind="mla", bases=())
    assert refused.value.field is FIELDS["facts"]
    texts = [code for code, it in FIELDS.items() if it.longest == LONG]
    with pytest.raises(AnswerRefused) as refused:
        accept({code: ["x" * LONG] for code in texts}, kind="mla", bases=())
    assert refused.value.field is None
    assert refused.value.limit == LONGEST


def test_control_characters_go_and_scripts_stay() -> None:
    assert clean("a\x00\x07\x1b[31mb\ufffe\ue000\ud800c\u202ed", lines=True) == "a[31mbcd"
    assert clean("one\r\ntwo\rthree\u2028four", lines=True) == "one\ntwo\nthree\nfour"
    for text in ("محمد عبد الله", "王小明", "Ἀθῆναι", "Ünal Şahin", "می‌خواهم"):
        assert clean(text, lines=False) == text
