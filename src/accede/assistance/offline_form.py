"""The form that Accede gives out, to be filled in anywhere, and takes back: a spreadsheet or a JSON file."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from accede.assistance.catalogue import instrument_choices, obligations_of
from accede.assistance.models.themes import Theme

FORM = "accede-request"
VERSION = 1
LARGEST = 2_000_000
_LISTS = ("themes", "instruments", "obligations")
_TEXTS = {
    "title": 200, "situation": 20_000, "wanted": 20_000, "summary": 2_000, "audience": 300, "language": 10,
    "contact_name": 200, "contact_email": 254,
}  # fmt: skip
FIELDS = (
    "state",
    "title",
    *_LISTS,
    "situation",
    "wanted",
    "summary",
    "needed_by",
    "audience",
    "language",
    "contact_name",
    "contact_email",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to do."""

    place: str
    message: str


class FormRefused(ValueError):
    """The file is not taken and nothing was changed; ``faults`` names them all."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(f"{fault.place}: {fault.message}" for fault in faults))
        self.faults = faults


def blank_json(state: str = "") -> bytes:
    """An empty form with the values that may be chosen."""
    choices = {
        "themes": {str(value): str(label) for value, label in Theme.choices},
        "instruments": dict(instrument_choices()),
    }
    values: dict[str, Any] = {name: [] if name in _LISTS else "" for name in FIELDS}
    values["state"] = state
    body = {"form": FORM, "version": VERSION, "request": values, "choices": choices}
    return orjson.dumps(body, option=orjson.OPT_INDENT_2)


def blank_xlsx(state: str = "") -> bytes:
    """An empty form as a workbook: the sheet "request" to fill in, and what may be chosen beside it."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("request")
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 70, wrap)
        sheet.set_column(2, 2, 60, wrap)
        sheet.write_row(0, 0, ["field", "value", "help"], bold)
        helps = _helps()
        for number, name in enumerate(FIELDS, start=1):
            sheet.write_string(number, 0, name)
            sheet.write_string(number, 1, state if name == "state" else "")
            sheet.write_string(number, 2, helps.get(name, ""))
        sheet.write_row(len(FIELDS) + 2, 0, [FORM, str(VERSION)])
        for name, pairs in (("themes", Theme.choices), ("instruments", instrument_choices())):
            other = book.add_worksheet(name)
            other.write_row(0, 0, ["value", "meaning"], bold)
            for number, (value, label) in enumerate(pairs, start=1):
                other.write_row(number, 0, [str(value), str(label)])
    return target.getvalue()


def _helps() -> dict[str, str]:
    return {
        "state": gettext("Code of the State, three letters (ISO 3166-1)."),
        "themes": gettext("Values of the sheet “themes”, separated by semicolons."),
        "instruments": gettext("Values of the sheet “instruments”, separated by semicolons."),
        "obligations": gettext("Ids of obligations, separated by semicolons; may be left empty."),
        "situation": gettext("Confidential."),
        "wanted": gettext("Confidential. What help is wanted."),
        "summary": gettext("For possible helpers, if you consent later. Nothing confidential."),
        "needed_by": gettext("A day, written 2027-06-30."),
    }


def read(content: bytes) -> dict[str, Any]:
    """The values of a form that came back. Raises :class:`FormRefused` with every fault."""
    if len(content) > LARGEST:
        raise FormRefused(
            [Fault(gettext("file"), gettext("The form is larger than 2 MB; attach papers later, in Accede."))]
        )
    raw, places = _from_xlsx(content) if content.startswith(b"PK") else _from_json(content)
    return _checked(raw, places)


def _from_json(content: bytes) -> tuple[Mapping[str, Any], dict[str, str]]:
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise FormRefused(
            [Fault(gettext("file"), gettext("This is neither a JSON file nor a spreadsheet."))]
        ) from error
    if not isinstance(body, dict) or body.get("form") != FORM or not isinstance(body.get("request"), dict):
        raise FormRefused(
            [Fault("form", gettext("This is not the form that Accede gives out; take it from Requests."))]
        )
    return body["request"], {name: f"request.{name}" for name in FIELDS}


def _from_xlsx(content: bytes) -> tuple[Mapping[str, Any], dict[str, str]]:
    import python_calamine

    from accede.treaties.importers.guard import ImportRefused, upload_from

    try:
        upload_from(content, name="request.xlsx")
    except ImportRefused as refused:
        raise FormRefused([Fault(gettext("file"), str(refused))]) from refused
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_name("request").to_python(skip_empty_area=False)[:200]
    except Exception as error:
        raise FormRefused([Fault(gettext("file"), gettext("The workbook has no readable sheet “request”."))]) from error
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        name = str(row[0]).strip() if row else ""
        if name in FIELDS and len(row) > 1:
            values[name], places[name] = row[1], f"request!B{number}"
    if not values:
        raise FormRefused(
            [Fault("request!A1", gettext("This is not the form that Accede gives out; take it from Requests."))]
        )
    return values, places


def _checked(raw: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    faults: list[Fault] = []
    found: dict[str, Any] = {}

    def fault(name: str, message: str) -> None:
        faults.append(Fault(places.get(name, name), message))

    for name in raw:
        if name not in FIELDS:
            fault(str(name)[:60], gettext("There is no such field; take it out."))
    state = raw.get("state", "")
    if not isinstance(state, str) or not (len(state.strip()) == 3 and state.strip().isascii()):
        fault("state", gettext("Write the code of the State, three letters."))
    else:
        found["state"] = state.strip().upper()
    for name, longest in _TEXTS.items():
        value = raw.get(name, "")
        if not isinstance(value, str):
            fault(name, gettext("Write text here."))
        elif len(value) > longest:
            fault(
                name,
                gettext("At most %(longest)d characters; here are %(given)d.")
                % {"longest": longest, "given": len(value)},
            )
        else:
            found[name] = value.strip()
    known = {
        "themes": {str(value) for value in Theme.values},
        "instruments": {value for value, _label in instrument_choices()},
    }
    for name in ("themes", "instruments"):
        found[name] = _chosen(raw.get(name), known[name], name, fault)
    known["obligations"] = {it.id for it in obligations_of(known["instruments"])}
    found["obligations"] = _chosen(raw.get("obligations"), known["obligations"], "obligations", fault)
    found["needed_by"] = _day(raw.get("needed_by"), fault)
    if found.get("contact_email"):
        try:
            validate_email(found["contact_email"])
        except ValidationError:
            fault("contact_email", gettext("This is no e-mail address."))
    if faults:
        raise FormRefused(faults)
    return found


def _chosen(value: Any, known: set[str], name: str, fault: Any) -> list[str]:
    if value in (None, ""):
        return []
    names = [part.strip() for part in value.split(";")] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(it, str) for it in names):
        fault(name, gettext("Write values separated by semicolons."))
        return []
    names = [it for it in dict.fromkeys(names) if it]
    for it in names:
        if it not in known:
            fault(name, gettext("“%(value)s” is none of the values that may be chosen.") % {"value": it[:60]})
    return names


def _day(value: Any, fault: Any) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        fault("needed_by", gettext("Write the day as 2027-06-30."))
        return None
