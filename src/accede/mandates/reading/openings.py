"""The opening of a paragraph: the verb with which it begins, as resolutions print it in italics."""

import re
from collections.abc import Callable
from typing import Final, Literal

from accede.mandates.reading.words import Vocabulary, plain

Kind = Literal["preamble", "operative"]
At = Callable[[list[str], int], int]
_TRIM: Final = "“”\"«»'‘’,;:.()[]،؛،，；："
#: A paragraph is asked about its first words only, however long it is.
_REACH: Final = 400


def opening(text: str, words: Vocabulary, kind: Kind) -> str:
    """The opening of the paragraph as it is printed; "" where it begins with no verb that is known or can be told."""
    sample = text[:_REACH].lstrip("“\"«‘'„ \t")
    if not words.spaced:
        return _chinese(sample, words, kind)
    found = list(re.finditer(r"\S+", sample))
    tokens = [plain(it[0]).strip(_TRIM) for it in found]
    stops = [it[0][-1] in ",;:،؛." for it in found]
    length = _length(tokens, stops, words, kind) or _by_form(tokens, words, kind)
    if not length:
        return ""
    return sample[: found[length - 1].end()].rstrip(",;:،؛. ")


def known(text: str, words: Vocabulary, kind: Kind) -> bool:
    """Whether the paragraph begins with a verb of the lists."""
    sample = text[:_REACH].lstrip("“\"«‘'„ \t")
    if not words.spaced:
        return bool(_chinese(sample, words, kind))
    found = sample.split()[:40]
    tokens = [plain(it).strip(_TRIM) for it in found]
    return bool(_length(tokens, [it[-1] in ",;:،؛." for it in found], words, kind))


def _length(tokens: list[str], stops: list[bool], words: Vocabulary, kind: Kind) -> int:
    """How many words the opening has, by the grammar at the head of the data file; 0 without a verb."""
    phrases = words.phrases
    best = 0
    start = 0
    if words.language == "ar" and tokens and tokens[0].startswith("و") and not phrases["before"].at(tokens, 0):
        tokens = [tokens[0][1:], *tokens[1:]]  # "and", written together with the word that it stands before
    while True:  # each count of words before the verb: "also expresses", "having considered"
        verb = phrases[kind].at(tokens, start)
        if verb:
            best = max(best, _after(tokens, stops, words, start, start + verb))
        more = phrases["before"].at(tokens, start)
        if not more or start > 8:
            return best
        start += more


def _after(tokens: list[str], stops: list[bool], words: Vocabulary, start: int, place: int) -> int:
    phrases = words.phrases
    own = _owns(tokens, words, start)
    place = max(place, own)
    for _ in range(3):
        if stops[place - 1]:
            return place
        before = place
        place = _many(tokens, stops, phrases["after"].at, place)
        if not stops[place - 1]:
            place = _complement(tokens, stops, words, place, own=bool(own))
        if not stops[place - 1] and phrases["state_verbs"].at(tokens, start):
            place = _state(tokens, stops, words, place)
        if place == before:
            return place
    return place


def _owns(tokens: list[str], words: Vocabulary, start: int) -> int:
    """Where the verb ends, if it is one that takes an object of its own; otherwise 0."""
    length = words.phrases["own_verbs"].at(tokens, start)
    return start + length if length else 0


def _many(tokens: list[str], stops: list[bool], at: At, place: int) -> int:
    while not stops[place - 1]:
        length = at(tokens, place)
        if not length:
            break
        place += length
    return place


def _complement(tokens: list[str], stops: list[bool], words: Vocabulary, place: int, *, own: bool) -> int:
    """ "with deep concern and regret"; "its profound appreciation"."""
    phrases = words.phrases
    given = phrases["with"].at(tokens, place)
    if given:
        return _noun(tokens, stops, words, place + given, "feeling") or place
    if not own:
        return place
    return _noun(tokens, stops, words, place, "object") or place


