"""`accede up`: sets up what is missing and serves the site until it is stopped."""

import argparse
import errno
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from typing import Final

from accede.cli import Run, exits

DUE_EVERY: Final = 120
"""Seconds between two runs of what is due by itself."""
STATIC_STAMP: Final = ".accede-stamp"
PREPARATION_LOCK: Final = ".preparing"
ANSWER_WITHIN: Final = 60.0
"""Seconds in which the first page must come before the start counts as failed to tell its address."""


def command(parser: argparse.ArgumentParser) -> Run:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen at (default: %(default)s, this machine only)"
    )
    parser.add_argument("--port", type=_port, default=8000, help="port to listen at (default: %(default)s)")
    parser.add_argument(
        "--data-dir", type=Path, help="directory of the database and built files (default: ACCEDE_DATA_DIR)"
    )
    parser.add_argument("--sample", action="store_true", help="add the sample programme first, once")
    parser.add_argument("--workers", type=_workers, default=2, help="processes that serve pages (default: %(default)s)")
    return run


def run(options: argparse.Namespace) -> int:
    from accede.kit import configuration

    started = time.monotonic()
    # A shell that starts it in the background leaves it deaf to Ctrl-C: it hears it from here on, as it does once it serves.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["DJANGO_SETTINGS_MODULE"] = "accede.settings"
    if options.data_dir is not None:
        os.environ[configuration.DATA_DIR.name] = str(options.data_dir.expanduser().absolute())
    require_free_port(options.host, options.port)
    _answer_to(options.host)
    prepare()
    if options.sample:
        _add_sample()
    require_free_port(options.host, options.port)
    return serve(host=options.host, port=options.port, workers=options.workers, started=started)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 1 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give a number from 1 to 64")
    return int(text)


def require_free_port(host: str, port: int) -> None:
    """Refuses an address that cannot be listened at, before the long steps rather than after them."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise exits.CommandError(f"--host: {host!r} is no address of this machine ({error.strerror})") from error
    with socket.socket(family, kind, protocol) as probe:
        # A port whose last connections are still fading out is free; one that somebody listens at is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise exits.CommandError(
                    f"--port: another program listens at {host} port {port}; stop it, or choose another: "
                    f"accede up --port {port + 1 if port < 65535 else 8000}"
                ) from error
            if error.errno == errno.EACCES:
                raise exits.CommandError(f"--port: port {port} is reserved; choose one from 1024 up") from error
            raise exits.CommandError(f"--host: cannot listen at {host}: {error.strerror}") from error


def _answer_to(host: str) -> None:
    """A host named on the command line is one the site answers to."""
    from accede.kit.configuration import ALLOWED_HOSTS

    names = list(ALLOWED_HOSTS.read())
    if host not in {"0.0.0.0", "::", *names}:  # noqa: S104 -- compared with, not bound to
        os.environ[ALLOWED_HOSTS.name] = ",".join([*names, f"[{host}]" if ":" in host else host])


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Prints what is being done, then what came of it (what was put in the list) and how long it took."""
    print(f"  {name} ... ", end="", flush=True)
    started = time.monotonic()
    words: list[str] = []
    try:
        yield words
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{', '.join(words) or 'done'} ({time.monotonic() - started:.1f} s)", flush=True)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Two starts over one data directory prepare it one after the other."""
    import fcntl

    with (directory / PREPARATION_LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare() -> None:
    """Brings the data directory to where the site can be served from it; what is already there is left alone.

    Each step can be cut off at any moment and done again: migrations and the loading of data are transactions, and the
    stamp of the static files is written last.
    """
    from accede.kit import configuration

    directory = configuration.prepare_data_dir()
    print(f"Accede: setting up in {directory}", flush=True)
    with _alone(directory):
        with step("program") as words:
            import django

            django.setup()
            words.append(f"Django {django.get_version()}")
        with step("translations") as words:
            words.append(_translations())
        with step("database") as words:
            words.append(_migrate())
        with step("reference data") as words:
            words.append(_load_reference_data())
        with step("static files") as words:
            words.append(_collect_static(directory / "static"))


def _add_sample() -> None:
    from accede.assistance.sample import loading
    from accede.cli.sample import add

    if loading.is_loaded():
        print("The sample programme is there already; accede sample remove takes it out.", flush=True)
        return
    add()
    sys.stdout.flush()


def _translations() -> str:
    from django.conf import settings

    from accede.kit.translations import compile_catalogues

    try:
        written = [path for directory in settings.LOCALE_PATHS for path in compile_catalogues(Path(directory))]
    except ValueError as error:
        raise exits.CommandError(str(error), code=exits.ENVIRONMENT) from error
    return f"{len(written)} compiled" if written else "up to date"


def _migrate() -> str:
    from django.core.management import call_command
    from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor

    connection = connections[DEFAULT_DB_ALIAS]
    kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise exits.CommandError(_database_trouble(error), code=exits.ENVIRONMENT) from error
    return f"{kind}, {len(plan)} migrations applied" if plan else f"{kind}, up to date"


def _database_trouble(error: Exception) -> str:
    """Where the database was sought and what it said; never the password."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    said = " ".join(str(error).split())
    if database["ENGINE"].endswith("sqlite3"):
        return f"the database {database['NAME']} cannot be used: {said}"
    if password := database.get("PASSWORD"):
        said = said.replace(str(password), "***")
    where = f"{database.get('HOST') or 'the local socket'}:{database.get('PORT') or 5432}/{database['NAME']}"
    return (
        f"DATABASE_URL: the PostgreSQL database at {where} cannot be used: {said}. "
        "Start the server, correct DATABASE_URL, or unset it to use SQLite"
    )


def _load_reference_data() -> str:
    from io import StringIO

    from django.core.management import call_command

    said = StringIO()
    call_command("load_reference_data", stdout=said, no_color=True)
    return said.getvalue().strip().removeprefix("Reference data ").removeprefix("is ").rstrip(".")


def _collect_static(target: Path) -> str:
    """Static files under names that hold their content's hash, compressed; done only when a source has changed."""
    import hashlib

    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    from accede import __version__

    # The browsable pages of the API framework are not served, so neither are their files.
    unused = ["rest_framework"]
    digest = hashlib.sha256(__version__.encode())
    count = 0
    for finder in get_finders():
        for path, storage in finder.list([f"{name}/*" for name in unused]):
            about = os.stat(storage.path(path))
            digest.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
            count += 1
    stamp = target / STATIC_STAMP
    wanted = digest.hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return "up to date"
    stamp.unlink(missing_ok=True)
    target.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=unused)
    stamp.write_text(wanted, encoding="ascii")
    return f"{count} built"


