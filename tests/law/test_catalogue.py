"""The catalogue of instruments: read strictly, and every fault told at once."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from accede.law.actions import ActionKind
from accede.law.catalogue import Catalogue, Counting, load_catalogue, load_instrument
from accede.law.errors import DataError, UnknownName
from accede.law.shipped import DATA, shipped_catalogue

INSTRUMENTS = DATA / "instruments"
NINETEEN = [
    "tokyo-1963", "hague-1970", "montreal-1971", "protected-persons-1973", "cppnm-1980", "hostages-1979", "airports-1988",
    "platforms-1988", "sua-1988", "plastic-explosives-1991", "bombings-1997", "financing-1999", "cppnm-amendment-2005",
    "nuclear-terrorism-2005", "platforms-2005", "sua-2005", "beijing-convention-2010", "beijing-protocol-2010",
    "montreal-protocol-2014",
]  # fmt: skip


def test_the_nineteen_universal_instruments() -> None:
    catalogue = shipped_catalogue()
    assert sorted(it.id for it in catalogue.universal) == sorted(NINETEEN)
    assert catalogue.ids[:19] == tuple(it.id for it in catalogue.universal)
    years = [it.year or 0 for it in catalogue.universal]
    assert years == sorted(years)


def test_numbers_of_what_is_catalogued() -> None:
    catalogue = shipped_catalogue()
    assert len(catalogue) == len(list(catalogue)) == 37
    assert Counter(it.binding for it in catalogue) == {True: 35, False: 2}
    assert {"firearms-2001", "smuggling-2000", "trafficking-2000"} <= set(catalogue.ids)


def test_every_instrument_answers_by_its_other_names() -> None:
    catalogue = shipped_catalogue()
    for it in catalogue:
        for alias in it.aliases:
            assert catalogue[alias] is it
            assert alias in catalogue
    assert "nothing" not in catalogue


def test_unknown_instrument_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        shipped_catalogue()["bombing-1997"]
    assert str(caught.value).startswith("There is no instrument 'bombing-1997'. Did you mean bombings-1997")


def test_binding_dates_are_in_order() -> None:
    for it in shipped_catalogue():
        if it.adopted and it.entered_into_force:
            assert it.adopted <= it.entered_into_force
        assert it.binds_from_adoption <= (it.adopted or date.max)


def test_articles_found_absent_and_unknown_are_never_mixed_up() -> None:
    for it in shipped_catalogue():
        groups = [set(it.articles), set(it.articles_absent), set(it.articles_unknown)]
        assert sum(map(len, groups)) == len(set().union(*groups)), it.id


def test_instrument_says_what_it_does_not_know() -> None:
    """Unverified texts name the fields that nobody checked."""
    for it in shipped_catalogue():
        if not it.verified:
            assert it.unverified_fields, it.id


def test_untoc_counts_ninety_days_for_itself_and_thirty_for_each_state() -> None:
    rule = shipped_catalogue()["untoc-2000"].entry_into_force_rule
    assert rule is not None
    assert rule.first.delay is not None
    assert rule.each_state.delay is not None
    assert (rule.first.count, rule.first.delay.days, rule.each_state.delay.days) == (40, 90, 30)
    assert rule.first.organisations_counted is False


def test_amendment_in_force_on_deposit() -> None:
    rule = shipped_catalogue()["cppnm-amendment-2005"].entry_into_force_rule
    assert rule is not None
    assert (rule.each_state.counting, rule.first.share, rule.first.of_parties_to) == (
        Counting.ON_DEPOSIT,
        "2/3",
        "cppnm-1980",
    )


def test_two_amendments_make_outsiders_parties() -> None:
    joining = {
        it.id: it.ratification_effect
        for it in shipped_catalogue()
        if it.ratification_effect and it.ratification_effect.joins
    }
    assert {name: effect.joins for name, effect in joining.items()} == {
        "beijing-protocol-2010": "hague-1970",
        "montreal-protocol-2014": "tokyo-1963",
    }
    assert ActionKind.ACCESSION not in joining["beijing-protocol-2010"].by
    assert ActionKind.ACCESSION in joining["montreal-protocol-2014"].by


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two instruments that belong together, to be broken."""
    for name in ("sua-1988", "platforms-1988"):
        (tmp_path / f"{name}.toml").write_text(
            (INSTRUMENTS / f"{name}.toml").read_text(encoding="utf-8"), encoding="utf-8"
        )
    return tmp_path


