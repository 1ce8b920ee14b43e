"""Names of participants as lists print them: matched exactly after tidying, or not at all.

Nothing here guesses. A name is matched when, apart from case, accents, punctuation, marks of notes and the article "the",
it is one that we hold: the name in one of six languages, a former name, a long or short form. Otherwise the nearest names
are suggested, and a person decides. Territories are not States, and are never matched to the State responsible for them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from accede.law.participants import Participants


class NameKind(StrEnum):
    """What a name in a list was found to be."""

    PARTICIPANT = "participant"
    #: A territory for whose relations a State is responsible: never a party by itself.
    TERRITORY = "territory"
    #: A body or former State that lists name and that our table of participants does not hold.
    OUTSIDE = "outside"
    #: A name that two participants bear or bore.
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class NameMatch:
    """The answer for one name. ``code`` is set for a participant only; suggestions are codes, the nearest first."""

    given: str
    kind: NameKind
    code: str | None = None
    suggestions: tuple[str, ...] = ()


_FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ـ": ""})
_APOSTROPHES = re.compile(r"['’‘`´ʼʹ]")
_NOT_WORDS = re.compile(r"[\W_]+")
_ABBREVIATED = {"st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic", "fed": "federal"}


def normalise(text: str) -> str:
    """The form in which names are compared: no case, accents, punctuation, or "the".

    >>> normalise("Côte d’Ivoire"), normalise("BAHAMAS (The)"), normalise("St. Kitts & Nevis")
    ('cote divoire', 'bahamas', 'saint kitts and nevis')
    """
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) not in ("Mn", "Cf")
    )
    text = _APOSTROPHES.sub("", text.translate(_FOLDED)).replace("&", " and ")
    words = _NOT_WORDS.sub(" ", text).split()
    return " ".join(_ABBREVIATED.get(word, word) for word in words if word != "the")


#: One mark of a note at the end of a name: "China 3", "China[3]", "China (1)", "Belgium*", "Cuba³", "Peru 1/".
_MARK = re.compile(
    r"(?:\[\s?[0-9a-z]{1,3}\s?\]|\(\s?\d{1,3}(?:\s?,\s?\d{1,3})*\s?\)|\(\*{1,3}\)|[*†‡§¶#¹²³⁰⁴⁵⁶⁷⁸⁹]|(?<!\d)\d{1,3}/?)\Z"
)
#: Longer than any name with its marks; what is longer is no name, and is not searched through.
LONGEST = 200


def without_marks(text: str) -> str:
    """The name without the marks of notes after it.

    >>> [without_marks(name) for name in ("China 3", "China[3]", "Chad (1)(7)", "Serbia 4, 5", "Peru *")]
    ['China', 'China', 'Chad', 'Serbia', 'Peru']
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return text
    bare = text
    while found := _MARK.search(bare):
        bare = bare[: found.start()].rstrip(" ,;")
    return bare or text


def match_name(text: str, participants: Participants, *, suggest: bool = True) -> NameMatch:
    """What *text*, a name in a list, stands for. Without *suggest* no near names are looked for, which takes longest.

    >>> from accede.law.shipped import load_participants
    >>> match_name("VIET NAM 2", load_participants()).code
    'VNM'
    """
    return _index_of(participants).match(text, suggest=suggest)


