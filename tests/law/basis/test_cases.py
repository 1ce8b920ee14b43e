"""The worked cases of cases.toml: what the treaties give, worked out by hand, against what the finder answers."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from accede.law import shipped_facts
from accede.law.basis import Answer, Bound, Kind, OwnLaw, Question, Rules, Statement, find_basis, shipped_rules
from accede.law.basis.rules import Bilateral
from accede.law.basis.ties import Ties
from accede.law.errors import LawError

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
ASKED = {
    "title", "why", "ask", "conduct_on", "a_requires_treaty", "b_requires_treaty", "b_surrenders_nationals", "bilateral",
    "treaties", "statements",
}  # fmt: skip
EXPECTED = {
    "error", "conclusion", "text", "bases", "has_bases", "rejected", "rejected_without", "unknown", "bars", "bars_without",
    "prosecute", "route", "steps",
}  # fmt: skip


def question(case: dict[str, Any]) -> Question:
    requesting, requested, offence, kind, on = case["ask"].split()
    return Question(
        requesting=requesting,
        requested=requested,
        offence=offence,
        kind=Kind(kind),
        on=date.fromisoformat(on),
        conduct_on=case.get("conduct_on"),
        requesting_law=OwnLaw(Bound(case.get("a_requires_treaty", "unknown"))),
        requested_law=OwnLaw(
            Bound(case.get("b_requires_treaty", "unknown")), Bound(case.get("b_surrenders_nationals", "unknown"))
        ),
        bilateral=Bound(case.get("bilateral", "unknown")),
    )


def rules(case: dict[str, Any]) -> Rules:
    """The shipped rules with what the case supposes."""
    shipped = shipped_rules()
    asked = question(case)
    kind = "extradition" if asked.kind is Kind.EXTRADITION else "mutual-legal-assistance"
    supposed = tuple(
        Bilateral(
            id=f"supposed-{number}", kind=kind, title="Treaty supposed for a case", party_a=asked.requesting,
            party_b=asked.requested, role="principal", source="supposed for a case", in_force_from=it["since"],
        )
        for number, it in enumerate(case.get("treaties", []), start=1)
    )  # fmt: skip
    statements = tuple(msgspec.convert(it, Statement) for it in case.get("statements", []))
    return Rules(shipped.file, shipped.catalogue, shipped.bilaterals + supposed, statements)


def written(*words: str, articles: tuple[str, ...] = ()) -> str:
    return " ".join((*words, "; ".join(articles))).strip()


def differences(case: dict[str, Any], answer: Answer) -> list[str]:
    """Everything in which the answer is not what the case expects."""
    bases = [written(it.instrument, it.label, it.mechanism, articles=it.articles) for it in answer.bases]
    rejected = [written(it.instrument, it.mechanism) for it in answer.rejected]
    bars = [(written(it.ground, article), str(it.effect)) for it in answer.bars for article in (*it.articles, "")]
    cited = {article for it in answer.bars for article in it.articles}
    it = answer.prosecute
    prosecute = written(it.duty, it.instrument or "", articles=it.articles)
    found = []

    def check(what: str, right: bool, expected: object, got: object) -> None:
        if not right:
            found.append(f"{what}: expected {expected!r}, got {got!r}")

    check("conclusion", answer.conclusion == case["conclusion"], case["conclusion"], answer.conclusion.value)
    check("text", (answer.text or "") == case["text"], case["text"], answer.text)
    if "bases" in case:
        check("bases", sorted(bases) == sorted(it.strip() for it in case["bases"]), case["bases"], bases)
    for wanted in case.get("has_bases", []):
        check("bases", wanted in bases, wanted, bases)
    for wanted in case.get("rejected", []):
        check("rejected", wanted in rejected, wanted, rejected)
    for unwanted in case.get("rejected_without", []):
        check("rejected", not any(it.startswith(f"{unwanted} ") for it in rejected), f"no {unwanted}", rejected)
    for wanted in case.get("unknown", []):
        subjects = [it.subject for it in answer.unknown]
        check("unknown", wanted in subjects, wanted, subjects)
    for wanted in case.get("bars", []):
        what, _, words = wanted.partition(" | ")
        right = any(bar == what.strip() and words in effect for bar, effect in bars)
        check("bars", right, wanted, [bar for bar in bars if not bar[0].endswith(" ")])
    for unwanted in case.get("bars_without", []):
        check("bars", unwanted not in cited, f"no {unwanted}", sorted(cited))
    if "prosecute" in case:
        check("prosecute", prosecute == case["prosecute"], case["prosecute"], prosecute)
    if "route" in case:
        check("route", answer.organised_crime.open == case["route"], case["route"], answer.organised_crime.open.value)
    for wanted in case.get("steps", []):
        articles = [article for step in answer.steps for article in step.articles]
        check("steps", wanted in articles, wanted, articles)
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_worked_case(case: dict[str, Any]) -> None:
    asked = question(case)
    if "error" in case:
        with pytest.raises(LawError) as refused:
            find_basis(shipped_facts(), rules(case), asked)
        assert case["error"] in str(refused.value), f"{case['title']}: {refused.value}"
        return
    found = differences(case, find_basis(shipped_facts(), rules(case), asked))
    assert not found, "\n".join([f"{case['title']} ({case['ask']})", case["why"], *found])


def test_every_key_of_the_table_is_one_that_is_read() -> None:
    for case in CASES:
        assert not set(case) - ASKED - EXPECTED, case["title"]
        assert case["why"].strip(), case["title"]
        assert ("error" in case) or {"conclusion", "text"} <= set(case), case["title"]


def test_titles_are_distinct_and_cases_many() -> None:
    titles = [case["title"] for case in CASES]
    assert len(titles) == len(set(titles))
    assert len(titles) >= 70


def test_every_conclusion_and_mechanism_occurs() -> None:
    assert {case.get("conclusion") for case in CASES} == {"binding", "at-option", "own-law", "none", "unknown", None}
    mechanisms = {it.split(" ")[2] for case in CASES for it in case.get("bases", [])}
    assert mechanisms == {
        "general-treaty", "deemed-inclusion", "optional-basis", "non-conditional", "assistance-article", "own-law"
    }  # fmt: skip


def test_a_wrong_expectation_is_told_apart() -> None:
    case = next(case for case in CASES if case["title"] == "Hague, the day it binds Kenya")
    answer = find_basis(shipped_facts(), rules(case), question(case))
    wrong = {
        **case,
        "conclusion": "none",
        "bases": [],
        "bars": ["persecution hague-1970:8 ter"],
        "unknown": ["own-law"],
    }
    assert [it.split(":")[0] for it in differences(wrong, answer)] == ["conclusion", "bases", "unknown", "bars"]


def test_joining_the_amended_text_only_leaves_relations_with_the_earlier_text_open() -> None:
    """Montreal Protocol XVII(3): Somalia joined in April 2025, with effect from 1 June; Kenya is party to Tokyo of 1963."""
    facts = shipped_facts()
    before, after = (Ties(facts, shipped_rules(), date(2025, month, day)) for month, day in ((5, 31), (6, 1)))
    assert before.both("KEN", "SOM", "tokyo-1963") is not Bound.YES
    assert after.amended_only("SOM", "tokyo-1963")
    assert after.both("KEN", "SOM", "tokyo-1963") is Bound.UNKNOWN
