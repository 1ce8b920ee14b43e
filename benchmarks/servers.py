"""Starting a server, asking it for pages, weighing it, and stopping it by its process id."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

READY = "Accede is at "


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    arguments: Sequence[str], *, cwd: Path, environ: dict[str, str], within: float
) -> Iterator[subprocess.Popen[str]]:
    """Start a server and wait until it tells its address; end it with all that it started."""
    process = subprocess.Popen(
        arguments, cwd=cwd, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )  # fmt: skip
    said: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if line.startswith(READY):
                ready.set()
        ready.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        if not ready.wait(within) or process.poll() is not None:
            sys.stderr.write("".join(said))
            raise SystemExit("the server did not start; what it said is above")
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        listener.join(timeout=5)


def first_byte(connection: HTTPConnection, address: str) -> float:
    """Seconds from the request to the first byte of the answer, which must be a page."""
    started = time.perf_counter()
    connection.request("GET", address, headers={"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    took = time.perf_counter() - started
    body = answer.read()
    if answer.status != 200 or not body:
        raise SystemExit(f"{address} answers with {answer.status}")
    return took


def processes_of(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def memory(pid: int) -> tuple[float, str]:
    """Megabytes in use by a process and all below it, shared pages shared out where the system tells; and how counted."""
    total, how = 0, "PSS"
    for each in processes_of(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            how = "RSS, shared pages counted in each process"
            status = Path(f"/proc/{each}/status").read_text().splitlines()
            total += next((int(line.split()[1]) for line in status if line.startswith("VmRSS:")), 0)
    return total / 1024, how
