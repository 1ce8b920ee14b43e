"""`accede up`, as a person runs it: real processes, a real port, a data directory that was not there before."""

import json
import re
import signal
import socket
import stat
import urllib.error
import urllib.request
from pathlib import Path

from tests.cli.conftest import Accede, Start


def get(port: int, path: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), {name.lower(): value for name, value in error.headers.items()}


def test_a_first_start_cut_off_is_repaired_and_the_next_reuses_what_is_there(
    start: Start, tmp_path: Path, free_port: int
) -> None:
    data = tmp_path / "data"
    arguments = ("up", "--port", str(free_port), "--data-dir", str(data))

    # Killed in the middle of setting up: nothing gets the chance to tidy.
    cut_off = start(*arguments)
    cut_off.wait_for("program ... Django")
    assert cut_off.stop(signal.SIGKILL, whole_group=True) == -signal.SIGKILL

    first = start(*arguments)
    first.wait_for(f"Accede is at http://127.0.0.1:{free_port}/")
    key = (data / "secret.key").read_text()
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    status, _, headers = get(free_port, "/")
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    manifest = json.loads((data / "static" / "staticfiles.json").read_text())
    name = manifest["paths"]["django_htmx/htmx-2.min.js"]
    status, script, headers = get(free_port, f"/static/{name}")
    assert (status, headers["cache-control"]) == (200, "max-age=315360000, public, immutable")
    assert b"htmx" in script

    assert first.stop(signal.SIGINT, whole_group=True) == 0
    assert first.lines[-1] == "Stopped."
    assert "Traceback" not in first.output
    assert not first.has_processes()

    second = start(*arguments)
    second.wait_for(f"Accede is at http://127.0.0.1:{free_port}/")
    for part in ("translations", "database", "reference data", "static files"):
        assert re.search(rf"{part} \.\.\. .*up to date", second.output), second.output
    assert (data / "secret.key").read_text() == key
    # A service manager may tell all processes at once.
    assert second.stop(signal.SIGTERM, whole_group=True) == 0
    assert "Traceback" not in second.output
    assert not second.has_processes()


def test_a_port_in_use_is_refused_before_anything_is_set_up(accede: Accede, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = accede("up", "--port", str(port), "--data-dir", str(tmp_path / "data"))

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"accede: --port: another program listens at 127.0.0.1 port {port}; stop it, or choose another: "
        f"accede up --port {port + 1}\n"
    )
    assert not (tmp_path / "data").exists()


def test_wrong_arguments_say_what_would_be_right(accede: Accede) -> None:
    port = accede("up", "--port", "http")
    host = accede("up", "--host", "no.such.host.invalid")

    assert (port.returncode, host.returncode) == (2, 2)
    assert "--port: 'http' is no port; give a number from 1 to 65535" in port.stderr
    assert "--host: 'no.such.host.invalid' is no address of this machine" in host.stderr


def test_a_database_of_another_kind_is_refused_without_its_password(
    accede: Accede, tmp_path: Path, free_port: int
) -> None:
    done = accede(
        *("up", "--port", str(free_port), "--data-dir", str(tmp_path)), DATABASE_URL="mysql://me:hush@localhost/accede"
    )

    assert done.returncode == 2
    assert "DATABASE_URL: it starts with 'mysql', and only PostgreSQL is served" in done.stderr
    assert "hush" not in done.stdout + done.stderr


def test_a_database_that_does_not_answer_is_named_without_its_password(
    accede: Accede, tmp_path: Path, free_port: int
) -> None:
    # Nothing listens at the free port, so the connection is refused at once.
    url = f"postgres://me:hush@127.0.0.1:{free_port}/accede"
    done = accede("up", "--port", str(free_port), "--data-dir", str(tmp_path), DATABASE_URL=url)

    assert done.returncode == 3
    assert f"DATABASE_URL: the PostgreSQL database at 127.0.0.1:{free_port}/accede cannot be used" in done.stderr
    assert "unset it to use SQLite" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hush" not in done.stdout + done.stderr


def test_a_data_directory_that_cannot_be_made_is_named(accede: Accede, tmp_path: Path, free_port: int) -> None:
    (tmp_path / "file").write_text("in the way")
    done = accede("up", "--port", str(free_port), "--data-dir", str(tmp_path / "file" / "data"))

    assert done.returncode == 2
    assert f"ACCEDE_DATA_DIR: the directory {tmp_path}/file/data cannot be used" in done.stderr


def test_it_can_be_stopped_while_its_workers_are_starting(start: Start, tmp_path: Path, free_port: int) -> None:
    running = start("up", "--port", str(free_port), "--data-dir", str(tmp_path))
    running.wait_for("static files ...")

    # Before the server is there the set-up is cut short; from then on it is a stop like any other.
    assert running.stop(signal.SIGINT, whole_group=True) in {0, 130}
    assert "Traceback" not in running.output
    assert running.wait_until_gone()


def test_two_starts_over_one_directory_wait_for_each_other(start: Start, tmp_path: Path, free_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other_port = probe.getsockname()[1]
    both = [
        start("up", "--workers", "1", "--port", str(port), "--data-dir", str(tmp_path))
        for port in (free_port, other_port)
    ]

    for running in both:
        running.wait_for("Accede is at")
    assert [get(port, "/")[0] for port in (free_port, other_port)] == [200, 200]
    # However the first process of one ends, its workers end with it.
    assert both[0].stop(signal.SIGTERM, whole_group=False) == 0
    assert both[1].stop(signal.SIGKILL, whole_group=False) == -signal.SIGKILL
    assert [running.wait_until_gone() for running in both] == [True, True]
