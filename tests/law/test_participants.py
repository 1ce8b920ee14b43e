"""Participants: who they are, since when, and what is answered to a code that is none."""

from collections import Counter
from datetime import date

import pytest

from accede.law.participants import LANGUAGES, ParticipantKind, UnknownParticipant
from accede.law.shipped import shipped_participants


def test_members_other_states_and_the_union() -> None:
    people = shipped_participants()
    kinds = Counter(it.kind for it in people.values())
    assert kinds == {ParticipantKind.MEMBER: 193, ParticipantKind.STATE: 4, ParticipantKind.ORGANISATION: 1}
    assert {code for code, it in people.items() if it.kind is ParticipantKind.STATE} == {"VAT", "PSE", "COK", "NIU"}
    assert len(people) == 198


def test_everybody_has_a_name_in_six_languages() -> None:
    for code, it in shipped_participants().items():
        assert all(it.name_in(language) for language in LANGUAGES), code
        assert len({it.name_in(language) for language in ("en", "ru", "ar", "zh")}) == 4, code


def test_names_by_language() -> None:
    kenya = shipped_participants()["KEN"]
    assert (kenya.name_in("en"), kenya.name_in("ar"), kenya.name_in("zh-hans")) == ("Kenya", "كينيا", "肯尼亚")
    assert kenya.name_in("de") == "Kenya"
    assert kenya.all_names[0] == "Kenya"


def test_codes_are_found_in_any_case() -> None:
    people = shipped_participants()
    assert people["ken"] is people["KEN"]
    assert "KEN" in people
    assert "ken" not in people


def test_statehood() -> None:
    people = shipped_participants()
    assert [people.existed_on("SSD", date(2011, 7, day)) for day in (8, 9)] == [False, True]
    assert people.existed_on("FRA", date(1900, 1, 1))
    assert people.existed_on("BLR", date(1960, 1, 1))
    kazakhstan = people.statehood("KAZ")
    assert kazakhstan is not None
    assert (kazakhstan.existed_from, kazakhstan.succession_from) == (date(1991, 12, 16), date(1991, 12, 21))
    assert people.statehood("FRA") is None


def test_no_state_joined_the_united_nations_before_it_existed() -> None:
    for code, it in shipped_participants().items():
        statehood = shipped_participants().statehood(code)
        if it.un_member_since and statehood and statehood.existed_from and code != "BLR":
            assert statehood.existed_from <= it.un_member_since, code


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("Kenya", "There is no participant 'Kenya'. Did you mean KEN (Kenya)"),
        ("KEM", "There is no participant 'KEM'. Did you mean "),
        ("", "There is no participant ''. Use the three-letter code, for example KEN for Kenya."),
    ],
)
def test_unknown_participant(given: str, message: str) -> None:
    with pytest.raises(UnknownParticipant) as caught:
        shipped_participants()[given]
    assert str(caught.value).startswith(message)
