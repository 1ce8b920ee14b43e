"""Suggestions and gaps over the laws that are here: pages, rights, and the command."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import NOW, person_with, sign_in
from tests.cli.conftest import ROOT
from tests.knowledge.making import law_in

from accede.accounts.rights import ANYONE
from accede.cli import main
from accede.legislation import gaps
from accede.legislation.suggesting.provisions import read_provisions
from accede.treaties import sample

pytestmark = pytest.mark.django_db
SAMPLE = read_provisions(ROOT / "docs" / "examples" / "laws.jsonl")


def all_laws(code: str = "XAA", *, public: bool = True) -> None:
    """The example laws, brought in for a placeholder State."""
    for law in dict.fromkeys(it.law for it in SAMPLE):
        rows = [(it.provision, it.heading, it.text) for it in SAMPLE if it.law == law]
        law_in(code, public=public, rows=rows, code=law, title=next(it.law_title for it in SAMPLE if it.law == law))


def where(client: Client, state: str = "XAA", **asked: str) -> str:
    return client.get(reverse("law-where", args=[state]), asked).content.decode()


def test_the_page_proposes_provisions_with_the_words_and_the_way_to_the_text(client: Client) -> None:
    all_laws()
    page = where(client, instrument="hostages-1979", category="criminalise")
    first = page.index("Hostage-taking")
    assert first < page.index("Unlawful seizure")
    assert "in order to compel" in page
    assert "#p" in page
    assert "Probably not in the laws" in where(client, instrument="platforms-1988", category="criminalise")
    assert "no such obligations" in where(client, instrument="tokyo-1963", category="asset-measures")
    assert client.get(reverse("law-where", args=["ZZZ"])).status_code == 404


def test_a_law_in_confidence_gives_suggestions_to_whom_it_concerns_alone(client: Client) -> None:
    all_laws(public=False)
    asked = {"instrument": "hostages-1979", "category": "criminalise"}
    assert "Hostage-taking" not in where(client, **asked)
    sign_in(client, person_with("focal_point", state="XAA"))
    assert "Hostage-taking" in where(client, **asked)
    sign_in(client, person_with("focal_point", state="XAB"))
    assert "Hostage-taking" not in where(client, **asked)


def test_gaps_are_shown_for_the_instruments_that_bind_the_state(client: Client) -> None:
    all_laws()
    page = client.get(reverse("law-gaps", args=["XAA"])).content.decode()
    assert "No instrument is known to bind" in page
    sample.record([("XAA", "hostages-1979", "accession", date(2001, 5, 4))], now=NOW)
    page = client.get(reverse("law-gaps", args=["XAA"])).content.decode()
    assert "Hostages Convention" in page
    assert "probably absent" in page
    assert "Tokyo Convention" not in page
    assert "Nobody has assessed it" in page


def test_a_new_consolidation_is_read_at_once() -> None:
    law_in(public=True, code="a", rows=(("1", "", "Nothing of it."),))
    before = gaps.laws_as_read(ANYONE, "XAA")
    law_in(public=True, code="a", rows=(("1", "", "Who takes a hostage is liable to imprisonment."),))
    after = gaps.laws_as_read(ANYONE, "XAA")
    assert before is not None
    assert after is not None
    assert "hostage" in after.corpus.provisions[0].text
    assert gaps.laws_as_read(ANYONE, "XAA") is after, "kept until a law changes"
    assert gaps.laws_as_read(ANYONE, "XAB") is None


def test_the_states_page_leads_to_its_laws(client: Client) -> None:
    law_in("KEN", public=True)
    page = client.get("/states/KEN/").content.decode()
    assert reverse("law-gaps", args=["KEN"]) in page


def test_the_command_says_what_the_laws_lack(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accede.cli.laws.open_database", lambda: None)
    assert main(["gaps", "KEN", "--format", "json"]) == 1
    assert "accede laws import" in capsys.readouterr().err
    for it in ("pc", "ea"):
        rows = [(one.provision, one.heading, one.text) for one in SAMPLE if one.law == it]
        law_in("KEN", public=True, rows=rows, code=it)
    assert main(["gaps", "KEN", "--instrument", "hostages-1979", "--on", "2012-01-01", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    found = {row["category"]: row for row in report["gaps"]}
    assert found["criminalise"]["suggestions"][0] == {"law": "pc", "provision": "21", "score": 1.0}
    assert found["mutual-legal-assistance"]["verdict"] == "probably-absent"
    assert sum(report["summary"].values()) == len(report["gaps"])
    assert main(["gaps", "KEN", "--on", "soon"]) == 2
    assert timezone.localdate()
