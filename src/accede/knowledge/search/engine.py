"""The index: written whole beside the old one and swapped in at once; read by as many as like.

Rights are a part of the query: a document names the groups that may read it, the reader those that they are in, and what
does not meet is neither found nor counted nor shown.
"""

import fcntl
import html
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any as Untyped

import orjson

from accede.knowledge.search import query as asked
from accede.knowledge.search.arabic import with_conjunctions

LANGUAGES = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "nl": "dutch", "ru": "russian",
}  # fmt: skip
EVERYONE = "everyone"
_CURRENT = "current"
_FORMAT = "2"
_HEAP = 128_000_000
_PASSAGE = 260
_MOST_WORDS = 5
_TITLE_COUNTS = 2.5
#: The fields of a document that a hit shows.
_SHOWN = ("key", "kind", "title", "heading", "language", "state", "date", "href")


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found. ``groups`` may read it; without any, everyone may."""

    key: str
    kind: str
    title: str
    body: str
    language: str
    heading: str = ""
    state: str = ""
    groups: tuple[str, ...] = ()
    date: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found: the passage as safe HTML with ``<mark>``, and the words by which it was found."""

    key: str
    kind: str
    title: str
    heading: str
    language: str
    state: str
    date: str
    href: str
    score: float
    passage_html: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """How many documents the reader may see that match, and one page of them."""

    total: int
    hits: list[Hit]
    took_ms: float


