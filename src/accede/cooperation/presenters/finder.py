"""The form of the finder: what was filled in, what is wrong with it, and the address of the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accede.cooperation.presenters import choices
from accede.cooperation.presenters.choices import Option, OptionGroup
from accede.cooperation.presenters.question import (
    A_REQUIRES,
    B_NATIONALS,
    B_REQUIRES,
    BILATERAL,
    CONDUCT,
    KNOWN,
    bound_or_bad,
    check_pair,
    conduct_date,
)
from accede.cooperation.queries import current_rules
from accede.kit.on import AsOf, BadQuestion
from accede.kit.tables import Table, Twin
from accede.kit.wording import in_english
from accede.law.basis import Kind, Rules
from accede.law.basis.offences import match_offences
from accede.treaties.presenters.common import title_of
from accede.treaties.queries import Snapshot

#: The button of the form: with it, what is missing is pointed out; without it the form is only prefilled.
ASK = "ask"
#: The button that suggests offences for a description.
LOOK = "look"
#: A description of the conduct in plain words; it suggests offences and is kept nowhere.
WORDS = "words"
LONGEST_WORDS = 200
MOST_MATCHES = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field, and what to do."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Match:
    """An offence that plain words led to, with those words; the reader chooses."""

    code: str
    title: SafeString
    article: str
    instrument: SafeString
    because: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class KnownField:
    """A question about a law or a treaty that may be answered."""

    name: str
    label: str
    options: Sequence[Option]


@dataclass(frozen=True)
class FinderForm:
    """Everything on the page of the form."""

    requesting: Sequence[Option]
    requested: Sequence[Option]
    offences: Sequence[OptionGroup]
    kinds: Sequence[Option]
    known: Sequence[KnownField]
    opened: bool
    conduct: str
    words: str
    matches: Sequence[Match]
    problems: Sequence[Problem]
    by_field: dict[str, str]


def finder_form(snap: Snapshot, query: QueryDict, problems: Sequence[Problem]) -> FinderForm:
    """The form, filled in as far as *query* does."""
    rules = current_rules(snap)
    facts = snap.facts
    given = {name: query.get(name, "").strip() for name in ("requesting", "requested", "kind", CONDUCT)}
    offence, words = chosen_offence(query), query.get(WORDS, "").strip()[:LONGEST_WORDS]
    found = matches(rules, words, offence) if words else []
    listed = offence if all(it.code != offence for it in found) else ""
    return FinderForm(
        requesting=choices.states(facts, given["requesting"].upper()),
        requested=choices.states(facts, given["requested"].upper()),
        offences=choices.offences(facts, rules, listed),
        kinds=choices.kinds(given["kind"] or Kind.EXTRADITION.value),
        known=_known(query),
        opened=bool(given[CONDUCT]) or any(query.get(name, "unknown") not in ("", "unknown") for name in KNOWN),
        conduct=given[CONDUCT][:60],
        words=words,
        matches=found,
        problems=problems,
        by_field={it.field: it.message for it in reversed(problems)},
    )


def chosen_offence(query: QueryDict) -> str:
    """The offence chosen among those suggested, else the one from the list: both parts of the form have this name."""
    return next((it.strip() for it in query.getlist("offence") if it.strip()), "")


def matches(rules: Rules, words: str, chosen: str) -> list[Match]:
    """Offences that the words may mean, the likeliest first."""
    found = []
    for it in match_offences(rules, words, most=MOST_MATCHES).found:
        _, offence = rules.offence(it.code)
        instrument = title_of(rules.catalogue[it.instrument])
        because = ", ".join(word.given for word in it.words)
        found.append(Match(it.code, in_english(offence.title), offence.article, instrument, because, it.code == chosen))
    return found


def _known(query: QueryDict) -> list[KnownField]:
    recorded = gettext("not known, or as recorded here")
    labels = {
        A_REQUIRES: gettext("Does the requesting State extradite only on a treaty?"),
        B_REQUIRES: gettext("Does the requested State extradite only on a treaty?"),
        B_NATIONALS: gettext("Does the requested State surrender its nationals?"),
        BILATERAL: gettext("Is another bilateral treaty in force between the two?"),
    }
    return [
        KnownField(name, label, choices.answers(query.get(name, "") or "unknown", unknown=recorded))
        for name, label in labels.items()
    ]


def problems_of(snap: Snapshot, query: QueryDict, asked: AsOf) -> list[Problem]:
    """What keeps the question from being put, field by field."""
    facts, rules = snap.facts, current_rules(snap)
    found = []
    codes = {}
    for field, empty in (
        ("requesting", gettext("Choose the State that makes the request.")),
        ("requested", gettext("Choose the State to which the request goes.")),
    ):
        code = query.get(field, "").strip().upper()
        if not code:
            found.append(Problem(field, empty))
        elif code not in facts.participants:
            message = gettext("There is no State with the code “%(code)s”. Choose one from the list.")
            found.append(Problem(field, message % {"code": code[:40]}))
        else:
            codes[field] = code
    offence = chosen_offence(query)
    if not offence and query.get(WORDS, "").strip():
        message = gettext("Choose one of the offences found for your words, or one from the list.")
        found.append(Problem("offence", message))
    elif not offence:
        found.append(Problem("offence", gettext("Choose the offence, or describe it and choose among those found.")))
    elif offence not in rules.offences:
        message = gettext("There is no offence with the code “%(code)s”. Choose one from the list.")
        found.append(Problem("offence", message % {"code": offence[:80]}))
    kind = query.get("kind", "").strip() or Kind.EXTRADITION.value
    if kind not in tuple(Kind):
        found.append(Problem("kind", gettext("Choose extradition or mutual legal assistance.")))
    checks: list[Callable[[], object]] = [partial(conduct_date, query, asked)]
    if len(codes) == 2:
        checks.insert(0, partial(check_pair, facts, codes["requesting"], codes["requested"], asked))
    checks += [partial(bound_or_bad, name, query.get(name, "") or "unknown") for name in KNOWN]
    for check in checks:
        try:
            check()
        except BadQuestion as error:
            found.append(Problem(error.field, error.message))
    return found


def answer_address(query: QueryDict, asked: AsOf) -> str:
    """The permanent address of the answer to a question without problems."""
    parts = [query.get("requesting", "").strip().upper(), query.get("requested", "").strip().upper()]
    parts.append(chosen_offence(query))
    path = reverse("basis-answer", args=[*parts, query.get("kind", "").strip() or Kind.EXTRADITION.value])
    pairs = {"on": asked.iso}
    for name in (CONDUCT, *KNOWN):
        value = query.get(name, "").strip()
        if value and value != "unknown":
            pairs[name] = value
    return f"{path}?{urlencode(pairs)}"


def finder_twin(snap: Snapshot) -> Twin:
    """The data behind the form: every offence that can be asked about."""
    rules = current_rules(snap)
    records = [
        {
            "code": code,
            "instrument": instrument,
            "theme": rules.catalogue[instrument].theme,
            "title": offence.title,
            "article": offence.article,
            "form": offence.form,
        }
        for code, (instrument, offence) in rules.offences.items()
    ]
    value = {"offences": records, "kinds": [it.value for it in Kind], "known": list(KNOWN)}
    return Twin(value, lambda: [Table.of(records, list(records[0]), name="Offences")], "accede-offences")
