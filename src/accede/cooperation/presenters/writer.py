"""The request writer's pages: where a request starts, the interview, what is missing."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accede.cooperation.presenters.labels import KINDS, LOOKS, MECHANISMS
from accede.cooperation.presenters.question import Asked
from accede.cooperation.queries import authorities
from accede.cooperation.writer.answers import Answers
from accede.cooperation.writer.check import Completeness, Missing, check, choices_for, rules_json, with_instruments
from accede.cooperation.writer.interview import SECTIONS
from accede.cooperation.writer.legal import Case, LegalBasis
from accede.cooperation.writer.model import Choice, Citation, Field, Form, Level, Section, Values, level_by
from accede.cooperation.writer.phrases import languages, phrases
from accede.kit.on import AsOf
from accede.kit.wording import in_english, reader
from accede.law.reasons import gettext_noop
from accede.treaties.presenters.common import name_of, title_of
from accede.treaties.queries import Snapshot

#: The parameters that every request needs; with them the interview begins.
NEEDED = ("requesting", "requested", "offence", "kind")
#: The field of the document's language: no answer, and so no field of the interview.
LANGUAGE = "language"
LEVELS = {
    Level.REQUIRED: gettext_noop("required"),
    Level.ADVISED: gettext_noop("advised"),
    Level.OPTIONAL: gettext_noop("if it applies"),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that asks for something."""

    title: SafeString
    article: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One of the answers to choose from."""

    code: str
    key: str
    label: SafeString | str
    note: str
    asked_by: list[Cited]
    level: str
    level_word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question of the interview with what was answered."""

    code: str
    label: str
    help: str
    form: str
    level: str
    level_word: str
    asked_by: list[Cited]
    rows: int
    longest: int
    text: str
    choices: list[ChoiceView]


@dataclass(frozen=True, slots=True)
class SectionView:
    """Questions that belong together, and how many that are required are still open."""

    code: str
    title: str
    intro: str
    fields: list[FieldView]
    open: int


@dataclass(frozen=True, slots=True)
class MissingView:
    """A thing that is missing, with a link to where it is asked."""

    target: str
    label: str
    section: str


@dataclass(frozen=True)
class WriterPage:
    """Everything on the page of the interview."""

    kind: str
    kind_word: str
    requesting: str
    requested: str
    offence: SafeString
    offence_article: str
    conclusion: str
    conclusion_symbol: str
    conclusion_meaning: str
    conclusion_key: str
    sections: list[SectionView]
    required: list[MissingView]
    advised: list[MissingView]
    needed: int
    given: int
    languages: list[tuple[str, str, bool]]
    rules: str
    levels: str
    case_key: str
    query: str
    basis_href: str
    checked: bool


def case_query(put: Asked, asked: AsOf) -> str:
    """What names the case in addresses: two States, offence, kind, date, and what was said of laws. No personal data."""
    it = put.question
    pairs = {"requesting": it.requesting, "requested": it.requested, "offence": it.offence, "kind": it.kind.value}
    return urlencode({**pairs, "on": asked.iso, **put.given})


def writer_page(
    snap: Snapshot, case: Case, put: Asked, asked: AsOf, *, answers: Answers | None = None, language: str = ""
) -> WriterPage:
    """The interview; without *answers* as it begins, all bases ticked and the authority on record filled in."""
    values: dict[str, str | tuple[str, ...]]
    values = dict(_beginning(snap, case) if answers is None else answers.values)
    values = with_instruments({**values, **case.given})
    state = check(values)
    query = case_query(put, asked)
    offence = case.rules.offence(case.offence)[1]
    look = LOOKS[case.conclusion]
    return WriterPage(
        kind=case.kind,
        kind_word=_say(str(KINDS[case.kind])),
        requesting=name_of(case.facts.participants[case.requesting]),
        requested=name_of(case.facts.participants[case.requested]),
        offence=in_english(offence.title),
        offence_article=offence.article,
        conclusion=_say(str(look.label)),
        conclusion_symbol=look.symbol,
        conclusion_meaning=_say(str(look.meaning)),
        conclusion_key=case.conclusion,
        sections=[_section(case, it, values, state) for it in SECTIONS if _asked(it, case.kind)],
        required=[_missing(it) for it in state.required],
        advised=[_missing(it) for it in state.advised],
        needed=state.needed,
        given=state.given,
        languages=[(it, phrases(it).name, it == language) for it in languages()],
        rules=json.dumps(rules_json(), separators=(",", ":")),
        levels=json.dumps({level.value: _say(word) for level, word in LEVELS.items()}),
        case_key=query,
        query=query,
        basis_href=put.address(asked),
        checked=answers is not None,
    )


