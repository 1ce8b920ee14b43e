"""The words that matter in a provision: found in its text whatever its spaces and capitals, and marked there."""

import re


def passages(words: str) -> list[str]:
    """The passages of *words*, one a line; spaces at their ends do not count.

    >>> passages("takes a hostage\\n\\n  threatens to kill ")
    ['takes a hostage', 'threatens to kill']
    """
    return [" ".join(line.split()) for line in words.splitlines() if line.strip()]


def place(text: str, passage: str) -> tuple[int, int] | None:
    """Where *passage* stands in *text*, in characters; None where it does not.

    >>> place("Whoever  takes\\na Hostage", "takes a hostage")
    (9, 24)
    """
    pattern = r"\s+".join(re.escape(word) for word in passage.split())
    found = re.search(pattern, text, re.IGNORECASE) if pattern else None
    return found.span() if found else None


def missing(text: str, words: str) -> list[str]:
    """The passages that do not stand in *text*."""
    return [it for it in passages(words) if place(text, it) is None]


def marked(text: str, words: str) -> list[tuple[str, bool]]:
    """*text* in pieces, each with whether it is marked; passages that overlap are marked as one.

    >>> marked("Whoever takes a hostage", "a hostage")
    [('Whoever takes ', False), ('a hostage', True)]
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(span for it in passages(words) if (span := place(text, it))):
        if end <= at:
            continue
        start = max(start, at)
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    return [*pieces, (text[at:], False)] if at < len(text) else pieces
