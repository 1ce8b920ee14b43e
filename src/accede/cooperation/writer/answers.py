"""What is accepted from the form: known fields, known choices, bounded length, no control characters.

Answers are data from here on: nothing in them is ever read as markup, as a template, or as an address.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from accede.cooperation.writer.check import choices_for
from accede.cooperation.writer.interview import FIELDS
from accede.cooperation.writer.model import Field, Form, Level

#: The longest request, in characters over all answers. The form as sent may be larger: letters are encoded in it.
LONGEST = 120_000
#: The largest form accepted, in bytes as sent: each letter of three bytes takes nine.
LARGEST_FORM = 2_000_000

_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u0085")
_KEPT = "\n\t"


class AnswerRefused(ValueError):
    """An answer that is not taken. ``field`` is None where the whole is too long. The text given is never repeated."""

    def __init__(self, problem: str, *, field: Field | None = None, limit: int = 0) -> None:
        super().__init__(f"{field.code if field else 'request'}: {problem}")
        self.problem = problem
        self.field = field
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Answers:
    """Accepted answers by field; fields left empty are not in it."""

    values: Mapping[str, str | tuple[str, ...]]

    def text(self, code: str) -> str:
        """The answer to a question of one line or many, or the code chosen; empty where there is none."""
        value = self.values.get(code, "")
        return value if isinstance(value, str) else ""

    def chosen(self, code: str) -> tuple[str, ...]:
        """The codes chosen where several may be."""
        value = self.values.get(code, ())
        return value if isinstance(value, tuple) else ()


def clean(text: str, *, lines: bool) -> str:
    r"""Text without control and formatting characters that hide or reorder it; line ends are kept where *lines*.

    Marks of direction and joiners are part of writing in several scripts and stay; overrides of direction go.

    >>> clean("a\x00b\u202ec\r\n d ", lines=True)
    'abc\n d'
    >>> clean("two\nlines", lines=False)
    'two lines'
    """
    text = _LINE_ENDS.sub("\n", text)
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    text = "".join(char for char in text if char in _KEPT or not _hidden(char))
    return unicodedata.normalize("NFC", text).strip()


def _hidden(char: str) -> bool:
    if "\u202a" <= char <= "\u202e":
        return True
    # Control characters, lone surrogates, private use, and code points without a character: neither XML nor fonts have them.
    return unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Zp")


def accept(form: Mapping[str, Sequence[str]], *, kind: str, bases: Collection[str]) -> Answers:
    """The answers in *form* (a list of values by field); *bases* are the codes of the legal bases that were found.

    Fields that are not asked for this kind, and any that there are not, are left aside. Raises :class:`AnswerRefused`.
    """
    values: dict[str, str | tuple[str, ...]] = {}
    total = 0
    for code, field in FIELDS.items():
        given = form.get(code, ())
        if not given or field.level({"kind": kind}) is Level.ABSENT:
            continue
        if field.form in (Form.LINE, Form.TEXT):
            total += len(given[-1])
            if total > LONGEST:
                raise AnswerRefused("the whole is too long", limit=LONGEST)
            text = clean(given[-1], lines=field.form is Form.TEXT)
            if len(text) > field.longest:
                raise AnswerRefused("is too long", field=field, limit=field.longest)
            if text:
                values[code] = text
        else:
            chosen = _chosen(field, given, bases if code == "bases" else {it.code for it in choices_for(field, kind)})
            if chosen:
                values[code] = chosen if field.form is Form.MANY else chosen[0]
    return Answers(values)


def _chosen(field: Field, given: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(it for it in given if it))
    if any(it not in known for it in chosen):
        raise AnswerRefused("has a choice that there is not", field=field)
    if field.form is Form.ONE and len(chosen) > 1:
        raise AnswerRefused("takes one choice", field=field)
    return chosen
