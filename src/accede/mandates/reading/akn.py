"""A resolution in Akoma Ntoso 3.0 (OASIS LegalDocML), as the Secretariat marks up resolutions of the General Assembly."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from accede.mandates.reading.model import (
    Annex,
    Footnote,
    Heading,
    Item,
    Operative,
    Part,
    Reading,
    ReadingError,
    Recital,
)
from accede.mandates.reading.words import language_of, vocabulary

#: Deeper nesting than this has no resolution; a file with more is refused before it is walked.
_DEEPEST: Final = 100
_LANGUAGES: Final = {
    "eng": "en",
    "fra": "fr",
    "spa": "es",
    "rus": "ru",
    "ara": "ar",
    "zho": "zh",
    "chi": "zh",
    "fre": "fr",
}


def read_akn(data: bytes, *, name: str = "the file") -> Reading:
    """The resolution in Akoma Ntoso. Entities are not resolved and nothing is fetched.

    Raises `ReadingError` where it is not well-formed, too deep, or has no body of a resolution.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadingError(f"{name} is not well-formed XML: {error.msg}.") from error
    if root.getroottree().docinfo.doctype:
        raise ReadingError(f"{name} has a document type declaration, which Akoma Ntoso does not need. Take it out.")
    for element in root.iter():
        if sum(1 for _ in element.iterancestors()) > _DEEPEST:
            raise ReadingError(f"{name} is nested deeper than {_DEEPEST} elements.")
    reading = Reading()
    _head(root, reading)
    _Walker(reading).walk(root)
    if not reading.preamble and not reading.operative:
        raise ReadingError(
            f"{name} is Akoma Ntoso without a preamble and without a numbered paragraph: it is no resolution."
        )
    from accede.mandates.reading.reader import finish

    words = vocabulary(
        reading.language or language_of(" ".join(it.text for it in reading.preamble + reading.operative))
    )
    reading.language = words.language
    finish(reading, words, marked=True)
    return reading


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (it for it in root.iter() if _name(it) == name)


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next(_all(root, name), None)


def _head(root: etree._Element, reading: Reading) -> None:
    cover, preface = _first(root, "coverPage"), _first(root, "preface")
    language = _first(root, "FRBRlanguage")
    reading.language = _LANGUAGES.get((language.get("language") or "") if language is not None else "", "")
    for element in _all(root, "FRBRdate"):
        if element.get("name") == "adoption":
            reading.adopted = reading.adopted or _day(element)
        elif element.get("name") == "publication":
            reading.issued = reading.issued or _day(element)
    if cover is not None:
        number = _first(cover, "docNumber")
        reading.symbol = re.sub(r"\s(?=\()", "", _plain(number)) if number is not None else ""
        bodies = [_plain(it) for it in _all(cover, "docAuthority") if it.get("refersTo") == "#issuingBody"]
        reading.body = bodies[0] if bodies else ""
        session, proponent = _first(cover, "session"), _first(cover, "docProponent")
        reading.session = (session.get("value") or "") if session is not None else ""
        reading.proponent = _plain(proponent).strip("[] ") if proponent is not None else ""
        reading.agenda_item = [_plain(it) for it in _all(cover, "inline") if it.get("name") == "agenda item"]
        reading.head = [text for it in _all(cover, "p") if (text := _plain(it))]
    if preface is not None:
        title = _first(preface, "docTitle")
        reading.title = _plain(title) if title is not None else ""
    voting = _first(root, "voting")
    reading.outcome = (voting.get("outcome") or "") if voting is not None else ""
    formula = next((it for it in _all(root, "formula") if it.get("name") == "enactingFormula"), None)
    reading.formula = _plain(formula) if formula is not None else ""


def _day(element: etree._Element) -> str:
    day = element.get("date") or ""
    return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) and day > "1945" else ""


def _plain(element: etree._Element) -> str:
    """The words of an element without its footnotes."""
    return _words(element)[0]


def _words(element: etree._Element) -> tuple[str, list[str], str]:
    """The words, the marks of the footnotes in them, and the emphasised words with which they begin."""
    pieces: list[str] = []
    marks: list[str] = []
    verb: list[str] = []
    state = {"open": True}

    def take(text: str | None, emphasised: bool) -> None:
        if not text:
            return
        pieces.append(text)
        if not state["open"] or not text.strip():
            if text and state["open"] and verb:
                verb.append(text)
            return
        if emphasised:
            verb.append(text)
        else:
            state["open"] = False

    def walk(it: etree._Element, emphasised: bool) -> None:
        name = _name(it)
        if name == "authorialNote":
            marks.append(it.get("marker") or "")
            return
        strong = (
            emphasised
            or name in ("i", "b")
            or (it.get("class") or "") in ("italic", "bold", "italicBold", "boldItalic")
        )
        take(it.text, strong)
        for child in it:
            if isinstance(child.tag, str):
                walk(child, strong)
            take(child.tail, emphasised if it is not element else False)

    walk(element, False)
    return _squeezed("".join(pieces)), marks, _squeezed("".join(verb)).strip(",;: ")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


_BLOCKS: Final = (
    "p",
    "list",
    "blockList",
    "item",
    "point",
    "intro",
    "wrapUp",
    "wrap",
    "listIntroduction",
    "listWrapUp",
    "paragraph",
    "content",
    "alinea",
    "subparagraph",
    "tblock",
    "block",
)


