"""`accede status KEN` from the shell, cold, against starting Python with NumPy."""

import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks.measure import ROOT, Result, middle, tell

ROUNDS = 15


def seconds(arguments: Sequence[str]) -> float:
    """How long a command takes from its start to its end."""
    started = time.perf_counter()
    subprocess.run(arguments, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> int:
    commands = {
        "numpy": [sys.executable, "-c", "import numpy"],
        "accede status KEN": [str(ROOT / "accede"), "status", "KEN"],
        "accede status KEN --on 2012-01-01 --instrument hostages-1979": [
            str(ROOT / "accede"), "status", "KEN", "--on", "2012-01-01", "--instrument", "hostages-1979",
        ],
    }  # fmt: skip
    took: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(ROUNDS + 1):
        for name, arguments in commands.items():
            value = seconds(arguments)
            if turn:  # The first turn reads the files from the disk.
                took[name].append(value)
    numpy = middle(took.pop("numpy"))
    results = [Result('python -c "import numpy"', numpy * 1e3, "ms")]
    for name, times in took.items():
        value = middle(times)
        results.append(Result(f"{name} / numpy", value / numpy, "times", 4, note=f"{value * 1e3:.3g} ms"))
    return tell(results)


if __name__ == "__main__":
    sys.exit(main())
