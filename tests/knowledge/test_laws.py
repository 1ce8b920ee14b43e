"""Laws: bringing them in, consolidations, consent, and reading them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.knowledge.making import drafts, law_in

from accede.accounts import trail
from accede.accounts.changing import Conflict
from accede.accounts.rights import ANYONE, Actor, Denied
from accede.knowledge.domain import LawRefused, Refused, bring_in, give_consent, preview, withdraw_consent
from accede.knowledge.models import Law, Provision
from accede.knowledge.queries import laws_for, provisions_of

pytestmark = pytest.mark.django_db
FIRST = (("1", "", "One."), ("2", "", "Two."), ("3", "", "Three."))
SECOND = (("1", "", "One."), ("1a", "", "One and a half."), ("2", "", "Two, changed."))


def again(law: Law, rows: tuple[tuple[str, str, str], ...], on: date | None = None) -> dict[str, int]:
    done = bring_in(
        state=law.participant_id, code=law.code, title=law.title, language=law.language, drafts=drafts(*rows), on=on,
        by=Actor(), now=NOW, command=True,
    )  # fmt: skip
    return dict(done.counts)


def test_a_new_consolidation_updates_provisions_and_keeps_the_old() -> None:
    law = law_in(rows=FIRST)
    assert again(law, SECOND, date(2026, 1, 1)) == {"same": 1, "new": 1, "changed": 1, "gone": 1}
    assert [(it.number, it.text) for it in provisions_of(law)] == [(row[0], row[2]) for row in SECOND]
    assert [(it.number, it.text) for it in provisions_of(law, version=1)] == [(row[0], row[2]) for row in FIRST]
    assert Provision.objects.filter(law=law).count() == 5
    assert [it.on for it in law.versions.all()] == [None, date(2026, 1, 1)]
    assert list(trail.verify()) == []


def test_the_same_text_again_changes_nothing() -> None:
    law = law_in(rows=FIRST)
    before = (law.versions.count(), Provision.objects.count())
    assert again(law, FIRST) == {"same": 3}
    assert (law.versions.count(), Provision.objects.count()) == before


def test_a_number_that_is_used_twice_is_paired_in_order() -> None:
    law = law_in(rows=(("1", "", "A."), ("1", "", "B.")))
    changes = preview(law, drafts(("1", "", "A."), ("1", "", "C.")))
    assert [(it.what, it.before.text if it.before else "") for it in changes] == [("same", "A."), ("changed", "B.")]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": " "}, "law"), ({"title": ""}, "title"), ({"language": "xx"}, "language"), ({"drafts": []}, "file"),
        ({"drafts": drafts(("1" * 121, "", "x"))}, "number"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_by_field_and_changes_nothing(changed: dict[str, object], field: str) -> None:
    given = {"code": "a", "title": "A", "language": "en", "drafts": drafts()} | changed
    with pytest.raises(LawRefused) as caught:
        bring_in(state="XAA", on=None, by=Actor(), now=NOW, command=True, **given)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not Law.objects.exists()


def test_a_law_is_its_states_until_the_state_consents() -> None:
    law = law_in("XAA")
    focal, other = actor_with("focal_point", state="XAA"), actor_with("focal_point", state="XAB")
    officer = actor_with("officer", states=("XAA",))
    assert [law in laws_for(who) for who in (focal, officer, other, ANYONE)] == [True, True, False, False]
    for who in (officer, other):
        with pytest.raises(Denied):
            give_consent(law, until=None, by=who, now=NOW)
    with pytest.raises(Refused, match="passed"):
        give_consent(law, until=NOW.date() - timedelta(days=1), by=focal, now=NOW)
    given = give_consent(law, until=timezone.localdate(), by=focal, now=NOW, seen=law.version)
    assert law in laws_for(ANYONE)
    with pytest.raises(Conflict):
        withdraw_consent(law, by=focal, now=NOW, seen=law.version)
    withdraw_consent(given, by=focal, now=NOW, seen=given.version)
    assert law not in laws_for(ANYONE)


def test_consent_ends_with_its_day() -> None:
    law = law_in("XAA", public=True)
    Law.objects.filter(pk=law.pk).update(public_until=timezone.localdate() - timedelta(days=1))
    assert law not in laws_for(ANYONE)
    assert law in laws_for(actor_with("focal_point", state="XAA"))


def test_pages_show_public_laws_to_everyone_and_others_to_whom_they_concern(client: Client) -> None:
    public, secret = law_in("XAA", public=True, title="Open Act"), law_in("XAA", title="Kept Act")
    page = client.get(reverse("laws")).content.decode()
    assert "Open Act" in page
    assert "Kept Act" not in page
    assert b"Who takes a hostage" in client.get(reverse("law", args=[public.pk])).content
    assert client.get(reverse("law", args=[secret.pk])).status_code == 404
    assert client.get(reverse("law-compare", args=[secret.pk])).status_code == 404
    sign_in(client, person_with("focal_point", state="XAA"))
    answer = client.get(reverse("law", args=[secret.pk]))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_versions_are_read_and_compared(client: Client) -> None:
    law = law_in(rows=FIRST, public=True)
    again(law, SECOND)
    old = client.get(reverse("law", args=[law.pk]), {"version": "1"}).content.decode()
    assert "Three." in old
    assert "earlier version" in old
    page = client.get(reverse("law-compare", args=[law.pk])).content.decode()
    assert [word for word in ("Two, changed.", "One and a half.", "Three.") if word not in page] == []
    assert "One.</td>" not in page
    assert client.get(reverse("law", args=[law.pk]), {"version": "nothing"}).status_code == 200


@pytest.mark.parametrize("name", ["laws", "law"])
def test_pages_make_as_many_queries_for_thirty_as_for_one(client: Client, name: str) -> None:
    counts = []
    for number in (1, 3, 30):
        rows = [(str(n), "", f"Text {n}.") for n in range(number)]
        law = [law_in("XAA", public=True, rows=rows) for _ in range(number if name == "laws" else 1)][-1]
        where = reverse(name, args=[law.pk] if name == "law" else [])
        client.get(where)
        with CaptureQueriesContext(connection) as seen:
            client.get(where)
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]


def test_a_text_with_markup_is_shown_as_text(client: Client) -> None:
    law = law_in(rows=(("1", "<b>h</b>", "<script>alert(1)</script>"),), public=True)
    page = client.get(reverse("law", args=[law.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
