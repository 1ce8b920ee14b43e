"""`accede user first`."""

import pytest
from django.test import Client

from accede.accounts.models import Person
from accede.cli import main
from tests.accounts.conftest import person_with

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_invited_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accede.cli.people.open_database", lambda: None)
    assert main(["user", "first", "--email", "nobody", "--name", "First"]) == 2
    assert main(["user", "first", "--email", "first@example.org", "--name", "First"]) == 0
    link = capsys.readouterr().out.strip().splitlines()[-1]
    sent = {"name": "First", "language": "en", "password": "quiet ladder paints seven oceans"}
    assert Client().post(link, sent).status_code == 302
    assert [role.kind for role in Person.objects.get().roles.all()] == ["administrator"]
    person_with("officer")
    assert main(["user", "first", "--email", "second@example.org", "--name", "Second"]) == 2
    assert "administrator already" in capsys.readouterr().err
