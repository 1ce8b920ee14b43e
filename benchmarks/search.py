"""Search over half a million provisions, with rights and highlights, beside SQLite FTS5 and PostgreSQL full text.

The provisions are made: words of the list of legal terms and thousands of rarer ones, as often as words are in texts (Zipf),
half of them in set phrases, as laws use them, in four hundred laws of which the reader may read half. BENCH_PROVISIONS makes
fewer for a trial.
"""

import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from accede.knowledge.search.engine import Document, Engine
from accede.legislation.suggesting.terms import lexicon
from benchmarks.measure import Result, tell

PROVISIONS = int(os.environ.get("BENCH_PROVISIONS", "500000"))
LAWS, ROUNDS, PAGE = 400, 5, 20
READERS = [f"law:{number}" for number in range(0, LAWS, 2)]
#: What is searched for, as the box takes it, and the same for FTS5 and for PostgreSQL.
QUERIES = [
    ("hostage", "hostage", "hostage"),
    ("terrorism", "terrorism", "terrorism"),
    ("confiscation proceeds", "confiscation AND proceeds", "confiscation & proceeds"),
    ("extradition AND offence", "extradition AND offence", "extradition & offence"),
    ("aircraft OR vessel", "aircraft OR vessel", "aircraft | vessel"),
    ("(confiscation OR seizure) NOT aircraft", "(confiscation OR seizure) NOT aircraft", "(confiscation|seizure) & !aircraft"),
    ('"criminal offence"', '"criminal offence"', "criminal <-> offence"),
    ("imprisonment penalty court", "imprisonment AND penalty AND court", "imprisonment & penalty & court"),
    ("qualcomb", "qualcomb", "qualcomb"),
    ("jurisdiction territory", "jurisdiction AND territory", "jurisdiction & territory"),
]  # fmt: skip
_FREQUENT = [
    "the",
    "of",
    "and",
    "a",
    "in",
    "to",
    "shall",
    "be",
    "or",
    "by",
    "for",
    "any",
    "person",
    "is",
    "with",
    "under",
    "this",
    "section",
    "who",
    "an",
    "law",
    "as",
    "that",
    "on",
    "court",
]
_LEGAL = [
    "offence",
    "criminal",
    "penalty",
    "imprisonment",
    "confiscation",
    "seizure",
    "proceeds",
    "extradition",
    "jurisdiction",
    "territory",
    "aircraft",
    "vessel",
    "hostage",
    "terrorism",
    "explosive",
    "nuclear",
    "material",
    "minister",
    "authority",
    "evidence",
    "property",
    "bank",
    "account",
    "request",
    "state",
]


def vocabulary(rng: random.Random) -> list[str]:
    """Words by how often they are used, the most frequent first."""
    terms = {word for its in lexicon("en").terms.values() for term in its for part in term.parts for word in part}
    legal = [*_LEGAL, *sorted(re.sub(r"\W", "", word) for word in terms - set(_LEGAL))]
    syllables = [
        "ban",
        "cor",
        "del",
        "fir",
        "gan",
        "hol",
        "jun",
        "kel",
        "mor",
        "nal",
        "pit",
        "qual",
        "ret",
        "sal",
        "tor",
        "vex",
    ]
    rare = {"".join(rng.choices(syllables, k=3)) for _ in range(30_000)} | {"qualcomb"}
    return [*_FREQUENT, *(word for word in legal if word), *sorted(rare)]


def provisions(count: int) -> Iterator[tuple[int, int, str, str]]:
    """Key, law, heading and text of each provision, the same every time."""
    rng = random.Random(2011)
    words = vocabulary(rng)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    total = 0.0
    summed = [total := total + weight for weight in weights]
    phrases = [rng.choices(words, cum_weights=summed, k=rng.randint(3, 7)) for _ in range(4_000)]
    for key in range(count):
        text: list[str] = []
        while len(text) < 20 + key % 70:
            # The square brings the first phrases up more often than the last.
            text += (
                phrases[int(rng.random() ** 2 * len(phrases))]
                if rng.random() < 0.2
                else rng.choices(words, cum_weights=summed)
            )
        yield key, key % LAWS, " ".join(text[:4]).capitalize(), " ".join(text)


def documents(count: int) -> Iterator[Document]:
    """The provisions as the engine takes them."""
    for key, law, heading, text in provisions(count):
        yield Document(
            key=str(key), kind="provision", title=f"Law {law}", heading=heading, body=text, language="en", state="XAA",
            groups=(f"law:{law}",), href=f"/laws/{law}/#p{key}",
        )  # fmt: skip


