"""Arabic writes "and" and "so" to the word that follows: a word is sought with them and without.

The stemmer of the index takes an article off the beginning of a word, but not where a conjunction stands before it. What the
index holds stays as it was written; the question is widened instead.
"""

CONJUNCTIONS = ("و", "ف")
_ARTICLE = "ال"
#: A word that is shorter without its first letter is taken to begin with it: "وطن", "فصل".
_SHORTEST = 4


def with_conjunctions(text: str) -> list[str]:
    """The text as it is, and with a conjunction or an article before its first word put there or taken off.

    >>> with_conjunctions("والتمويل")[:2], with_conjunctions("law")
    (['والتمويل', 'التمويل'], ['law'])
    """
    first, space, rest = text.partition(" ")
    if not first or not "\u0621" <= first[0] <= "\u064a":
        return [text]
    bases = [first]
    if first.startswith(CONJUNCTIONS) and (first[1:].startswith(_ARTICLE) or len(first) > _SHORTEST):
        bases.append(first[1:])
    found = dict.fromkeys(bases)
    for base in bases:
        bare = base.removeprefix(_ARTICLE) if len(base) > _SHORTEST else base
        for sign in CONJUNCTIONS:
            found.update(dict.fromkeys([sign + bare, sign + _ARTICLE + bare]))
    return [form + space + rest for form in found]
