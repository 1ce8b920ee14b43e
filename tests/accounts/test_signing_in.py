"""Signing in: by invitation alone, with a second factor where confidential data are near, and held to limits."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.conftest import PASSWORD, actor_with, organisation, person_with, sign_in

from accede.accounts import invitations
from accede.accounts.models import Event, Invitation, Person, RoleKind
from accede.accounts.rights import Denied
from accede.accounts.signing_in import client_address

pytestmark = pytest.mark.django_db

GOOD = "quiet ladder paints seven oceans"


@pytest.fixture(autouse=True)
def _no_counts_left() -> None:
    cache.clear()


def code_of(secret: str) -> str:
    """The six digits that an app would show now."""
    value = totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(value))


def with_app(person: Person) -> str:
    """Set up an app for the person; answers its secret."""
    secret: str = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def password_given(client: Client, person: Person, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def test_a_partner_signs_in_with_a_password_and_reaches_the_account(client: Client) -> None:
    person = person_with("partner")
    assert password_given(client, person).status_code == 302
    page = client.get(reverse("my-account"))
    assert page.status_code == 200
    assert person.email in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"


def test_a_role_that_sees_confidential_data_is_led_to_a_second_factor_first(client: Client) -> None:
    person = person_with("officer")
    password_given(client, person)
    assert client.get(reverse("people")).headers["Location"] == reverse("second-factor-needed")
    assert client.get(reverse("my-account")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_work_pages(client: Client) -> None:
    person = person_with("officer")
    sign_in(client, person, second_factor=False, confirmed=True)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session[totp.SECRET_SESSION_KEY]
    assert secret in page
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert client.get(reverse("people")).status_code == 200


def test_with_an_app_the_password_alone_opens_nothing(client: Client) -> None:
    person = person_with("officer")
    secret = with_app(person)
    assert password_given(client, person).headers["Location"] == reverse("mfa_authenticate")
    assert reverse("account_login") in client.get(reverse("people")).headers["Location"]
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert wrong.status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("people")).status_code == 200


def test_a_recovery_code_opens_the_account_once(client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    person = person_with("officer")
    with_app(person)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    password_given(client, person)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    client.logout()
    password_given(client, person)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_wrong_passwords_are_counted_by_account(client: Client) -> None:
    person = person_with("partner")
    for _ in range(5):
        password_given(client, person, "wrong password altogether")
    answer = password_given(client, person)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account_without_an_invitation(client: Client) -> None:
    assert client.get("/account/signup/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_an_invitation_works_once(client: Client) -> None:
    by = actor_with("focal_point", state="XAA")
    body = organisation("state", "XAA")
    now = timezone.now()
    made = invitations.invite(
        email="New@example.org", name="New Person", organisation=body, role=RoleKind.CONTRIBUTOR, by=by, now=now
    )
    invitations.send(made, link=f"http://testserver{reverse('invitation', args=[made.secret])}")
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link is not None
    assert made.secret not in str(Invitation.objects.values()[0])
    page = client.get(link[1])
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    weak = client.post(link[1], {"name": "New Person", "language": "en", "password": "password1234"})
    assert weak.status_code == 400
    done = client.post(link[1], {"name": "New Person", "language": "en", "password": GOOD})
    assert done.status_code == 302
    person = Person.objects.get(email="new@example.org")
    assert [role.kind for role in person.roles.all()] == ["contributor"]
    assert person.password.startswith("argon2$")
    assert Event.objects.filter(verb="grant_role", record_id=str(person.pk)).exists()
    assert Client().get(link[1]).status_code == 404


def test_an_invitation_runs_out_and_can_be_withdrawn(client: Client) -> None:
    by = actor_with("focal_point", state="XAA")
    body = organisation("state", "XAA")
    old = timezone.now() - timedelta(days=15)
    made = invitations.invite(
        email="old@example.org", name="Old", organisation=body, role=RoleKind.CONTRIBUTOR, by=by, now=old
    )
    assert client.get(reverse("invitation", args=[made.secret])).status_code == 404
    with pytest.raises(invitations.InvitationRefused, match="run out"):
        invitations.accept(made.secret, name="Old", password=GOOD, language="en", now=timezone.now())
    new = invitations.invite(
        email="two@example.org", name="Two", organisation=body, role=RoleKind.CONTRIBUTOR, by=by, now=timezone.now()
    )
    invitations.withdraw(new.invitation, by=by, now=timezone.now())
    assert client.get(reverse("invitation", args=[new.secret])).status_code == 404


def test_a_focal_point_invites_into_the_own_state_only() -> None:
    by = actor_with("focal_point", state="XAA")
    with pytest.raises(Denied):
        invitations.invite(
            email="x@example.org", name="X", organisation=organisation("state", "XAB"), role="contributor", by=by,
            now=timezone.now(),
        )  # fmt: skip
    with pytest.raises(invitations.InvitationRefused, match="kind"):
        invitations.invite(
            email="x@example.org", name="X", organisation=organisation("state", "XAA"), role="officer",
            by=actor_with("administrator"), now=timezone.now(), command=True,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "6.6.6.6, 198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
    ],
)
def test_the_address_behind_trusted_proxies(
    monkeypatch: pytest.MonkeyPatch, remote: str, forwarded: str, expected: str
) -> None:
    monkeypatch.setenv("ACCEDE_TRUSTED_PROXIES", "10.0.0.0/24")
    assert client_address(remote=remote, forwarded=forwarded) == expected


def test_a_session_can_be_ended_elsewhere(client: Client) -> None:
    from allauth.usersessions.models import UserSession

    person = person_with("partner")
    elsewhere = Client()
    password_given(elsewhere, person)
    password_given(client, person)
    other = UserSession.objects.exclude(session_key=client.session.session_key).get(user=person)
    stranger = Client()
    password_given(stranger, person_with("partner"))
    assert stranger.post(reverse("session-end", args=[other.pk])).status_code == 404
    client.post(reverse("session-end", args=[other.pk]))
    assert reverse("account_login") in elsewhere.get(reverse("my-account")).headers["Location"]
    assert client.get(reverse("my-account")).status_code == 200


def test_a_sensitive_act_asks_again_and_comes_back(client: Client) -> None:
    person = sign_in(client, person_with("partner"))
    sent = {"name": "Reports", "days": "30"}
    asked = client.post(reverse("token-new"), sent)
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    done = client.post(asked.headers["Location"], {"password": PASSWORD, "next": reverse("token-new")})
    assert "acc_" in done.content.decode()
    assert person.tokens.get().name == "Reports"


def test_who_is_not_signed_in_is_led_to_the_door_and_an_address_without_a_row_is_closed(client: Client) -> None:
    assert reverse("account_login") in client.get(reverse("people")).headers["Location"]
    assert client.get(reverse("organisation", args=[999])).status_code == 302
