"""Overlaps over 1,000, 10,000 and 100,000 made-up activities of twenty publishers: pairs compared and time."""

import random
import sys
import time
from datetime import date, timedelta

from accede.partners.overlapping import Entry, find
from benchmarks.measure import Result, tell

SIZES = (1_000, 10_000, 100_000)


def entries(number: int) -> list[Entry]:
    """Words as they are spread in texts (few very common, many rare), 150 countries, 60 sectors, fifteen years."""
    chance = random.Random(7)
    vocabulary = [f"word{''.join(chance.choice('abcdefghijklmnop') for _ in range(6))}" for _ in range(20_000)]
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    made = []
    for key in range(number):
        said = chance.choices(vocabulary, weights, k=40)
        starts = date(2010, 1, 1) + timedelta(days=chance.randrange(5500))
        made.append(Entry(
            f"P{key % 20}-{key}", f"P{key % 20}", " ".join(said[:7]), " ".join(said[7:]),
            frozenset({f"C{int(chance.triangular(0, 150, 0))}"}), starts, starts + timedelta(days=chance.randrange(30, 1000)),
            frozenset({f"{chance.randrange(110, 170)}10"}),
        ))  # fmt: skip
    return made


def main() -> int:
    results, before = [], 0.0
    for size in SIZES:
        given = entries(size)
        started = time.perf_counter()
        found = find(given)
        took = time.perf_counter() - started
        each = found.pairs / size
        note = f"{found.pairs:,} of {size * (size - 1) // 2:,} pairs, {len(found.candidates)} candidates"
        results.append(Result(f"overlaps over {size:,}", took, "s", note=note))
        # A square would cost a hundred times as much. A thousand activities hardly meet at all, so the first step has no limit.
        if before:
            limit = 30 if size > 10_000 else None
            results.append(Result(f"time for {size:,} / for a tenth", took / before, "times", limit))
        results.append(Result(f"pairs compared for each of {size:,}", each, "pairs", 300))
        before = took
    return tell(results)


if __name__ == "__main__":
    sys.exit(main())
