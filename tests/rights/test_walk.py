"""Every address with every role, of the own State and of another, draft and final: the table of rights decides, everywhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver
from tests.accounts.conftest import person_with, sign_in
from tests.rights.records import KINDS, arguments, make_all

from accede.accounts.actors import load_actor
from accede.accounts.models import Organisation, Person
from accede.accounts.rights import ANYONE, Actor, may
from accede.accounts.rights.routes import Route, routes

ROLES: dict[str, dict[str, Any]] = {
    "focal_point": {"state": "XAA"}, "contributor": {"state": "XAA"}, "officer": {"states": ("XAA",)}, "coordinator": {},
    "partner": {}, "donor": {}, "reporting": {}, "auditor": {}, "administrator": {}, "": {},
}  # fmt: skip
SIGN_IN = "/account/sign-in/"
#: They end what the walk needs, or need what it does not have; each has tests of its own.
LEFT_OUT = {"account_logout", "mfa_download_recovery_codes"}


def named(resolver: Any = None, space: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every named address with the converters of its arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            converters = pattern.pattern.converters if isinstance(pattern.pattern, RoutePattern) else {}
            yield f"{space}{pattern.name or ''}", converters


NAMED = list(named())


def test_every_address_has_a_row() -> None:
    missing = sorted({name for name, _ in NAMED} - set(routes()))
    assert missing == [], (
        "an address without a row of accounts/rights/routes is closed to everyone: think about who may come near it, and add "
        "a row to the file of its room"
    )


def test_every_row_has_an_address() -> None:
    assert sorted(set(routes()) - {name for name, _ in NAMED}) == []


def test_rows_speak_of_records_and_verbs_that_the_table_knows() -> None:
    from accede.accounts.rights.table import all_rules

    known = {(rule.record, verb) for rule in all_rules() for verb in rule.verbs}
    wrong = [
        it.name for it in routes().values() if it.access in ("role", "record") and (it.record, it.verb) not in known
    ]
    assert wrong == []


def address(name: str, converters: dict[str, Any], values: dict[str, Any]) -> str | None:
    """The address with its arguments filled in; None where a fixed part of the address stands for an argument."""
    try:
        return reverse(name, kwargs={argument: values.get(argument, "none") for argument in converters})
    except NoReverseMatch:
        return None


def expected_hidden(route: Route, actor: Actor, records: dict[str, Any]) -> bool:
    """Whether the actor may not even know of the record that the address names."""
    _, to, _, _ = KINDS[route.record]
    return not may(actor, "see", to.subject(records[route.record]))


@pytest.mark.django_db
@pytest.mark.parametrize("final", [False, True], ids=["draft", "final"])
@pytest.mark.parametrize("state", ["XAA", "XAB"], ids=["own", "other"])
@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_walk(role: str, state: str, final: bool) -> None:
    records = make_all(state, final=final)
    values = arguments(records)
    client = Client(raise_request_exception=False)
    actor = ANYONE
    if role != "nobody":
        person = sign_in(client, person_with(role, **ROLES[role]), confirmed=True)
        actor = load_actor(person)
    for name, converters in NAMED:
        route = routes()[name]
        if route.access in ("public", "secret", "key") or name in LEFT_OUT:
            continue
        where = address(name, converters, values)
        assert where is not None, f"{name}: tests/rights/records.py does not know {sorted(converters)}"
        for method in ("get", "post"):
            answer = getattr(client, method)(where)
            at = f"{method} {name} as {role or 'somebody without a role'}: {answer.status_code}"
            assert answer.status_code < 500, at
            location = answer.headers.get("Location", "")
            if actor.person is None:
                assert answer.status_code in (302, 404, 405), at
                if answer.status_code == 302:
                    assert location.startswith(SIGN_IN), at
            elif route.access == "record" and expected_hidden(route, actor, records):
                assert answer.status_code in (404, 405), at
            else:
                assert not location.startswith(SIGN_IN), at
        if role != "nobody":
            sign_in(client, person, confirmed=True)


@pytest.mark.django_db
def test_a_focal_point_of_the_state_reaches_what_another_does_not() -> None:
    """That the walk can fail: the same addresses, seen and hidden."""
    records = make_all("XAA", final=True)
    own, other = Client(), Client()
    sign_in(own, person_with("focal_point", state="XAA"))
    sign_in(other, person_with("focal_point", state="XAB"))
    for name, key in (("request", "request"), ("plan", "plan"), ("assessment", "assessment"), ("trainee", "trainee")):
        where = reverse(name, args=[records[key].pk])
        assert (own.get(where).status_code, other.get(where).status_code) == (200, 404), name
    assert Person.objects.exists()
    assert Organisation.objects.exists()
