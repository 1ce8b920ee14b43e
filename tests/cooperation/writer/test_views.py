"""The pages, and that the server keeps nothing: what was written is looked for wherever it could stay."""

import io
import logging
import pickle
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import docx
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cooperation.writer.cases import KINDS, QUERY, canary, case, full_form

from accede.cooperation.presenters.finder import ASK
from accede.cooperation.writer.answers import LARGEST_FORM
from accede.cooperation.writer.interview import FIELDS
from accede.cooperation.writer.model import LONG
from accede.treaties.queries import Snapshot

pytestmark = pytest.mark.usefixtures("loaded")
CANARIES = [canary(code) for code in FIELDS]
FORM = "application/x-www-form-urlencoded"


def send(client: Client, address: str, form: dict[str, list[str]], **headers: str) -> HttpResponse:
    """Post a form as browsers do."""
    response: HttpResponse = client.post(  # type: ignore[assignment]  # the stub's own subclass of HttpResponse
        address, urlencode(form, doseq=True), content_type=FORM, headers=headers
    )
    return response


def address(form: str, kind: str = "mla") -> str:
    return f"/writer/document.{form}?{QUERY}{kind}"


#: Files that were opened for writing while :func:`watch` looked, by this process.
_opened: list[str] = []
_watching = [False]


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watching[0] and event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        _opened.append(str(arguments[0]))


@pytest.fixture
def watch() -> Iterator[list[str]]:
    """Names of files opened for writing within the test. A hook of Python's audit cannot be taken out, only left idle."""
    if not _opened and not getattr(sys, "_accede_writer_hook", False):
        sys.addaudithook(_hook)
        sys._accede_writer_hook = True  # type: ignore[attr-defined]  # a mark of our own, so that it is added once
    _opened.clear()
    _watching[0] = True
    yield _opened
    _watching[0] = False


