"""The assessment as a workbook to be filled in anywhere, and what comes back: compared, never written over silently."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts.rights import Actor, verbs
from accede.knowledge.models import Provision
from accede.knowledge.queries import laws_for
from accede.legislation import domain
from accede.legislation.models import Confidence, Finding, LegalFinding
from accede.legislation.queries import Line, findings_for
from accede.legislation.subjects import findings_of

FORM, VERSION = "accede-assessment", 1
SHEET, LARGEST = "assessment", 5_000_000
_EXPERT = ("finding", "reason", "practice", "confidence", "provisions")
_STATE = ("state_view", "state_comment")
_TOLD = ("obligation", "article", "summary")
COLUMNS = (*_TOLD, *_EXPERT, *_STATE, "expert_version", "state_version")
_CHOICES = {
    "finding": set(Finding.values), "state_view": set(Finding.values), "confidence": {"", *Confidence.values},
}  # fmt: skip
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which cell, and what to do."""

    place: str
    message: str


class WorkbookRefused(ValueError):
    """The workbook is not taken and nothing was changed; ``faults`` names them all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(f"{it.place}: {it.message}" for it in faults))
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation as it came back, with the versions that stood when the workbook was taken away."""

    number: int
    obligation: str
    values: Mapping[str, str]
    expert_version: int
    state_version: int


@dataclass(frozen=True, slots=True)
class Change:
    """One side of one obligation that differs from what stands. ``what`` is "change", "conflict" or "not yours"."""

    what: str
    side: str
    row: Row
    before: Mapping[str, str]
    after: Mapping[str, str]
    provisions: tuple[Provision, ...] = ()

    @property
    def differing(self) -> list[tuple[str, str, str]]:
        """The fields that differ, as they stand and as they came back."""
        return [(name, self.before[name], text) for name, text in self.after.items() if self.before[name] != text]


def workbook(state: str, lines: Sequence[Line]) -> bytes:
    """The assessment to take away. What is told about an obligation is there to read; the versions tell what was seen."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        grey = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#eeeeee"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, COLUMNS, head)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, 40 if name in ("summary", "reason", "practice", "state_comment") else 16)
            if name in _CHOICES and lines:
                options = sorted(_CHOICES[name] - {""})
                sheet.data_validation(1, column, len(lines), column, {"validate": "list", "source": options})
        for number, line in enumerate(lines, start=1):
            it, stands = line.obligation, _standing(line.finding)
            told = {"obligation": it.id, "article": it.article, "summary": it.summary}
            for column, name in enumerate(COLUMNS[:-2]):
                sheet.write_string(number, column, (told | stands)[name], grey if name in told else wrap)
            sheet.write_number(number, len(COLUMNS) - 2, line.finding.assessed_version if line.finding else 0, grey)
            sheet.write_number(number, len(COLUMNS) - 1, line.finding.viewed_version if line.finding else 0, grey)
        about = book.add_worksheet("about")
        about.write_row(0, 0, [FORM, str(VERSION), state])
        about.write_row(
            2,
            0,
            [
                gettext("provisions"),
                gettext("One a line: the short name of the law, a bar, the number. Example: pc | 5"),
            ],
        )
    return target.getvalue()


def read(content: bytes, *, state: str) -> list[Row]:
    """The rows of a workbook that came back. Raises :class:`WorkbookRefused` with every fault."""
    table = _sheet(content, state)
    faults: list[Fault] = []
    rows: list[Row] = []
    seen: set[str] = set()
    for number, cells in enumerate(table, start=2):
        values = {name: _text(cell) for name, cell in zip(COLUMNS, [*cells, *[""] * len(COLUMNS)], strict=False)}
        if not any(values.values()):
            continue
        key = values["obligation"]
        if domain.obligation(key) is None:
            faults.append(
                _fault("obligation", number, gettext("There is no obligation of this id; leave the column as it was."))
            )
        elif key in seen:
            faults.append(_fault("obligation", number, gettext("This obligation stands here twice; take one out.")))
        seen.add(key)
        faults += _checked(values, number)
        versions = [_version(values[name]) for name in COLUMNS[-2:]]
        if None in versions:
            faults.append(
                _fault("expert_version", number, gettext("The versions are numbers; leave these columns as they were."))
            )
        rows.append(Row(number, key, values, versions[0] or 0, versions[1] or 0))
    if faults:
        raise WorkbookRefused(faults[:50])
    return rows


def compare(rows: Sequence[Row], *, state: str, by: Actor) -> list[Change]:
    """What the rows would change. A side that somebody wrote since the workbook was taken away is a conflict."""
    allowed = verbs(by, findings_of(state))
    stored = {it.obligation: it for it in findings_for(by, state)}
    # Provisions left as they were stay as they are, also those that have since been reworded or repealed.
    kept = {
        row.number: [one.provision for one in it.evidence.all()]
        for row in rows
        if (it := stored.get(row.obligation)) and _standing(it)["provisions"] == row.values["provisions"]
    }
    places, faults = _provisions([row for row in rows if row.number not in kept], state=state, by=by)
    places |= kept
    changes: list[Change] = []
    for row in rows:
        it = stored.get(row.obligation)
        stands = _standing(it)
        for side, names, verb, seen, now in (
            ("expert", _EXPERT, "assess", row.expert_version, it.assessed_version if it else 0),
            ("state", _STATE, "view", row.state_version, it.viewed_version if it else 0),
        ):
            before, after = ({name: values[name] for name in names} for values in (stands, row.values))
            if before == after:
                continue
            what = "not yours" if verb not in allowed else "conflict" if now > seen else "change"
            if (
                what == "change"
                and side == "expert"
                and after["finding"] != Finding.NOT_ASSESSED
                and not after["reason"]
            ):
                faults.append(_fault("reason", row.number, gettext("Give the reason for the finding.")))
            found = tuple(places[row.number]) if side == "expert" else ()
            changes.append(Change(what, side, row, before, after, found))
    if faults:
        raise WorkbookRefused(faults[:50])
    return changes


def take_in(
    changes: Sequence[Change], *, state: str, status: Mapping[str, str], by: Actor, now: datetime
) -> list[Change]:
    """Write the changes that conflict with nobody, all or none; answers them. Whoever wrote since is a ``Conflict``."""
    done = [it for it in changes if it.what == "change"]
    words = {
        it.obligation: {row.provision_id: row.words for row in it.evidence.all()} for it in findings_for(by, state)
    }
    with transaction.atomic():
        for it in done:
            key, given = it.row.obligation, dict(it.after)
            if it.side == "state":
                domain.take_view(
                    state,
                    key,
                    view=given["state_view"],
                    comment=given["state_comment"],
                    by=by,
                    now=now,
                    seen=it.row.state_version,
                )
                continue
            about = domain.obligation(key)
            domain.assess(
                state, key, given, provisions=it.provisions, words=words.get(key, {}), by=by, now=now,
                status_now=status.get(about.instrument, "") if about else "", seen=it.row.expert_version,
            )  # fmt: skip
    return done


def _standing(it: LegalFinding | None) -> dict[str, str]:
    if it is None:
        return dict.fromkeys((*_EXPERT, *_STATE), "") | {"finding": "not_assessed", "state_view": "not_assessed"}
    found = {name: _text(getattr(it, name)) for name in (*_EXPERT[:-1], *_STATE)}
    evidence = sorted((row.provision.law.code, row.provision.number) for row in it.evidence.all())
    return found | {"provisions": "\n".join(f"{code} | {number}" for code, number in evidence)}


def _sheet(content: bytes, state: str) -> list[list[Any]]:
    import python_calamine

    from accede.treaties.importers.guard import ImportRefused, upload_from

    if len(content) > LARGEST:
        raise WorkbookRefused([Fault(gettext("file"), gettext("The workbook is larger than 5 MB."))])
    try:
        upload_from(content, name="assessment.xlsx")
    except ImportRefused as refused:
        raise WorkbookRefused([Fault(gettext("file"), str(refused))]) from refused
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        about = book.get_sheet_by_name("about").to_python()[0]
        table = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)[:2_000]
    except Exception as error:
        remedy = gettext("This is not the workbook that Accede gives out; take it from the assessment.")
        raise WorkbookRefused([Fault(gettext("file"), remedy)]) from error
    if [str(cell) for cell in about[:2]] != [FORM, str(VERSION)] or [
        str(it) for it in table[0][: len(COLUMNS)]
    ] != list(COLUMNS):
        remedy = gettext(
            "The columns are not those of the workbook that Accede gives out; take it again from the assessment."
        )
        raise WorkbookRefused([Fault(f"{SHEET}!A1", remedy)])
    if str(about[2]) != state:
        raise WorkbookRefused(
            [
                Fault(
                    "about!C1",
                    gettext("This is the assessment of another State (%(code)s).") % {"code": str(about[2])[:10]},
                )
            ]
        )
    return table[1:]


def _text(cell: object) -> str:
    """A cell as text; a spreadsheet program may have made 5.0 of 5."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    lines = (
        " ".join(line.split()) for line in str(cell if cell is not None else "").replace("\r", "").strip().split("\n")
    )
    return "\n".join(lines)


