"""`accede laws import|list`, run as people run it."""

import json
from pathlib import Path

from tests.cli.conftest import ROOT, Accede

LAWS = ROOT / "docs" / "examples" / "laws.jsonl"


def test_laws_are_shown_first_then_brought_in_and_a_change_is_told(accede: Accede, tmp_path: Path) -> None:
    here = {"ACCEDE_DATA_DIR": str(tmp_path / "data")}
    look = accede("laws", "import", str(LAWS), "--state", "XAA", "--dry-run", **here)
    assert "pc  Penal Code (sample) (en): 9 new" in look.stdout
    assert "Nothing was changed." in look.stdout
    assert accede("laws", "list", "--format", "csv", **here).stdout.count("\n") == 1
    refused = accede("laws", "import", str(LAWS), "--state", "XAA", **here)
    assert refused.returncode == 1
    assert "say --yes" in refused.stderr
    done = accede("laws", "import", str(LAWS), "--state", "xaa", "--public", "--yes", **here)
    assert "pc: version 1" in done.stdout
    assert "here already" in accede("laws", "import", str(LAWS), "--state", "XAA", "--yes", **here).stdout
    changed = tmp_path / "laws.jsonl"
    changed.write_text(
        LAWS.read_text(encoding="utf-8").replace("up to three years", "up to five years"), encoding="utf-8"
    )
    done = accede("laws", "import", str(changed), "--state", "XAA", "--yes", **here)
    assert "changed  10  A person who takes the property" in done.stdout
    assert "pc: version 2" in done.stdout
    assert "ea: version" not in done.stdout
    listed = accede("laws", "list", "--state", "XAA", "--format", "csv", **here).stdout
    assert "XAA,pc,en,True,2,9,Penal Code (sample)" in listed


def test_a_file_or_a_state_that_is_not_right_is_refused(accede: Accede, tmp_path: Path) -> None:
    here = {"ACCEDE_DATA_DIR": str(tmp_path / "data")}
    assert "no code of a State" in accede("laws", "import", str(LAWS), "--state", "ZZZ", **here).stderr
    assert "has laws of XAA, not of XAB" in accede("laws", "import", str(LAWS), "--state", "XAB", **here).stderr
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}\n")
    assert "line 1" in accede("laws", "import", str(broken), "--state", "XAA", **here).stderr


def test_a_law_comes_as_a_document_and_goes_as_akoma_ntoso(accede: Accede, tmp_path: Path) -> None:
    here = {"ACCEDE_DATA_DIR": str(tmp_path / "data")}
    text, out = tmp_path / "law.md", tmp_path / "law.xml"
    text.write_text("# PART I\n## Article 1 Scope\nIt applies.\n## Article 2\nEnd.\n", encoding="utf-8")
    asked = ("laws", "import", str(text), "--state", "XAA", "--yes")
    assert "--law is needed" in accede(*asked, **here).stderr
    named = (*asked, "--law", "a", "--title", "Sample Act", "--language", "en", "--on", "2026-01-02")
    assert "a: version 1" in accede(*named, **here).stdout
    assert accede("laws", "export", "XAA/a", "--output", str(out), **here).returncode == 0
    assert b"2026-01-02" in out.read_bytes()
    back = (*named[:2], str(out), *named[3:])
    assert "here already" in accede(*back, **here).stdout
    assert "there is no law" in accede("laws", "export", "XAA/b", **here).stderr
    assert "has no version 9" in accede("laws", "export", "XAA/a", "--version", "9", **here).stderr
    text.write_text("Nothing.\n", encoding="utf-8")
    assert "no headings" in accede(*named, **here).stderr


def test_laws_are_searched_as_everyone_or_as_a_person_may_read_them(accede: Accede, tmp_path: Path) -> None:
    here = {"ACCEDE_DATA_DIR": str(tmp_path / "data")}
    accede("laws", "import", str(LAWS), "--state", "XAA", "--public", "--yes", **here)
    found = json.loads(accede("search", "hostages", "--state", "xaa", "--format", "json", **here).stdout)
    assert found["total"] == 1
    assert found["hits"][0]["heading"] == "pc 21"
    assert "<mark>" in found["hits"][0]["passage"]
    accede("laws", "import", str(LAWS), "--state", "XAB", "--yes", **here)
    assert "has laws of XAA" in accede("laws", "import", str(LAWS), "--state", "XAB", "--yes", **here).stderr
    assert "give a word" in accede("search", "-", **here).stderr
    assert "--kind: 'x' is none of" in accede("search", "hostage", "--kind", "x", **here).stderr


def test_cases_and_publications_are_shown_first_then_brought_in_whole(accede: Accede, tmp_path: Path) -> None:
    here = {"ACCEDE_DATA_DIR": str(tmp_path / "data")}
    cases, books = LAWS.with_name("cases.csv"), LAWS.with_name("publications.jsonl")
    refused = accede("cases", "import", str(cases), "--yes", **here)
    assert refused.returncode == 1
    assert "line 2, provisions: no law of this State has “pc/10”" in refused.stderr
    assert accede("cases", "list", "--format", "csv", **here).stdout.count("\n") == 1
    accede("laws", "import", str(LAWS), "--state", "XAA", "--yes", **here)
    assert "2 new\nNothing was changed." in accede("cases", "import", str(cases), "--dry-run", **here).stdout
    assert "say --yes" in accede("cases", "import", str(cases), **here).stderr
    assert "2 brought in" in accede("cases", "import", str(cases), "--public", "--yes", **here).stdout
    assert "here already" in accede("cases", "import", str(cases), "--yes", **here).stdout
    changed = tmp_path / "cases.csv"
    changed.write_text(cases.read_text(encoding="utf-8").replace(",conviction,", ",partly,"), encoding="utf-8")
    done = accede("cases", "import", str(changed), "--yes", **here).stdout
    assert "changed  XAA  The State v. Sample Person  (outcome)\n1 changed, 1 same\n1 brought in" in done
    assert "2 brought in" in accede("publications", "import", str(books), "--yes", **here).stdout
    listed = json.loads(accede("publications", "list", "--state", "xaa", "--format", "json", **here).stdout)
    assert [it["title"] for it in listed] == ["Sample course on asset freezing"]
    assert not listed[0]["public"]
    found = json.loads(accede("search", "drugs", "--kind", "case", "--format", "json", **here).stdout)
    assert [it["title"] for it in found["hits"]] == ["The State v. Sample Person"]
    assert (
        json.loads(accede("search", "sample guide", "--kind", "publication", "--format", "json", **here).stdout)[
            "total"
        ]
        == 0
    )
    assert "cannot be opened" in accede("cases", "import", str(tmp_path / "none.csv"), **here).stderr
