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
    found: Node | None = None
    try:
        found, rest = _any(tokens, 0, 0)
    except _Unreadable:
        rest = -1
    if rest != len(tokens):
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


class _Unreadable(Exception):
    """It is no expression; it is read as plain words then."""


# Each reads from a place and answers what it read and where it stopped, always further on.
def _any(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Node, int]:
    part, at = _all(tokens, at, depth)
    parts = [part]
    while at < len(tokens) and tokens[at][0] == "OR":
        part, at = _all(tokens, at + 1, depth)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Any(tuple(parts))), at


def _all(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Node, int]:
    parts: list[Node] = []
    while at < len(tokens) and tokens[at][0] not in ("OR", ")"):
        if tokens[at][0] == "AND":
            at += 1
            continue
        part, at = _one(tokens, at, depth)
        parts.append(part)
    if not parts:
        raise _Unreadable
    return (parts[0] if len(parts) == 1 else All(tuple(parts))), at


def _one(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Node, int]:
    if depth > _DEEPEST or at >= len(tokens):
        raise _Unreadable
    kind, value = tokens[at]
    if kind == "NOT":
        part, at = _one(tokens, at + 1, depth + 1)
        return Not(part), at
    if kind == "(":
        part, at = _any(tokens, at + 1, depth + 1)
        if at >= len(tokens) or tokens[at][0] != ")":
            raise _Unreadable
        return part, at + 1
    if kind in ("word", "phrase"):
        return Unit(value, phrase=kind == "phrase"), at + 1
    raise _Unreadable
