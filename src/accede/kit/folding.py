"""Texts brought to a form in which they can be compared, whatever their case, accents, marks and variants of letters."""

import re
import unicodedata

_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ء": None, "ٱ": "ا", "ی": "ي", "ک": "ك"})
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """*text* without case, accents, vowel marks and variants of letters (Unicode NFKC, then the marks taken off).

    >>> fold("Ministère de la Justice"), fold("STRASSE") == fold("Straße"), fold("الإدارة") == fold("الاداره")
    ('ministere de la justice', True, True)
    """
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Mn").translate(_ARABIC)


def name_key(name: str) -> str:
    """A key that names written in another order, or with other punctuation, have in common.

    >>> name_key("Sample, Anna-Maria") == name_key("anna maria SAMPLE")
    True
    """
    return " ".join(sorted(_WORD.findall(fold(name))))
