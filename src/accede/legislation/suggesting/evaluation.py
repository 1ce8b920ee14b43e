"""How good the suggestions are against a lawyer's mappings: recall in the first 5, 10 and 20, mean reciprocal rank."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from accede.law.errors import DataError, Fault
from accede.law.obligations import Obligation
from accede.legislation.suggesting.baseline import Baseline
from accede.legislation.suggesting.corpus import Corpus, build_corpus, main_language
from accede.legislation.suggesting.provisions import read_provisions
from accede.legislation.suggesting.suggest import rank
from accede.legislation.suggesting.topics import topic
from accede.legislation.suggesting.verdict import verdict

CUTS = (5, 10, 20)
_DEEPEST = 1000

Keys = set[tuple[str, str]]
Query = tuple[str, str, str]
Figures = dict[str, float | int | None]


def read_gold(path: Path) -> dict[Query, Keys]:
    """``iso3, instrument, category, law, provision`` rows: the provisions of each State, instrument and category."""
    gold: dict[Query, Keys] = defaultdict(set)
    for _, row in _rows(path, ("iso3", "instrument", "category", "law", "provision")):
        gold[row["iso3"], row["instrument"], row["category"]].add((row["law"], row["provision"]))
    return dict(gold)


def read_gaps(path: Path) -> list[Query]:
    """``iso3, instrument, category`` rows: where the laws have nothing."""
    return [
        (row["iso3"], row["instrument"], row["category"]) for _, row in _rows(path, ("iso3", "instrument", "category"))
    ]


@dataclass
class _Tally:
    """Mappings in all and found, and queries with the reciprocal rank of the first found."""

    mappings: int = 0
    found: dict[int, int] = field(default_factory=lambda: dict.fromkeys(CUTS, 0))
    baseline: int = 0
    queries: int = 0
    reciprocal: float = 0.0

    def add(self, wanted: Keys, ranked: Sequence[tuple[str, str]], plain: Iterable[tuple[str, str]]) -> None:
        self.mappings += len(wanted)
        self.queries += 1
        for cut in CUTS:
            self.found[cut] += len(wanted & set(ranked[:cut]))
        self.baseline += len(wanted & set(plain))
        first = next((place for place, key in enumerate(ranked, 1) if key in wanted), None)
        self.reciprocal += 1 / first if first else 0.0

    def figures(self) -> Figures:
        recall: Figures = {f"recall@{cut}": round(self.found[cut] / self.mappings, 4) for cut in CUTS}
        return {
            **recall, "mrr": round(self.reciprocal / self.queries, 4),
            "bm25_recall@10": round(self.baseline / self.mappings, 4), "mappings": self.mappings, "queries": self.queries,
        }  # fmt: skip


def evaluate(
    *, laws: Path, gold: Mapping[Query, Keys], gaps: Sequence[Query], obligations: Sequence[Obligation]
) -> dict[str, object]:
    """Measure over all mappings, and by State, language and category. Recall is the share of the mapped provisions found.

    Each State's laws are ``<iso3>.jsonl`` or ``.jsonl.gz`` in *laws*; raises `DataError` where one is missing.
    """
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    absent = wrongly = 0
    for state in sorted({query[0] for query in [*gold, *gaps]}):
        provisions = read_provisions(_file(laws, state))
        corpus, plain, language = build_corpus(provisions), Baseline(provisions), main_language(provisions)
        for query, wanted in gold.items():
            if query[0] == state:
                groups = (("overall", ""), ("by_state", state), ("by_category", query[2]), ("by_language", language))
                ranked = _ranked(corpus, query, obligations)
                bm25 = [provisions[place].key for place in plain.rank(_of(query, obligations), top=10)]
                for group in groups:
                    tallies[group].add(wanted, ranked, bm25)
                wrongly += _absent(corpus, query, obligations)
        absent += sum(_absent(corpus, gap, obligations) for gap in gaps if gap[0] == state)
    if not tallies:
        raise DataError([Fault("gold", "", "", "has no mappings to measure by")])
    report: dict[str, object] = {"overall": tallies["overall", ""].figures()}
    for part in ("by_state", "by_language", "by_category"):
        report[part] = {name: tally.figures() for (kind, name), tally in sorted(tallies.items()) if kind == part}
    report["known_gaps"] = {"called_absent": absent, "of": len(gaps)}
    report["mapped"] = {"called_absent": wrongly, "of": len(gold)}
    return report


def _of(query: Query, obligations: Sequence[Obligation]) -> list[Obligation]:
    return [it for it in obligations if (it.instrument, it.category) == query[1:]]


def _ranked(corpus: Corpus, query: Query, obligations: Sequence[Obligation]) -> list[tuple[str, str]]:
    asked = topic(query[1], query[2], obligations=_of(query, obligations))
    return [corpus.provisions[place].key for place, _ in rank(corpus, asked, category=query[2])[:_DEEPEST]]


def _absent(corpus: Corpus, query: Query, obligations: Sequence[Obligation]) -> bool:
    asked = topic(query[1], query[2], obligations=_of(query, obligations))
    return verdict(corpus, asked, category=query[2]) == "probably-absent"


def _file(laws: Path, state: str) -> Path:
    for name in (f"{state.lower()}.jsonl.gz", f"{state.lower()}.jsonl"):
        if (laws / name).is_file():
            return laws / name
    raise DataError([Fault(str(laws), state, "", f"has no {state.lower()}.jsonl.gz; the gold file names this State")])


def _rows(path: Path, columns: Sequence[str]) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [column for column in columns if column not in (rows.fieldnames or ())]
            if missing:
                raise DataError([Fault(path.name, "line 1", "", f"has no column {', '.join(missing)}")])
            for number, row in enumerate(rows, 2):
                empty = [column for column in columns if not (row[column] or "").strip()]
                if empty:
                    raise DataError([Fault(path.name, f"line {number}", empty[0], "is empty")])
                yield number, {column: row[column].strip() for column in columns}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError([Fault(path.name, "", "", f"cannot be read: {error}")]) from None