def start_address(put: Asked, asked: AsOf) -> str:
    """The interview for a case."""
    return f"{reverse('writer')}?{case_query(put, asked)}"


def _say(message: str) -> str:
    return reader().say(message)


def _beginning(snap: Snapshot, case: Case) -> dict[str, str | tuple[str, ...]]:
    values: dict[str, str | tuple[str, ...]] = {}
    if case.codes:
        values["bases"] = case.codes
    for it in authorities(snap):
        if it.participant == case.requested and it.purpose.serves(case.kind) and not it.sample:
            values["requested_authority"] = f"{it.name}\n{it.address}"
            break
    return values


def _asked(section: Section, kind: str) -> bool:
    return any(field.level({"kind": kind}) is not Level.ABSENT for field in section.fields)


def _section(case: Case, section: Section, values: Values, state: Completeness) -> SectionView:
    fields = [it for it in section.fields if it.level(values) is not Level.ABSENT]
    return SectionView(
        code=section.code,
        title=_say(section.title),
        intro=_say(section.intro),
        fields=[_field(case, it, values) for it in fields],
        open=sum(it.section == section.code for it in state.required),
    )


def _field(case: Case, field: Field, values: Values) -> FieldView:
    level = field.level(values)
    given = values.get(field.code, "")
    chosen = given if isinstance(given, tuple) else (given,)
    if field.code == "bases":
        choices = [_basis(case, it, it.code in chosen) for it in case.bases]
    else:
        choices = [_choice(case, field, it, values, it.code in chosen) for it in choices_for(field, case.kind)]
    return FieldView(
        code=field.code,
        label=_say(field.label),
        help=_say(field.help) if field.help else "",
        form=field.form.value,
        level=level.value,
        level_word=_say(LEVELS[level]),
        asked_by=_cited(case, field.asked_by),
        rows=field.rows,
        longest=field.longest,
        text=given if isinstance(given, str) and field.form in (Form.LINE, Form.TEXT) else "",
        choices=choices,
    )


def _choice(case: Case, field: Field, choice: Choice, values: Values, chosen: bool) -> ChoiceView:
    rules = (field.choice_rules or {}).get(choice.code)
    level = level_by(rules, values) if rules else None
    return ChoiceView(
        code=choice.code,
        key=f"{field.code}:{choice.code}",
        label=_say(choice.label),
        note="",
        asked_by=_cited(case, choice.asked_by),
        level=level.value if level else "",
        level_word=_say(LEVELS[level]) if level else "",
        chosen=chosen,
    )


def _basis(case: Case, basis: LegalBasis, chosen: bool) -> ChoiceView:
    title: SafeString | str
    if basis.instrument in case.facts.catalogue:
        title = title_of(case.facts.catalogue[basis.instrument])
    else:
        title = in_english(case.title(basis.instrument, phrases("en")))
    articles = ", ".join(basis.articles)
    place = gettext("article %(article)s") % {"article": articles} if articles else ""
    words = [_say(str(MECHANISMS[basis.mechanism])), place, _say(str(LOOKS[basis.label].label))]
    return ChoiceView(
        code=basis.code, key=f"bases:{basis.code}", label=title, note=" · ".join(it for it in words if it), asked_by=[],
        level="", level_word="", chosen=chosen,
    )  # fmt: skip


def _cited(case: Case, cited: tuple[Citation, ...]) -> list[Cited]:
    return [Cited(title_of(case.facts.catalogue[it.instrument]), it.article) for it in cited]


def _missing(it: Missing) -> MissingView:
    return MissingView(f"f-{it.field.code}", _say(it.label), it.section)
