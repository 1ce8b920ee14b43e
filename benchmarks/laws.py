"""Bringing in and suggesting: provisions a second into the database, and all obligations against the laws of one State.

The laws are those that ``benchmarks.search`` makes, 2,500 provisions for a State, and twice and four times as many to show
how the cost grows.
"""

import os
import sys
import tempfile
import time

from benchmarks.measure import Result, tell
from benchmarks.search import provisions

SIZE, LAW = 2_500, 500


def main() -> int:
    """Store the laws in a database of this run's own, then ask for all obligations."""
    with tempfile.TemporaryDirectory(prefix="accede-laws-") as place:
        os.environ["ACCEDE_DATA_DIR"] = place
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("ACCEDE_SECRET_KEY", "a key for this benchmark alone")
        os.environ["DJANGO_SETTINGS_MODULE"] = "accede.settings"
        import django

        django.setup()
        return tell([*_importing(), *_suggesting()])


def _importing() -> list[Result]:
    from datetime import UTC, datetime

    from django.core.management import call_command

    from accede.accounts.rights import Actor
    from accede.knowledge.domain import Draft, bring_in
    from accede.knowledge.reading import read_document

    call_command("migrate", verbosity=0)
    rows = [Draft(str(key), heading, text) for key, _law, heading, text in provisions(4 * SIZE)]
    started = time.perf_counter()
    for number in range(0, len(rows), LAW):
        bring_in(
            state="XAA", code=f"law-{number}", title=f"Law {number}", language="en", drafts=rows[number : number + LAW],
            on=None, by=Actor(), now=datetime.now(UTC), command=True,
        )  # fmt: skip
    stored = time.perf_counter() - started
    lines = "\n".join(f"Article {it.number} Rule {it.heading}\n{it.text}" for it in rows).encode()
    started = time.perf_counter()
    found = read_document(lines, name="law.txt", language="en")
    read = time.perf_counter() - started
    if len(found) != len(rows):
        raise SystemExit(f"{len(found)} provisions were read of {len(rows)}")
    return [
        Result("provisions split from text a second", len(rows) / read, "1/s", note=f"{len(rows):,} in {read:.2f} s"),
        Result("provisions stored a second", len(rows) / stored, "1/s", note=f"{len(rows):,} in {stored:.2f} s"),
    ]


def _suggesting() -> list[Result]:
    from accede.law.obligations import Obligation
    from accede.law.shipped import shipped_obligations
    from accede.legislation.suggesting.corpus import build_corpus
    from accede.legislation.suggesting.provisions import Provision
    from accede.legislation.suggesting.suggest import suggest

    groups: dict[tuple[str, str], list[Obligation]] = {}
    for it in shipped_obligations():
        groups.setdefault((it.instrument, it.category), []).append(it)
    took: dict[int, float] = {}
    for times in (1, 2, 4):
        rows = [
            Provision(
                country="XAA", law=f"law-{law}", law_title="Law", provision=str(key), text=text, language="en",
                heading=heading,
            )
            for key, law, heading, text in provisions(times * SIZE)
        ]  # fmt: skip
        started = time.perf_counter()
        corpus = build_corpus(rows)
        for its in groups.values():
            suggest(corpus, its, top=10)
        took[times] = time.perf_counter() - started
    all_of = len(shipped_obligations())
    return [
        Result(f"all {all_of} obligations of one State, {SIZE:,} provisions", took[1], "s"),
        Result(
            "the same with four times the provisions / once", took[4] / took[1], "x", limit=5, note=f"{took[4]:.2f} s"
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
