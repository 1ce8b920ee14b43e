"""Akoma Ntoso 3.0 (OASIS LegalDocML): provisions read from it, and a law written as it."""

from collections.abc import Iterable, Sequence
from datetime import date

from lxml import etree

from accede.knowledge.domain.bringing import LARGEST_LAW, Draft
from accede.treaties.importers.guard import ImportRefused
from accede.treaties.importers.markup import name_of

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_CONTAINERS = ("book", "tome", "part", "title", "chapter", "subchapter", "division", "subpart", "subtitle", "section")
_LANGUAGES = {"ar": "ara", "zh": "zho", "nl": "nld", "en": "eng", "fr": "fra", "de": "deu", "ru": "rus", "es": "spa"}
#: Where a day is asked for and none is known.
_NO_DAY = "0001-01-01"


def provisions_in_akn(root: etree._Element, *, name: str) -> list[Draft]:
    """The articles (or, where there are none, the sections) of a document in Akoma Ntoso."""
    if name_of(root) != "akomantoso":
        raise ImportRefused(
            "is XML, but not Akoma Ntoso.", where=name, remedy="Save the law as text, or as Akoma Ntoso 3.0."
        )
    articles = [it for it in root.iter() if name_of(it) == "article"]
    rows = articles or [it for it in root.iter() if name_of(it) == "section" and not _inside(it, "section")]
    if len(rows) > LARGEST_LAW:
        raise ImportRefused("has more than 20,000 provisions.", where=name, remedy="Split the law.")
    return [_draft(it, place) for place, it in enumerate(rows, 1)]


def _inside(element: etree._Element, name: str) -> bool:
    return any(name_of(it) == name for it in element.iterancestors())


def _draft(element: etree._Element, place: int) -> Draft:
    number, heading = _child(element, "num"), _child(element, "heading")
    above = [it for it in element.iterancestors() if name_of(it) in _CONTAINERS]
    titles = [" ".join(part for part in (_child(it, "num"), _child(it, "heading")) if part) for it in reversed(above)]
    body = [it for it in element if name_of(it) not in ("num", "heading", "subheading", "")]
    text = "\n".join(line for it in body for line in _lines(it))
    return Draft(number or str(place), heading, text or number or str(place), tuple(title for title in titles if title))


def _child(element: etree._Element, name: str) -> str:
    found = next((it for it in element if name_of(it) == name), None)
    return _words(found) if found is not None else ""


def _words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _lines(element: etree._Element) -> Iterable[str]:
    """The text of a part of a provision, a line for each paragraph, with the number of what it is in."""
    if name_of(element) in ("p", "num", "heading", "block", "li"):
        yield from filter(None, [_words(element)])
        return
    children = [it for it in element if name_of(it)]
    if not children:
        yield from filter(None, [_words(element)])
        return
    number = ""
    for it in children:
        if name_of(it) == "num":
            number = _words(it)
            continue
        for line in _lines(it):
            yield f"{number} {line}".strip()
            number = ""
    if number:
        yield number


def to_akn(
    *, country: str, law: str, title: str, language: str, version_date: date | None, drafts: Sequence[Draft]
) -> bytes:
    """The law as Akoma Ntoso 3.0. *country* is a code of three letters, *version_date* the day of the consolidation."""
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
    act = _sub(root, "act", name="act")
    _meta(_sub(act, "meta"), country=country.lower(), law=law, language=language, day=version_date)
    preface = _sub(act, "preface")
    _sub(_sub(preface, "longTitle"), "p", text=title)
    body = _sub(act, "body")
    stack: list[tuple[str, etree._Element]] = []
    for place, draft in enumerate(drafts, 1):
        keep = 0
        while keep < len(stack) and keep < len(draft.place) and stack[keep][0] == draft.place[keep]:
            keep += 1
        del stack[keep:]
        for level in range(keep, len(draft.place)):
            parent = stack[-1][1] if stack else body
            inner = _sub(parent, _CONTAINERS[min(level * 2, 8)], eId=f"c_{place}_{level}")
            _sub(inner, "heading", text=draft.place[level])
            stack.append((draft.place[level], inner))
        article = _sub(stack[-1][1] if stack else body, "article", eId=f"art_{place}")
        _sub(article, "num", text=draft.number)
        if draft.heading:
            _sub(article, "heading", text=draft.heading)
        content = _sub(article, "content")
        for line in draft.text.splitlines():
            if line.strip():
                _sub(content, "p", text=line)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _meta(meta: etree._Element, *, country: str, law: str, language: str, day: date | None) -> None:
    code, on = _LANGUAGES[language], day.isoformat() if day else _NO_DAY
    slug = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in law).strip("-") or "law"
    work = f"/akn/{country}/act/{on}/{slug}"
    identification = _sub(meta, "identification", source="#accede")
    for element, this in (
        ("FRBRWork", work), ("FRBRExpression", f"{work}/{code}@{on}"), ("FRBRManifestation", f"{work}/{code}@{on}.xml"),
    ):  # fmt: skip
        level = _sub(identification, element)
        _sub(level, "FRBRthis", value=f"{this}/!main" if element == "FRBRWork" else this)
        _sub(level, "FRBRuri", value=this)
        _sub(level, "FRBRdate", date=on, name="Generation")
        _sub(level, "FRBRauthor", href="#accede")
        if element == "FRBRWork":
            _sub(level, "FRBRcountry", value=country)
        if element == "FRBRExpression":
            _sub(level, "FRBRlanguage", language=code)
    references = _sub(meta, "references", source="#accede")
    _sub(references, "TLCOrganization", eId="accede", href="/ontology/organization/accede", showAs="Accede")


def _sub(parent: etree._Element, tag: str, *, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    if text:
        made.text = "".join(letter for letter in text if letter >= " " or letter in "\t\n")
    return made
