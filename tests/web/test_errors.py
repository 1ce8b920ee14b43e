"""Errors are pages too: they say what is wrong and where to go."""

import orjson
import pytest
from django.test import Client, RequestFactory
from tests.web.conftest import See

from accede.web.views import bad_request, server_error

pytestmark = pytest.mark.django_db


def test_a_bad_date_keeps_the_form_and_says_why(see: See) -> None:
    page = see("/states/KEN/?on=2011-02-29", status=400)
    assert "February 2011 has 28 days" in page.cssselect(".problem")[0].text_content()
    field = page.cssselect("form.date-bar input[name=on]")[0]
    assert (field.get("value"), field.get("aria-invalid")) == ("2011-02-29", "true")
    assert page.cssselect("form.date-bar")[0].get("action") == "/states/KEN/"


def test_a_bad_date_keeps_what_else_was_asked(see: See) -> None:
    page = see("/matrix/?region=Africa&on=soon", status=400)
    assert page.cssselect("input[name=region]")[0].get("value") == "Africa"


def test_an_unknown_state_is_answered_with_suggestions(see: See) -> None:
    page = see("/states/Kenya/?on=2012-01-01", status=404)
    assert "There is no State with the code “Kenya”." in page.text_content()
    assert page.cssselect(".found a")[0].get("href") == "/states/KEN/?on=2012-01-01"


def test_an_unknown_instrument_is_answered_with_suggestions(see: See) -> None:
    page = see("/instruments/hostage-1979/", status=404)
    assert page.cssselect(".found a")[0].get("href") == "/instruments/hostages-1979/"


def test_an_address_that_is_none(see: See) -> None:
    page = see("/nowhere/", status=404)
    assert page.cssselect("form.find-large")
    assert page.cssselect(".site-nav a")


def test_twins_answer_errors_as_data(client: Client, loaded: object) -> None:
    response = client.get("/states/XXX.json")
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
    assert "There is no participant 'XXX'" in orjson.loads(response.content)["error"]
    response = client.get("/matrix.csv?on=never")
    assert response.status_code == 400
    assert "on: 'never' is not a date" in orjson.loads(response.content)["error"]


def test_the_page_of_a_fault_needs_no_data(client: Client) -> None:
    broken = server_error(RequestFactory().get("/"))
    assert broken.status_code == 500
    assert b"The fault is ours" in broken.content
    assert bad_request(RequestFactory().get("/"), ValueError("secret")).content.count(b"secret") == 0


def test_a_page_cannot_be_posted_to(client: Client, loaded: object) -> None:
    assert client.post("/states/").status_code in (403, 405)
