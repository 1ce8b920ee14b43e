"""Running the real program, in a process of its own, within bounded time."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).resolve().parents[2]


def environment(**more: str) -> dict[str, str]:
    """The environment of a person who has set nothing of ours but `more`."""
    ours = {name for name in os.environ if name.startswith("ACCEDE_")} | {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), **more}


class Accede(Protocol):
    def __call__(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]: ...


@contextmanager
def serving(data: Path, *, seconds: float = 120) -> Iterator[str]:
    """The address of the site, started with `accede up` as a person starts it, and stopped by its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "accede", "up", "--port", str(port), "--data-dir", str(data)],
        env=environment(PYTHONUNBUFFERED="1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    running = Running(process)
    try:
        running.wait_for("Accede is at", seconds=seconds)
        yield f"http://127.0.0.1:{port}"
    finally:
        # Shown where a test has failed: the server's own words say why.
        print(running.output)
        if running.has_processes():
            running.stop(signal.SIGTERM, whole_group=True)
        if running.has_processes():
            os.killpg(process.pid, signal.SIGKILL)
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture
def accede() -> Accede:
    """Runs a command to its end."""

    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "accede", *arguments],
            env=environment(**environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


class Running:
    """A command that goes on: its lines as they come, and its end."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, text: str, *, seconds: float = 60) -> str:
        """The line that holds `text`; fails when the time is up or the command has ended."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in list(self.lines):
                if text in line:
                    return line
            if self.process.poll() is not None and not self._reader.is_alive():
                break
            time.sleep(0.02)
        raise AssertionError(f"{text!r} did not come; what came:\n{self.output}")

    def stop(self, sent: signal.Signals, *, whole_group: bool) -> int:
        """Sends a signal, to all of its processes as the keyboard does or to the first alone, and answers the code."""
        if whole_group:
            os.killpg(self.process.pid, sent)
        else:
            self.process.send_signal(sent)
        code = self.process.wait(timeout=30)
        self._reader.join(timeout=5)
        return code

    def wait_until_gone(self, *, seconds: float = 10) -> bool:
        """Whether all processes of its group end within the time."""
        deadline = time.monotonic() + seconds
        while self.has_processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        return not self.has_processes()

    def has_processes(self) -> bool:
        """Whether any process of its group is left."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


class Start(Protocol):
    def __call__(self, *arguments: str, **environ: str) -> Running: ...


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts commands that go on, each in a group of its own, and ends at the end of the test what is left of them."""
    started: list[Running] = []

    def run(*arguments: str, **environ: str) -> Running:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "accede", *arguments],
            env=environment(PYTHONUNBUFFERED="1", **environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(Running(process))
        return started[-1]

    yield run
    for running in started:
        if running.has_processes():
            os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait(timeout=10)
        running._reader.join(timeout=5)
        if running.process.stdout is not None:
            running.process.stdout.close()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
