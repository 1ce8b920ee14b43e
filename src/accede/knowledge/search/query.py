"""What is typed into the box, read: words, "phrases in quotes", AND, OR, NOT or a minus, and brackets.

Words without anything between them all have to be there. What cannot be read as an expression (an open quote, a bracket without
its other) is read as plain words.
"""

import re
from dataclasses import dataclass

LONGEST = 400
_MOST_UNITS = 24
_DEEPEST = 12
_TOKEN = re.compile(r'"([^"]*)"|[“„«]([^”“»]*)[”“»]|([()])|([^\s()"“”„«»]+)')


class QueryFault(ValueError):
    """The text cannot be searched for; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a phrase whose words follow each other."""

    text: str
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """All of them."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of them."""

    parts: tuple["Node", ...]


Node = Unit | Not | All | Any


def parse(text: str) -> Node:
    """Read *text*. Raises :class:`QueryFault` where nothing is left to search for."""
    if len(text) > LONGEST:
        raise QueryFault(f"{len(text)} characters are more than {LONGEST}; search for fewer words")
    tokens = _tokens(text)
    try:
        found, rest = _any(tokens, 0, 0)
    except IndexError:
        found, rest = None, 0
    if found is None or rest != len(tokens):
        words = [Unit(value) for kind, value in tokens if kind in ("word", "phrase") and value.strip()]
        found = All(tuple(words)) if words else None
    if found is None or not _positive(found):
        raise QueryFault("give a word to search for; NOT alone finds nothing")
    if len(units(found)) > _MOST_UNITS:
        raise QueryFault(f"search for at most {_MOST_UNITS} words at once")
    return found


def units(node: Node) -> list[Unit]:
    """The words and phrases that are wanted, those under NOT left out."""
    if isinstance(node, Unit):
        return [node]
    if isinstance(node, Not):
        return []
    return [unit for part in node.parts for unit in units(part)]


def _positive(node: Node) -> bool:
    if isinstance(node, Unit):
        return True
    if isinstance(node, Not):
        return False
    return (any if isinstance(node, All) else all)(_positive(part) for part in node.parts)


def _tokens(text: str) -> list[tuple[str, str]]:
    found = []
    for quoted, curly, bracket, word in _TOKEN.findall(text):
        if quoted.strip() or curly.strip():
            found.append(("phrase", (quoted or curly).strip()))
        elif bracket:
            found.append((bracket, bracket))
        elif word in ("AND", "OR", "NOT"):
            found.append((word, word))
        elif word.startswith("-") and word.strip("-"):
            found += [("NOT", "-"), ("word", word.lstrip("-"))]
        elif word.strip("-"):
            found.append(("word", word))
    return found


# Each reads from a place and answers what it read and where it stopped; IndexError where the text ends too early.
def _any(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Node | None, int]:
    part, at = _all(tokens, at, depth)
    parts = [part]
    while at < len(tokens) and tokens[at][0] == "OR":
        part, at = _all(tokens, at + 1, depth)
        parts.append(part)
    given = [one for one in parts if one is not None]
    if len(given) != len(parts) and len(parts) > 1:
        return None, -1
    return (given[0] if len(given) == 1 else Any(tuple(given)) if given else None), at


def _all(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Node | None, int]:
    parts: list[Node] = []
    while at < len(tokens) and tokens[at][0] not in ("OR", ")"):
        if tokens[at][0] == "AND":
            at += 1
            continue
        part, at = _one(tokens, at, depth)
        if part is None:
            return None, -1
        parts.append(part)
    return (parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else None), at


def _one(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Node | None, int]:
    kind, value = tokens[at]
    if depth > _DEEPEST:
        return None, -1
    if kind == "NOT":
        part, at = _one(tokens, at + 1, depth + 1)
        return (Not(part) if part is not None else None), at
    if kind == "(":
        part, at = _any(tokens, at + 1, depth + 1)
        if at < 0 or tokens[at][0] != ")":
            return None, -1
        return part, at + 1
    if kind in ("word", "phrase"):
        return Unit(value, phrase=kind == "phrase"), at + 1
    return None, -1
