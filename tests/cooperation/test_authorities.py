"""The page of central authorities: empty at first, then searched, with its reminders and its data."""

import csv
import io
from datetime import timedelta

import lxml.html
import orjson
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.cooperation.tables import AUTHORITY, NOW, brought_in

from accede.treaties import domain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

URL = "/authorities/"
SAMPLE = {**AUTHORITY, "participant": "XAA", "sample": "yes", "name": "Office of Samples"}


def text(client: Client, url: str = URL, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200, response.content[:400]
    main = lxml.html.document_fromstring(response.content).get_element_by_id("main")
    return " ".join(main.text_content().split())


def fresh() -> dict[str, str]:
    return {**AUTHORITY, "last_verified": str(timezone.localdate() - timedelta(days=365))}


def test_it_starts_empty_and_says_how_to_fill_it(client: Client) -> None:
    page = text(client)
    assert "No central authority is recorded yet" in page
    assert "accede import authorities FILE.csv" in page
    assert orjson.loads(client.get("/authorities.json").content)["authorities"] == []


def test_an_authority_is_shown_with_all_that_is_known(client: Client) -> None:
    brought_in("authorities", fresh())
    page = text(client)
    for words in (
        "Kenya", "Office for Testing", "1 Test Street", "English, French", "diplomatic channel, post",
        "urgent@example.org", "365 days ago", "Note verbale (test)",
    ):  # fmt: skip
        assert words in page
    assert "verify again" not in page


def test_what_was_verified_more_than_a_year_ago_is_a_reminder(client: Client) -> None:
    brought_in("authorities", {**fresh(), "last_verified": str(timezone.localdate() - timedelta(days=366))})
    page = text(client)
    assert "verify again" in page
    assert "1 entry was last verified more than a year ago" in page


def test_found_by_state_purpose_and_words(client: Client) -> None:
    brought_in(
        "authorities", fresh(), {**fresh(), "participant": "CIV", "name": "Bureau des essais", "purpose": "mla"},
    )  # fmt: skip
    for query, found, missing in (
        ({"state": "KEN"}, "Office for Testing", "Bureau"), ({"purpose": "extradition"}, "Office for Testing", "Bureau"),
        ({"q": "COTE bureau"}, "Bureau", "Office for Testing"), ({"q": "street kenya"}, "Office for Testing", "Bureau"),
    ):  # fmt: skip
        page = text(client, **query)
        assert found in page
        assert missing not in page
    assert "Bureau" in text(client, purpose="mla")
    assert "No central authority passes these filters" in text(client, q="nowhere")
    assert "Office" not in text(client, state="FRA")


def test_samples_stand_apart_and_belong_to_no_state(client: Client) -> None:
    brought_in("authorities", SAMPLE)
    page = text(client)
    assert "No central authority is recorded yet" in page
    assert page.index("send nothing there") < page.index("Office of Samples")
    [record] = orjson.loads(client.get("/authorities.json").content)["authorities"]
    assert (record["participant"], record["state"], record["sample"]) == ("XAA", "", True)


@pytest.mark.parametrize(
    ("query", "words"), [({"state": "ZZZ"}, "ZZZ"), ({"purpose": "trade"}, "mutual legal assistance")]
)
def test_a_filter_that_names_nothing_is_refused(client: Client, query: dict[str, str], words: str) -> None:
    response = client.get(URL, query)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert client.get("/authorities.csv", query).status_code == 400


def test_the_data_is_that_of_the_page(client: Client) -> None:
    brought_in("authorities", {**fresh(), "note": "to be asked by post"}, {**fresh(), "participant": "FRA"})
    records = orjson.loads(client.get("/authorities.json", {"state": "KEN"}).content)["authorities"]
    rows = list(csv.DictReader(io.StringIO(client.get("/authorities.csv", {"state": "KEN"}).content.decode())))
    assert [it["name"] for it in records] == [it["name"] for it in rows] == ["Office for Testing"]
    assert (records[0]["languages"], rows[0]["languages"]) == (["English", "French"], "English; French")
    assert rows[0]["due"] == "no"


def test_what_a_table_holds_is_shown_and_never_run(client: Client) -> None:
    brought_in("authorities", {**fresh(), "name": "<script>alert(1)</script>", "address": "</table><b>x"})
    page = client.get(URL).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_costs_one_query_and_follows_an_undo(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    batch = brought_in("authorities", fresh())
    assert "Office for Testing" in text(client)
    with django_assert_num_queries(1):
        text(client, q="office")
    domain.undo_import(batch_id=batch.pk, reason="test", now=NOW)
    assert "Office for Testing" not in text(client)


def test_in_arabic_it_is_laid_out_from_right_to_left(client: Client) -> None:
    brought_in("authorities", fresh())
    page = client.get("/ar/authorities/").content.decode()
    assert 'dir="rtl"' in page
    assert '<bdi lang="en" dir="ltr">Office for Testing</bdi>' in page