class NameIndex:
    """All names of all participants, ready to be looked up."""

    def __init__(self, participants: Participants) -> None:
        self._keys: dict[str, set[str]] = defaultdict(set)
        for code in participants:
            for name in participants[code].all_names:
                self._add(_without_years(name), code)
        for code, names in _other_forms():
            if code in participants:
                for name in names:
                    self._add(name, code)
        exact = set(self._keys)
        for code in participants:
            # "Republic of Kenya" and the like, where no participant bears the whole as its name.
            for key in _governed(normalise(participants[code].name)) if code not in _NOT_GOVERNED else ():
                if key not in exact:
                    self._keys[key].add(code)
        self._territories = frozenset(normalise(name) for name in _split(_TERRITORIES))
        self._outside = frozenset(normalise(name) for name in _split(_OUTSIDE))

    def _add(self, name: str, code: str) -> None:
        for key in _turned(normalise(name)):
            self._keys[key].add(code)

    def match(self, text: str, *, suggest: bool = True) -> NameMatch:
        """See :func:`match_name`."""
        if len(text) > LONGEST:
            return NameMatch(text, NameKind.UNKNOWN)
        tidy = without_marks(text)
        key = normalise(tidy)
        codes = self._keys.get(key, set())
        if len(codes) == 1 and key not in self._outside:
            return NameMatch(text, NameKind.PARTICIPANT, next(iter(codes)))
        if len(codes) > 1:
            return NameMatch(text, NameKind.AMBIGUOUS, None, tuple(sorted(codes)))
        if key in self._outside:
            return NameMatch(text, NameKind.OUTSIDE)
        if key in self._territories or self._is_part_of_a_state(tidy):
            return NameMatch(text, NameKind.TERRITORY)
        return NameMatch(text, NameKind.UNKNOWN, None, tuple(self._suggest(key)) if suggest else ())

    def _is_part_of_a_state(self, text: str) -> bool:
        """ "United Kingdom (Bermuda)", "China: Hong Kong SAR", "Netherlands in respect of Aruba and Curaçao"."""
        for found in _PART.finditer(text):
            parts = [normalise(part) for part in re.split(r",|;|\band\b", text[found.end() :])]
            parts = [part for part in parts if part]
            if (
                parts
                and len(self._keys.get(normalise(text[: found.start()]), ())) == 1
                and self._territories.issuperset(parts)
            ):
                return True
        return False

    def _suggest(self, key: str) -> Iterator[str]:
        words = set(key.split())
        holding = sorted((known for known in self._keys if words and words <= set(known.split())), key=len)
        seen: set[str] = set()
        for known in [*get_close_matches(key, self._keys, n=6, cutoff=0.7), *holding]:
            for code in sorted(self._keys[known]):
                if code not in seen and len(seen) < 3:
                    seen.add(code)
                    yield code


_indexes: list[tuple[Participants, NameIndex]] = []


def _index_of(participants: Participants) -> NameIndex:
    for held, index in _indexes:
        if held is participants:
            return index
    index = NameIndex(participants)
    _indexes[:] = [(participants, index), *_indexes[:1]]
    return index


_PART = re.compile(r"\s*[(:]\s*|\s+[-–—]\s+|,\s+|\s+(?:on behalf|in respect) of\s+", re.IGNORECASE)
_YEARS = re.compile(r"\(\d{4}-\d{4}\)")


def _without_years(name: str) -> str:
    return _YEARS.sub("", name)


_FORMS = tuple(
    normalise(form)
    for form in (
        "Plurinational State of", "Bolivarian Republic of", "Federated States of", "Islamic Republic of",
        "Democratic People's Republic of", "People's Democratic Republic of", "Lao People's Democratic Republic",
        "Democratic Republic of", "People's Republic of", "United Republic of", "Federal Republic of", "Republic of",
        "Kingdom of", "State of", "Principality of", "Sultanate of", "Commonwealth of", "Union of",
        "former Yugoslav Republic of", "Arab Republic of", "Socialist Republic of", "Independent State of",
    )
)  # fmt: skip
_GOVERNED = tuple(
    normalise(form) for form in ("Republic of", "Kingdom of", "State of", "Principality of", "Sultanate of")
)
#: "Republic of ..." before these names is, or was, somebody else.
_NOT_GOVERNED = frozenset(
    {"CHN", "VNM", "KOR", "PRK", "YEM", "DEU", "COD", "COG", "LAO", "EUE", "VAT", "PSE", "COK", "NIU"}
)


def _turned(key: str) -> Iterator[str]:
    """The name, and the name with its form of government moved to the other end."""
    yield key
    for form in _FORMS:
        if key.startswith(f"{form} "):
            yield f"{key.removeprefix(form).strip()} {form}"
        if key.endswith(f" {form}"):
            yield f"{form} {key.removesuffix(form).strip()}"


def _governed(key: str) -> Iterator[str]:
    for form in _GOVERNED:
        yield f"{form} {key}"
        yield f"{key} {form}"


def _split(names: str) -> Iterable[str]:
    return (name.strip() for name in names.replace("\n", ";").split(";") if name.strip())


