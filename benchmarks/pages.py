"""Time to the first byte of the State page and of the matrix, against a page that reads one row, on the same server."""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from http.client import HTTPConnection
from itertools import count

from benchmarks.measure import ROOT, Result, middle, tell
from benchmarks.servers import first_byte, free_port, memory, running

ROUNDS = 120


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="accede-pages-") as name:
        port = free_port()
        environ = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        environ.pop("DATABASE_URL", None)
        arguments = [sys.executable, "-m", "benchmarks.site_server", "--port", str(port), "--data-dir", name]
        with running(arguments, cwd=ROOT, environ=environ, within=300) as server:
            results = measure(port)
            used, how = memory(server.pid)
            results.append(Result("memory of the server after that", used, "MB", note=how))
    return tell(results)


def measure(port: int) -> list[Result]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    days = (date(2014, 1, 1) + timedelta(days=number) for number in count())
    asked: dict[str, Callable[[], str]] = {
        "plain": lambda: "/plain/",
        "State page, the same again": lambda: "/states/KEN/?on=2012-01-01",
        "State page, another date each time": lambda: f"/states/KEN/?on={next(days)}",
        "matrix page, the same again": lambda: "/matrix/?on=2012-01-01",
        "matrix page, another date each time": lambda: f"/matrix/?on={next(days)}",
    }
    # Every worker has its own copy of the world, and makes it for the first page that it answers.
    for _ in range(12):
        for address in asked.values():
            HTTPConnection("127.0.0.1", port, timeout=60).request("GET", address())
            first_byte(connection, address())
    took: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):  # In turn, so that whatever else the machine does falls on all alike.
        for name, address in asked.items():
            took[name].append(first_byte(connection, address()))
    connection.close()
    plain = middle(took.pop("plain"))
    results = [Result("plain page", plain * 1e3, "ms")]
    for name, times in took.items():
        page = middle(times)
        results.append(Result(f"{name} / plain page", page / plain, "times", 4, note=f"{page * 1e3:.3g} ms"))
    return results


if __name__ == "__main__":
    sys.exit(main())
