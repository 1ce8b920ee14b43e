"""Who is asked, what for, on which conditions and by when: read from an operative paragraph in English."""

import re
from functools import cache
from typing import Any, Final

from accede.mandates.reading.model import Ask
from accede.mandates.reading.words import plain, raw

#: Paragraphs of resolutions have some 60 to 300 words; what is longer is read as far as this.
_REACH: Final = 20_000
_LONGEST_NAME: Final = 400


@cache
def _asking() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, list[str]]]:
    given: dict[str, Any] = raw()["asking"]["en"]
    verbs = "|".join(re.escape(it) for it in sorted(given["verbs"], key=len, reverse=True))
    start = re.compile(
        rf"\b(?:(?:also|further|strongly|again|urgently) )?({verbs})\b(?: also| further| again| upon)?\s+",
        re.IGNORECASE,
    )
    stops = "|".join(re.escape(it) for it in sorted(given["stops"], key=len, reverse=True))
    stop = re.compile(rf",?\s+(?:{stops})\b|[;:]|,\s+(?=(?:{stops})\b)", re.IGNORECASE)
    return start, stop, {name: list(names) for name, names in given["roles"].items()}


@cache
def _conditions() -> re.Pattern[str]:
    phrases = sorted(raw()["conditions"]["en"], key=len, reverse=True)
    return re.compile(
        r"\b(?:"
        + "|".join(
            re.escape(it).replace(r"\{\}", r"[\w'-]{1,30}(?:\s[\w'-]{1,30}){0,2}").replace(r"\ ", r"\s")
            for it in phrases
        )
        + r")(?![\w-])",
        re.IGNORECASE,
    )


def asks_of(text: str) -> list[Ask]:
    """What the paragraph asks: a verb of asking in the present tense, whom, and what for."""
    text = text[:_REACH]
    start, stop, _ = _asking()
    found: list[Ask] = []
    matches = [it for it in start.finditer(text) if _speaks_here(text, it)]
    ends = [it.start() for it in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):
        clause = text[match.end() : end]
        cut = stop.search(clause)
        verb = match[0].strip()
        if verb.lower().endswith(" that"):
            cut = re.search(r"\s(?:should|shall|be|continue|ensure)\b", clause)
        name = clause[: cut.start()] if cut else clause
        if not name or len(name) > _LONGEST_NAME or not _is_name(name):
            continue
        names = addressees_in(name)
        what = clause[cut.start() if cut else 0 :].strip(" ,;.")
        what = re.sub(r",?\s*\b(?:and|or)(?:,? in this regard,?)?$", "", what).strip(" ,;.")
        found.append(Ask(verb, names, [role_of(it) for it in names], what))
    return found


def _speaks_here(text: str, match: re.Match[str]) -> bool:
    """Whether the body speaks: at the beginning, or after "and" or a comma; not "a State that requests assistance"."""
    before = text[max(0, match.start() - 60) : match.start()].rstrip()
    if not before:
        return match.start() < 4
    verb = match[1].split()[0].lower()
    if not verb.endswith("s"):
        return False
    tail = before[-40:].lower()
    return bool(re.search(r"(?:[,;:]|\band|\balso|\bfurther|\bregard|\bcontext)$", tail)) and not tail.endswith(
        ("which", "who")
    )


def _is_name(name: str) -> bool:
    return bool(re.search(r"[A-Za-z]", name)) and not re.match(r"(?:it|them|him|this|these|a report)\b", name)


_SPLIT: Final = re.compile(
    r",\s+(?:and\s+)?(?=(?:the|all|other|relevant|[A-Z]))|\s+and\s+(?=(?:the|all|other|relevant|its|their)\s|[A-Z])"
)
#: Names that have an "and" of their own.
_WHOLE: Final = re.compile(
    r"Drugs and Crime|Economic and Social Council|Crime Prevention and Criminal Justice|Peace and Security Council"
    r"|Women and|and Social Commission|Trade and Development|Children and Armed|Food and Agriculture"
    r"|Administrative and Budgetary"
    r"|Political and Peacebuilding|Education, Scientific and Cultural|Safety and Security|Drug and Crime"
)


