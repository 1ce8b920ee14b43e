"""Pages of the work with 10,000 activities and 100,000 people who took part, against a page that reads one row.

Asked in one process, without a network, so that only the page's own cost counts; the same on PostgreSQL where it is given
(``DATABASE_URL``). The number of queries is told with each page.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from benchmarks.measure import Result, middle, tell

ROUNDS = 15
ACTIVITIES, PEOPLE, SEATS = 10_000, 100_000, 12
#: A page of the work may cost so many times what a page costs that reads one row of the database.
LIMIT = 40


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="accede-work-") as name:
        os.environ["ACCEDE_DATA_DIR"] = name
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site_settings"
        from accede.cli import up

        with redirect_stdout(sys.stderr):
            up.prepare()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        return tell(measure())


def measure() -> list[Result]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    results = fill()
    client = signed_in("coordinator@sample.example")
    late = deep_page(client)
    pages = {
        "desk": "/desk/", "list of activities": "/activities/", "list of activities, page 100": late,
        "board": "/activities/board/", "pipeline": "/desk/pipeline/", "calendar": "/activities/calendar/",
        "people who took part": "/trainees/", "search": "/desk/search/?q=mission",
    }  # fmt: skip
    counts = {}
    for label, address in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        counts[label] = len(seen)
    took: dict[str, list[float]] = {label: [] for label in ["plain", *pages]}
    for _ in range(ROUNDS):
        for label, address in [("plain", "/plain/"), *pages.items()]:
            took[label].append(seconds(lambda address=address: client.get(address)))  # type: ignore[misc]
    plain = middle(took.pop("plain"))
    results.append(Result("plain page", plain * 1e3, "ms", note=connection.vendor))
    for label, times in took.items():
        cost = middle(times)
        note = f"{cost * 1e3:.3g} ms, {counts[label]} queries"
        results.append(Result(f"{label} / plain page", cost / plain, "times", LIMIT, note=note))
    return results


def fill() -> list[Result]:
    """The sample programme, much larger."""
    from datetime import UTC, datetime

    from accede.assistance.sample import loading
    from accede.assistance.sample.courses import Sizes

    started = time.perf_counter()
    done = loading.load(now=datetime.now(UTC), sizes=Sizes(activities=ACTIVITIES, trainees=PEOPLE, seats=SEATS))
    took = time.perf_counter() - started
    return [
        Result("activities", done.counts["activities"], "rows"),
        Result("people", done.counts["participants"], "rows"),
        Result("seats", done.counts["seats"], "rows", note=f"made in {took:.0f} s"),
    ]


def signed_in(email: str) -> Any:
    """A client with the session of a sample account, a second factor given."""
    from django.test import Client

    from accede.accounts.models import Person

    client, person = Client(), Person.objects.get(email=email)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def deep_page(client: Any) -> str:
    """The address of the hundredth page, reached as a reader would: by the link to the next."""
    address = "/activities/"
    for _ in range(99):
        found = re.search(r'rel="next" href="([^"]+)"', client.get(address).content.decode())
        if found is None:
            break
        address = "/activities/" + found.group(1).replace("&amp;", "&")
    return address


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
