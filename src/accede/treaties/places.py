"""Names of States as pages of the work show them, the placeholder States of the sample among them.

Codes XAA to XZZ are set aside by ISO 3166-1 for users; the sample programme's States take the first six.
"""

from django.utils.translation import get_language, gettext

from accede.law.participants import ParticipantKind
from accede.law.shipped import shipped_participants

SAMPLE_STATES = ("XAA", "XAB", "XAC", "XAD", "XAE", "XAF")


def is_sample(code: str) -> bool:
    """Whether the code is that of a placeholder State."""
    return code.startswith("XA") and len(code) == 3


def place_name(code: str) -> str:
    """The name in the active language; the code itself where nothing is known of it."""
    if is_sample(code):
        return gettext("Sample State %(letter)s") % {"letter": code[2]}
    found = shipped_participants().get(code)
    return found.name_in(get_language() or "en") if found is not None else code


def place_choices(*, samples: bool = False) -> list[tuple[str, str]]:
    """All States with their names, in the order of the names; with the placeholder States where asked for."""
    known = shipped_participants()
    codes = [code for code, it in known.items() if it.kind is not ParticipantKind.ORGANISATION]
    codes += SAMPLE_STATES if samples else ()
    return sorted(((code, place_name(code)) for code in codes), key=lambda pair: pair[1])


def regions() -> list[str]:
    """Regions and subregions of the United Nations' M49, in order."""
    found = {name for it in shipped_participants().values() for name in (it.region, it.subregion) if name}
    return sorted(found)


def region_choices() -> list[tuple[str, str]]:
    """Regions and subregions with their names in the active language, in the order of those names."""
    return sorted(((name, gettext(name)) for name in regions()), key=lambda pair: pair[1])


def codes_in(region: str) -> frozenset[str]:
    """The codes of a region or subregion; of none for a name that is not known."""
    return frozenset(
        code for code, it in shipped_participants().items() if region and region in (it.region, it.subregion)
    )