def _other_forms() -> Iterator[tuple[str, list[str]]]:
    for line in _OTHER_FORMS.strip().splitlines():
        code, _, names = line.partition(":")
        yield code.strip(), [name.strip() for name in names.split(";") if name.strip()]


#: Long, short and other English forms in which depositaries' lists name participants, beside those in the table.
_OTHER_FORMS = """
AFG: Islamic Republic of Afghanistan
AND: Principality of Andorra
ARE: UAE
ARG: Argentine Republic
AUS: Commonwealth of Australia
BDI: Republic of Burundi
BGD: People's Republic of Bangladesh
BHR: Kingdom of Bahrain
BHS: Commonwealth of the Bahamas; Bahamas
BIH: Bosnia & Herzegovina; Bosnia-Herzegovina
BLR: Byelorussia; Byelorussian Soviet Socialist Republic; Republic of Belarus; Byelorussia SSR
BOL: Bolivia; Republic of Bolivia
BRA: Federative Republic of Brazil
BRN: Brunei
CAF: Central African Rep.
CHE: Swiss Confederation
CHN: People's Republic of China; China PR
CIV: Republic of Côte d'Ivoire; Republic of the Ivory Coast
COD: DR Congo; Congo (Kinshasa); Republic of Zaire
COG: Republic of the Congo; Congo (Brazzaville); People's Republic of the Congo; Congo Republic
COM: Union of the Comoros; Islamic Federal Republic of the Comoros
CPV: Cape Verde; Republic of Cabo Verde
CZE: Czech Republic
DEU: Federal Republic of Germany
DMA: Commonwealth of Dominica
DZA: People's Democratic Republic of Algeria
EGY: Arab Republic of Egypt
ETH: Federal Democratic Republic of Ethiopia
EUE: European Union (EU); EU; European Economic Community (EEC); European Community (EC)
FJI: Republic of Fiji; Fiji Islands
FRA: French Republic
FSM: Micronesia
GBR: United Kingdom; Great Britain; UK; United Kingdom of Great Britain & Northern Ireland; United Kingdom of Great Britain
GMB: Republic of The Gambia; Islamic Republic of The Gambia
GNB: Guinea Bissau
GRC: Hellenic Republic
GUY: Co-operative Republic of Guyana
IRN: Iran
IRL: Republic of Ireland; Eire
ISR: State of Israel
JOR: Hashemite Kingdom of Jordan
KAZ: Kazakstan
KGZ: Kyrgyz Republic; Kirghizstan
KHM: Democratic Kampuchea; Kingdom of Cambodia
KNA: Saint Kitts & Nevis; Federation of Saint Kitts and Nevis; Saint Christopher and Nevis
KOR: South Korea
LAO: Laos; Lao PDR; Lao People's Dem. Rep.
LBR: Republic of Liberia
LBY: State of Libya; Libyan Arab Republic; Socialist People's Libyan Arab Jamahiriya
LBY: Great Socialist People's Libyan Arab Jamahiriya
LCA: St Lucia
LIE: Principality of Liechtenstein
LKA: Democratic Socialist Republic of Sri Lanka
LUX: Grand Duchy of Luxembourg
MDA: Republic of Moldova
MDG: Malagasy Republic
MDV: Maldive Islands
MEX: United Mexican States
MHL: Republic of the Marshall Islands
MKD: The former Yugoslav Republic of Macedonia; TFYR Macedonia; Macedonia (FYR); Macedonia, the FYR of; FYROM
MKD: Republic of North Macedonia
MMR: Union of Myanmar; Republic of the Union of Myanmar; Union of Burma
MNG: Mongolian People's Republic
MRT: Islamic Republic of Mauritania
NGA: Federal Republic of Nigeria
NLD: Kingdom of the Netherlands; The Netherlands; Netherlands (European part)
NPL: Federal Democratic Republic of Nepal
PAK: Islamic Republic of Pakistan
PNG: Independent State of Papua New Guinea
PRK: North Korea; DPR Korea; DPRK
PRT: Portuguese Republic
PSE: State of Palestine
ROU: Roumania; Rumania
RUS: Russia; Soviet Union; Union of Soviet Socialist Republics (USSR)
SLV: Salvador; Republic of El Salvador
SOM: Federal Republic of Somalia; Somali Democratic Republic
SRB: Yugoslavia (Federal Republic of)
STP: Sao Tome & Principe; Democratic Republic of Sao Tome and Principe
SVK: Slovak Republic
SYR: Syria
SWZ: Kingdom of Eswatini; Kingdom of Swaziland
TLS: East Timor; Democratic Republic of Timor-Leste; Timor Leste
TTO: Trinidad & Tobago
TUR: Republic of Turkey
TZA: United Republic of Tanzania
UKR: Ukrainian Soviet Socialist Republic; Ukraine SSR
URY: Eastern Republic of Uruguay; Oriental Republic of Uruguay
USA: United States; US; USA
VAT: Vatican City; Vatican; Vatican City State; Holy See (Vatican City State); The Holy See
VCT: Saint Vincent & the Grenadines; St Vincent and the Grenadines; Saint Vincent & Grenadines; Saint Vincent and Grenadines
VEN: Venezuela; Republic of Venezuela
VNM: Vietnam; Socialist Republic of Viet Nam; Socialist Republic of Vietnam
WSM: Independent State of Samoa
YEM: Republic of Yemen
ATG: Antigua/Barbuda; Antigua & Barbuda
"""

