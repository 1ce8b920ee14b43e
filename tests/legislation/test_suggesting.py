"""Suggestions: for a small law of our own, and measured on the laws of six States."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.cli.conftest import ROOT

from accede.law.errors import DataError
from accede.law.obligations import Obligation
from accede.law.shipped import shipped_obligations
from accede.legislation.suggesting import provisions as reading
from accede.legislation.suggesting.corpus import Corpus, build_corpus
from accede.legislation.suggesting.evaluation import evaluate, read_gaps, read_gold
from accede.legislation.suggesting.features import NAMES, features
from accede.legislation.suggesting.provisions import Provision, read_provisions
from accede.legislation.suggesting.ranking import shipped_weights
from accede.legislation.suggesting.references import references
from accede.legislation.suggesting.suggest import Answer, suggest
from accede.legislation.suggesting.topics import topic
from accede.legislation.suggesting.training import Example, learn

SAMPLE = ROOT / "docs" / "examples" / "laws.jsonl"


@pytest.fixture(scope="module")
def sample() -> Corpus:
    return build_corpus(read_provisions(SAMPLE))


def of(instrument: str, category: str) -> Sequence[Obligation]:
    return [it for it in shipped_obligations() if (it.instrument, it.category) == (instrument, category)]


def first(answer: Answer) -> tuple[str, str]:
    return answer.suggestions[0].provision.key


@pytest.mark.parametrize(
    ("instrument", "category", "expected", "judged"),
    [
        ("hostages-1979", "criminalise", ("pc", "21"), "possible"),
        ("hague-1970", "criminalise", ("pc", "22"), "possible"),
        ("financing-1999", "criminalise", ("pc", "23"), "possible"),
        ("financing-1999", "legal-persons", ("pc", "24"), "possible"),
        ("financing-1999", "regulatory", ("ba", "13"), "possible"),
        ("bombings-1997", "jurisdiction", ("pc", "3"), "likely"),
        ("hostages-1979", "custody", ("ea", "7"), "likely"),
        ("bombings-1997", "political-offence", ("ea", "4"), "possible"),
        ("bombings-1997", "extradition", ("ea", "1"), "likely"),
    ],
)
def test_the_provision_that_implements_an_obligation_comes_first(
    sample: Corpus, instrument: str, category: str, expected: tuple[str, str], judged: str
) -> None:
    answer = suggest(sample, of(instrument, category))
    assert first(answer) == expected
    assert answer.verdict in (judged, "likely")


@pytest.mark.parametrize(
    ("instrument", "category"),
    [("platforms-1988", "criminalise"), ("cppnm-1980", "criminalise"), ("bombings-1997", "mutual-legal-assistance")],
)
def test_what_the_law_does_not_speak_of_is_called_probably_absent(
    sample: Corpus, instrument: str, category: str
) -> None:
    assert suggest(sample, of(instrument, category)).verdict == "probably-absent"


def test_a_suggestion_says_why_and_shows_the_passage(sample: Corpus) -> None:
    it = suggest(sample, of("hostages-1979", "criminalise"), top=1).suggestions[0]
    assert it.why["hostage"].casefold() == "hostage"
    assert "hostage" in it.passage.casefold()
    assert it.score == 1


def test_provisions_that_a_provision_names_are_found_in_its_own_law(sample: Corpus) -> None:
    keys = [it.key for it in sample.provisions]
    attempt = references(sample.provisions, language="en")[keys.index(("pc", "30"))]
    assert [keys[place] for place in attempt] == [("pc", "21"), ("pc", "22"), ("pc", "23")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "aux articles 5 et 7"), ("es", "en los artículos 5 y 7"), ("de", "nach den §§ 5 und 7"),
        ("nl", "de artikelen 5 en 7"), ("ar", "في المواد 5 و 7"), ("ru", "статьями 5 и 7"), ("en", "sections 5(1) or 7"),
    ],
)  # fmt: skip
def test_numbers_after_the_word_for_an_article_are_references(language: str, text: str) -> None:
    def made(number: str, words: str) -> Provision:
        return Provision(country="XAA", law="a", law_title="A", provision=number, text=words, language=language)

    found = references([made("1", f"{text}; 9 999"), made("5", "x"), made("7", "x"), made("9", "x")], language=language)
    assert found[0] == [1, 2]


def test_features_stay_between_nought_and_about_one(sample: Corpus) -> None:
    table = features(sample, topic("hague-1970", "criminalise"))
    assert table.shape == (len(sample.provisions), len(NAMES))
    assert table.min() >= 0
    assert table.max() <= 1.5


def test_weights_are_learned_the_same_way_each_time_and_put_the_mapped_first(sample: Corpus) -> None:
    example = Example("criminalise", features(sample, topic("hostages-1979", "criminalise")), [4])
    weights = learn([example])
    assert (weights.common == learn([example]).common).all()
    assert int((example.features @ weights.of("criminalise")).argmax()) == 4
    assert shipped_weights().of("no such category") is shipped_weights().common


def line(**changes: object) -> bytes:
    whole = {"country": "XAA", "law": "a", "law_title": "A", "provision": "1", "text": "It is.", "language": "en"}
    return json.dumps({key: value for key, value in (whole | changes).items() if value is not None}).encode() + b"\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "has no provisions"),
        (b"\n\n", "has no provisions"),
        (line() + line(text=" "), "line 2, field 'text': is empty"),
        (line(language="xx"), "'xx' is not one of en, fr"),
        (line(provision=7), "Expected `str`"),
        (line(law=None), "missing required field `law`"),
        (b"[" * 5000, "line 1"),
        (b"\xff\xfe{}", "line 1"),
    ],
)
def test_a_file_that_is_not_right_is_refused_by_line_and_field(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "laws.jsonl"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_provisions(path)
    assert said in str(caught.value)


def test_a_file_that_grows_when_unpacked_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "laws.jsonl.gz"
    bomb.write_bytes(gzip.compress(line() * 1000))
    monkeypatch.setattr(reading, "LARGEST_FILE", 10_000)
    with pytest.raises(DataError, match="unpacked"):
        read_provisions(bomb)
    monkeypatch.undo()
    bomb.write_bytes(gzip.compress(b" " * (reading.LARGEST_LINE + 5)))
    with pytest.raises(DataError, match="longer than"):
        read_provisions(bomb)
    bomb.write_bytes(gzip.compress(line() * 1000)[:-20])
    with pytest.raises(DataError, match="cannot be read"):
        read_provisions(bomb)


def test_suggestions_reach_what_is_asked_of_them_on_the_laws_of_six_states(shared_data: Path) -> None:
    laws = shared_data / "laws"
    report = evaluate(
        laws=laws, gold=read_gold(laws / "gold_mappings.csv"), gaps=read_gaps(laws / "known_gaps.csv"),
        obligations=shipped_obligations(),
    )  # fmt: skip
    overall, by_category = report["overall"], report["by_category"]
    assert isinstance(overall, dict)
    assert isinstance(by_category, dict)
    assert overall["mappings"] == 573
    assert overall["recall@10"] >= 0.70
    assert by_category["criminalise"]["recall@10"] >= 0.80
    by_language = report["by_language"]
    assert isinstance(by_language, dict)
    assert set(by_language) == {"ar", "en", "es", "fr", "ru", "zh"}
    assert min(it["recall@10"] for it in by_language.values()) >= 0.55
    assert overall["bm25_recall@10"] < 0.2