class Engine:
    """The index in *directory*. Opening it costs little; nothing is read before the first search."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open: tuple[str, Untyped] | None = None

    @property
    def stamp(self) -> str:
        """What the index in use was made of, as its maker named it; "" where there is none."""
        current = self._current()
        if not current:
            return ""
        try:
            return (self._directory / current / "stamp").read_text(encoding="utf-8")
        except OSError:
            return ""

    def rebuild(self, documents: Iterable[Document], *, stamp: str = "") -> int:
        """Write a new index of *documents* and put it in the place of the old one at once; answers how many there are."""
        import tantivy

        self._directory.mkdir(parents=True, exist_ok=True)
        with self._alone():
            name = f"{_FORMAT}-{time.time_ns()}"
            place = self._directory / name
            place.mkdir()
            index = tantivy.Index(_schema(), path=str(place))
            _register(index)
            writer, count = index.writer(_HEAP, 1), 0
            for document in documents:
                writer.add_document(_as_tantivy(document))
                count += 1
            writer.commit()
            writer.wait_merging_threads()
            (place / "stamp").write_text(stamp, encoding="utf-8")
            before = self._current()
            waiting = self._directory / f"{_CURRENT}.new"
            waiting.write_text(name, encoding="ascii")
            os.replace(waiting, self._directory / _CURRENT)
            for old in self._directory.iterdir():
                # The last one stays for readers that have it open.
                if old.is_dir() and old.name not in (name, before):
                    shutil.rmtree(old, ignore_errors=True)
        return count

    def search(
        self, text: str, *, readers: Iterable[str] = (), kinds: Sequence[str] = (), states: Sequence[str] = (),
        languages: Sequence[str] = (), limit: int = 20, offset: int = 0,
    ) -> Found:  # fmt: skip
        """Documents that match, the best first. Raises :class:`~accede.knowledge.search.query.QueryFault`."""
        started = time.perf_counter()
        node = asked.parse(text)
        index = self._index()
        if index is None:
            return Found(0, [], 0.0)
        searcher, schema = index.searcher(), index.schema
        chosen = [code for code in (*LANGUAGES, "zh") if not languages or code in languages]
        wanted = _build(node, schema, chosen)
        if wanted is None:
            return Found(0, [], (time.perf_counter() - started) * 1e3)
        filters = [("reader", [EVERYONE, *readers])]
        filters += [(name, list(values)) for name, values in (("kind", kinds), ("state", states)) if values]
        whole = _filtered(wanted, filters, schema)
        result = searcher.search(whole, limit=max(limit, 1), offset=max(offset, 0), count=True)
        words = asked.units(node)
        hits = [
            _hit(searcher.doc(address), score, searcher=searcher, schema=schema, words=words)
            for score, address in result.hits[:limit]
        ]
        return Found(int(result.count or 0), hits, (time.perf_counter() - started) * 1e3)

    def _index(self) -> Untyped | None:
        import tantivy

        current = self._current()
        if not current.startswith(f"{_FORMAT}-"):
            return None
        if self._open is None or self._open[0] != current:
            try:
                index = tantivy.Index.open(str(self._directory / current))
            except ValueError:
                return None
            _register(index)
            self._open = (current, index)
        return self._open[1]

    def _current(self) -> str:
        try:
            return (self._directory / _CURRENT).read_text(encoding="ascii").strip()
        except OSError:
            return ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._directory / ".writing").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _schema() -> Untyped:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("kind", "state", "reader"):
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    # What is only shown is stored and not indexed.
    builder.add_bytes_field("shown", stored=True, indexed=False)
    for code in (*LANGUAGES, "zh"):
        builder.add_text_field(f"body_{code}", stored=True, tokenizer_name=f"accede_{code}", index_option="position")
        builder.add_text_field(f"title_{code}", stored=False, tokenizer_name=f"accede_{code}", index_option="position")
    return builder.build()


def _analyzer(code: str) -> Untyped:
    import tantivy

    if code == "zh":
        # Every Han character is a word; a word of several is searched for as a phrase.
        return (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"\p{Han}|[A-Za-z0-9]+"))
            .filter(tantivy.Filter.lowercase())
            .build()
        )
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    # Accents are taken off before the word is brought to its stem, so that a word typed without them has the same stem.
    builder = builder.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.remove_long(80))
    return builder.filter(tantivy.Filter.stemmer(LANGUAGES[code])).build()


def _register(index: Untyped) -> None:
    for code in (*LANGUAGES, "zh"):
        index.register_tokenizer(f"accede_{code}", _analyzer(code))


def _as_tantivy(it: Document) -> Untyped:
    import tantivy

    made, code = tantivy.Document(), it.language if it.language in (*LANGUAGES, "zh") else "en"
    made.add_bytes("shown", orjson.dumps([getattr(it, name) for name in _SHOWN]))
    for name in ("kind", "state"):
        value = getattr(it, name)
        if value:
            made.add_text(name, value)
    for group in it.groups or (EVERYONE,):
        made.add_text("reader", group)
    made.add_text(f"body_{code}", it.body)
    made.add_text(f"title_{code}", f"{it.title}\n{it.heading}")
    return made


def _build(node: asked.Node, schema: Untyped, codes: Sequence[str]) -> Untyped | None:
    """The query of *node*; None where no language makes a word of it."""
    import tantivy

    occur, query = tantivy.Occur, tantivy.Query
    if isinstance(node, asked.Unit):
        parts = [one for code in codes for one in _unit(node, schema, code)]
        return query.boolean_query([(occur.Should, part) for part in parts]) if parts else None
    if isinstance(node, asked.Not):
        inner = _build(node.part, schema, codes)
        if inner is None:
            return None
        return query.boolean_query([(occur.Must, query.all_query()), (occur.MustNot, inner)])
    built = [(part, _build(part, schema, codes)) for part in node.parts]
    kept = [(part, one) for part, one in built if one is not None]
    if not kept:
        return None
    if isinstance(node, asked.Any):
        return query.boolean_query([(occur.Should, one) for _, one in kept])
    clauses = []
    for part, one in kept:
        if isinstance(part, asked.Not):
            inner = _build(part.part, schema, codes)
            clauses.append((occur.MustNot, inner if inner is not None else query.empty_query()))
        else:
            clauses.append((occur.Must, one))
    return query.boolean_query(clauses)


def _unit(unit: asked.Unit, schema: Untyped, code: str) -> Iterator[Untyped]:
    import tantivy

    for terms in _forms(unit, code):
        for name, counts in ((f"body_{code}", 1.0), (f"title_{code}", _TITLE_COUNTS)):
            if len(terms) == 1:
                made = tantivy.Query.term_query(schema, name, terms[0], index_option="position")
            else:
                made = tantivy.Query.phrase_query(schema, name, [*terms])
            yield made if counts == 1.0 else tantivy.Query.boost_query(made, counts)


def _forms(unit: asked.Unit, code: str) -> list[list[str]]:
    """The terms of a word or phrase, and in Arabic those that it has with a conjunction written to it or taken off."""
    texts = with_conjunctions(unit.text) if code == "ar" else [unit.text]
    found = [_ANALYZERS.analyze(code, text) for text in texts]
    return [terms for number, terms in enumerate(found) if terms and terms not in found[:number]]


class _Analyzers:
    """The analyzers of queries, made when the first query needs them."""

    def __init__(self) -> None:
        self._made: dict[str, Untyped] = {}

    def analyze(self, code: str, text: str) -> list[str]:
        if code not in self._made:
            self._made[code] = _analyzer(code)
        return list(self._made[code].analyze(text))


_ANALYZERS = _Analyzers()


def _filtered(wanted: Untyped, filters: Iterable[tuple[str, Sequence[str]]], schema: Untyped) -> Untyped:
    import tantivy

    clauses = [(tantivy.Occur.Must, wanted)]
    for name, values in filters:
        any_of = tantivy.Query.term_set_query(schema, name, list(values))
        clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(any_of, 0.0)))
    return tantivy.Query.boolean_query(clauses)


def _hit(doc: Untyped, score: float, *, searcher: Untyped, schema: Untyped, words: Sequence[asked.Unit]) -> Hit:
    shown = dict(zip(_SHOWN, orjson.loads(bytes(doc.get_first("shown"))), strict=True))
    code = shown["language"] if shown["language"] in (*LANGUAGES, "zh") else "en"
    passage, why = _passage(doc, code, searcher=searcher, schema=schema, words=words)
    return Hit(**shown, score=round(float(score), 4), passage_html=passage, why=why)


def _passage(
    doc: Untyped, code: str, *, searcher: Untyped, schema: Untyped, words: Sequence[asked.Unit]
) -> tuple[str, list[str]]:
    import tantivy

    name = f"body_{code}"
    terms = {term for unit in words for form in _forms(unit, code) for term in form}
    wanted = tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, tantivy.Query.term_query(schema, name, term)) for term in sorted(terms)]
    )
    generator = tantivy.SnippetGenerator.create(searcher, wanted, schema, name)
    generator.set_max_num_chars(_PASSAGE)
    snippet = generator.snippet_from_doc(doc)
    fragment = snippet.fragment().encode()
    if not fragment:
        return html.escape(str(doc.get_first(name) or "")[:_PASSAGE]), []
    out, at, why = [], 0, []
    for part in snippet.highlighted():
        word = fragment[part.start : part.end].decode(errors="replace")
        out.append(html.escape(fragment[at : part.start].decode(errors="replace")))
        out.append(f"<mark>{html.escape(word)}</mark>")
        why.append(word)
        at = part.end
    out.append(html.escape(fragment[at:].decode(errors="replace")))
    return "".join(out), list(dict.fromkeys(why))[:_MOST_WORDS]
