"""Lines of a law, split into provisions by the headings that statutes use at the beginning of a line.

A law uses one kind of heading throughout: the kind that occurs most often is the one that splits it, so that a list inside an
article does not. A reference in running text ("Article 5 of the Act") is no heading, since it goes on with a small letter.
"""

import re
from collections.abc import Iterable, Sequence

from accede.knowledge.domain.bringing import LARGEST_LAW, Draft
from accede.treaties.importers.guard import ImportRefused

_LATIN = (
    r"(?:[A-Z]{1,2}\.?\s?)?\d+(?:[-.]\d+)*"
    r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies))?[A-Za-z]{0,3}"
)
_WORDS = r"premier|1er|1°|único|unico|primero|segundo|tercero|cuarto|quinto|sexto|séptimo|octavo|noveno|décimo|первая"
_NUMBER = rf"(?:{_LATIN}|{_WORDS})"
_HAN = "一二三四五六七八九十百千零〇0-9"
_ARABIC_NUMBER = (
    r"[\d٠-٩]+(?:\s*مكرر[اًا]*(?:\s*[\d٠-٩]+)?)?|ال[\u0621-\u064A]+(?:\s+(?:و?ال|بعد\s|و?عشر|مكرر)[\u0621-\u064A]*){0,4}"
)

#: The kinds of heading: what begins a provision, its number, and the rest of the line.
KINDS: dict[str, re.Pattern[str]] = {
    "article": re.compile(
        rf"(?:art(?:icle|ículo|iculo|ikel|\.)|статья|ст\.)\s*({_NUMBER})(?![\w-])(.*)", re.IGNORECASE
    ),
    "section": re.compile(rf"(?:section|sec\.|regulation|rule)\s+({_NUMBER})(?![\w-])(.*)", re.IGNORECASE),
    "paragraph": re.compile(r"§+\s*(\d+[a-z]?)(?![\w-])(.*)"),
    "han": re.compile(rf"(第[{_HAN}]+条(?:之[{_HAN}]+)?)(.*)"),
    "arabic": re.compile(rf"(?:ال)?ماد[ةه]\s*\(?\s*({_ARABIC_NUMBER})\s*\)?\s*(.*)"),
    "number": re.compile(r"(\d{1,4}[A-Z]{0,3})\.\s*((?:—|–|-|\s|\(1\)).*|[A-ZÀ-Ý“\"].*)"),
}
#: What contains provisions, from the outermost in.
_CONTAINERS = (
    r"(?:book|livre|libro|buch|boek|часть|第[%s]+编|الكتاب)",
    r"(?:part|partie|parte|teil|deel|title|titre|título|titulo|titel|раздел|第[%s]+分编|الباب|القسم)",
    r"(?:chapter|chapitre|capítulo|capitulo|kapitel|hoofdstuk|глава|第[%s]+章|الفصل)",
    r"(?:division|section|sección|seccion|abschnitt|afdeling|unterabschnitt|第[%s]+节|الفرع)",
)
CONTAINER = [re.compile(rf"{words.replace('%s', _HAN)}(?![\w])\s*.{{0,160}}$", re.IGNORECASE) for words in _CONTAINERS]
_MARKUP = re.compile(r"<[^>\n]{0,400}>|^[#>\s]+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
_ENDS = (".", ";", ":", "،", "؛", "。", "；", "：", ",")
_LONGEST_HEADING = 160


def split(lines: Iterable[str], *, language: str, name: str) -> list[Draft]:
    """The provisions in *lines*. Empty where no heading was found. Raises ``ImportRefused`` above 20,000 provisions."""
    clean = [_MARKUP.sub("", line).strip() for line in lines]
    kind = _kind(clean)
    if kind is None:
        return []
    found: list[Draft] = []
    places: list[str] = [""] * len(CONTAINER)
    before: list[str] = []
    number, rest, body = "", "", before
    place: tuple[str, ...] = ()
    for line in clean:
        heading = _heading(line, KINDS[kind])
        level = None if heading else _level(line, kind)
        if heading is None and level is None:
            body.append(line)
            continue
        if number:
            found.append(_made(number, rest, body, place, language=language))
            if len(found) > LARGEST_LAW:
                raise ImportRefused("has more than 20,000 provisions.", where=name, remedy="Split the law.")
        if level is not None:
            places[level:] = [line] + [""] * (len(CONTAINER) - level - 1)
            number, body = "", []
        elif heading is not None:
            (number, rest), body = heading, []
            place = tuple(title for title in places if title)
    if number:
        found.append(_made(number, rest, body, place, language=language))
    return found


def _kind(lines: Sequence[str]) -> str | None:
    counts = {name: sum(_heading(line, pattern) is not None for line in lines) for name, pattern in KINDS.items()}
    # A list inside an article is numbered like the sections of some statutes: such numbers count only where nothing else does.
    named = {name: number for name, number in counts.items() if name != "number"}
    best = max(named, key=lambda name: named[name])
    if named[best]:
        return best
    return "number" if counts["number"] else None


def _heading(line: str, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    if len(line) > 20_000 or not line:
        return None
    match = pattern.match(line)
    if match is None:
        return None
    rest = match.group(2)
    after = rest.lstrip()
    if after[:1].islower() and not rest.startswith((".", ":", ")")):
        return None  # "Article 5 of the Act applies"
    return " ".join(match.group(1).split()), after.lstrip(".:)—–- \t")


def _level(line: str, kind: str) -> int | None:
    if not line or len(line) > 200 or line.endswith(_ENDS[:2]):
        return None
    for level, pattern in enumerate(CONTAINER):
        if pattern.match(line) and not (kind == "section" and line.casefold().startswith("section")):
            return level
    return None


def _made(number: str, rest: str, body: Sequence[str], place: tuple[str, ...], *, language: str) -> Draft:
    text = "\n".join(body).strip()
    is_heading = (
        rest and text and language != "zh" and len(rest) <= _LONGEST_HEADING
        and (not rest.endswith(_ENDS) or (len(rest) <= 60 and rest.endswith("."))) and not rest.startswith("(")
    )  # fmt: skip
    if is_heading:
        return Draft(number, rest.rstrip("."), _joined(text), place)
    return Draft(number, "", _joined(f"{rest}\n{text}".strip()) or number, place)


def _joined(text: str) -> str:
    """Paragraphs kept, and more than one empty line made one."""
    return re.sub(r"\n{3,}", "\n\n", text)
