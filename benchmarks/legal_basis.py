"""Legal bases of the whole world: against the finder cell by cell and writing the result once; and the plan of deposits."""

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from accede.law.basis import Question, Rules, find_basis, load_rules
from accede.law.basis.plan import plan_deposits
from accede.law.basis.world import KINDS, LABELS, NOT_APPLICABLE, Labels, counts, series, world_labels
from accede.law.errors import LawError
from accede.law.matrix import World, build_world
from accede.law.shipped import load_facts
from benchmarks.measure import Result, per_call, tell

ON = date(2014, 7, 10)
SAMPLE = 1_500
FIRST_YEAR = 1963


def one_by_one(world: World, rules: Rules, codes: tuple[str, ...], labels: Labels) -> float:
    """Seconds for one cell, asking the finder for a sample; timelines are given, so that only the answers are made."""
    draw = random.Random(1)
    cells = [
        (draw.randrange(len(KINDS)), draw.randrange(len(codes)), *draw.sample(range(len(world.participants)), 2))
        for _ in range(SAMPLE)
    ]
    answers = []
    started = time.perf_counter()
    for kind, code, row, column in cells:
        question = Question(
            requesting=world.participants[row],
            requested=world.participants[column],
            offence=codes[code],
            kind=KINDS[kind],
            on=ON,
        )
        try:
            answers.append(find_basis(world.facts, rules, question, timeline_of=world.timeline).conclusion.value)
        except LawError:
            answers.append(LABELS[NOT_APPLICABLE])
    took = time.perf_counter() - started
    assert answers == [LABELS[labels[cell]] for cell in cells]
    return took / SAMPLE


def peak_mb() -> float:
    """The most memory that the process has had so far, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def days() -> Iterator[date]:
    """Dates in turn, so that nothing is answered from a memory of the last one."""
    while True:
        yield from (ON + timedelta(days=number) for number in range(3000))


def main() -> int:
    facts = load_facts()
    rules, world = load_rules(facts.catalogue), build_world(facts)
    codes, labels = world_labels(world, rules, ON)
    asked = int(sum(counts(it)[:NOT_APPLICABLE].sum() for it in labels.reshape(-1, *labels.shape[2:])))
    turn = days()
    all_labels = per_call(lambda: world_labels(world, rules, next(turn)), seconds=2)
    # Writing the result once: its values, known already, into a new array.
    write = per_call(labels.copy, seconds=2)
    cell = one_by_one(world, rules, codes, labels)
    note = f"{cell * 1e6:.3g} µs a cell over {SAMPLE}, {asked} cells, {all_labels * 1e3:.3g} ms for all"
    results = [
        Result(
            "legal bases, cell by cell / all at once",
            cell * asked / all_labels,
            "times",
            1000,
            at_least=True,
            note=note,
        )
    ]
    note = f"{write * 1e3:.3g} ms for {labels.nbytes / 1e6:.3g} MB"
    results.append(
        Result("legal bases, all at once / writing the result once", all_labels / write, "times", 10, note=note)
    )
    years = [date(year, 12, 31) for year in range(FIRST_YEAR, datetime.now(UTC).year + 1)]
    yearly = per_call(lambda: series(world, rules, years), seconds=2)
    note = f"{yearly:.3g} s for {len(years)} years and both kinds"
    results.append(Result("yearly series since 1963 / one date", yearly / all_labels, "times", 60, note=note))
    results.append(Result("memory of the process at most", peak_mb(), "MB", 1000))
    for deposits, gap in ((10, 0.001), (25, 0.01)):
        started = time.perf_counter()
        plan = plan_deposits(world, rules, deposits=deposits, on=ON)
        took = time.perf_counter() - started
        note = f"{took:.3g} s; gains {plan.gain}, bound {plan.bound}, greedy {plan.greedy_gain}"
        results.append(
            Result(f"plan of {deposits} deposits, gap to the bound", plan.gap, "of the bound", gap, note=note)
        )
    results.append(Result("memory of the process at most, with the plans", peak_mb(), "MB", 1000))
    return tell(results)


if __name__ == "__main__":
    sys.exit(main())
