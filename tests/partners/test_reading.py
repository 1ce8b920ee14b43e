# ruff: noqa: E501  # rows of XML and of cases are read better in one line
"""Reading files: real ones, old ones, and those that mean harm."""

import csv
import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.partners.making import activity, file_of, records

from accede.partners.iati.stream import FileRefused, Limits, Source, activities, opened
from accede.partners.iati.validating import faults_of_file, invalid


def test_an_activity_is_read_with_its_line_and_its_figures(tmp_path: Path) -> None:
    paid = '<transaction><transaction-type code="3"/><transaction-date iso-date="2020-02-01"/><value value-date="2020-02-01">{}</value></transaction>'
    (it,) = records(file_of(tmp_path, activity(inner=paid.format("10.50") + paid.format("-0.50"))))
    assert (it.identifier, it.line, it.title, it.starts, it.ends) == (
        "XM-SAMPLE-1", 2, "Courts and judges", date(2020, 1, 1), date(2020, 12, 31),
    )  # fmt: skip
    assert [(each.type, each.currency, each.total, each.count) for each in it.spending] == [
        ("3", "USD", Decimal("10.00"), 2)
    ]
    assert it.faults == ()


@pytest.mark.parametrize(
    ("given", "element", "said"),
    [
        ({"dates": '<activity-date type="1" iso-date="2020-02-30"/>'}, "activity-date", "2020-02-30"),
        ({"places": '<recipient-country code="QQ"/>'}, "recipient-country", "QQ"),
        ({"places": '<recipient-country code="KE" percentage="60"/><recipient-country code="TZ" percentage="60"/>'},
         "recipient-country", "sum to 120"),
        ({"sectors": '<sector code="abc"/>'}, "sector", "abc"),
        ({"sectors": '<sector code="15130" percentage="70"/><sector code="15160" percentage="70"/>'}, "sector", "sum to 140"),
        ({"status": "9"}, "activity-status", "9"),
        ({"currency": "QQQ"}, "iati-activity", "QQQ"),
        ({"updated": "yesterday"}, "iati-activity", "yesterday"),
        ({"title": ""}, "title", "empty"),
        ({"ref": ""}, "reporting-org", "names no organisation"),
        ({"inner": '<budget><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><value>1,000</value></budget>'},
         "budget/value", "1,000"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_its_place(
    tmp_path: Path, given: dict[str, str], element: str, said: str
) -> None:
    (it,) = records(file_of(tmp_path, activity(**given)))
    wrong = [fault for fault in it.faults if fault.level == "error"]
    assert [(fault.element, fault.line) for fault in wrong] == [(element, 2)]
    assert said in wrong[0].reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<iati-activities version='2.03'><iati-activity>", "the XML is broken"),
        ("", "the XML is broken"),
        ("no markup at all", "the XML is broken"),
        ("<iati-organisations version='2.03'/>", "not iati-activities"),
        ("<iati-activities/>", "names no version"),
        ("<iati-activities version='1.05'/>", "of version 1.05"),
        ("<iati-activities version='2.04'/>", "of version 2.04"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><iati-activities version="2.03"/>', "document type"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><iati-activities version="2.03">&a;</iati-activities>', "document type"),
        ("<iati-activities version='2.03'>" + "<a>" * 300, "nested too deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_a_clear_word(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        records(path)
    assert said in str(refused.value)


def test_bytes_that_do_not_fit_the_encoding_are_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, activity(title="é"))
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xe9"))
    with pytest.raises(FileRefused, match="encoding"):
        records(path)


def test_bombs_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xml.gz"
    with gzip.open(bomb, "wb") as file:
        file.write(b'<iati-activities version="2.03">')
        for _ in range(20):
            file.write(b" " * 1_000_000)
    with pytest.raises(FileRefused, match="times its size"):
        records(bomb)
    broken = tmp_path / "broken.xml.gz"
    broken.write_bytes(bomb.read_bytes()[:200])
    with pytest.raises(FileRefused):
        records(broken)
    endless = file_of(tmp_path, "<iati-activity>" + "<title/>" * 50_000 + "</iati-activity>")
    with endless.open("rb") as file, pytest.raises(FileRefused, match="an activity takes more"):
        list(activities(Source(file, Limits(activity=100_000))))
    with endless.open("rb") as file, pytest.raises(FileRefused, match="unpacks to more"):
        list(activities(Source(file, Limits(unpacked=100_000))))
    lol = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    hidden = tmp_path / "lol.xml"
    hidden.write_text(lol + ']><iati-activities version="&j;"/>')
    with pytest.raises(FileRefused):
        records(hidden)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no regular file"), opened(tmp_path):
        pass


def test_published_files_are_read_and_validated_as_an_independent_validator_did(shared_data: Path) -> None:
    folder = shared_data / "iati"
    with (folder / "validation.csv").open(encoding="utf-8", newline="") as file:
        outcomes = {row["file"]: row["valid_against_2.03_schema"] == "yes" for row in csv.DictReader(file)}
    checked = 0
    for name, valid in outcomes.items():
        path = next((it for it in folder.rglob(f"{Path(name).name}.gz")), None)
        if path is None or path.stat().st_size > 60_000:
            continue
        faults = list(faults_of_file(path))
        assert any(fault.source in ("schema", "file") for fault in faults) != valid, name
        checked += 1
    assert checked > 40


def test_all_published_activities_can_be_used(shared_data: Path) -> None:
    found = [it for path in sorted((shared_data / "iati").glob("*.xml.gz")) for it in records(path)]
    assert len(found) == 4771
    assert not [fault for it in found for fault in it.faults if fault.level == "error"]
    assert all(it.line and it.title and it.publisher.ref for it in found)


def test_files_of_version_one_are_refused(shared_data: Path) -> None:
    for path in (shared_data / "iati" / "legacy").glob("*.xml.gz"):
        with pytest.raises(FileRefused, match="version"):
            records(path)


def test_validation_tells_all_faults_at_once(tmp_path: Path) -> None:
    backwards = '<activity-date type="1" iso-date="2021-01-01"/><activity-date type="3" iso-date="2020-01-01"/>'
    wrong = activity("OTHER-1", dates=backwards, inner="<title><narrative>late</narrative></title>")
    path = file_of(tmp_path, activity(), wrong, activity())
    faults = list(faults_of_file(path))
    assert {(it.line, it.element, it.source) for it in faults} == {
        (3, "title", "schema"), (3, "iati-identifier", "ruleset"), (3, "activity-date", "ruleset"),
        (4, "iati-identifier", "ruleset"),
    }  # fmt: skip
    assert all(it.remedy for it in faults)
    assert invalid(faults)
    assert list(faults_of_file(file_of(tmp_path, activity(), name="well.xml"))) == []
    (none,) = faults_of_file(file_of(tmp_path, name="empty.xml"))
    assert none.element == "iati-activities"