class _Walker:
    """Goes through the document once, in the order of the text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.waiting: list[str] = []
        self.annexes = 0

    def walk(self, root: etree._Element) -> None:
        for note in _all(root, "authorialNote"):
            marker = note.get("marker") or str(len(self.reading.footnotes) + 1)
            self.reading.footnotes.append(Footnote(marker, _squeezed("".join(note.itertext()))))
        preamble = _first(root, "preamble")
        if preamble is not None:
            for element in preamble:
                if _name(element) in ("container", "p", "recital", "recitals", "block"):
                    self._recitals(element)
        main = _first(root, "mainBody")
        if main is None:
            main = _first(root, "body")
        if main is not None:
            self._main(main)
        self.reading.headings += [Heading("", it) for it in self.waiting]
        for attachment in _all(root, "attachment"):
            if not any(_name(it) == "attachment" for it in attachment.iterancestors()):
                self._annex(attachment)
        conclusions = _first(root, "conclusions")
        if conclusions is not None:
            self.reading.other += [text for it in _all(conclusions, "p") if (text := _plain(it))]

    def _recitals(self, element: etree._Element) -> None:
        if _name(element) == "recitals":
            for child in element:
                self._recitals(child)
            return
        text, marks, verb = _words_of_own(element)
        if text:
            self.reading.preamble.append(Recital(text, verb, marks, _items(element)))

    def _main(self, element: etree._Element) -> None:
        for child in element:
            name = _name(child)
            if name in ("paragraph", "article"):
                self._operative(child)
            elif name in ("heading", "crossHeading", "num", "subheading"):
                if text := _plain(child):
                    self.waiting.append(text)
            elif name in ("p", "block", "blockContainer") and not _first_inside(child, "paragraph"):
                text = _plain(child)
                if text:
                    self.waiting.append(text)
            elif name:
                self._main(child)

    def _operative(self, element: etree._Element) -> None:
        num = next((it for it in element if _name(it) == "num"), None)
        number = re.sub(r"[.\s\-–—．、]+$", "", _plain(num)) if num is not None else ""
        text, marks, verb = _words_of_own(element)
        for heading in self.waiting:
            self.reading.headings.append(Heading(number, heading))
        section, self.waiting = " ".join(self.waiting), []
        section = section or (self.reading.operative[-1].section if self.reading.operative else "")
        self.reading.operative.append(
            Operative(number, verb, text, _items(element), footnote_marks=marks, section=section)
        )

    def _annex(self, attachment: etree._Element) -> None:
        annex = Annex()
        self.reading.annexes.append(annex)
        for element in attachment.iter():
            name = _name(element)
            if name in _TITLES[1:] and not _inside(element, "authorialNote"):
                if text := _plain(element):
                    annex.headings.append(text)
            elif name == "p" and not (
                _inside(element, _TITLES[0])
                or any(_inside(element, it) or _first_inside(element, it) for it in _TITLES[1:])
            ):
                text, marks, _ = _words(element)
                if text:
                    annex.parts.append(Part(_number_above(element), text))
                    annex.footnote_marks += marks


#: What makes a line of an annex a heading, or no text of its own; notes first.
_TITLES: Final = ("authorialNote", "heading", "docTitle", "crossHeading", "subheading")


def _titled(element: etree._Element) -> bool:
    """Whether a paragraph is part of a heading or note, or holds a heading."""
    return any(_inside(element, it) for it in _TITLES) or any(_first_inside(element, it) for it in _TITLES[1:])


def _first_inside(element: etree._Element, name: str) -> bool:
    return _first(element, name) is not None


def _inside(element: etree._Element, name: str) -> bool:
    return any(_name(it) == name for it in element.iterancestors())


def _number_above(element: etree._Element) -> str:
    """The number of the paragraph or point of which this is the first text."""
    above = element.getparent()
    while above is not None and _name(above) in ("content", "intro", "listIntroduction", "list", "blockList", "alinea"):
        above = above.getparent()
    if above is None:
        return ""
    num = next((it for it in above if _name(it) == "num"), None)
    first = next((it for it in above.iter() if _name(it) == "p"), None)
    return re.sub(r"[.\s]+$", "", _plain(num)) if num is not None and first is element else ""


_LISTED: Final = ("item", "point", "indent", "subparagraph", "li")


def _words_of_own(element: etree._Element) -> tuple[str, list[str], str]:
    """The words of a paragraph or point without its number and its own points."""
    texts: list[str] = []
    marks: list[str] = []
    verb = ""

    def walk(it: etree._Element) -> None:
        nonlocal verb
        for child in it:
            name = _name(child)
            if name in (*_LISTED, "num") or not name:
                continue
            if name in ("p", "listIntroduction", "listWrapUp") and not any(
                _name(one) in _LISTED for one in child.iter()
            ):
                text, found, opening = _words(child)
                if text:
                    verb = verb or (opening if not texts else "")
                    texts.append(text)
                    marks.extend(found)
            else:
                walk(child)

    walk(element)
    if not texts and _name(element) == "p":
        return _words(element)
    return " ".join(texts), marks, verb


def _items(element: etree._Element) -> list[Item]:
    found: list[Item] = []
    for child in element:
        name = _name(child)
        if name in _LISTED:
            num = next((it for it in child if _name(it) == "num"), None)
            text, marks, _ = _words_of_own(child)
            found.append(Item(_plain(num) if num is not None else "", text, _items(child), marks))
        elif name and name not in ("p", "num", "authorialNote"):
            found += _items(child)
    return found