def addressees_in(name: str) -> list[str]:
    """The names in "Member States, the Secretary-General and the Office", without their articles."""
    covered = _WHOLE.sub(lambda it: it[0].replace(" and ", " \x00 ").replace(", ", "\x01"), name)
    parts = [it.replace("\x00", "and").replace("\x01", ", ").strip(" ,.;") for it in _SPLIT.split(covered)]
    cleaned = [re.sub(r"^(?:in this (?:regard|context),?\s+)?(?:(?:the|to the)\s+)?", "", it) for it in parts]
    return [it for it in dict.fromkeys(cleaned) if it]


def role_of(name: str) -> str:
    """The role of an addressee: "member_states", "the_office", "secretary_general" or "other"."""
    low = re.sub(r"^(?:the|all|other|relevant|concerned|its)\s+", "", plain(name))
    roles = _asking()[2]
    if any(low.startswith(it) for it in roles["secretary_general"]) and "representative" not in low:
        return "secretary_general"
    if any(low == it or (len(it) > 12 and it in low) for it in roles["the_office"]):
        return "the_office"
    if any(low.startswith(it) or low.endswith(it) for it in roles["member_states"]):
        return "member_states"
    return "other"


def conditions_of(text: str) -> list[str]:
    """The phrases that limit what is asked, as printed, each once, in the order of the text."""
    return list(
        dict.fromkeys(re.sub(r"\s+", " ", it[0]).strip().lower() for it in _conditions().finditer(text[:_REACH]))
    )


_MONTH: Final = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_ORDINAL: Final = (
    r"(?:one|hundred|regular|resumed|next|annual|special|forthcoming|substantive|first|second|third"
    r"|[a-z]+(?:-[a-z]+)?(?:st|nd|rd|th)|\d{1,3}(?:st|nd|rd|th))"
)
_SESSION: Final = rf"(?:{_ORDINAL},?\s+(?:and\s+)?){{1,5}}sessions?"
_OF_BODY: Final = r"(?:\s+of the [A-Z][\w ]{1,40}?(?=[,;.]|\s(?:a|on|to|and)\b))?"
_SPAN: Final = r"(?:days|weeks|months|years)"
_DEADLINES: Final = tuple(
    re.compile(it, re.IGNORECASE)
    for it in (
        (
            rf"\b(?:no|not) later than\s+(?:the end of\s+)?(?:\d{{1,2}}\s+)?(?:{_MONTH}\s+)?"
            rf"(?:\d{{4}}|{_SESSION}|[a-z]+\s+{_SPAN})"
        ),
        rf"\b(?:at|before|by|during|for|of|until|to)\s+(?:its|the|their)\s+{_SESSION}{_OF_BODY}",
        rf"\b(?:by|before|until|prior to)\s+(?:the end of\s+)?(?:\d{{1,2}}\s+)?{_MONTH}\s+\d{{4}}",
        r"\b(?:by|before|until)\s+(?:the end of\s+)?(?:the year\s+)?(?:19|20)\d{2}\b",
        (
            rf"\bwithin\s+(?:a period of\s+)?(?:\d{{1,3}}|[a-z]+(?:-[a-z]+)?)\s+(?:calendar\s+|working\s+)?{_SPAN}"
            r"(?:\s+(?:of|from|after)\s+[\w ]{1,60}?(?=[,;.]))?"
        ),
        rf"\bevery\s+(?:[a-z]+|\d+)\s+{_SPAN}\b",
        r"\b(?:on an? (?:annual|biennial|triennial|quarterly|monthly) basis|annually|biennially)\b",
    )
)


def deadline_of(text: str, asks: list[Ask], verb: str) -> str | None:
    """By when something is asked or decided, as printed: "at its sixty-seventh session"; None without one.

    A session that lies in the past for the text ("recalls the report considered at its sixtieth session") is none:
    only what stands in a clause that asks, or in a paragraph that decides, is read.
    """
    clauses = [it.what for it in asks]
    if verb and re.search(
        r"\b(?:decides|expresses its intention|resolves|extends|renews|declares|proclaims)\b", plain(verb)
    ):
        clauses = [text[:_REACH]]
    for clause in clauses:
        for form in _DEADLINES:
            found = form.search(clause)
            if found:
                return re.sub(r"\s+", " ", found[0])
    return None
