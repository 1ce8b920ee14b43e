"""Resolutions read as data, against a plain read of the same lines; and whether the time grows as the text does."""

import sys
from importlib.resources import files
from pathlib import Path

from accede.mandates.reading import read_text
from benchmarks.measure import ROOT, Result, per_call, tell

SHARED = ROOT.parent / "shared" / "data" / "resolutions"
#: A thousand resolutions a minute at least.
LEAST = 1_000


def texts() -> list[str]:
    """The development set where it is there; otherwise resolution 2011/31 alone."""
    found = sorted(SHARED.glob("*.txt")) if SHARED.is_dir() else []
    given: list[Path] = found or [Path(str(files("accede").joinpath("data/resolutions/E_RES_2011_31.txt")))]
    return [it.read_text(encoding="utf-8") for it in given]


def plain(text: str) -> int:
    """What a program does that only reads: lines, and the words of each."""
    return sum(len(line.split()) for line in text.splitlines())


def long(count: int) -> str:
    """A resolution of so many paragraphs, made up."""
    lines = [
        f"{it}. Requests the Secretary-General, within existing resources, to report on resolution 98/{it};"
        for it in range(1, count)
    ]
    return "The General Assembly,\n\nRecalling its work,\n\n" + "\n\n".join(lines)


def main() -> int:
    given = texts()
    reading = per_call(lambda: [read_text(it) for it in given], seconds=2)
    peer = per_call(lambda: [plain(it) for it in given])
    once, twice = per_call(lambda: read_text(long(400))), per_call(lambda: read_text(long(800)))
    size = sum(map(len, given)) / 1e6
    return tell(
        [
            Result(
                "resolutions in a minute", 60 * len(given) / reading, "", LEAST, at_least=True,
                note=f"{len(given)} texts, {size:.2f} million letters, {reading * 1e3:.0f} ms",
            ),
            Result("reading / plain read of the same lines", reading / peer, "times", 400, note=f"{peer * 1e3:.2f} ms"),
            Result("twice the paragraphs / once", twice / once, "times", 2.6, note=f"{once * 1e3:.0f} ms once"),
        ]
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
