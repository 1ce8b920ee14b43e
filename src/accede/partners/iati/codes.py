"""Codes of the IATI Standard that are checked: those that the Standard fixes itself, ISO 3166-1 and ISO 4217 (from CLDR).

Countries are kept in two letters as the Standard has them; :func:`state_of` and :func:`country_of` lead to and from the
codes of participants. Sectors of the Development Assistance Committee are told by their form alone: their list changes yearly.
"""

import re
from functools import cache

from accede.law.shipped import shipped_participants


def _upto(last: int) -> frozenset[str]:
    return frozenset(str(number) for number in range(1, last + 1))


STATUSES = _upto(6)
DATE_TYPES = _upto(4)
ROLES = _upto(4)
TRANSACTION_TYPES = _upto(13)
RESULT_TYPES = frozenset({"1", "2", "3", "9"})
#: Vocabularies of sectors and regions that are the publisher's own; nobody else can check them.
OWN_VOCABULARIES = frozenset({"98", "99"})
#: Regions of the Development Assistance Committee, old and new.
REGIONS = frozenset({
    "88", "89", "189", "289", "298", "380", "389", "489", "498", "589", "619", "679", "689", "789", "798", "889", "998",
    "1027", "1028", "1029", "1030", "1031", "1032", "1033", "1034", "1035",
})  # fmt: skip
#: In use with publishers, and not, or no longer, in ISO 3166-1: Kosovo (UNSCR 1244), and what has ended.
_BESIDE_ISO = frozenset({"XK", "AN", "CS", "YU", "TP", "ZR", "SU", "DD"})
_SECTOR_FORMS = {"1": re.compile(r"\d{5}"), "2": re.compile(r"\d{3}")}


@cache
def countries() -> frozenset[str]:
    """Codes of two letters."""
    from babel import Locale

    codes = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()}
    return frozenset(codes - {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}) | _BESIDE_ISO


@cache
def currencies() -> frozenset[str]:
    """ISO 4217, those no longer in use among them."""
    from babel import Locale

    return frozenset(Locale("en").currencies) - {"XXX", "XTS"}


def known_sector(code: str, vocabulary: str) -> bool:
    """Whether the code can be one of its vocabulary ("" means 1)."""
    form = _SECTOR_FORMS.get(vocabulary or "1")
    return form is None or form.fullmatch(code) is not None


@cache
def _states() -> dict[str, str]:
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {aliases[code][0]: code for code in shipped_participants() if code in aliases}


def state_of(country: str) -> str:
    """The participant of a code of two letters; "" for none."""
    return _states().get(country, "")


@cache
def _countries() -> dict[str, str]:
    return {state: country for country, state in _states().items()}


def country_of(state: str) -> str:
    """The code of two letters of a participant; "" for none, such as a placeholder State."""
    return _countries().get(state, "")
