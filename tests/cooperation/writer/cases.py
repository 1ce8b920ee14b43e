"""Cases that the finder answers, and forms with something in every field."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from accede.cooperation.writer.answers import Answers, accept
from accede.cooperation.writer.check import choices_for
from accede.cooperation.writer.interview import FIELDS
from accede.cooperation.writer.legal import Case, case_of
from accede.cooperation.writer.model import Form, Level
from accede.law import shipped_facts
from accede.law.basis import Kind, Question, find_basis, shipped_rules

OFFENCE = "bombings-1997:bombing-persons"
QUERY = f"requesting=FRA&requested=DEU&offence={OFFENCE}&on=2013-01-01&kind="
KINDS = ("extradition", "mla")


@cache
def case(kind: str, requesting: str = "FRA", requested: str = "DEU") -> Case:
    """A case between two States on the first day of 2013."""
    question = Question(
        requesting=requesting, requested=requested, offence=OFFENCE, kind=Kind(kind), on=date(2013, 1, 1)
    )
    facts, rules = shipped_facts(), shipped_rules()
    return case_of(find_basis(facts, rules, question), facts, rules)


def canary(code: str) -> str:
    """A word that is found nowhere else."""
    return f"Canary{code.replace('_', '')}Zq"


def full_form(it: Case) -> dict[str, list[str]]:
    """Every field of the case's kind answered: texts with a canary each, all of several choices, the first of one."""
    form: dict[str, list[str]] = {}
    for code, field in FIELDS.items():
        if field.level({"kind": it.kind}) is Level.ABSENT:
            continue
        if code == "bases":
            form[code] = list(it.codes)
        elif field.choices:
            codes = [choice.code for choice in choices_for(field, it.kind)]
            form[code] = codes if field.form is Form.MANY else codes[:1]
        else:
            form[code] = [canary(code)]
    return form


def answered(it: Case, form: Mapping[str, list[str]] | None = None) -> Answers:
    """The answers of a form; of the full one where none is given."""
    return accept(full_form(it) if form is None else form, kind=it.kind, bases=it.codes)
