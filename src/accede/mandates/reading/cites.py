"""The documents that a resolution cites, as symbols: A/RES/60/288, S/RES/1373(2001), E/CN.15/2023/5."""

import re
from collections.abc import Iterable
from typing import Final

from accede.mandates.reading.marks import western
from accede.mandates.reading.words import Vocabulary, plain

_PART: Final = r"[A-Z0-9][A-Za-z0-9.-]{0,20}(?:\(\d{1,4}\))?"
_SYMBOL: Final = re.compile(
    rf"(?<![A-Za-z0-9/-])((?:A|E|S|T|ST|CTOC|CAC|DP|ID|TD|CCPR|CERD|CEDAW|CAT|CRC|HRI|UNEP|FCCC|NPT|PBC|CD)(?:/{_PART}){{1,7}})(?![A-Za-z0-9/])"
)
_NUMBERED: Final = re.compile(
    r"(?<![A-Za-z0-9/.-])(?:(\d{1,4})\s?([A-H]?)\s?[(（]([IVXLC]{1,8})[)）]"  # 217 A (III)
    r"|(\d{3,4})\s?[(（](\d{4})[)）]"  # 1373 (2001)
    r"|((?:S-|ES-)?\d{1,4})/(\d{1,3}))(?![A-Za-z0-9/-]|\.\d)"  # 60/288, 2011/31, S-30/1
)
#: Which body the numbers after these words belong to, until another is named.
_BODIES: Final = {
    "human rights council": "hrc", "conseil des droits de l'homme": "hrc", "consejo de derechos humanos": "hrc",
    "совета по правам человека": "hrc", "مجلس حقوق الانسان": "hrc", "人权理事会": "hrc",
    "economic and social council": "ecosoc", "conseil économique et social": "ecosoc",
    "consejo económico y social": "ecosoc", "экономического и социального совета": "ecosoc",
    "المجلس الاقتصادي والاجتماعي": "ecosoc", "经济及社会理事会": "ecosoc",
    "commission on": "none", "commission resolution": "none", "conference of the": "none", "review conference": "none",
    "commission des stupéfiants": "none", "комиссии по": "none", "comisión de": "none", "decision": "decision",
    "décision": "decision", "decisión": "decision", "решени": "decision", "world health assembly": "none",
    "environment assembly": "none", "governing council": "none",
    "resolution": "", "resolutions": "", "résolution": "", "résolutions": "", "resolución": "", "resoluciones": "",
    "general assembly": "ga", "assemblée générale": "ga", "asamblea general": "ga", "генеральной ассамблеи": "ga",
    "الجمعية العامة": "ga", "大会": "ga", "its resolution": "own", "its resolutions": "own", "sa résolution": "own",
    "ses résolutions": "own", "su resolución": "own", "sus resoluciones": "own", "свою резолюцию": "own",
    "свои резолюции": "own", "резолюци": "", "своей резолюции": "own", "قرارها": "own", "قراراتها": "own",
}  # fmt: skip
_NAMED: Final = re.compile("|".join(sorted(map(re.escape, _BODIES), key=len, reverse=True)))
_ASKS: Final = re.compile(r"r[eé]sol|резолюц|قرار|决议|[\d)）]\s*(?:[,،、;]|and|et|y|и|和|و)")


def cites_of(texts: Iterable[str], words: Vocabulary, symbol: str) -> list[str]:
    """The symbols cited, each once, in the order of the text. Numbers alone are read as resolutions only after that word."""
    own = "ecosoc" if symbol.startswith("E/") else "hrc" if symbol.startswith("A/HRC") else "ga"
    found: dict[str, None] = {}
    for text in texts:
        for cited in _in_one(western(text), own):
            found.setdefault(cited)
    found.pop(symbol, None)
    return list(found)


def _in_one(text: str, own: str) -> list[str]:
    here: list[tuple[int, str]] = []
    taken: list[tuple[int, int]] = []
    for match in _SYMBOL.finditer(text):
        cited = match[1].rstrip(".-")
        here.append((match.start(), cited))
        taken.append(match.span())
    low = plain(text)
    # Marks of Arabic that `plain` leaves out move places by a few letters, which does no harm here.
    named = [(it.start(), it[0]) for it in _NAMED.finditer(low)]
    body, mentioned, at = own, False, 0
    spans = iter(taken)
    span = next(spans, None)
    for match in _NUMBERED.finditer(text):
        while span is not None and span[1] <= match.start():
            span = next(spans, None)
        if span is not None and span[0] <= match.start() < span[1]:
            continue
        while at < len(named) and named[at][0] < match.start():
            name = _BODIES[named[at][1]]
            if name:
                body = own if name == "own" else name
            elif body == "decision":
                body = own
            mentioned = mentioned or name in ("", "own")
            at += 1
        if not mentioned and not _word_near(text, match.start(), match.end()):
            continue
        mentioned = True
        cited = _symbol_of(match, body, own)
        if cited:
            here.append((match.start(), cited))
    return [cited for _, cited in sorted(here)]


def _word_near(text: str, start: int, end: int) -> bool:
    return _ASKS.search(plain(text[max(0, start - 60) : end + 12])) is not None


def _symbol_of(match: re.Match[str], body: str, own: str) -> str:
    if match[3]:
        return f"A/RES/{match[1]}({match[3]})"
    if match[4]:
        year = int(match[5])
        return f"S/RES/{match[4]}({match[5]})" if 1946 <= year <= 2100 else ""
    first, second = match[6], match[7]
    if not first.isdigit():
        return f"A/RES/{first}/{second}"
    if 1975 <= int(first) <= 2100:
        return f"E/RES/{first}/{second}"
    if len(first) > 2 and int(first) > 199:
        return ""
    if body in ("none", "decision"):
        return ""
    if body == "hrc":
        return f"A/HRC/RES/{first}/{second}"
    return f"A/RES/{first}/{second}" if int(first) >= 31 or own == "hrc" else ""