def _noun(tokens: list[str], stops: list[bool], words: Vocabulary, place: int, kind: str) -> int:
    """Where a noun with its qualities ends, and another one joined to it; 0 where there is none."""
    phrases = words.phrases
    end = 0
    while True:
        here = place
        for _ in range(6):
            if here and stops[here - 1]:
                break
            more = phrases["own"].at(tokens, here) or phrases["degree"].at(tokens, here)
            joined = phrases["and"].at(tokens, here)
            if not more and here > place and joined and phrases["degree"].at(tokens, here + joined):
                more = joined  # "its strong and unequivocal condemnation"
            if not more:
                break
            here += more
        length = phrases[kind].at(tokens, here)
        if not length:
            return end
        end = here + length
        while end < len(tokens) and not stops[end - 1]:  # qualities after the noun, as in French, Spanish and Arabic
            more = phrases["degree"].at(tokens, end) if words.language in ("fr", "es", "ar") else 0
            if not more:
                break
            end += more
        joined = phrases["and"].at(tokens, end)
        if not joined or stops[end - 1]:
            return end
        place = end + joined


def _state(tokens: list[str], stops: list[bool], words: Vocabulary, place: int) -> int:
    """ "Se déclare gravement préoccupée"."""
    here = _many(tokens, stops, words.phrases["degree"].at, place)
    length = words.phrases["states"].at(tokens, here)
    return here + length if length else place


#: How verbs end where the list does not have them.
_FORMS: Final = {
    ("en", "preamble"): re.compile(r"[a-z-]{3,}(?:ing|ed)"),
    ("en", "operative"): re.compile(r"[a-z-]{2,}[a-rt-z]s"),
    ("fr", "preamble"): re.compile(r"[a-zà-ÿ'-]{3,}(?:ant|ée|ées|és|ie|ue|use)"),
    ("es", "preamble"): re.compile(r"[a-zà-ÿ]{3,}(?:ando|iendo|yendo|ada|ida|ándose|iéndose)"),
    ("ru", "preamble"): re.compile(r"[а-я]{3,}(?:я|ясь|ив|ав|ев|яв|вшись|ена|ная)"),
    ("ru", "operative"): re.compile(r"[а-я]{2,}(?:ет|ит|ется|ится|яет|ает|ует)"),
    ("fr", "operative"): re.compile(r"[a-zà-ÿ'-]{3,}(?:e|it|et|d)"),
    ("es", "operative"): re.compile(r"[a-zà-ÿ]{3,}(?:a|e)"),
    ("ar", "preamble"): re.compile(r"[تي]\S{2,}"),
    ("ar", "operative"): re.compile(r"[تي]\S{2,}"),
}
_NO_VERBS: Final = frozenset(
    ["this", "these", "those", "its", "his", "theirs", "states", "nations", "united", "members", "parties", "means"]
)


def _by_form(tokens: list[str], words: Vocabulary, kind: Kind) -> int:
    """The opening by the form of its words, for a verb that no list has."""
    form = _FORMS.get((words.language, kind))
    start = 0
    while more := words.phrases["before"].at(tokens, start):
        start += more
    if form is None or start >= len(tokens) or tokens[start] in _NO_VERBS or not form.fullmatch(tokens[start]):
        return 0
    if words.language == "ar" and kind == "preamble" and not start:
        return 0
    place = start + 1
    return place + words.phrases["after"].at(tokens, place)


def _chinese(sample: str, words: Vocabulary, kind: Kind) -> str:
    """The opening in Chinese, read character by character."""
    letters = list(plain(sample[:60]))
    phrases = words.phrases
    best = start = 0
    while start < 12:
        verb = phrases[kind].at(letters, start)
        if verb:
            place = start + verb
            place += _chinese_object(letters, words, start, place)
            best = max(best, place)
        more = phrases["before"].at(letters, start)
        if not more:
            break
        start += more
    return sample[:best]


def _chinese_object(letters: list[str], words: Vocabulary, start: int, place: int) -> int:
    phrases = words.phrases
    if not phrases["own_verbs"].at(letters, start):
        return 0
    here = place
    while more := phrases["own"].at(letters, here) or phrases["degree"].at(letters, here):
        here += more
    length = phrases["object"].at(letters, here)
    return here + length - place if length else 0
