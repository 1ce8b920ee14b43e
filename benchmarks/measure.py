"""What all benchmarks share: timing, limits, and how a result is told."""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Result:
    """One figure. ``limit`` is the least (``at_least``) or the most that the figure may be; None: only measured."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure keeps to its limit."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"   limit: at {'least' if self.at_least else 'most'} {self.limit:g}"
        verdict = "" if self.limit is None else "   ok" if self.met else "   MISSED"
        note = f"   ({self.note})" if self.note else ""
        return f"{self.name}: {self.value:.4g} {self.unit}{limit}{verdict}{note}"


def per_call(work: Callable[[], object], *, seconds: float = 0.4, least: int = 3) -> float:
    """Seconds for one call: the fastest of several rounds, since everything else on the machine only adds to it."""
    work()
    number = 1
    while True:
        started = time.perf_counter()
        for _ in range(number):
            work()
        took = time.perf_counter() - started
        if took > seconds / 20 or number > 100_000:
            break
        number *= 4
    best = took / number
    collecting = gc.isenabled()
    gc.disable()
    try:
        until, rounds = time.perf_counter() + seconds, 0
        while rounds < least or time.perf_counter() < until:
            started = time.perf_counter()
            for _ in range(number):
                work()
            best = min(best, (time.perf_counter() - started) / number)
            rounds += 1
    finally:
        if collecting:
            gc.enable()
    return best


def middle(values: Iterable[float]) -> float:
    """The median."""
    return median(values)


def tell(results: list[Result]) -> int:
    """Readable lines to standard error, JSON to standard output; 1 where a limit is missed."""
    for result in results:
        print(result, file=sys.stderr, flush=True)
    print(json.dumps([{**asdict(result), "met": result.met} for result in results]), flush=True)
    return 0 if all(result.met for result in results) else 1
