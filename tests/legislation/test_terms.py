"""The list of legal terms, and how its terms are found in texts."""

import tomllib

import numpy as np
import pytest

from accede.law.shipped import shipped_obligations
from accede.legislation.suggesting.counting import count_concepts, find_terms
from accede.legislation.suggesting.terms import FOLDER, LANGUAGES, Lexicon, lexicon, parse_term
from accede.legislation.suggesting.topics import topic
from accede.legislation.suggesting.words import forms, normalise


def counted(text: str, *terms: str, language: str) -> float:
    """How often one concept with *terms* stands in *text*."""
    listed = tuple(parse_term(written, language=language) for written in terms)
    counts, _ = count_concepts(["", text, ""], lexicon=Lexicon(language, ("it",), {"it": listed}))
    assert counts[0, 0] == counts[2, 0] == 0, "found in a text that is empty"
    return float(counts[1, 0])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_concept_has_terms_in_every_language_and_each_is_said_once(path: object) -> None:
    listed = tomllib.loads(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    for concept, by_language in listed.items():
        assert set(by_language) == set(LANGUAGES), concept
        for language, terms in by_language.items():
            assert terms, (concept, language)
            assert all(parse_term(term, language=language).parts for term in terms)


def test_every_pair_of_instrument_and_category_has_a_topic() -> None:
    for instrument, category in {(it.instrument, it.category) for it in shipped_obligations()}:
        found = topic(instrument, category)
        assert found.about, instrument
        assert found.asks, category


def test_an_instrument_that_is_not_listed_takes_its_topic_from_its_keywords() -> None:
    of_hostages = [
        it for it in shipped_obligations() if it.instrument == "hostages-1979" and it.category == "criminalise"
    ]
    assert "hostage" in topic("another-2030", "criminalise", obligations=of_hostages).subject


@pytest.mark.parametrize(
    ("language", "text", "term", "times"),
    [
        ("en", "Hijacking, or to hijack; the hijacker", "hijack*", 3),
        ("en", "hijackings", "hijack", 0),
        ("fr", "S'emparer par violence d'un aéronef", "emparer & aeronef*", 1),
        ("fr", "Le détournement de fonds. " + "mot " * 20 + "aéronef", "detournement* & aeronef*", 0),
        ("es", "la financiación del terrorismo", "financiacion del terrorismo", 1),
        ("es", "terrorismo; financiación", "financiacion del terrorismo", 0),
        ("de", "in einem Auslieferungsverfahren; die Geiselnahme", "*geisel*", 1),
        ("de", "außerhalb", "ausserhalb", 1),
        ("nl", "de uitlevering", "uitlever*", 1),
        ("ar", "وَالإرهابُ والإرهابيين بالإرهاب", "ارهاب*", 3),
        ("ar", "المنصوص عليها", "منصه", 0),
        ("ru", "захвата заложников, заложник", "заложник*", 2),
        ("zh", "劫持航空器的，劫持船只", "劫持", 2),
        ("zh", "破坏火车、航空器", "破坏&航空器", 1),
    ],
)
def test_a_term_is_found_in_the_forms_of_its_language(language: str, text: str, term: str, times: int) -> None:
    assert counted(text, term, language=language) == times


def test_what_two_terms_of_a_concept_find_in_one_place_counts_once() -> None:
    assert counted("terrorist financing", "terroris*", "terrorist financing", language="en") == 1


def test_a_term_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="empty part"):
        parse_term("hijack* &", language="en")


def test_arabic_words_lose_conjunction_preposition_and_article_but_stay_words() -> None:
    assert "ارهاب" in forms(normalise("وبالإرهاب"), language="ar")
    assert forms("ولد", language="ar") == {"ولد"}


def test_what_is_found_is_shown_as_the_text_has_it() -> None:
    text = "Será castigado el que tomare Rehenes."
    start, shown = find_terms(text, lexicon=lexicon("es"), concepts=["hostage"])["hostage"]
    assert (text[start : start + len(shown)], shown) == ("Rehenes", "Rehenes")
    assert find_terms("以绑架他人作为人质的", lexicon=lexicon("zh"), concepts=["hostage"])["hostage"] == (8 - 1, "人质")


def test_counting_depends_neither_on_the_other_texts_nor_on_their_order() -> None:
    texts = ["the aircraft", "a ship and an aircraft", "", "extradition of a hostage"]
    counts, lengths = count_concepts(texts, lexicon=lexicon("en"))
    again, _ = count_concepts(texts[::-1], lexicon=lexicon("en"))
    assert np.array_equal(counts, again[::-1])
    assert lengths.tolist() == [2, 5, 0, 4]