def database_bytes() -> bytes:
    """Everything in the database: each row of each table as text, and for SQLite the bytes of the file itself."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- names from the database
            found += [repr(row) for row in cursor.fetchall()]
    content = "\n".join(found).encode()
    if connection.vendor == "sqlite":
        content += connection.connection.serialize()
    return content


def cached() -> dict[str, bytes]:
    """Everything that the caches hold."""
    kept: dict[str, bytes] = {}
    for name in settings.CACHES:
        held = getattr(caches[name], "_cache", {})
        kept |= {f"{name}:{key}": pickle.dumps(value) for key, value in dict(held).items()}
    return kept


def files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Files below a folder with their sizes and times."""
    return {it: (it.stat().st_size, it.stat().st_mtime_ns) for it in folder.rglob("*") if it.is_file()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "target", ["docx", "pdf", "check", "refused-choice", "refused-length", "refused-font", "failed"]
)
def test_the_server_keeps_nothing(
    client: Client,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    watch: list[str],
    target: str,
    kind: str,
) -> None:
    form = full_form(case(kind))
    where = address("pdf" if target == "refused-font" else "docx", kind)
    if target == "pdf":
        where = address("pdf", kind)
    elif target == "check":
        where = f"/writer/check/?{QUERY}{kind}"
    elif target == "refused-choice":
        form["stage"] = [canary("stage")]
    elif target == "refused-length":
        form["facts"] = [canary("facts") * (LONG // len(canary("facts")) + 1)]
    elif target == "refused-font":
        form["facts"] = [f"{canary('facts')} ก"]
    elif target == "failed":

        def fail(*_: object, **__: object) -> None:
            raise ValueError(canary("facts"))

        monkeypatch.setattr("accede.cooperation.views.writer.assemble", fail)
    # The first request loads what the process keeps of its own; then everything is looked at, before and after.
    client.get(f"/writer/?{QUERY}{kind}")
    send(client, address("docx", kind), {})
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    caplog.set_level(logging.DEBUG)
    before = (cached(), files(Path(settings.DATA_DIR)), database_bytes())
    watch.clear()

    response = send(client, where, form)

    expected = {"refused-choice": 400, "refused-length": 400, "refused-font": 422, "failed": 500}
    assert response.status_code == expected.get(target, 200)
    # A number is a pipe to the process that sets the PDF, opened by its descriptor.
    written = [it for it in watch if it != "/dev/null" and not it.isdecimal()]
    assert written == []
    assert files(temporary) == {}
    after = (cached(), files(Path(settings.DATA_DIR)), database_bytes())
    assert after == before
    logged = caplog.text + "".join(repr(vars(it)) for it in caplog.records)
    whole = after[2] + b"".join(after[0].values()) + logged.encode()
    for it in after[1]:
        whole += it.read_bytes()
    assert not [word for word in CANARIES if word.encode() in whole]
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    if target.startswith("refused") or target == "failed":
        assert not [word for word in CANARIES if word in response.content.decode()]
        assert "The server has kept nothing of it." in response.content.decode()


def test_the_search_finds_what_is_kept(client: Client, tmp_path: Path, watch: list[str]) -> None:
    """The test above can fail: each place where something could stay is one in which it is found."""
    caches["pages"].set("x", canary("facts"))
    assert any(canary("facts").encode() in value for value in cached().values())
    caches["pages"].delete("x")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (words varchar(99))")
        cursor.execute("INSERT INTO kept VALUES (%s)", [canary("facts")])
        assert canary("facts").encode() in database_bytes()
        cursor.execute("DROP TABLE kept")
    (tmp_path / "kept").write_text(canary("facts"))
    assert str(tmp_path / "kept") in watch
    assert set(files(tmp_path)) == {tmp_path / "kept"}


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_document_is_an_attachment_with_a_plain_name(client: Client, form: str, language: str) -> None:
    response = send(client, address(form), {**full_form(case("mla")), "language": [language]})
    names = {
        "en": "request-for-mutual-legal-assistance",
        "fr": "demande-entraide-judiciaire",
        "es": "solicitud-asistencia-judicial",
    }
    assert response["Content-Disposition"] == f'attachment; filename="{names[language]}-FRA-DEU-2013-01-01.{form}"'
    assert response["Content-Language"] == language
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"PK" if form == "docx" else b"%PDF-")
    assert response["Content-Type"].startswith("application/vnd.openxml" if form == "docx" else "application/pdf")


def test_the_word_file_holds_the_finder_s_basis(client: Client) -> None:
    response = send(client, address("docx", "extradition"), {"bases": ["ece-1957~general-treaty"]})
    tables = docx.Document(io.BytesIO(response.content)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "European Convention on Extradition" in cells
    assert "1, 2(1)" in cells


def test_only_the_site_s_own_pages_may_send(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for headers, status in (
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ):
        for where in (address("docx"), f"/writer/check/?{QUERY}mla"):
            response = send(strict, where, {"facts": ["x"]}, **headers)
            assert response.status_code == status, (headers, where)
            assert not response.cookies


def test_forms_of_parts_are_refused_unread_and_large_ones_too(client: Client) -> None:
    parts = client.post(address("docx"), {"facts": "x", "file": io.BytesIO(b"x" * 4_000_000)})
    assert parts.status_code == 415
    large = send(client, address("docx"), {"facts": ["x" * (LARGEST_FORM + 1)]})
    assert large.status_code == 413
    million = send(client, address("docx"), {"facts": ["x" * 1_000_000]})
    assert million.status_code == 413
    assert "too long" in million.content.decode()


def test_documents_are_not_got(client: Client) -> None:
    assert client.get(address("docx")).status_code == 405
    moved = client.get(f"/writer/check/?{QUERY}mla")
    assert moved.status_code == 302
    assert moved["Location"] == f"/writer/?{QUERY}mla"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("requesting=FRA&requested=FRA&offence=bombings-1997:bombing-persons&kind=mla", 400),
        ("requesting=FRA&requested=XYZ&offence=bombings-1997:bombing-persons&kind=mla", 404),
        ("requesting=FRA&requested=DEU&offence=no-such&kind=mla", 404),
        ("requesting=FRA&requested=DEU&offence=bombings-1997:bombing-persons&kind=marriage", 404),
        ("requesting=FRA&requested=DEU&offence=bombings-1997:bombing-persons&kind=mla&on=yesterday", 400),
        ("requesting=FRA&requested=SSD&offence=bombings-1997:bombing-persons&kind=mla&on=2000-01-01", 400),
    ],
)
def test_a_case_that_cannot_be_is_refused_by_page_and_document(client: Client, query: str, status: int) -> None:
    assert client.get(f"/writer/?{query}").status_code == status
    response = send(client, f"/writer/document.pdf?{query}", {"facts": [canary("facts")]})
    assert response.status_code == status
    assert canary("facts") not in response.content.decode()


def test_a_language_that_is_not_offered_is_refused(client: Client) -> None:
    assert send(client, address("docx"), {"language": ["tlh"]}).status_code == 400


def test_the_start_leads_to_the_interview(client: Client) -> None:
    page = client.get(reverse("writer")).content.decode()
    assert 'name="requesting"' in page
    query = f"{QUERY}extradition"
    response = client.get(f"/writer/?{query}&{ASK}=1")
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200
    wrong = client.get(f"/writer/?requesting=FRA&requested=&{ASK}=1")
    assert wrong.status_code == 400
    assert '<option value="FRA" selected' in wrong.content.decode()
    change = client.get(f"/writer/?{query}&change=1").content.decode()
    assert '<option value="DEU" selected' in change


@pytest.mark.parametrize("kind", KINDS)
def test_the_interview_asks_every_field_of_its_kind_and_no_other(client: Client, kind: str) -> None:
    response = client.get(f"/writer/?{QUERY}{kind}")
    assert not response.cookies
    page = response.content.decode()
    asked = set(full_form(case(kind)))
    for code in FIELDS:
        assert (f'name="{code}"' in page) == (code in asked), code
    assert 'maxlength="20000"' in page
    assert "<script>" not in page
    assert " onclick" not in page


def test_the_check_gives_back_what_was_written_escaped(client: Client) -> None:
    form = {**full_form(case("mla")), "facts": ['<script>alert("x")</script>'], "purpose": []}
    page = send(client, f"/writer/check/?{QUERY}mla", form).content.decode()
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert '<li><a href="#f-purpose">Purpose</a></li>' in page
    assert page.count('<li><a href="#f-') == 1
    assert canary("subject") in page


def test_pages_of_the_interview_cost_one_query_of_the_data(client: Client) -> None:
    client.get(f"/writer/?{QUERY}mla")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/writer/?{QUERY}extradition").status_code == 200
    few = len(queries)
    with CaptureQueriesContext(connection) as queries:
        send(client, address("docx"), full_form(case("mla")))
    assert len(queries) <= few <= 2


def test_in_arabic_the_page_runs_from_right_to_left_and_sends_to_its_own_language(
    client: Client, loaded: Snapshot
) -> None:
    page = client.get(f"/ar/writer/?{QUERY}mla").content.decode()
    assert 'dir="rtl"' in page
    assert "/ar/writer/document.docx?" in page
    assert loaded.facts.participants["DEU"].name_ar in page
