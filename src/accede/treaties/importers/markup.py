"""XML and HTML from outside: no entities, no document type definition, no network, no bombs."""

import re
from collections.abc import Iterator

from lxml import etree

from accede.treaties.importers.guard import ImportRefused, Kind, Upload, text_of

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_INTERNAL_SUBSET = re.compile(r"<!DOCTYPE[^>]*\[|<!ENTITY", re.IGNORECASE)


def parse_markup(upload: Upload) -> etree._Element:
    """The root element of an XML or HTML file. Raises :class:`ImportRefused`."""
    text = text_of(upload)
    if text.count("<") > upload.limits.markup_tags:
        raise ImportRefused(f"has more than {upload.limits.markup_tags:,} tags.", where=upload.name)
    if text.upper().count("<!DOCTYPE") > 1:
        raise ImportRefused("declares more than one document type.", where=upload.name)
    forbidden = (_DOCTYPE if upload.kind is Kind.XML else _INTERNAL_SUBSET).search(text)
    if forbidden:
        line = text.count("\n", 0, forbidden.start()) + 1
        raise ImportRefused(
            "declares a document type or an entity, which lists of parties do not need and attacks do.",
            where=f"{upload.name}, line {line}",
            remedy="Remove the declaration, or save the file again from its source.",
        )
    parser: etree.XMLParser | etree.HTMLParser
    if upload.kind is Kind.XML:
        text = _XML_DECLARATION.sub("", text, count=1)
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
    else:
        parser = etree.HTMLParser(
            encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ImportRefused(
            f"is not readable as {upload.kind}: {error}.", where=upload.name, remedy="Save it again from its source."
        ) from error
    if root is None:
        raise ImportRefused("holds no elements.", where=upload.name)
    return root


def name_of(element: etree._Element) -> str:
    """The local name of an element, in lower case; empty for what is no element."""
    # Not by lxml's QName, which refuses names that its own HTML parser lets through.
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements of that local name below *root*, in the order of the document."""
    return (element for element in root.iter() if name_of(element) == name)


#: Raised figures are marks of notes, and stand apart in the file: they are not part of a name or a date.
_RAISED = frozenset({"sup", "superscript", "footnote", "script", "style"})


def text_in(element: etree._Element) -> str:
    """The text of an element without raised marks, blanks made one."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = name_of(child)
        if name not in _RAISED:
            yield from _pieces(child)
        if name in ("br", "p", "div", "tr", "td", "li", "row", "entry", "column", "title"):
            yield " "
        yield child.tail or ""
