"""The interview is whole: every citation exists, every element that a treaty lists is asked for, every word is there."""

import re

import pytest

from accede.cooperation.writer.check import choices_for, rules_json
from accede.cooperation.writer.interview import FIELDS, SECTIONS
from accede.cooperation.writer.model import Citation, Form, Level, Operator
from accede.cooperation.writer.phrases import UNITED_NATIONS, languages, phrases
from accede.law import shipped_facts
from accede.law.basis import Kind, Mechanism

ARTICLE = re.compile(r"\d+(\(\d+\))?(\([a-z]\))?")


def cited(*, kind: str, level: Level) -> set[tuple[str, str]]:
    """Articles that a field (or one of its choices) of this level names, for a kind of request with nothing answered."""
    values = {"kind": kind, "conclusion": "binding"}
    fields = [it for it in FIELDS.values() if it.level(values) is level]
    named = [one for it in fields for one in it.asked_by]
    return {(one.instrument, one.article) for one in named}


def test_every_section_and_field_has_one_code() -> None:
    sections = [it.code for it in SECTIONS]
    fields = [field.code for it in SECTIONS for field in it.fields]
    assert len(set(sections)) == len(sections)
    assert len(set(fields)) == len(fields) == len(FIELDS)
    for field in FIELDS.values():
        codes = [it.code for it in field.choices]
        assert len(set(codes)) == len(codes), field.code
        assert set(field.choice_rules or {}) <= set(codes), field.code
        assert (field.form in (Form.ONE, Form.MANY)) == bool(codes or field.code == "bases"), field.code


def test_every_citation_is_of_an_instrument_in_the_catalogue() -> None:
    catalogue = shipped_facts().catalogue
    every: list[Citation] = [it for field in FIELDS.values() for it in field.asked_by]
    every += [it for field in FIELDS.values() for choice in field.choices for it in choice.asked_by]
    assert len(every) > 80
    for it in every:
        assert it.instrument in catalogue
        assert ARTICLE.fullmatch(it.article), it


@pytest.mark.parametrize(
    ("instrument", "paragraph"), [("untoc-2000", "18(15)"), ("uncac-2003", "46(15)"), ("drugs-1988", "7(10)")]
)
def test_the_six_contents_of_a_request_for_assistance_are_asked_for(instrument: str, paragraph: str) -> None:
    required, advised = cited(kind="mla", level=Level.REQUIRED), cited(kind="mla", level=Level.ADVISED)
    for letter in "abcdf":
        assert (instrument, f"{paragraph}({letter})") in required, letter
    # "Where possible", says the text of the identity, location and nationality of persons.
    assert (instrument, f"{paragraph}(e)") in advised


def test_the_documents_of_a_request_for_extradition_are_asked_for() -> None:
    required = cited(kind="extradition", level=Level.REQUIRED)
    for letter in "abc":
        assert ("ece-1957", f"12(2)({letter})") in required, letter


def test_the_european_contents_of_a_letter_rogatory_are_asked_for() -> None:
    found = cited(kind="mla", level=Level.REQUIRED) | cited(kind="mla", level=Level.ADVISED)
    for article in ("14(1)(a)", "14(1)(b)", "14(1)(c)", "14(2)"):
        assert ("emla-1959", article) in found, article
    served = FIELDS["service_details"]
    assert Citation("emla-1959", "14(1)(d)") in served.asked_by
    assert served.level({"kind": "mla", "assistance": ("service",)}) is Level.REQUIRED


def test_conditions_name_fields_and_codes_that_there_are() -> None:
    given = {"kind": {it.value for it in Kind}, "conclusion": {"binding"}, "instruments": {"untoc-2000"}}
    for field in FIELDS.values():
        for rules in (field.rules, *(field.choice_rules or {}).values()):
            for condition in (it for rule in rules for it in rule.when):
                known = given.get(condition.field)
                if condition.test is Operator.EMPTY:
                    assert condition.field in FIELDS
                elif known is None:
                    assert condition.value in {it.code for it in FIELDS[condition.field].choices}, field.code
                else:
                    assert condition.value in known, field.code


def test_the_exported_rules_are_those_of_the_fields() -> None:
    exported = {str(it["key"]): it for it in rules_json()}
    expected = set(FIELDS) | {f"{it.code}:{choice}" for it in FIELDS.values() for choice in it.choice_rules or {}}
    assert set(exported) == expected


def test_three_languages_with_the_same_words() -> None:
    assert languages() == ("en", "fr", "es")
    assert set(languages()) <= set(UNITED_NATIONS)
    english = phrases("en").texts
    for language in languages():
        words = phrases(language)
        assert words.language == language
        assert words.texts.keys() == english.keys()
        for key, text in words.texts.items():
            assert text.strip(), key
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), (language, key)
    with pytest.raises(KeyError):
        phrases("tlh")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_field_choice_and_mechanism_has_words(language: str) -> None:
    words = phrases(language).texts
    for field in FIELDS.values():
        assert f"field.{field.code}" in words
        for kind in Kind:
            for choice in choices_for(field, kind.value):
                assert f"choice.{field.code}.{choice.code}" in words
    for mechanism in Mechanism:
        assert f"effect.{mechanism.value}" in words


def test_words_filled_in_are_not_read_again() -> None:
    assert "{deadline}" in phrases("en")("notice.urgent", deadline="{deadline}")
    assert phrases("en")("intro.articles", instrument="{articles}", articles="3") == "{articles}, article 3"