def _checked(values: Mapping[str, str], number: int) -> list[Fault]:
    faults = []
    for name, known in _CHOICES.items():
        if values[name] not in known:
            what = {"value": values[name][:40], "known": ", ".join(sorted(known - {""}))}
            faults.append(_fault(name, number, gettext("“%(value)s” is none of %(known)s.") % what))
    for name in ("reason", "practice", "state_comment", "provisions"):
        if len(values[name]) > _LONGEST:
            length = {"longest": _LONGEST, "given": len(values[name])}
            faults.append(_fault(name, number, gettext("At most %(longest)d characters; here are %(given)d.") % length))
    return faults


def _provisions(rows: Sequence[Row], *, state: str, by: Actor) -> tuple[dict[int, list[Provision]], list[Fault]]:
    """The provisions that each row names, among those of the State's laws that *by* may read."""
    mine = Provision.objects.filter(law__in=laws_for(by).filter(participant=state), last__isnull=True)
    asked = {number for row in rows for _code, number in _named(row.values["provisions"])}
    known = {(it.law.code, it.number): it for it in mine.filter(number__in=asked).select_related("law")}
    found: dict[int, list[Provision]] = {}
    faults = []
    for row in rows:
        pairs = _named(row.values["provisions"])
        found[row.number] = [known[pair] for pair in pairs if pair in known]
        for pair in pairs:
            if pair not in known:
                words = gettext(
                    "“%(words)s” is no provision of the laws here; write the short name, a bar, the number."
                )
                faults.append(_fault("provisions", row.number, words % {"words": " | ".join(pair)[:60]}))
    return found, faults


def _named(text: str) -> list[tuple[str, str]]:
    pairs = [line.partition("|") for line in text.split("\n") if line.strip()]
    return [(code.strip(), number.strip()) for code, _bar, number in pairs]


def _version(text: str) -> int | None:
    return int(text or 0) if (text or "0").isascii() and (text or "0").isdecimal() and len(text) < 9 else None


def _fault(name: str, number: int, message: str) -> Fault:
    return Fault(f"{SHEET}!{chr(ord('A') + COLUMNS.index(name))}{number}", message)
