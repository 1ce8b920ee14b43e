"""What a State keeps in confidence in the library is told at no address to anyone else."""

from typing import Any

import pytest
from django.test import Client
from tests.accounts.conftest import person_with, sign_in
from tests.knowledge.making import case_in, law_in, publication_of
from tests.rights.records import arguments, make_all
from tests.rights.test_walk import LEFT_OUT, NAMED, address

from accede.accounts.rights.routes import routes
from accede.knowledge import finding

CANARY = "CANARY-9d21"
WHO: list[tuple[str, dict[str, Any], bool]] = [
    ("nobody", {}, False), ("focal_point", {"state": "XAB"}, False), ("contributor", {"state": "XAB"}, False),
    ("officer", {"states": ("XAB",)}, False), ("partner", {}, False), ("donor", {}, False), ("reporting", {}, False),
    ("auditor", {}, False), ("administrator", {}, False), ("focal_point", {"state": "XAA"}, True),
    ("officer", {"states": ("XAA",)}, True),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "where", "sees"), WHO)
def test_a_canary_in_what_is_kept_in_confidence(
    role: str, where: dict[str, Any], sees: bool, settings: Any, tmp_path: Any
) -> None:
    settings.SEARCH_DIR = tmp_path
    records = make_all("XAA", final=False)
    law = law_in("XAA", title=f"{CANARY} act", rows=(("1", f"{CANARY} heading", f"{CANARY} text"),))
    texts: dict[str, Any] = {"title": f"{CANARY} title", "summary": f"{CANARY} summary"}
    records |= {
        "law": law, "case": case_in("XAA", reference=f"{CANARY} 1", provisions=law.provisions.all(), **texts),
        "publication": publication_of("XAA", **texts),
    }  # fmt: skip
    case_in("XAA", public=True, title="An open case", provisions=law.provisions.all())
    finding.refresh()
    client = Client(raise_request_exception=False)
    if role != "nobody":
        sign_in(client, person_with(role, **where))
    values, seen = arguments(records), set()
    for name, converters in NAMED:
        place = address(name, converters, values)
        if place is None or name in LEFT_OUT or routes()[name].access == "secret":
            continue
        for query in ("", f"?q={CANARY}", "?form=csv"):
            answer = client.get(place + query)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            if f"{CANARY} " in body.decode("utf-8", "replace") or f"{CANARY}</mark>" in body.decode("utf-8", "replace"):
                seen.add(name)
            if name not in ("cases", "publications", "laws", "law-search"):
                break
    assert bool(seen) == sees, seen
    if sees:
        assert {"law", "case", "publication", "cases", "publications", "law-file"} <= seen
