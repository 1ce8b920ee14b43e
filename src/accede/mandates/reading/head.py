"""The head of a resolution: symbol, title, session, dates, agenda item, and who proposed it."""

import re
from dataclasses import dataclass, field
from typing import Final

from accede.mandates.reading.lines import Line, joined
from accede.mandates.reading.marks import western
from accede.mandates.reading.words import Vocabulary, plain

_SYMBOL: Final = re.compile(
    r"\b((?:A|E|S)/RES/[A-Z0-9-]+(?:/\d+)?[A-Z]?(?:\s?\(\d{4}\))?|S/\d{4}/\d+(?:/Rev\.\d+)?"
    r"|[AE](?:/(?:C|CN)\.\d+)?/(?:\d{2,4}|ES-\d+)/L\.\d+(?:/Rev\.\d+)?|A/HRC/RES/\d+/\d+)"
)
_NUMBERED: Final = re.compile(
    r"(?:(?:resolution|résolution|resolución|резолюция|القرار|决议)\s+)?((?:S-|ES-)?\d{1,4}/\d{1,3})\s?([A-Z]?)(?:\s*[.。．]\s*|\s{1,}|$)(.*)",
    re.IGNORECASE,
)
_COUNCIL: Final = re.compile(
    r"(?:resolution|résolution|resolución|резолюция|القرار|第)\s*(\d{1,4})\s*[(（](\d{4})[)）]", re.IGNORECASE
)
_DRAFT: Final = re.compile(
    r"draft resolution|projet de résolution|proyecto de resolución|проект резолюции|مشروع قرار|决议草案", re.IGNORECASE
)
_ADOPTED: Final = re.compile(r"adopted|adoptée|aprobada|принята|اتخذ|大会决议|理事会决议|通过", re.IGNORECASE)
_AGENDA: Final = re.compile(
    r"(?:agenda items?|points?\s.*ordre du jour|temas?\s.*programa|пункты?\s.*повестки|البند|البندان|البنود|议程项目)",
    re.IGNORECASE,
)
_BODIES: Final = {
    "General Assembly": (
        "general assembly", "assemblée générale", "asamblea general", "генеральн", "الجمعية العامة", "大会",
    ),
    "Economic and Social Council": (
        "economic and social council", "conseil économique", "consejo económico", "экономическ", "المجلس الاقتصادي",
        "经济及社会理事会",
    ),
    "Security Council": (
        "security council", "conseil de sécurité", "consejo de seguridad", "совет безопасности", "مجلس الامن", "安全理事会",
    ),
    "Human Rights Council": (
        "human rights council", "conseil des droits", "consejo de derechos", "совет по правам", "مجلس حقوق", "人权理事会",
    ),
}  # fmt: skip
_LETTER_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_LEVANT: Final = (
    "كانون الثاني",
    "شباط",
    "اذار",
    "نيسان",
    "ايار",
    "حزيران",
    "تموز",
    "اب",
    "ايلول",
    "تشرين الاول",
    "تشرين الثاني",
    "كانون الاول",
)


@dataclass
class Head:
    """What stands before the body."""

    symbol: str = ""
    body: str = ""
    session: str = ""
    adopted: str = ""
    issued: str = ""
    date: str = ""
    draft: bool = False
    title: str = ""
    agenda_item: list[str] = field(default_factory=list)
    proponent: str = ""
    authors: str = ""
    section: list[str] = field(default_factory=list)


