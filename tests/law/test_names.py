"""Names as depositaries' lists print them: matched exactly after tidying, or handed to a person."""

import pytest

from accede.law.names import NameIndex, NameKind, match_name, normalise, without_marks
from accede.law.participants import Participants
from accede.law.shipped import load_participants


@pytest.fixture(scope="module")
def participants() -> Participants:
    return load_participants()


LISTED = {
    "Viet Nam": "VNM",
    "Vietnam": "VNM",
    "Bolivia (Plurinational State of)": "BOL",
    "Bolivia": "BOL",
    "Côte d'Ivoire": "CIV",
    "Côte d’Ivoire": "CIV",
    "COTE D'IVOIRE": "CIV",
    "The former Yugoslav Republic of Macedonia": "MKD",
    "MACEDONIA THE FYR OF": "MKD",
    "North Macedonia": "MKD",
    "Republic of Korea": "KOR",
    "Korea, Republic of": "KOR",
    "Democratic People’s Republic of Korea": "PRK",
    "KOREA DEMOCRATIC PEOPLE'S REPUBLIC OF": "PRK",
    "Netherlands (Kingdom of the)": "NLD",
    "Netherlands, Kingdom of the": "NLD",
    "NETHERLANDS THE": "NLD",
    "United States": "USA",
    "United States of America": "USA",
    "Iran (Islamic Republic of)": "IRN",
    "Iran, Islamic Republic of": "IRN",
    "Serbia 4": "SRB",
    "Serbia and Montenegro": "SRB",
    "Holy See": "VAT",
    "Czech Republic": "CZE",
    "Czechia": "CZE",
    "Libyan Arab Jamahiriya": "LBY",
    "TÜRKİYE": "TUR",
    "Turkey": "TUR",
    "Swaziland": "SWZ",
    "China 3": "CHN",
    "China[3]": "CHN",
    "China (1)(7)(8)(33)": "CHN",
    "Belarus*": "BLR",
    "Cuba³": "CUB",
    "Peru 1/": "PER",
    "GAMBIA THE": "GMB",
    "Gambia (Republic of The)": "GMB",
    "The Bahamas": "BHS",
    "St. Kitts and Nevis": "KNA",
    "Trinidad & Tobago": "TTO",
    "Congo": "COG",
    "Congo (Democratic Republic of the)": "COD",
    "CONGO, PEOPLES REPUBLIC OF": "COG",
    "Republic of Kenya": "KEN",
    "IRELAND, REPUBLIC OF": "IRL",
    "GERMANY FEDERAL REPUBLIC OF": "DEU",
    "People's Republic of China": "CHN",
    "Micronesia (Federated States of)": "FSM",
    "Venezuela (Bolivarian Republic of)": "VEN",
    "Tanzania, United Republic of": "TZA",
    "Lao People's Democratic Republic": "LAO",
    "Guinea-Bissau": "GNB",
    "Russia": "RUS",
    "USSR": "RUS",
    "European Community": "EUE",
    "Éthiopie": "ETH",
    "Alemania": "DEU",
    "Россия": "RUS",
    "مصر": "EGY",
    "中国": "CHN",
}


@pytest.mark.parametrize(("name", "code"), LISTED.items())
def test_a_name_that_lists_print_is_matched(name: str, code: str, participants: Participants) -> None:
    found = match_name(name, participants)
    assert (found.kind, found.code) == (NameKind.PARTICIPANT, code)


def test_every_name_of_every_participant_is_matched_to_it_or_called_ambiguous(participants: Participants) -> None:
    index = NameIndex(participants)
    wrong = {}
    for code in participants:
        for name in participants[code].all_names:
            found = index.match(name)
            if found.code != code and not (found.kind is NameKind.AMBIGUOUS and code in found.suggestions):
                wrong[name] = found
    # The years of the union are part of these two entries, and no list prints them so.
    assert set(wrong) <= {"United Arab Republic (1958-1971)", "United Arab Republic (1958-1961)"}
    assert index.match("United Arab Republic").kind is NameKind.AMBIGUOUS


@pytest.mark.parametrize(
    "name",
    [
        "Hong Kong", "China (Hong Kong)", "China: Hong Kong SAR", "Hong Kong, China", "Macao Special Administrative Region",
        "United Kingdom (Bermuda)", "United Kingdom of Great Britain and Northern Ireland (Isle of Man)", "Bermuda",
        "Netherlands in respect of Aruba and Curaçao", "Faroe Islands", "New Caledonia", "Tokelau", "Gibraltar 5",
    ],
)  # fmt: skip
def test_a_territory_is_not_matched_to_the_state(name: str, participants: Participants) -> None:
    found = match_name(name, participants)
    assert (found.kind, found.code) == (NameKind.TERRITORY, None)


@pytest.mark.parametrize(
    "name",
    [
        "Republic of China", "Taiwan Province of China", "EURATOM", "European Atomic Energy Community", "Czechoslovakia",
        "Yugoslavia", "German Democratic Republic", "Republic of Viet Nam", "Yemen Arab Republic",
    ],
)  # fmt: skip
def test_bodies_and_former_states_are_told_apart(name: str, participants: Participants) -> None:
    found = match_name(name, participants)
    assert (found.kind, found.code) == (NameKind.OUTSIDE, None)


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("Korea", {"KOR", "PRK"}), ("Keniya", {"KEN"}), ("Austrai", {"AUT", "AUS"}), ("Slovnia", {"SVN"}),
        ("Guinea Equatorial Republic", {"GNQ"}), ("Frnace", {"FRA"}),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known_is_suggested_and_never_guessed(
    name: str, suggested: set[str], participants: Participants
) -> None:
    found = match_name(name, participants)
    assert found.kind is NameKind.UNKNOWN
    assert found.code is None
    assert suggested & set(found.suggestions)


@pytest.mark.parametrize("name", ["", "   ", "Total", "xyzzy", "12", "United Kingdom (Atlantis)", "=cmd()"])
def test_nonsense_is_unknown(name: str, participants: Participants) -> None:
    assert match_name(name, participants).kind is NameKind.UNKNOWN


def test_marks_are_taken_off_the_end_only() -> None:
    assert without_marks("Chad (1)(7)") == "Chad"
    assert without_marks("Bolivia (Plurinational State of) 2, 3") == "Bolivia (Plurinational State of)"
    assert without_marks("7") == "7"


def test_normalising_twice_changes_nothing(participants: Participants) -> None:
    for code in participants:
        for name in participants[code].all_names:
            assert normalise(normalise(name)) == normalise(name)
