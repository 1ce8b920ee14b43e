"""Search: each language in its forms, expressions, rights inside the query, and an index that is swapped in whole."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.accounts.conftest import NOW, actor_with, person_with, sign_in
from tests.assistance.making import activity_in
from tests.knowledge.making import case_in, law_in, publication_of

from accede.accounts.rights import ANYONE
from accede.knowledge import finding
from accede.knowledge.domain import change_publication, give_consent, withdraw_consent
from accede.knowledge.search import Document, Engine, QueryFault
from accede.knowledge.search.query import parse

TEXTS = {
    "en": ("Extradition of a fugitive is granted to the requesting State.", "fugitives"),
    "fr": ("L’extradition des personnes recherchées est accordée à l’État requérant.", "recherchée"),
    "es": ("La financiación del terrorismo será castigada.", "financiacion"),
    "de": ("Die Auslieferung eines Verfolgten ist zulässig.", "verfolgten"),
    "nl": ("De uitlevering van de opgeëiste persoon wordt toegestaan.", "opgeeiste"),
    "ru": ("Выдача лица, совершившего преступление, допускается.", "выдачи"),
    "ar": ("يجوز تسليم المتهمين إلى الدولة الطالبة.", "متهمين"),
    "zh": ("准予引渡的请求应当符合条件。", "引渡"),
}  # fmt: skip


def document(key: str, body: str, language: str = "en", **more: Any) -> Document:
    return Document(key=key, kind="provision", title=f"Title of {key}", body=body, language=language, **more)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    made = Engine(tmp_path_factory.mktemp("search"))
    rows = [document(code, text, code, state="XAA") for code, (text, _) in TEXTS.items()]
    rows += [
        document("hijack", "Unlawful seizure of an aircraft in flight, with violence.", state="XAB"),
        document("ship", "Unlawful seizure of a ship.", state="XAB"),
        document("secret", "A hidden seizure of aircraft.", groups=("law:7",)),
        document("script", "The <script>alert(1)</script> seizure of documents."),
    ]
    made.rebuild(rows, stamp="one")
    return made


def keys(engine: Engine, text: str, **narrowed: Any) -> list[str]:
    return sorted(hit.key for hit in engine.search(text, **narrowed).hits)


@pytest.mark.parametrize("language", list(TEXTS))
def test_each_language_finds_another_form_of_the_word(engine: Engine, language: str) -> None:
    assert keys(engine, TEXTS[language][1], languages=[language]) == [language]


@pytest.mark.parametrize("asked", ["الإرهاب", "إرهاب", "والإرهاب"])
def test_arabic_words_are_found_with_and_without_the_conjunction_written_onto_them(tmp_path: Path, asked: str) -> None:
    made = Engine(tmp_path / "joined")
    texts = {
        "with": "العنف والإرهاب في القانون",
        "without": "مكافحة الإرهاب",
        "so": "فالإرهاب جريمة",
        "other": "تسليم المجرمين",
    }
    made.rebuild([document(key, body, "ar") for key, body in texts.items()])
    found = made.search(asked)
    assert {hit.key for hit in found.hits} == {"with", "without", "so"}
    assert all("<mark>" in hit.passage_html for hit in found.hits)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("seizure aircraft", ["hijack"]),
        ("seizure AND ship", ["ship"]),
        ("aircraft OR ship", ["hijack", "ship"]),
        ("seizure -ship -documents", ["hijack"]),
        ("seizure NOT (ship OR documents)", ["hijack"]),
        ('"seizure of an aircraft"', ["hijack"]),
        ('"aircraft of seizure"', []),
        ("“seizure of a ship”", ["ship"]),
        ("(aircraft OR ship) AND violence", ["hijack"]),
        ('seizure "of a ship', ["ship"]),
        ("title", sorted([*TEXTS, "hijack", "ship", "script"])),
    ],
)
def test_expressions(engine: Engine, text: str, found: list[str]) -> None:
    assert keys(engine, text) == sorted(found)


ARABIC = {
    "plain": "يعاقب على تمويل الإرهاب بالسجن.", "and": "يجرم القانون غسل الأموال وتمويل الجماعات.",
    "and-the": "يكافح القانون الجريمة المنظمة والإرهاب.", "so": "فالإرهاب جريمة.", "document": "تقدم كل وثيقة إلى المحكمة.",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("تمويل", ["and", "plain"]), ("وتمويل", ["and", "plain"]), ("الإرهاب", ["and-the", "plain", "so"]),
        ("والإرهاب", ["and-the", "plain", "so"]), ("إرهاب", ["and-the", "plain", "so"]), ("وثيقة", ["document"]),
        ('"تمويل الجماعات"', ["and"]), ('"وتمويل الإرهاب"', ["plain"]), ("قتل", []),
    ],
)  # fmt: skip
def test_arabic_words_are_found_with_and_without_a_conjunction(tmp_path: Path, text: str, found: list[str]) -> None:
    made = Engine(tmp_path)
    made.rebuild([document(key, body, "ar") for key, body in ARABIC.items()])
    hits = made.search(text).hits
    assert sorted(hit.key for hit in hits) == found
    assert all("<mark>" in hit.passage_html and hit.why for hit in hits)


def test_filters_pages_and_counts(engine: Engine) -> None:
    assert keys(engine, "seizure", states=["XAB"]) == ["hijack", "ship"]
    assert keys(engine, "seizure", kinds=["instrument"]) == []
    one = engine.search("seizure", limit=1)
    two = engine.search("seizure", limit=1, offset=1)
    assert (one.total, two.total, len(one.hits)) == (3, 3, 1)
    assert one.hits[0].key != two.hits[0].key


def test_what_one_may_not_read_is_neither_found_nor_counted_nor_shown(engine: Engine) -> None:
    assert keys(engine, "hidden") == []
    assert engine.search("aircraft").total == 1
    assert engine.search("hidden", readers=["law:8"]).total == 0
    seen = engine.search("hidden", readers=["law:7", "law:9"])
    assert (seen.total, seen.hits[0].key) == (1, "secret")


def test_the_passage_is_safe_and_says_why(engine: Engine) -> None:
    (hit,) = engine.search("documents").hits
    assert "<script>" not in hit.passage_html
    assert "&lt;script&gt;" in hit.passage_html
    assert "<mark>documents</mark>" in hit.passage_html
    assert hit.why == ["documents"]
    (chinese,) = engine.search("引渡", languages=["zh"]).hits
    assert "<mark>引</mark><mark>渡</mark>" in chinese.passage_html


@pytest.mark.parametrize(
    "text", ["", "   ", "NOT ship", "-ship", '""', "()", "x" * 401, " ".join("abcdefghijklmnopqrstuvwxyz")]
)
def test_what_cannot_be_searched_for_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(QueryFault):
        parse(text)


@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(['"', "(", ")", "AND", "OR", "NOT", "-", "ship", "引渡", "*", ":"])).map(" ".join)
)
@settings(max_examples=120, deadline=None)
def test_any_text_is_searched_for_or_refused(engine: Engine, text: str) -> None:
    try:
        found = engine.search(text)
    except QueryFault:
        return
    assert found.total >= len(found.hits)


def test_an_engine_without_an_index_finds_nothing(tmp_path: Path) -> None:
    made = Engine(tmp_path / "none")
    assert made.search("ship").total == 0
    assert made.stamp == ""


def test_readers_never_see_half_an_index(tmp_path: Path) -> None:
    made, seen, stop = Engine(tmp_path), set[int](), threading.Event()
    made.rebuild([document(str(number), "a ship") for number in range(100)])

    def look() -> None:
        other = Engine(tmp_path)
        while not stop.is_set():
            seen.add(other.search("ship").total)

    thread = threading.Thread(target=look)
    thread.start()
    for size in (200, 300):
        made.rebuild([document(str(number), "a ship") for number in range(size)])
    stop.set()
    thread.join(timeout=30)
    assert seen <= {100, 200, 300}
    assert Engine(tmp_path).search("ship").total == 300


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_DIR = tmp_path / "search"


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_laws_obligations_and_instruments_are_found_and_consent_counts_at_once(client: Client) -> None:
    law = law_in("XAA", public=True, code="pc", rows=(("5", "Hostages", "Who takes a quokka hostage."),))
    kept = law_in("XAB", code="x", rows=(("1", "", "A quokka in confidence."),))
    assert (finding.refresh() or 0) > 400
    assert finding.refresh() is None
    where = reverse("law-search")
    page = client.get(where, {"q": "quokka"}).content.decode()
    assert "<mark>quokka</mark>" in page
    assert f"{reverse('law', args=[law.pk])}#p" in page
    assert "confidence" not in page.split("</form>")[-1]
    assert "obligation" in {hit.kind for hit in finding.engine().search("hostage").hits}
    focal = actor_with("focal_point", state="XAA")
    withdraw_consent(law, by=focal, now=NOW, seen=law.version)
    assert "<mark>quokka" not in client.get(where, {"q": "quokka"}).content.decode()
    assert finding.engine().search("quokka", readers=finding.readers_of(ANYONE)).total == 0
    sign_in(client, person_with("officer", states=("XAB",)))
    assert "in confidence" in client.get(where, {"q": "quokka"}).content.decode()
    assert kept.pk
    assert client.get(where, {"q": "NOT"}).status_code == 200
    assert "give a word" in client.get(where, {"q": "-"}).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_cases_publications_and_activities_are_found_by_those_who_may_see_them(client: Client) -> None:
    case = case_in("XAA", title="The State v. Quokka", summary="A quokka was taken hostage.", linkages=["drugs"])
    book = publication_of("", public=True, title="Quokka guide")
    shown = activity_in("XAA", "planned", title="Quokka course", public=True)
    kept = activity_in("XAB", "planned", title="Quokka workshop in secret")
    finding.refresh()

    def found(actor: Any, **narrowed: Any) -> set[str]:
        answer = finding.engine().search("quokka", readers=finding.readers_of(actor), **narrowed)
        assert answer.total == len(answer.hits)
        return {hit.key for hit in answer.hits}

    open_to_all = {f"publication:{book.pk}", f"activity:{shown.pk}"}
    assert found(ANYONE) == open_to_all
    focal = actor_with("focal_point", state="XAA")
    assert found(focal) == open_to_all | {f"case:{case.pk}"}
    assert found(actor_with("focal_point", state="XAB")) == open_to_all | {f"activity:{kept.pk}"}
    assert found(focal, kinds=["case"]) == {f"case:{case.pk}"}
    page = client.get(reverse("law-search"), {"q": "quokka"}).content.decode()
    assert reverse("public-activity", args=[shown.pk]) in page
    assert "in secret" not in page
    assert "hostage" not in page
    given = give_consent(case, until=None, by=focal, now=NOW)
    assert f"case:{case.pk}" in found(ANYONE)
    withdraw_consent(given, by=focal, now=NOW)
    assert found(ANYONE) == open_to_all
    # What changes is found anew.
    assert finding.refresh() is not None
    assert finding.refresh() is None
    change_publication(book, {"title": "Wombat guide"}, by=ANYONE, now=timezone.now(), command=True)
    finding.refresh()
    assert found(ANYONE) == {f"activity:{shown.pk}"}


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_a_search_asks_as_much_of_the_database_for_thirty_as_for_one(client: Client) -> None:
    counts = []
    for number in (1, 3, 30):
        for _ in range(number):
            case_in("XAA", public=True, summary="A quokka.")
        finding.refresh()
        client.get(reverse("law-search"), {"q": "quokka"})
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("law-search"), {"q": "quokka"})
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]
