"""Words for the keys of the audit trail: all that the program writes has one, in the reader's language."""

import re

from django.template import Context, Template
from django.utils.translation import override
from tests.conftest import ROOT

from accede.accounts.words import AGENTS, VERBS, agent_in_words, verb_in_words
from accede.funding.ledger.book import Kind

VERB = re.compile(r'verb="([a-z_]+)"')


def test_every_verb_that_is_written_to_the_trail_has_words() -> None:
    rooms = ("accounts", "assistance", "knowledge", "legislation", "funding", "partners")
    paths = [path for room in rooms for path in (ROOT / "src/accede" / room).rglob("*.py")]
    written = {verb for path in paths for verb in VERB.findall(path.read_text(encoding="utf-8"))}
    written |= {kind.value for kind in Kind} | {"approve", "reject"}
    assert {"propose", "merge", "judge"} <= written
    assert written - VERBS.keys() == set()


def test_words_are_in_the_language_and_an_unknown_key_is_shown_as_it_is() -> None:
    assert (verb_in_words("propose"), agent_in_words("worker")) == ("proposed", "the program")
    assert (verb_in_words("some_deed"), agent_in_words("sample")) == ("some deed", "sample")
    with override("ar"):
        assert all(re.search("[\u0600-\u06ff]", text) for text in map(verb_in_words, VERBS))
        assert all(re.search("[\u0600-\u06ff]", text) for text in map(agent_in_words, AGENTS))


def test_a_date_keeps_its_order_in_a_page_that_runs_from_the_right() -> None:
    page = Template("{% load site %}{{ value|ltr }}")
    with override("en"):
        assert page.render(Context({"value": "2026-11-27 08:56"})) == "2026-11-27 08:56"
    with override("ar"):
        assert (
            page.render(Context({"value": "2026-11-27 <"}))
            == '<bdi dir="ltr" class="text-nowrap">2026-11-27 &lt;</bdi>'
        )
        assert page.render(Context({"value": ""})) == ""
