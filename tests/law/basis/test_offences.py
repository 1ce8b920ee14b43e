"""Descriptions in plain words lead to the offences that a lawyer would name, and show by which words."""

from pathlib import Path

import pytest

from accede.law.basis import shipped_rules
from accede.law.basis.offences import LONGEST_DESCRIPTION, MatchedWord, load_words, match_offences, stem, words_in
from accede.law.errors import DataError

RULES = shipped_rules()


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("He hijacked a plane", {"hague-1970:seizure", "beijing-protocol-2010:seizure"}),
        ("attempted hijacking of an aircraft", {"hague-1970:attempt", "beijing-protocol-2010:attempt"}),
        ("took a journalist hostage for ransom", {"hostages-1979:hostage-taking"}),
        ("A bomb exploded in a crowded market", {"bombings-1997:bombing-persons"}),
        ("killing an ambassador", {"protected-persons-1973:attack-person"}),
        ("armed men seized a ferry", {"sua-1988:seizure"}),
        ("attack at an airport with rifles", {"airports-1988:violence-at-airport"}),
        ("stealing uranium", {"cppnm-1980:theft", "cppnm-amendment-2005:theft"}),
        ("sabotage of a nuclear reactor", {"cppnm-amendment-2005:sabotage"}),
        ("sending money to a terrorist group", {"financing-1999:financing-terrorist-act"}),
        ("cocaine trafficking", {"drugs-1988:trafficking"}),
        ("laundering drug money", {"drugs-1988:money-laundering"}),
        ("smuggled migrants over the border", {"smuggling-2000:smuggling-of-migrants"}),
        ("training fighters in a camp", {"cecpt-2005:training"}),
        ("prise d’otages", {"hostages-1979:hostage-taking"}),
        ("financement du terrorisme", {"financing-1999:financing-treaty-offence", "financing-1999:financing-terrorist-act"}),
        ("toma de rehenes", {"hostages-1979:hostage-taking"}),
        ("أخذ الرهائن", {"hostages-1979:hostage-taking"}),
        ("تمويل الإرهاب", {"financing-1999:financing-treaty-offence", "financing-1999:financing-terrorist-act"}),
    ],
)  # fmt: skip
def test_the_best_suggestions_are_those_that_a_lawyer_would_name(description: str, expected: set[str]) -> None:
    found = match_offences(RULES, description).found
    assert {it.code for it in found[: len(expected)]} == expected


def test_suggestions_are_in_order_and_carry_the_words_that_led_to_them() -> None:
    found = match_offences(RULES, "killed an ambassador with a spoon", most=5)
    scores = [it.score for it in found.found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len(scores) == 5
    assert found.found[0].words == (
        MatchedWord("killed", ("murder",)),
        MatchedWord("ambassador", ("internationally", "protected")),
    )
    assert found.unused == ("spoon",)


def test_words_that_are_shown_stand_in_the_catalogue() -> None:
    for match in match_offences(RULES, "bomb threat against a ship by a group of smugglers", most=30).found:
        instrument = RULES.catalogue[match.instrument]
        offence = RULES.offences[match.code][1]
        slug = match.code.replace("-", " ").replace(":", " ")
        text = " ".join((offence.title, slug, instrument.short_title, instrument.title, *instrument.titles.values()))
        assert {word for it in match.words for word in it.found} <= set(words_in(text))


@pytest.mark.parametrize("text", ["", "   ", "the and of", "🙂", "'", "zzzz qqqq"])
def test_nothing_said_is_nothing_found(text: str) -> None:
    assert match_offences(RULES, text).found == ()


def test_a_long_description_is_cut_and_answered() -> None:
    text = "x" * LONGEST_DESCRIPTION + " hijacked a plane"
    assert match_offences(RULES, text).found == ()
    assert match_offences(RULES, "hijacked a plane " + "word " * 100_000).found[0].code.endswith(":seizure")


def test_every_word_of_the_table_leads_somewhere() -> None:
    """A word that stands in no title would never be found, and only look as if it were."""
    vocabulary = {
        stem(word)
        for name, offence in RULES.offences.values()
        for text in (
            offence.title, offence.code.partition(":")[2].replace("-", " "), RULES.catalogue[name].title,
            RULES.catalogue[name].short_title, *RULES.catalogue[name].titles.values(),
        )
        for word in words_in(text)
    }  # fmt: skip
    leads = {word for groups in load_words().means.values() for group in groups for word in group}
    assert leads <= vocabulary


def test_a_table_that_is_not_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text('ignore = []\n[[word]]\nsays = "bomb"\nmeans = ["device"]\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.toml"):
        load_words(path)
    broken = tmp_path / "broken.toml"
    broken.write_text("ignore = [", encoding="utf-8")
    with pytest.raises(DataError, match="not readable as TOML"):
        load_words(broken)
