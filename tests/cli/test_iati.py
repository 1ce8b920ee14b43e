"""`accede iati` and `accede overlaps`, as a person runs them."""

import json
from pathlib import Path

from tests.cli.conftest import Accede
from tests.partners.making import activity, file_of


def test_import_validate_and_overlaps(accede: Accede, tmp_path: Path) -> None:
    where = {"ACCEDE_DATA_DIR": str(tmp_path / "data")}
    long = "Judges and prosecutors learn to weigh digital evidence in trials of terrorism, with exercises on chain of custody."
    title = "Digital evidence for judges and prosecutors"
    one = file_of(tmp_path, activity(title=title, text=long), activity("XM-SAMPLE-2", status="9"), name="one.xml")
    two = file_of(tmp_path, activity("XM-OTHER-1", ref="XM-OTHER", title=title, text=long), name="two.xml")

    done = accede("iati", "import", str(one), "--dry-run", "--format", "json", **where)
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert (answer["added"], answer["updated"], answer["unchanged"]) == (1, 0, 0)
    assert [(row["identifier"], row["line"]) for row in answer["refused"]] == [("XM-SAMPLE-2", 3)]
    assert "“9” is not known" in answer["refused"][0]["reason"]
    assert accede("iati", "import", str(one), **where).returncode == 1
    again = accede("iati", "import", str(one), **where)
    assert json.loads(again.stdout)["unchanged"] == 1

    (pair,) = json.loads(accede("overlaps", "--format", "json", "--from", str(two), **where).stdout)
    assert (pair["a"], pair["b"], pair["kind"]) == ("XM-SAMPLE-1", "XM-OTHER-1", "duplicate")
    assert set(pair) == {"a", "b", "score", "kind", "reasons"}
    assert json.loads(accede("overlaps", "--format", "json", **where).stdout) == []

    wrong = accede("iati", "validate", str(one), **where)
    assert (wrong.returncode, json.loads(wrong.stdout)["faults"][0]["line"]) == (1, 3)
    assert accede("iati", "validate", str(two), **where).returncode == 0
    assert accede("iati", "export", "--output", str(tmp_path / "out.xml"), **where).returncode == 1
    assert not (tmp_path / "out.xml").exists()


def test_wrong_use_and_broken_files(accede: Accede, tmp_path: Path) -> None:
    where = {"ACCEDE_DATA_DIR": str(tmp_path / "data")}
    missing = str(tmp_path / "none.xml")
    for arguments in (
        ("iati",), ("iati", "import"), ("iati", "import", missing), ("iati", "validate", missing),
        ("overlaps", "--from", missing), ("iati", "export", "--output", str(tmp_path / "no" / "folder.xml")),
        ("iati", "withhold", "--state", "QQQ", "--reason", "x"),
    ):  # fmt: skip
        assert accede(*arguments, **where).returncode == 2, arguments
    old = file_of(tmp_path, activity(), version="1.05")
    done = accede("iati", "import", str(old), **where)
    assert done.returncode == 1
    (refused,) = json.loads(done.stdout)["refused"]
    assert "version 1.05" in refused["reason"]
    assert accede("overlaps", "--from", str(old), **where).returncode == 1
