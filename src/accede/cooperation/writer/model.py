"""What an interview is made of: sections, fields, choices, and rules that say when a field is needed.

The rules are plain data, so that the page's script goes by the very same ones (:func:`.check.rules_json`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Values = Mapping[str, str | tuple[str, ...]]
"""Answers by field: text, or the codes chosen where several may be."""

SHORT, LONG = 300, 20_000
"""The longest answer, in characters: to a question of one line, and of many."""


class Level(StrEnum):
    """How much a field is needed."""

    REQUIRED = "required"
    ADVISED = "advised"
    OPTIONAL = "optional"
    #: Not asked at all: the field belongs to another kind of request.
    ABSENT = "absent"


class Form(StrEnum):
    """How a field is answered."""

    LINE = "line"
    TEXT = "text"
    ONE = "one"
    MANY = "many"


class Operator(StrEnum):
    """How a condition looks at a field."""

    #: The answer is this code.
    IS = "is"
    #: The answer is another code, or none.
    IS_NOT = "is-not"
    #: This code is among those chosen.
    HAS = "has"
    #: This code alone is chosen.
    ONLY = "only"
    #: Nothing is answered.
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one field."""

    field: str
    test: Operator
    value: str

    def holds(self, values: Values) -> bool:
        """Whether it holds for the answers."""
        given = values.get(self.field, "")
        chosen = given if isinstance(given, tuple) else (given,) if given else ()
        match self.test:
            case Operator.IS:
                return chosen == (self.value,)
            case Operator.IS_NOT:
                return chosen != (self.value,)
            case Operator.HAS:
                return self.value in chosen
            case Operator.ONLY:
                return chosen == (self.value,)
            case Operator.EMPTY:
                return not chosen


@dataclass(frozen=True, slots=True)
class Rule:
    """A level, and the conditions under which it counts. Of a field's rules the first whose conditions all hold counts."""

    level: Level
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of an instrument of the catalogue."""

    instrument: str
    article: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from, with the articles that speak of it."""

    code: str
    label: str
    asked_by: tuple[Citation, ...] = ()
    kinds: tuple[str, ...] = ("extradition", "mla")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. ``label`` and ``help`` are English, marked for translation."""

    code: str
    label: str
    form: Form
    rules: tuple[Rule, ...]
    help: str = ""
    asked_by: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    #: Each of these choices must be taken where its rules say so (undertakings).
    choice_rules: Mapping[str, tuple[Rule, ...]] | None = None
    rows: int = 4

    @property
    def longest(self) -> int:
        """The longest answer, in characters."""
        return LONG if self.form is Form.TEXT else SHORT

    def level(self, values: Values) -> Level:
        """How much it is needed, given the other answers."""
        return level_by(self.rules, values)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together."""

    code: str
    title: str
    intro: str
    fields: tuple[Field, ...]


def level_by(rules: tuple[Rule, ...], values: Values) -> Level:
    """The level of the first rule that holds; optional where none does."""
    for rule in rules:
        if all(it.holds(values) for it in rule.when):
            return rule.level
    return Level.OPTIONAL


_TREATIES = {
    "UNTOC": "untoc-2000",
    "UNCAC": "uncac-2003",
    "Drugs": "drugs-1988",
    "Bombings": "bombings-1997",
    "ECE": "ece-1957",
    "EMLA": "emla-1959",
    "CECPT": "cecpt-2005",
}


def cite(articles: str) -> tuple[Citation, ...]:
    """Citations as lawyers write them.

    >>> cite("ECE 12(2)(a); EMLA 7")
    (Citation(instrument='ece-1957', article='12(2)(a)'), Citation(instrument='emla-1959', article='7'))
    """
    pairs = [it.split(" ", 1) for it in articles.split("; ")]
    return tuple(Citation(_TREATIES[treaty], article) for treaty, article in pairs)


def when(field: str, test: Operator, value: str = "") -> Condition:
    """Shorthand for a condition."""
    return Condition(field, test, value)


EXTRADITION = when("kind", Operator.IS, "extradition")
MLA = when("kind", Operator.IS, "mla")


def by_kind(*, extradition: Level, mla: Level) -> tuple[Rule, ...]:
    """One level for each kind of request."""
    return (Rule(extradition, (EXTRADITION,)), Rule(mla, (MLA,)))


REQUIRED_FOR_BOTH = (Rule(Level.REQUIRED),)
ADVISED_FOR_BOTH = (Rule(Level.ADVISED),)
OPTIONAL_FOR_BOTH = (Rule(Level.OPTIONAL),)
