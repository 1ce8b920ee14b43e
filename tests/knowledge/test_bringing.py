"""Bringing a law in on the site: the split is looked at, corrected and stored; consent is given and withdrawn there too."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.accounts.conftest import person_with, sign_in

from accede.knowledge.domain import Draft
from accede.knowledge.models import Law, Provision
from accede.knowledge.reading.marked import SplitFault, from_marked, to_marked

LAW = "Part I\nArticle 1 Scope\nThis Act applies.\nArticle 2\nWhoever takes a hostage\nshall be punished.\n"
words = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Z"], blacklist_characters="|=-› "), min_size=1, max_size=20
)
made = st.builds(
    Draft,
    words,
    words | st.just(""),
    st.lists(words, min_size=1, max_size=3).map("\n".join),
    st.lists(words, max_size=2).map(tuple),
)


@given(st.lists(made, max_size=6))
def test_a_split_as_text_is_the_same_split_when_read(drafts: list[Draft]) -> None:
    assert from_marked(to_marked(drafts)) == drafts


def test_lines_of_a_law_that_look_like_marks_stay_text() -> None:
    (it,) = from_marked(to_marked([Draft("1", "", "=== not a mark\n--- nor this")]))
    assert it.text == "=== not a mark\n --- nor this"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("words\n=== 1\nOne.", (1, "no_head")),
        ("=== 1\n\n=== 2\nTwo.", (1, "empty")),
        ("=== | Scope\nOne.", (1, "no_number")),
    ],
)
def test_a_split_that_is_none_names_the_line(text: str, fault: tuple[int, str]) -> None:
    with pytest.raises(SplitFault) as refused:
        from_marked(text)
    assert fault in refused.value.faults


def sent(**changes: object) -> dict[str, object]:
    """What the form sends."""
    return {"state": "XAA", "code": "pc", "title": "Penal Code (sample)", "language": "en", "act": "look"} | changes


@pytest.mark.django_db
def test_the_split_is_shown_corrected_and_then_stored(client: Client) -> None:
    sign_in(client, person_with("officer", states=("XAA",)))
    where = reverse("law-new")
    looked = client.post(where, sent(file=SimpleUploadedFile("law.txt", LAW.encode())))
    split = looked.context["form"]["split"].value()
    assert split == "--- Part I\n=== 1 | Scope\nThis Act applies.\n=== 2\nWhoever takes a hostage\nshall be punished.\n"
    assert not Law.objects.exists(), "nothing is stored by looking"
    corrected = split.replace("=== 2\n", "=== 2 | Hostages\n").replace("shall be", "=== 3\nshall be")
    assert "Hostages" in client.post(where, sent(split=corrected)).content.decode()
    done = client.post(where, sent(split=corrected, act="store", on="2026-01-31"))
    law = Law.objects.get()
    assert done["Location"] == reverse("law", args=[law.pk])
    assert list(law.provisions.values_list("number", "heading")) == [("1", "Scope"), ("2", "Hostages"), ("3", "")]
    assert not law.public, "bringing a law in shows it to nobody"
    again = client.get(where, {"law": law.pk})
    assert again.context["form"]["code"].value() == "pc"
    client.post(where, sent(split=corrected.replace("This Act", "The Act"), act="store"))
    assert Provision.objects.filter(law=law, last=1).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "file"),
        ({"split": "words"}, "split"),
        ({"file": SimpleUploadedFile("law.txt", b"no heading at all")}, "file"),
        ({"file": SimpleUploadedFile("law.xml", b"<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>")}, "file"),
        ({"split": "=== 1\nOne.", "language": "tlh"}, "language"),
        ({"split": "=== 1\nOne.", "state": "XAB"}, "state"),
    ],
)
def test_faults_stand_beside_the_field_and_nothing_is_stored(
    client: Client, changes: dict[str, object], field: str
) -> None:
    sign_in(client, person_with("officer", states=("XAA",)))
    answer = client.post(reverse("law-new"), sent(act="store", **changes))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Law.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["donor", "partner", "auditor", "reporting"])
def test_who_may_bring_in_no_law_sees_no_such_page(client: Client, role: str) -> None:
    sign_in(client, person_with(role))
    assert client.get(reverse("law-new")).status_code == 404
    assert reverse("law-new") not in client.get(reverse("laws")).content.decode()
