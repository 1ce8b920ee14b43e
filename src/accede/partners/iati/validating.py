"""A file against the official schema and the ruleset: every fault at once, with its line, element and remedy."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from accede.partners.iati.reading import record_of
from accede.partners.iati.records import Fault
from accede.partners.iati.ruleset import WARNING
from accede.partners.iati.stream import FileRefused, Source, activities, opened

SCHEMA = Path(__file__).resolve().parents[2] / "data" / "iati_xsd" / "iati-activities-schema.xsd"
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*?) \)")
_ATTRIBUTE = re.compile(r"attribute '([^']+)'")


@cache
def schema() -> etree.XMLSchema:
    """The schema of activities, version 2.03, which holds 2.01 and 2.02 too."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(str(SCHEMA), parser))


def invalid(faults: list[Fault]) -> bool:
    """Whether one of the faults is more than a warning."""
    return any(fault.level != WARNING for fault in faults)


def faults_of_file(path: Path) -> Iterator[Fault]:
    """Everything that is wrong with a file; nothing where all is well. What makes it unreadable is the last fault."""
    try:
        with opened(path) as source:
            yield from faults_of(source)
    except FileRefused as refused:
        yield Fault("", refused.line, "", refused.message, refused.remedy, source="file")


def faults_of(source: Source) -> Iterator[Fault]:
    """The faults of a stream of activities, in their order. Raises :class:`FileRefused`."""
    kept: list[etree._Element] = []
    seen: dict[str, int] = {}
    for element in activities(source, keep_root=kept):
        record = record_of(element)
        line = element.sourceline or 0
        if record.identifier in seen:
            first = seen[record.identifier]
            yield Fault(
                record.identifier, line, "iati-identifier", f"was used before, in line {first}", "give each its own"
            )
        elif record.identifier:
            seen[record.identifier] = line
        yield from schema_faults(element, record.identifier)
        yield from record.faults
    yield from _faults_of_root(kept[0], empty=not seen)


def schema_faults(element: etree._Element, identifier: str) -> Iterator[Fault]:
    """What the schema says of one activity, which is taken out of its file for it."""
    parent = element.getparent()
    alone = etree.Element("iati-activities", {"version": "2.03"}, nsmap=parent.nsmap if parent is not None else None)
    place = parent.index(element) if parent is not None else 0
    alone.append(element)
    check = schema()
    if not check.validate(alone):
        for entry in check.error_log:
            yield _fault(entry, identifier)
    if parent is not None:
        parent.insert(place, element)


def _faults_of_root(root: etree._Element, *, empty: bool) -> Iterator[Fault]:
    line = root.sourceline or 1
    if empty:
        yield Fault("", line, "iati-activities", "holds no activity", "give it one", source="schema")
    for child in root:
        if not str(child.tag).startswith("{"):
            yield Fault("", child.sourceline or 0, str(child.tag), "has no place here", "take it out", source="schema")
    bare = etree.Element("iati-activities", dict(root.attrib))
    etree.SubElement(bare, "iati-activity")
    check = schema()
    check.validate(bare)
    for entry in check.error_log:
        if "Element 'iati-activities'" in entry.message:
            fault = _fault(entry, "")
            yield Fault("", line, fault.element, fault.message, fault.remedy, source="schema")


def _fault(entry: etree._LogEntry, identifier: str) -> Fault:
    said = " ".join(entry.message.split())
    element, _, message = said.partition(": ")
    name = element.removeprefix("Element '").split("'")[0].rpartition("}")[2]
    attribute = _ATTRIBUTE.search(element)
    remedy = "mend it as the schema asks"
    if attribute is not None:
        name = f"{name}/@{attribute[1].rpartition('}')[2]}"
    if expected := _EXPECTED.search(said):
        remedy = f"expected here: {expected[1]}; the order of elements is fixed"
    elif "is not a valid value of the atomic type 'xs:date'" in said:
        remedy = "write a date as 2012-01-31"
    elif "is not a valid value of the atomic type 'xs:decimal'" in said:
        remedy = "use digits and a point alone"
    elif "is required but missing" in said:
        remedy = "give it this attribute"
    return Fault(identifier, entry.line, name, message or said, remedy, source="schema")