def read_head(lines: list[Line], formula: str, words: Vocabulary) -> Head:
    """The head, from the lines before the formula; what is not there stays empty."""
    texts = [it.text for it in lines if it.text]
    head = Head(symbol=_symbol(texts), body=_body(formula, texts))
    place = _title_place(texts)
    if place is not None:
        match = _NUMBERED.fullmatch(texts[place]) or _NUMBERED.match(texts[place])
        rest = [match[3].strip()] if match and match[3].strip() else []
        rest += [it for it in texts[place + 1 :] if not _ADOPTED.match(it)]
        part = next((it for it, text in enumerate(rest) if it and re.fullmatch(r"[A-H]|[IVX]{1,4}", text)), len(rest))
        head.title, head.section = _whole(rest[:part]), rest[part:]
        if not head.symbol and match:
            head.symbol = _from_number(match[1] + match[2], head.body, formula)
    for number, text in enumerate(texts):
        day = day_in(text, words)
        if _ADOPTED.search(text) and not head.adopted:
            head.adopted = day or day_in(" ".join(texts[number : number + 2]), words)
        elif day and not head.issued and len(text) < 60:
            head.issued, head.date = day, text
        if _DRAFT.search(text):
            head.draft = True
            head.authors = head.authors or _DRAFT.split(text)[0].rstrip(" :：").strip()
            if place is None and not head.title:
                head.title = _whole([it for it in texts[number + 1 :] if not _SYMBOL.fullmatch(it)])
        if _AGENDA.match(text):
            head.agenda_item.append(text)
        if text.startswith("[") and not head.proponent:
            head.proponent = _proponent(texts, number)
    if head.symbol.startswith("S/") and "/RES/" not in head.symbol:
        head.draft = True
    if not head.symbol:
        council = next((it for it in map(_COUNCIL.search, texts[:40]) if it), None)
        head.symbol = f"S/RES/{council[1]}({council[2]})" if council else ""
    head.session = session_of(head.symbol)
    return head


def _symbol(texts: list[str]) -> str:
    for text in texts[:60]:
        match = _SYMBOL.search(text)
        if match:
            return re.sub(r"\s(?=\()", "", match[1])
    return ""


def _body(formula: str, texts: list[str]) -> str:
    for text in [formula, *texts[:20]]:
        low = plain(text)
        for name, words in _BODIES.items():
            if any(plain(word) in low for word in words):
                return name
    return ""


def _from_number(number: str, body: str, formula: str) -> str:
    year = number.split("/")[0]
    if body == "Economic and Social Council" or (year.isdigit() and 1978 <= int(year) <= 2100):
        return f"E/RES/{number}"
    return f"A/HRC/RES/{number}" if body == "Human Rights Council" else f"A/RES/{number}"


def _title_place(texts: list[str]) -> int | None:
    """The line with the number of the resolution and, mostly, the beginning of its title: the last such line."""
    for place in range(len(texts) - 1, -1, -1):
        match = _NUMBERED.match(western(texts[place]))
        if match and not re.match(r"\d{1,2}/\d{1,2}/\d", texts[place]):
            return place
    return None


def _whole(texts: list[str]) -> str:
    title = joined(it for it in texts if not it.startswith("[")).strip()
    return re.sub(r"\s+", " ", title).strip(" *")


def _proponent(texts: list[str], place: int) -> str:
    whole = ""
    for text in texts[place : place + 4]:
        whole = f"{whole} {text}".strip()
        if text.endswith("]"):
            break
    return whole.strip("[] ")


def session_of(symbol: str) -> str:
    """The session (or for the Economic and Social Council the year) that a symbol names: "78", "S-32", "2011"."""
    match = re.match(r"[AE]/(?:HRC/)?RES/([A-Z0-9-]+)/", symbol)
    return match[1] if match else ""


_DAY: Final = (
    re.compile(r"\b(\d{1,2})(?:er|º|°)?\s+(?:de\s+)?([^\W\d_]+)\s+(?:de\s+|del\s+)?(\d{4})"),
    re.compile(r"(\d{1,2})\s+([^\d/]{2,16})/\s?[^\d/]{2,12}\s(\d{4})"),
)
_CHINESE_DAY: Final = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")


def day_in(text: str, words: Vocabulary) -> str:
    """The first date in a text, as YYYY-MM-DD; "" without one. English is read in every language."""
    text = western(text[:400])
    chinese = _CHINESE_DAY.search(text)
    if chinese:
        return f"{chinese[1]}-{int(chinese[2]):02}-{int(chinese[3]):02}"
    for form in _DAY:
        for match in form.finditer(text):
            name = plain(match[2]).strip()
            for months in (words.months, _LETTER_MONTHS, _LEVANT):
                if name in months:
                    return f"{match[3]}-{list(months).index(name) + 1:02}-{int(match[1]):02}"
    return ""
