"""Reading published IATI files into the database, against only parsing them with lxml: activities a second and memory.

The files are those of ``ACCEDE_BENCHMARK_IATI`` or of ``../shared/data/iati``; without them there is nothing to measure.
"""

import gzip
import os
import resource
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

from lxml import etree

from benchmarks.measure import ROOT, Result, tell


def files() -> list[Path]:
    folder = Path(os.environ.get("ACCEDE_BENCHMARK_IATI") or ROOT.parent / "shared" / "data" / "iati")
    return sorted(folder.glob("*.xml.gz"))


def parse_only(paths: list[Path]) -> float:
    started = time.perf_counter()
    for path in paths:
        with gzip.open(path) as file:
            for _, element in etree.iterparse(file, tag="iati-activity", resolve_entities=False):
                element.clear()
    return time.perf_counter() - started


def prepared(work: str) -> None:
    """Django on a database of its own in the folder."""
    os.environ["ACCEDE_DATA_DIR"] = work
    os.environ["DJANGO_SETTINGS_MODULE"] = "accede.settings"
    from accede.cli.imports import open_database

    with redirect_stdout(sys.stderr):
        open_database()


def main() -> int:
    paths = files()
    if not paths:
        print("no files of activities: set ACCEDE_BENCHMARK_IATI", file=sys.stderr)
        return tell([])
    with tempfile.TemporaryDirectory(prefix="accede-iati-") as work:
        prepared(work)
        from datetime import UTC, datetime

        from accede.accounts.rights import Actor
        from accede.partners.domain.importing import bring_in
        from accede.partners.iati.reading import read
        from accede.partners.iati.stream import opened

        floors, times, again, count = [], [], 0.0, 0
        for run in range(2):
            floors.append(parse_only(paths))
            count, started = 0, time.perf_counter()
            for path in paths:
                with opened(path) as source:
                    done = bring_in(
                        read(source),
                        file_name=path.name,
                        sha256="0" * 64,
                        by=Actor(),
                        now=datetime.now(UTC),
                        agent="command",
                    )
                assert not done.refused, path
                count += done.added + done.unchanged
            took = time.perf_counter() - started
            if run == 0:
                times.append(took)
            else:
                again = took
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        floor = min(floors)
        return tell([
            Result("activities imported a second", count / times[0], "a second", note=f"{count} in {times[0]:.2f} s"),
            Result("import / parsing alone", times[0] / floor, "times", 5, note=f"parsing alone {floor:.2f} s"),
            Result("the same again / parsing alone", again / floor, "times", 5, note=f"{again:.2f} s"),
            Result("memory of the process at most", memory, "MB", 300),
        ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
