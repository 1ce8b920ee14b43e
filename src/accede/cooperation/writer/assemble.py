"""From answers and the finder's bases to a document: headings, numbered paragraphs, tables, undertakings.

What is required and missing is said in the text itself, in its place: an unfinished draft is never mistaken for a request.
"""

import re

from accede.cooperation.writer.answers import Answers
from accede.cooperation.writer.check import Completeness, check
from accede.cooperation.writer.interview import FIELDS
from accede.cooperation.writer.legal import Case
from accede.cooperation.writer.model import Citation, Field, Form
from accede.cooperation.writer.phrases import Phrases, phrases
from accede.kit.documents.document import Block, Cell, Document, Heading, Item, Items, Notice, Paragraph, Table

_PERSON = (
    "person_name", "person_other_names", "person_birth", "person_nationality", "person_documents", "person_location",
    "person_description",
)  # fmt: skip
_ASSISTANCE = ("assistance_text", "purpose", "service_details", "questions", "places")


def assemble(case: Case, answers: Answers, *, language: str) -> Document:
    """The request in *language* (see :func:`accede.cooperation.writer.phrases.languages`)."""
    return _Writing(case, answers, phrases(language)).document()


class _Writing:
    """One document being written: the blocks so far, and the number of the next paragraph and heading."""

    def __init__(self, case: Case, answers: Answers, words: Phrases) -> None:
        self.case = case
        self.answers = answers
        self.words = words
        self.state: Completeness = check({**answers.values, **case.given})
        self.lacking = {it.key for it in self.state.required}
        self.relied_on = {it.instrument for it in case.bases if it.code in answers.chosen("bases")}
        self.blocks: list[Block] = []
        self.paragraph = 0
        self.section = 0

    def document(self) -> Document:
        words, kind = self.words, self.case.kind
        confidential = self.answers.text("confidentiality") == "asked"
        self._notices(confidential)
        self._reference()
        self._opening()
        self._basis()
        self._section("proceedings", "conducting_authority", "stage", "subject", "warrant", "judgment")
        self._section("facts", "facts", "time_and_place", "evidence", "organised_group")
        self._section("law", "offence_name", "provisions", "penalty", "dual_criminality", "limitation")
        self._person()
        if kind == "mla":
            self._heading("assistance")
            self._list("assistance", "intro.assistance")
            for code in _ASSISTANCE:
                self._field(FIELDS[code])
        else:
            self._section("measures", "arrest", "property")
        self._section(
            "handling", "procedure", "confidentiality", "confidentiality_reason", "urgency", "deadline", "urgency_reason",
            "translation",
        )  # fmt: skip
        self._promises("undertakings", "other_undertakings")
        self._promises("annexes", "other_annexes")
        self._signature()
        return Document(
            language=words.language,
            direction=words.direction,
            title=words(f"title.{kind}"),
            foot=words("page.foot", page="{page}", pages="{pages}"),
            running=words("page.running_confidential") if confidential else "",
            blocks=tuple(self.blocks),
            name=words(f"page.file_{kind}"),
        )

    def _notices(self, confidential: bool) -> None:
        words, number = self.words, len(self.lacking)
        if number:
            self.blocks.append(Notice(words("notice.draft_one" if number == 1 else "notice.draft", number=str(number))))
        if confidential:
            self.blocks.append(Notice(words("notice.confidential")))
        if self.answers.text("urgency") == "urgent":
            deadline = self.answers.text("deadline")
            self.blocks.append(
                Notice(words("notice.urgent", deadline=deadline) if deadline else words("notice.urgent_open"))
            )

    def _reference(self) -> None:
        words, case = self.words, self.case
        rows = [
            (words("reference.requesting"), Cell(case.state(case.requesting, words.language))),
            self._row("requesting_authority"),
            self._row("contact"),
            (words("reference.requested"), Cell(case.state(case.requested, words.language))),
            self._row("requested_authority"),
            self._row("own_reference"),
            (words("reference.date"), Cell(words.day(case.on))),
        ]
        self._table("heading.reference", rows)

    def _opening(self) -> None:
        self._heading("request")
        key = self.case.kind
        if key == "extradition" and self.answers.text("stage") == "sentence":
            key = "extradition_sentence"
        self._say(self.words(f"opening.{key}"))

    def _basis(self) -> None:
        words, case = self.words, self.case
        self._heading("basis")
        chosen = [it for it in case.bases if it.code in self.answers.chosen("bases")]
        if chosen:
            self._say(words("basis.intro", date=words.day(case.on)))
            head = (words("basis.instrument"), words("basis.articles"), words("basis.effect"))
            rows = [
                (
                    Cell(case.title(it.instrument, words)),
                    Cell(", ".join(it.articles) or words("basis.no_article")),
                    Cell(words(f"effect.{it.mechanism}", treaty=case.treaty(it, words))),
                )
                for it in chosen
            ]
            self.blocks.append(Table(words("heading.basis"), head, tuple(rows)))
        if case.text is not None:
            self._say(words("basis.offence", instrument=case.title(case.text, words), articles=case.text_article))
        other = self.answers.text("other_basis")
        if other:
            self._say(words("basis.other" if chosen else "basis.other_alone"))
            self._text(other)
        elif "other_basis" in self.lacking:
            self._lack("field.other_basis")

    def _person(self) -> None:
        key = "person_mla" if self.case.kind == "mla" else "person"
        rows = [row for row in map(self._row, _PERSON) if row[1].text]
        others = self.answers.text("other_persons")
        if not rows and not others:
            return
        self._heading(key)
        if rows:
            self._table(f"heading.{key}", rows)
        if others:
            self._field(FIELDS["other_persons"])

    def _section(self, heading: str, *codes: str) -> None:
        fields = [FIELDS[code] for code in codes]
        if any(self._answer(field.code).text for field in fields):
            self._heading(heading)
            for field in fields:
                self._field(field)

    def _field(self, field: Field) -> None:
        """A heading and numbered paragraphs for a long answer; a label and one paragraph for a short one."""
        label, answer = self.words(f"field.{field.code}"), self.answers.text(field.code)
        if not answer and field.code not in self.lacking:
            return
        if field.form is Form.TEXT:
            self.blocks.append(Heading(label, 2))
            label = ""
        if not answer:
            self._lack(f"field.{field.code}", label=label)
        elif field.form is Form.ONE:
            self._say(self.words(f"choice.{field.code}.{answer}"), label=label)
        elif field.form is Form.LINE:
            self._say(answer, label=label)
        else:
            self._text(answer)

    def _list(self, code: str, intro: str) -> None:
        """The choices taken, each with its articles where the request rests on the treaty that has them."""
        chosen = set(self.answers.chosen(code))
        if not chosen:
            if code in self.lacking:
                self._lack(f"field.{code}")
            return
        self._say(self.words(intro))
        items = [
            self.words(f"choice.{code}.{it.code}") + self._articles(it.asked_by)
            for it in FIELDS[code].choices
            if it.code in chosen
        ]
        self._items(items)

    def _promises(self, code: str, other: str) -> None:
        field, chosen = FIELDS[code], set(self.answers.chosen(code))
        more = [line for line in self.answers.text(other).splitlines() if line.strip()]
        lacking = [it for it in field.choices if f"{code}:{it.code}" in self.lacking]
        if not (chosen or more or lacking):
            return
        self._heading(code)
        texts = [
            self.words(f"choice.{code}.{it.code}") + (self._articles(it.asked_by) if code == "undertakings" else "")
            for it in field.choices
            if it.code in chosen
        ]
        if texts or more:
            self._say(self.words(f"intro.{code}"))
            self._items([*texts, *more])
        for it in lacking:
            self._lack(f"choice.{code}.{it.code}")

    def _signature(self) -> None:
        words = self.words
        self._heading("signature")
        self._say(words("closing.text"))
        date = (words("reference.date"), Cell(words.day(self.case.on)))
        rows = [self._row("place"), date, self._row("signatory"), self._row("signatory_title")]
        self._table("heading.signature", [row for row in rows if row[1].text] + [(words("closing.seal"), Cell(""))])

    # Parts

    def _articles(self, cited: tuple[Citation, ...]) -> str:
        found = [
            self.words("intro.articles", instrument=self.case.title(it.instrument, self.words), articles=it.article)
            for it in cited
            if it.instrument in self.relied_on
        ]
        return f" ({'; '.join(found)})" if found else ""

    def _answer(self, code: str) -> Cell:
        """What was answered, or the words that it is to be completed where it is required; empty where neither."""
        answer = self.answers.text(code)
        if not answer and code in self.lacking:
            return Cell(self.words("notice.to_complete", label=self.words(f"field.{code}")), missing=True)
        return Cell(answer)

    def _row(self, code: str) -> tuple[str, Cell]:
        return (self.words(f"field.{code}"), self._answer(code))

    def _table(self, caption: str, rows: list[tuple[str, Cell]]) -> None:
        body = tuple((Cell(head), cell) for head, cell in rows if cell.text or head == self.words("closing.seal"))
        self.blocks.append(Table(self.words(caption), (), body))

    def _heading(self, key: str) -> None:
        self.section += 1
        self.blocks.append(Heading(f"{self.section}. {self.words(f'heading.{key}')}"))

    def _say(self, text: str, *, label: str = "") -> None:
        self.paragraph += 1
        self.blocks.append(Paragraph(text, self.paragraph, label))

    def _text(self, text: str) -> None:
        """What a person wrote: an empty line separates paragraphs, a line end stays one."""
        for part in re.split(r"\n[ \t]*\n", text):
            if part.strip():
                self._say(part.strip("\n"))

    def _lack(self, key: str, *, label: str = "") -> None:
        self.paragraph += 1
        text = self.words("notice.to_complete", label=self.words(key))
        self.blocks.append(Paragraph(text, self.paragraph, label, missing=True))

    def _items(self, texts: list[str]) -> None:
        self.blocks.append(Items(tuple(Item(f"({_mark(number)})", text) for number, text in enumerate(texts))))


def _mark(number: int) -> str:
    """Letters, then two of them.

    >>> _mark(0), _mark(25), _mark(26)
    ('a', 'z', 'aa')
    """
    letter = chr(ord("a") + number % 26)
    return letter if number < 26 else _mark(number // 26 - 1) + letter