#: Territories under whose own name lists print an extension, or that follow the State's name in brackets.
_TERRITORIES = """
Hong Kong; Hong Kong SAR; Hong Kong Special Administrative Region; Hong Kong, China; China, Hong Kong SAR
Macao; Macau; Macao SAR; Macao Special Administrative Region; Macao, China; Macau SAR; China, Macao SAR
Anguilla; Bermuda; British Antarctic Territory; British Indian Ocean Territory; British Virgin Islands; Cayman Islands
Falkland Islands; Falkland Islands (Malvinas); Gibraltar; Guernsey; Bailiwick of Guernsey; Isle of Man; Jersey
Bailiwick of Jersey; Alderney; Sark; Montserrat; Pitcairn; Pitcairn Islands; Pitcairn, Henderson, Ducie and Oeno Islands
Saint Helena; Saint Helena, Ascension and Tristan da Cunha; St Helena and Dependencies; Ascension; Tristan da Cunha
South Georgia and the South Sandwich Islands; Turks and Caicos Islands; Sovereign Base Areas of Akrotiri and Dhekelia
Akrotiri and Dhekelia; Channel Islands
Aruba; Curaçao; Sint Maarten; Saint Maarten; Netherlands Antilles; Bonaire; Saba; Sint Eustatius
Caribbean part of the Netherlands; Bonaire, Sint Eustatius and Saba; Caribbean part
Faroe Islands; Faeroe Islands; Greenland; Svalbard; Jan Mayen; Åland; Aland Islands
French Polynesia; New Caledonia; Wallis and Futuna; Saint Pierre and Miquelon; Mayotte; Guadeloupe; Martinique; Réunion
French Guiana; French Southern and Antarctic Territories
Tokelau; Norfolk Island; Christmas Island; Cocos (Keeling) Islands; Heard and McDonald Islands
American Samoa; Guam; Puerto Rico; Northern Mariana Islands; United States Virgin Islands
Berlin (West); West Berlin; Berlin West; All Territories under UK Sovereignty
"""

#: Bodies and former States that are not in the table of participants: shown, and not entered.
_OUTSIDE = """
European Atomic Energy Community; European Atomic Energy Community (EURATOM); EURATOM; Euratom
Taiwan; Taiwan Province of China; Chinese Taipei; Republic of China; China, Republic of; Taiwan, China
Czechoslovakia; Czech and Slovak Federal Republic; Czechoslovak Socialist Republic
German Democratic Republic; Yugoslavia; Socialist Federal Republic of Yugoslavia; Yugoslavia, SFR; Yugoslavia (former)
Democratic Yemen; People's Democratic Republic of Yemen; Yemen Arab Republic; Republic of Viet Nam; Republic of South Viet Nam
Democratic Republic of Viet Nam; South Viet Nam; Republic of Vietnam; South Vietnam
"""
