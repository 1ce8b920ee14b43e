"""Which provisions of the same law a provision names: "an offence under section 3, 4 or 5"."""

import re
from collections.abc import Sequence

from accede.legislation.suggesting.provisions import Provision

_WORD_BEFORE = {
    "en": r"(?:sections?|ss?\.|articles?|paragraphs?)", "fr": r"(?:articles?|art\.)", "es": r"(?:art[ií]culos?|arts?\.)",
    "de": r"(?:§§?|artikels?|art\.)", "nl": r"(?:artikel(?:en)?|art\.)", "ar": r"(?:ال)?(?:ماد[ةه]|مواد)",
    "ru": r"(?:стать[а-я]+|ст\.)",
}  # fmt: skip
_NUMBER = r"\(?\s*(?:[lr]\.? ?\*?)?(\d+(?:[-–.]\d+)*[a-z]?(?:\s(?:bis|ter|quater|quinquies))?)\b\)?(?:\s*\(\w+\))*"
_AND = r"(?:,|and|or|et|ou|y|o|e|und|oder|sowie|en|of|tot|и|или|و|أو|à|to|bis|a)"
_CHINESE = re.compile(r"第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?")
_MEMBER = re.compile(_NUMBER, re.IGNORECASE)
_REACH = 8000


def references(provisions: Sequence[Provision], *, language: str) -> list[list[int]]:
    """For each provision the places, in *provisions*, of those of its law that it names; itself left out."""
    if language == "zh":
        return _resolve(provisions, [_CHINESE.findall(it.text[:_REACH]) for it in provisions])
    more = _NUMBER.replace("(\\d", "(?:\\d")
    pattern = re.compile(rf"{_WORD_BEFORE[language]}\s*{_NUMBER}((?:\s*{_AND}\s*{more})*)", re.IGNORECASE)
    named = []
    for it in provisions:
        found: list[str] = []
        for match in pattern.finditer(it.text[:_REACH]):
            found += [match.group(1), *_MEMBER.findall(match.group(2) or "")]
        named.append(found)
    return _resolve(provisions, named)


def _resolve(provisions: Sequence[Provision], named: Sequence[Sequence[str]]) -> list[list[int]]:
    places = {(it.law, _plain(it.provision)): place for place, it in enumerate(provisions)}
    resolved = []
    for here, (it, numbers) in enumerate(zip(provisions, named, strict=True)):
        found = {places.get((it.law, _plain(number)), here) for number in numbers}
        resolved.append(sorted(found - {here}))
    return resolved


def _plain(number: str) -> str:
    return re.sub(r"[\W_]", "", number.casefold())