def broken(folder: Path, old: str, new: str, *, name: str = "sua-1988") -> list[str]:
    path = folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalogue(folder)
    return [str(fault) for fault in caught.value.faults]


TWICE = '"extradite_or_prosecute",'
NAMED = "must be the file's name, 'sua-1988'"
SUA = "instruments/sua-1988.toml, sua-1988, field"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("verified = true", "verifed = true", f"{SUA} 'verifed': is not a field of this table"),
        ("verified = true\n", "", f"{SUA} 'verified': is missing"),
        ("verified = true", 'verified = "yes"', f"{SUA} 'verified': Expected 'bool', got 'str'"),
        ("adopted = 1988-03-10", 'adopted = "in March"', f"{SUA} 'adopted': Invalid RFC3339 encoded date"),
        ("count = 15", 'count = "many"', f"{SUA} 'entry_into_force_rule.first.count': Expected 'int | null', got 'str'"),
        ("count = 15\n", "", f"{SUA} 'entry_into_force_rule.first': needs either 'count' or 'share'"),
        ("force = 1992", "force = 1982", f"{SUA} 'entered_into_force': is before the date of adoption"),
        ('"sua-2005",', '"sua-2006",', f"{SUA} 'amended_by': names 'sua-2006', which is not in the catalogue"),
        ("articles_absent = [", f"articles_absent = [{TWICE}", f"{SUA} 'articles_absent': also in [articles]: {TWICE[1:-2]}"),
        ('id = "sua-1988"', 'id = "sua-1989"', f"{SUA.replace(', sua-1988', ', sua-1989')} 'id': {NAMED}"),
    ],
)  # fmt: skip
def test_fault_names_the_file_the_entry_and_the_field(folder: Path, old: str, new: str, message: str) -> None:
    assert message in broken(folder, old, new)


def test_file_that_is_no_toml_is_one_fault(folder: Path) -> None:
    found = [fault for fault in broken(folder, "[", "[[") if "sua-1988.toml" in fault]
    assert len(found) == 1
    assert found[0].startswith("instruments/sua-1988.toml: is not readable as TOML: ")


def test_delay_is_needed_where_days_are_counted(folder: Path) -> None:
    text = (folder / "sua-1988.toml").read_text(encoding="utf-8")
    start = (
        text.index("[entry_into_force_rule.each_state.delay]")
        if "[entry_into_force_rule.each_state.delay]" in text
        else -1
    )
    assert start > 0
    end = text.index("\n\n", start) if "\n\n" in text[start:] else len(text)
    (folder / "sua-1988.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalogue(folder)
    message = f"{SUA} 'entry_into_force_rule.each_state.delay': is needed with counting 'n-days-after-deposit'"
    assert message in [str(fault) for fault in caught.value.faults]


def test_code_of_an_offence_is_used_once(folder: Path) -> None:
    code = load_instrument(folder / "sua-1988.toml").offences[0].code
    other = load_instrument(folder / "platforms-1988.toml").offences[0].code
    (found,) = (it for it in broken(folder, other, code, name="platforms-1988") if "offences" in it)
    assert f"code '{code}' is used by platforms-1988" in found or f"code '{code}' is used by sua-1988" in found


def test_one_unreadable_file_does_not_make_faults_of_those_that_refer_to_it(folder: Path) -> None:
    (folder / "sua-1988.toml").write_text("id = [", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalogue(folder)
    assert [fault.file for fault in caught.value.faults if "sua-1988'" in fault.message] == []


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="instruments: holds no file of an instrument"):
        load_catalogue(tmp_path)


def test_order_is_that_of_the_regime_whatever_the_order_given() -> None:
    instruments = list(shipped_catalogue())
    assert Catalogue(instruments[::-1]).ids == shipped_catalogue().ids