def main() -> int:
    """Build all three, ask all three the same, tell."""
    place = Path(tempfile.mkdtemp(prefix="accede-search-"))
    try:
        text_bytes = sum(len(heading) + len(text) for _, _, heading, text in provisions(PROVISIONS))
        engine = Engine(place / "index")
        started = time.perf_counter()
        engine.rebuild(documents(PROVISIONS))
        built = time.perf_counter() - started
        size = sum(file.stat().st_size for file in (place / "index").rglob("*") if file.is_file())
        ours = timed(lambda query: engine.search(query[0], readers=READERS, languages=["en"], limit=PAGE).total)
        results = [
            Result("provisions indexed a second", PROVISIONS / built, "1/s", note=f"{PROVISIONS:,} in {built:.0f} s"),
            Result(
                "index / text",
                size / text_bytes,
                "x",
                limit=1.0,
                note=f"{size / 1e6:.0f} MB, {text_bytes / 1e6:.0f} MB",
            ),
            Result("search p50", ours[0] * 1e3, "ms"),
            Result("search p95", ours[1] * 1e3, "ms"),
        ]
        for name, peer in (("SQLite FTS5", fts5(place)), ("PostgreSQL", postgresql())):
            if peer is None:
                print(f"{name}: does not answer here; left out", file=sys.stderr)
                continue
            its = timed(peer)
            results.append(
                Result(
                    f"p95 of {name} / ours",
                    its[1] / ours[1],
                    "x",
                    limit=2,
                    at_least=True,
                    note=f"{its[1] * 1e3:.3g} ms",
                )
            )
            results.append(Result(f"p50 of {name} / ours", its[0] / ours[0], "x", note=f"{its[0] * 1e3:.3g} ms"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return tell(results)


def timed(ask: Callable[[Sequence[str]], int]) -> tuple[float, float]:
    """Seconds of a search, half of them and nineteen of twenty below; every search has to find something."""
    for query in QUERIES:
        if not ask(query):
            raise SystemExit(f"nothing was found for {query[0]}: the comparison would mean nothing")
    took = []
    for _ in range(ROUNDS):
        for query in QUERIES:
            started = time.perf_counter()
            ask(query)
            took.append(time.perf_counter() - started)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95)]


def fts5(place: Path) -> Callable[[Sequence[str]], int]:
    """The same provisions in SQLite: count, and a page by rank with a highlighted passage, of the laws one may read."""
    base = sqlite3.connect(place / "fts5.sqlite3")
    base.execute(
        "CREATE VIRTUAL TABLE p USING fts5(heading, text, law UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    base.executemany("INSERT INTO p(rowid, law, heading, text) VALUES (?, ?, ?, ?)", provisions(PROVISIONS))
    base.execute("INSERT INTO p(p) VALUES ('optimize')")
    base.commit()
    laws = ", ".join(reader.removeprefix("law:") for reader in READERS)

    def ask(query: Sequence[str]) -> int:
        of = f"FROM p WHERE p MATCH ? AND law IN ({laws})"
        (total,) = base.execute(f"SELECT count(*) {of}", [query[1]]).fetchone()
        base.execute(
            f"SELECT rowid, snippet(p, 1, '<mark>', '</mark>', '…', 40) {of} ORDER BY rank LIMIT {PAGE}", [query[1]]
        ).fetchall()
        return int(total)

    return ask


def postgresql() -> Callable[[Sequence[str]], int] | None:
    """The same in PostgreSQL, in a table that lives as long as the connection; None where none answers."""
    import psycopg

    try:
        base = psycopg.connect(
            os.environ.get("DATABASE_URL") or "postgresql:///postgres", autocommit=True, connect_timeout=5
        )
    except psycopg.OperationalError:
        return None
    base.execute("CREATE TEMPORARY TABLE p (key integer, law integer, heading text, text text)")
    with base.cursor().copy("COPY p FROM STDIN") as copy:
        for row in provisions(PROVISIONS):
            copy.write_row(row)
    base.execute(
        "ALTER TABLE p ADD words tsvector GENERATED ALWAYS AS (to_tsvector('english', heading || ' ' || text)) STORED"
    )
    base.execute("CREATE INDEX ON p USING gin (words)")
    base.execute("CREATE INDEX ON p (law)")
    base.execute("ANALYZE p")
    laws = [int(reader.removeprefix("law:")) for reader in READERS]

    def ask(query: Sequence[str]) -> int:
        given = {"query": query[2], "laws": laws, "page": PAGE}
        of = "FROM p, to_tsquery('english', %(query)s) q WHERE words @@ q AND law = ANY(%(laws)s)"
        row = base.execute(f"SELECT count(*) {of}", given).fetchone()
        base.execute(
            f"SELECT key, ts_headline('english', text, q) FROM (SELECT key, text, q {of} ORDER BY ts_rank(words, q) DESC "
            "LIMIT %(page)s) best",
            given,
        ).fetchall()
        return int(row[0]) if row else 0

    return ask


if __name__ == "__main__":
    sys.exit(main())
