"""Numbers of paragraphs and marks of sub-paragraphs, in the six languages."""

import re
from dataclasses import dataclass
from typing import Final

_DIGITS: Final = {ord(a): b for a, b in zip("٠١٢٣٤٥٦٧٨٩０１２３４５６７８９", "0123456789" * 2, strict=True)}
_NUMBER: Final = re.compile(
    r"[\"“”«„「]?\s?(\d{1,3})\s?((?:bis|ter|quater|quinquies|[A-H](?=\.))?)\s?"
    r"(?:\.(?!\d)|\s?[-–—](?=\s)|．|、|\)(?=\s))[\s\u3000]*",
    re.IGNORECASE,
)
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
_ABJAD: Final = (
    "أ",
    "ب",
    "ج",
    "د",
    "ه",
    "و",
    "ز",
    "ح",
    "ط",
    "ي",
    "ك",
    "ل",
    "م",
    "ن",
    "س",
    "ع",
    "ف",
    "ص",
    "ق",
    "ر",
    "ش",
    "ت",
)
_HAN: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
_MARK: Final = re.compile(
    r"[\"“«]?([(（]?\s?([a-z]{1,2}|[ivxlIVXL]{1,6}|[А-Яа-я]|[\u0621-\u064a\u0640]{1,4}|[一二三四五六七八九十]{1,3}|\d{1,2})\s?[)）]|[•●▪◦‣]|[–—](?=\s))"
    r"[\s\u3000]*"
)
_ROMAN: Final = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A printed paragraph number: its value, "bis" and the like, and where the text after it begins."""

    value: int
    suffix: str
    end: int

    @property
    def printed(self) -> str:
        """As a reference would give it: "12", "12 bis", "12A"."""
        if not self.suffix:
            return str(self.value)
        return f"{self.value}{self.suffix}" if len(self.suffix) == 1 else f"{self.value} {self.suffix.lower()}"


def western(text: str) -> str:
    """The text with digits of any script as 0 to 9; the length stays the same."""
    return text.translate(_DIGITS)


def number_at(text: str) -> Number | None:
    """The paragraph number with which a line begins, if it begins with one."""
    match = _NUMBER.match(western(text[:40]))
    if match is None:
        return None
    return Number(int(match[1]), match[2], match.end())


@dataclass(frozen=True)
class Mark:
    """A printed mark of a sub-paragraph. ``places`` says for each kind of letters which one in order it may be."""

    printed: str
    places: dict[str, int]
    end: int


def mark_at(text: str) -> Mark | None:
    """The mark of a sub-paragraph with which a line begins, if it begins with one."""
    match = _MARK.match(text[:40])
    if match is None:
        return None
    printed = match[1].strip()
    letters = match[2]
    if letters is None:
        return Mark(printed, {"bullet": 0}, match.end())
    places = places_of(letters)
    return Mark(printed, places, match.end()) if places else None


def places_of(letters: str) -> dict[str, int]:
    """ "c" is the third Latin letter; "i" the ninth, or the first Roman number."""
    low = letters.lower()
    found: dict[str, int] = {}
    if low.isascii() and low.isalpha():
        if len(low) == 1:
            found["latin"] = _LATIN.index(low) + 1
        elif len(set(low)) == 1 and not set(low) & set("ivx"):
            found["latin"] = 26 + _LATIN.index(low[0]) + 1
        if _ROMAN.fullmatch(low):
            found["roman"] = roman(low)
    elif low.isdigit():
        found["digits"] = int(western(low))
    elif low in _CYRILLIC:
        found["cyrillic"] = _CYRILLIC.index(low) + 1
    else:
        bare = letters.replace("ـ", "").replace("ا", "أ") if letters in ("ا", "أ") else letters.replace("ـ", "")
        if bare in _ABJAD:
            found["abjad"] = _ABJAD.index(bare) + 1
        elif letters in _HAN:
            found["han"] = _HAN.index(letters) + 1
    return found


def roman(text: str) -> int:
    """The value of a Roman number."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    total = 0
    numbers = [values[it] for it in text.lower()]
    for here, after in zip(numbers, [*numbers[1:], 0], strict=True):
        total += -here if here < after else here
    return total


@dataclass
class Level:
    """One level of a list that is being read: the kind of its letters and the last one read."""

    kind: str
    last: int


class Lists:
    """The lists open at a place of the text: says at which depth the next mark goes, or that it is no mark."""

    def __init__(self) -> None:
        self.levels: list[Level] = []

    def depth(self, mark: Mark, *, may_begin: bool, may_skip: bool, roman_follows: bool) -> int | None:
        """The depth of the mark (1: the outermost), or None where it continues nothing and may not begin a list."""
        if "bullet" in mark.places:
            return self._bullet(may_begin=may_begin)
        begins = [kind for kind, place in mark.places.items() if place == 1]
        for depth in range(len(self.levels), 0, -1):
            level = self.levels[depth - 1]
            place = mark.places.get(level.kind)
            if place is None or level.kind == "bullet":
                continue
            steps = place - level.last
            if steps == 1 or (may_skip and 1 < steps <= 3 and not begins):
                if "roman" in begins and level.kind == "latin" and roman_follows and may_begin:
                    break  # "(h) ...: (i) ... (ii)": the Roman number, not the letter after h
                del self.levels[depth:]
                level.last = place
                return depth
        if not begins or not may_begin:
            return None
        kind = "roman" if "roman" in begins else begins[0]
        for depth, level in enumerate(self.levels, 1):
            if level.kind == kind:  # the same letters again from the first: another list at the same depth
                del self.levels[depth:]
                level.last = 1
                return depth
        self.levels.append(Level(kind, 1))
        return len(self.levels)

    def _bullet(self, *, may_begin: bool) -> int | None:
        for depth, level in enumerate(self.levels, 1):
            if level.kind == "bullet":
                del self.levels[depth:]
                return depth
        if not may_begin:
            return None
        self.levels.append(Level("bullet", 0))
        return len(self.levels)
