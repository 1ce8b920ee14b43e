"""What is still missing, by the rules of the interview; and those rules as plain values for the page's script."""

from collections.abc import Iterator
from dataclasses import dataclass

from accede.cooperation.writer.interview import SECTIONS
from accede.cooperation.writer.model import Choice, Field, Level, Rule, Values, level_by

Plain = dict[str, object]

#: Not asked, but known of the request: its kind, and what the finder concludes.
GIVEN = ("kind", "conclusion")
#: Worked out from the bases chosen: the instruments they rest on.
INSTRUMENTS = "instruments"
#: Stands between instrument and mechanism in the code of a basis.
SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing. ``choice`` is set where it is one of several to tick."""

    section: str
    field: Field
    level: Level
    choice: Choice | None = None

    @property
    def key(self) -> str:
        """The field, or the field and the choice."""
        return f"{self.field.code}:{self.choice.code}" if self.choice else self.field.code

    @property
    def label(self) -> str:
        """What it is called, in English, marked for translation."""
        return self.choice.label if self.choice else self.field.label


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is missing, and how many of the things needed are there."""

    missing: tuple[Missing, ...]
    needed: int
    given: int

    @property
    def required(self) -> tuple[Missing, ...]:
        """What the request cannot do without."""
        return tuple(it for it in self.missing if it.level is Level.REQUIRED)

    @property
    def advised(self) -> tuple[Missing, ...]:
        """What a requested State will probably ask for."""
        return tuple(it for it in self.missing if it.level is Level.ADVISED)


def with_instruments(values: Values) -> dict[str, str | tuple[str, ...]]:
    """The answers, and with them the instruments of the bases chosen."""
    bases = values.get("bases", ())
    chosen = bases if isinstance(bases, tuple) else (bases,)
    return {**values, INSTRUMENTS: tuple(dict.fromkeys(it.split(SEPARATOR)[0] for it in chosen if it))}


def check(values: Values) -> Completeness:
    """Look through the whole interview. *values* hold ``kind`` and ``conclusion`` beside the answers."""
    values = with_instruments(values)
    missing: list[Missing] = []
    needed = given = 0
    for section, field, choice, level in _asked(values):
        if level not in (Level.REQUIRED, Level.ADVISED):
            continue
        answer = values.get(field.code, "")
        there = choice.code in answer if choice else bool(answer)
        if level is Level.REQUIRED:
            needed += 1
            given += there
        if not there:
            missing.append(Missing(section, field, level, choice))
    return Completeness(tuple(missing), needed, given)


def _asked(values: Values) -> Iterator[tuple[str, Field, Choice | None, Level]]:
    for section in SECTIONS:
        for field in section.fields:
            yield section.code, field, None, field.level(values)
            choices = {it.code: it for it in field.choices}
            for code, rules in (field.choice_rules or {}).items():
                yield section.code, field, choices[code], level_by(rules, values)


def choices_for(field: Field, kind: str) -> tuple[Choice, ...]:
    """The choices that a kind of request has."""
    return tuple(it for it in field.choices if kind in it.kinds)


def rules_json() -> list[Plain]:
    """The rules in the order in which they are looked through: what the script of the page goes by."""
    found: list[Plain] = []
    for section in SECTIONS:
        for field in section.fields:
            found.append({"key": field.code, "field": field.code, "rules": _rules(field.rules)})
            for code, rules in (field.choice_rules or {}).items():
                found.append(
                    {"key": f"{field.code}:{code}", "field": field.code, "choice": code, "rules": _rules(rules)}
                )
    return found


def _rules(rules: tuple[Rule, ...]) -> list[Plain]:
    return [
        {
            "level": rule.level.value,
            "when": [{"field": it.field, "test": it.test.value, "value": it.value} for it in rule.when],
        }
        for rule in rules
    ]
