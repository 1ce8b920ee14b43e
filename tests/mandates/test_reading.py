# ruff: noqa: E501 - texts of resolutions with their long lines
"""A resolution is read from its text: paragraphs, verbs, lists, notes, who is asked and by when."""

import pytest

from accede.mandates.reading import read_text
from tests.mandates.texts import COUNCIL, LANGUAGES, PLAIN, as_copied

WAYS = {
    "a paragraph a line": PLAIN,
    "wrapped": as_copied(PLAIN, width=70),
    "wrapped, no empty lines": as_copied(PLAIN, width=70, blanks=False),
    "pages": as_copied(PLAIN, width=70, pages=True, title="Example of a resolution", symbol="A/RES/99/1"),
    "Windows": PLAIN.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_resolution_is_read_whole_however_it_was_copied(way: str) -> None:
    reading = read_text(WAYS[way])
    assert (reading.symbol, reading.session, reading.adopted, reading.issued) == (
        "A/RES/99/1",
        "99",
        "2045-03-01",
        "2045-03-03",
    )
    assert reading.title == "Example of a resolution"
    assert reading.formula == "The General Assembly,"
    assert [it.verb for it in reading.preamble] == ["Recalling", "Convinced", "Deeply concerned"]
    assert reading.preamble[0].text.startswith("Recalling its resolution 98/7 of 2 April 2044, in which")
    assert [it.footnote_marks for it in reading.preamble] == [["1"], ["2"], []]
    assert "work done in 2043 and later," in reading.preamble[1].text
    assert [it.number for it in reading.operative] == ["1", "1 bis", "2", "3"]
    assert [it.verb for it in reading.operative] == ["Urges", "Notes with interest", "Also requests", "Requests"]
    assert reading.operative[1].footnote_marks == ["2"], "a mark given a second time"
    first, second = reading.operative[2].subparagraphs
    assert (first.number, second.number) == ("(a)", "(b)")
    assert [it.number for it in first.subparagraphs] == ["(i)", "(ii)"]
    assert first.subparagraphs[1].footnote_marks == ["3"]
    assert [(it.before, it.text) for it in reading.headings] == [("3", "Part two: the report")]
    assert [(it.marker, it.text) for it in reading.footnotes] == [
        ("1", "See A/98/12, annex."), ("2", "Resolution 97/3."), ("3", "Ibid., para. 4.")
    ]  # fmt: skip
    assert [(it.headings[0], len(it.parts), it.numbered) for it in reading.annexes] == [("Annex", 2, 2)]
    assert reading.cites == ["A/RES/98/7", "S/RES/1373(2001)", "A/98/12", "A/RES/97/3"]
    assert reading.missing == []


def test_who_is_asked_what_on_which_conditions_and_by_when() -> None:
    first, _, second, third = read_text(PLAIN).operative
    assert [(it.verb, it.addressees, it.roles) for it in first.asks] == [
        ("Urges", ["Member States"], ["member_states"]),
        ("requests", ["United Nations Office on Drugs and Crime"], ["the_office"]),
    ]
    assert (
        first.asks[1].what
        == "within its mandate, to provide technical assistance to Member States, upon request, to that end"
    )
    assert first.conditions == ["within its mandate", "upon request"]
    assert first.deadline is None
    assert (second.addressees, second.deadline) == (["Office"], "no later than June 2046")
    assert second.conditions == ["subject to the availability of voluntary resources"]
    assert third.addressees == ["Secretary-General"]
    assert third.deadline == "at its one hundredth session"


@pytest.mark.parametrize(
    ("text", "names", "deadline"),
    [
        ("Requests the Secretary-General and the Counter-Terrorism Committee to report by 14 June 2045.",
         ["Secretary-General", "Counter-Terrorism Committee"], "by 14 June 2045"),
        ("Calls upon the Commission on Crime Prevention and Criminal Justice to meet within six months.",
         ["Commission on Crime Prevention and Criminal Justice"], "within six months"),
        ("Recalls the report that it considered at its sixtieth session.", [], None),
        ("Decides to include the item in the provisional agenda of its eightieth session.", [], "of its eightieth session"),
        ("Welcomes the support of a State that requests assistance from the Office.", [], None),
    ],
)  # fmt: skip
def test_names_stay_whole_and_a_session_of_the_past_is_no_deadline(
    text: str, names: list[str], deadline: str | None
) -> None:
    paragraph = read_text(f"The General Assembly,\n\nRecalling its work,\n\n1. {text}\n").operative[0]
    assert paragraph.addressees == names
    assert paragraph.deadline == deadline


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_structure_is_read_in_the_other_five_languages(language: str) -> None:
    text, recitals, verbs = LANGUAGES[language]
    reading = read_text(text)
    assert reading.language == language
    assert [it.verb for it in reading.preamble] == recitals
    assert [(it.number, it.verb) for it in reading.operative] == list(zip("12", verbs, strict=True))
    assert len(reading.operative[1].subparagraphs) == 2
    assert reading.cites == ["A/RES/98/7"]


def test_a_resolution_of_the_security_council() -> None:
    reading = read_text(COUNCIL)
    assert (reading.symbol, reading.body, reading.adopted) == ("S/RES/9999(2045)", "Security Council", "2045-03-28")
    assert [it.verb for it in reading.preamble] == ["Recalling", "Acting"]
    assert [it.verb for it in reading.operative] == ["Decides", "Calls upon", "Decides"]
    assert reading.operative[0].deadline == "until 31 March 2046"


def test_a_single_paragraph_has_no_number() -> None:
    reading = read_text("The General Assembly,\n\nRecalling its resolution 98/7,\n\nDecides to read examples.\n")
    assert [(it.number, it.verb) for it in reading.operative] == [("", "Decides")]
    assert [it.verb for it in reading.preamble] == ["Recalling"]


def test_sections_begin_their_numbers_again() -> None:
    reading = read_text(
        "The General Assembly,\n\nRecalling its work,\n\nI\n\nExamples\n\n1. Urges States to read;\n\n2. Welcomes what was read;\n\n"
        "II\n\nReports\n\n1. Requests the Secretary-General to report;\n\n2. Decides to meet again.\n"
    )
    assert [(it.number, it.section) for it in reading.operative] == [
        ("1", "I Examples"), ("2", "I Examples"), ("1", "II Reports"), ("2", "II Reports")
    ]  # fmt: skip


def test_a_number_at_the_beginning_of_a_line_is_not_always_a_paragraph() -> None:
    reading = read_text(
        "The General Assembly,\n\nRecalling its work as described in paragraph\n1. of the report,\n\n1. Urges States to apply articles 1 and\n"
        "2. of the Plan in full and to read all of the examples;\n\n2. Decides to meet again.\n"
    )
    assert [it.number for it in reading.operative] == ["1", "2"]
    assert reading.operative[0].text.endswith("articles 1 and 2. of the Plan in full and to read all of the examples;")


def test_paragraphs_that_share_a_line_are_parted() -> None:
    reading = read_text(
        "The Security Council,\nRecalling its work,\n1. Urges States to read; 2. Decides to meet; Sanctions 3. Decides to act.\n"
    )
    assert [it.text for it in reading.operative] == ["Urges States to read;", "Decides to meet;", "Decides to act."]
    assert [(it.before, it.text) for it in reading.headings] == [("3", "Sanctions")]


def test_a_draft_that_another_body_recommends_is_read_without_its_quotation_marks() -> None:
    reading = read_text(
        "Resolution\n2045/3\nExamples\n\nThe Economic and Social Council\n\nRecommends to the General Assembly the adoption of the following draft "
        "resolution:\n\n“The General Assembly,\n\n“Recalling its work,\n\n“1. Urges States to read;\n\n“2. Decides to meet again.”\n"
    )
    assert (reading.symbol, reading.session, reading.title) == ("E/RES/2045/3", "2045", "Examples")
    assert reading.quoted_formula == "The General Assembly,"
    assert [it.text for it in reading.preamble] == ["Recalling its work,"]
    assert [it.text for it in reading.operative] == ["Urges States to read;", "Decides to meet again."]


def test_parts_of_a_resolution_each_with_its_own_preamble() -> None:
    reading = read_text(
        "A/RES/99/5\n\n99/5.  Two parts\n\nA\n\nFirst part\n\nThe General Assembly,\n\nRecalling its work,\n\n1. Urges States;\n\n"
        "2. Decides to meet.\n\nB\n\nSecond part\n\nThe General Assembly,\n\nNoting its work,\n\n1. Thanks States;\n\n2. Decides to end.\n"
    )
    assert reading.title == "Two parts"
    assert [it.verb for it in reading.preamble] == ["Recalling", "Noting"]
    assert [(it.number, it.section) for it in reading.operative] == [
        ("1", "A First part"), ("2", "A First part"), ("1", "B Second part"), ("2", "B Second part")
    ]  # fmt: skip


def test_annexes_have_numbers_of_their_own_in_every_language() -> None:
    for formula, verb, end, annex in (
        ("L’Assemblée générale,", "Décide d’adopter le texte annexé.", "5e séance plénière", "Annexe"),
        ("La Asamblea General,", "Decide aprobar el texto.", "5ª sesión plenaria", "Anexo"),
        ("Генеральная Ассамблея,", "постановляет принять текст.", "5-е пленарное заседание", "Приложение"),
        ("إن الجمعية العامة،", "تقرر اعتماد النص.", "الجلسة العامة 5", "المرفق"),
        ("大会，", "决定通过案文。", "第5次全体会议", "附件"),
    ):
        reading = read_text(f"{formula}\n\n1. {verb}\n\n{end}\n\n{annex}\n\n1. {verb}\n\n2. {verb}\n")
        assert [it.number for it in reading.operative] == ["1"], formula
        assert [(it.headings, it.numbered) for it in reading.annexes] == [([annex], 2)], formula
