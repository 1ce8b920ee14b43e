"""Words of a text in any of the eight languages, brought to the form in which terms are compared."""

import re

from accede.kit.folding import fold as normalise

__all__ = ["forms", "normalise", "words"]

_WORD = re.compile(r"\w+")
# Conjunction, preposition and article are written together with an Arabic word.
_ARABIC_PREFIX = re.compile(r"^[وف]?(?:[بكل]?ال|لل|[بكل])?")
_SHORTEST_ARABIC = 3


def words(normalised: str) -> list[str]:
    """The words of a text that is normalised already, in order."""
    return _WORD.findall(normalised)


def forms(word: str, *, language: str) -> set[str]:
    """*word*, and what is left of an Arabic word when what is written together with it is taken off."""
    found = {word}
    if language == "ar":
        whole = _ARABIC_PREFIX.match(word)
        for prefix in {whole.group() if whole else "", word[:1] if word[:1] in "وفبكل" else ""}:
            if len(word) - len(prefix) >= _SHORTEST_ARABIC:
                found.add(word[len(prefix) :])
    return found