def serve(*, host: str, port: int, workers: int, started: float) -> int:
    """Serves until SIGINT or SIGTERM. The address is told when the first page has been answered."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # Workers are copies of this process, which share what it has loaded, and must open connections of their own.
    connections.close_all()
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        os.register_at_fork(after_in_child=_worker_signals())
    server = Granian(
        "accede.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    )
    stopping = False

    def announce() -> None:
        Thread(target=_tell_address, args=(host, port, started, lambda: stopping), daemon=True).start()

    def farewell() -> None:
        nonlocal stopping
        stopping = True

    server.on_startup(announce)
    server.on_shutdown(farewell)
    due = _do_what_is_due()
    try:
        server.serve()
    except SystemExit as stop:
        # It also ends this way when a worker heard the signal first (a service manager tells them all at once).
        if not server.interrupt_signal:
            message = "the server stopped by itself; what it said is above"
            raise exits.CommandError(message, code=exits.ENVIRONMENT) from stop
    finally:
        due.terminate()
        with suppress(subprocess.TimeoutExpired):
            due.wait(timeout=5)
    print("Stopped.", flush=True)
    return exits.OK


def _do_what_is_due() -> "subprocess.Popen[bytes]":
    """A process beside the server that makes notices, sends letters and proposes outcomes every few minutes."""
    command = [sys.executable, "-P", "-m", "accede", "due", "--every", str(DUE_EVERY), "--quiet"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)


def _worker_signals() -> Callable[[], None]:
    """What a worker does first (Linux).

    It leaves Ctrl-C, which the keyboard sends to all processes, to its parent; it can be ended while it is still
    starting; and it ends even where its parent is killed and can tell it nothing.
    """
    import ctypes

    control = ctypes.CDLL(None).prctl
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG of prctl(2)

    def ask() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        control(set_parent_death_signal, signal.SIGTERM)

    return ask


def _tell_address(host: str, port: int, started: float, stopping: Callable[[], bool]) -> None:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared with, not bound to
    shown = f"[{reachable}]" if ":" in reachable else reachable
    deadline = time.monotonic() + ANSWER_WITHIN
    while time.monotonic() < deadline and not stopping():
        with suppress(OSError, HTTPException):
            connection = HTTPConnection(reachable, port, timeout=20)
            connection.request("GET", "/", headers={"Host": shown})
            status = connection.getresponse().status
            connection.close()
            took = time.monotonic() - started
            print(f"Accede is at http://{shown}:{port}/ - stop with Ctrl-C (started in {took:.1f} s)", flush=True)
            if status >= 500:
                print(f"accede: the home page answers with error {status}; see the messages above", file=sys.stderr)
            return
        time.sleep(0.05)
    if not stopping():
        print(f"accede: no page came from {shown}:{port} within {ANSWER_WITHIN:.0f} s", file=sys.stderr)
