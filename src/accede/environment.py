"""Makes the Python environment that Accede runs in; started by the script `accede` when it is not in place.

Runs under whatever Python 3.11+ the machine has, before anything is installed: it uses the standard library alone.

An environment holds `accede-runtime.lock` (and `accede-test.lock`), a copy of the lock it was made from, written when
all else is done. One without is half made and is made anew. Two starts at once wait for each other: a lock on the
directory that the environment is in, which the system lets go when its holder ends, however it ends.
"""

import argparse
import compileall
import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENVIRONMENT_FAILED = 3
INTERRUPTED = 130
LOCKS = {"runtime": "requirements.lock", "test": "requirements-test.lock"}


class SetUpError(Exception):
    """The environment cannot be made; the message says why and what to do."""


def say(message: str) -> None:
    print(f"accede: {message}", file=sys.stderr, flush=True)


def stamp_of(venv: Path, purpose: str) -> Path:
    return venv / f"accede-{purpose}.lock"


def is_ready(*, home: Path, venv: Path, purpose: str) -> bool:
    """Whether the environment was made in full from the lock of this source tree."""
    try:
        return (venv / "bin" / "python").exists() and stamp_of(venv, purpose).read_bytes() == (
            home / LOCKS[purpose]
        ).read_bytes()
    except OSError:
        return False


@contextmanager
def alone(venv: Path) -> Iterator[None]:
    """Holds the lock of this environment; waits while another start holds it."""
    venv.parent.mkdir(parents=True, exist_ok=True)
    directory = os.open(venv.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another start is setting up the environment; waiting for it")
            fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def make_venv(venv: Path) -> None:
    """An empty environment at `venv`, in place of whatever half-made one is there."""
    if venv.exists():
        if not (venv / "pyvenv.cfg").exists() and any(venv.iterdir()):
            raise SetUpError(f"{venv} is there and is no Python environment; move it away, or set ACCEDE_VENV")
        say("the environment is half made or of an older Python; making it anew")
        shutil.rmtree(venv)
    if importlib.util.find_spec("venv") is not None:
        command = [sys.executable, "-I", "-m", "venv", "--without-pip", str(venv)]
    elif importlib.util.find_spec("virtualenv") is not None:
        command = [sys.executable, "-I", "-m", "virtualenv", "--quiet", "--no-download", str(venv)]
    elif uv := shutil.which("uv"):
        command = [uv, "venv", "--quiet", "--no-python-downloads", "--python", sys.executable, str(venv)]
    else:
        raise SetUpError(how_to_get_venv())
    run(command, "the environment cannot be made")


def bundled_pip() -> Path | None:
    """The pip that comes with this Python for its `ensurepip`: in its own folder, or where Debian and Fedora keep it."""
    kept = [Path(directory) for directory in [sysconfig.get_config_var("WHEEL_PKG_DIR")] if directory]
    spec = importlib.util.find_spec("ensurepip")
    if spec is None:
        return None
    kept += [Path(folder) / "_bundled" for folder in spec.submodule_search_locations or ()]
    return next((wheel for folder in kept for wheel in sorted(folder.glob("pip-*.whl"), reverse=True)), None)


def installers(venv: Path) -> Iterator[list[list[str]]]:
    """The ways to install packages that this machine offers, the fastest first: each is the commands to run.

    Every one of them checks each package against the hash in the lock and builds nothing. None puts pip into the
    environment: a pip is run from where it is, which saves a third of the time of a first start.
    """
    python = str(venv / "bin" / "python")
    exact = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    pip = ["-qq", "--no-compile", "--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
    if uv := shutil.which("uv"):
        yield [[uv, "pip", "install", "--quiet", "--python", python, *exact]]
    if wheel := bundled_pip():
        yield [[python, "-I", str(wheel / "pip"), "install", *exact, *pip]]
    elif importlib.util.find_spec("ensurepip") is not None:
        yield [[python, "-I", "-m", "ensurepip"], [python, "-I", "-m", "pip", "install", *exact, *pip]]
    elif importlib.util.find_spec("pip") is not None:
        yield [[sys.executable, "-I", "-m", "pip", "--python", python, "install", *exact, *pip]]


def how_to_get_venv() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"Python {version} at {sys.executable} cannot install packages: it lacks venv or ensurepip, which Debian and "
        "Ubuntu keep in a package of their own. Run this and start again: apt-get install python3-venv"
    )


def run(command: list[str], failure: str) -> None:
    # uv must use the Python it is given and never fetch another one.
    environ = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "PYTHONWARNINGS": "ignore"}
    environ.pop("PYTHONPATH", None)
    environ.pop("PYTHONHOME", None)
    done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()[-12:]
        raise SetUpError("\n".join([f"{failure}; {Path(command[0]).name} says:", *(f"  {line}" for line in words)]))


def install(venv: Path, lock: Path) -> None:
    """Installs what the lock names, by the first way that works."""
    failed: SetUpError | None = None
    for commands in installers(venv):
        try:
            for number, command in enumerate(commands, start=1):
                last = number == len(commands)
                run([*command, "-r", str(lock)] if last else command, "the packages cannot be installed")
        except SetUpError as error:
            failed = failed or error
        else:
            break
    else:
        raise failed or SetUpError(how_to_get_venv())
    # Compiled here on all cores; a fault in a file that nothing imports (a template of a tool, say) is no matter.
    compileall.compile_dir(venv / "lib", quiet=2, workers=0)


def point_to_source(*, home: Path, venv: Path) -> None:
    """Lets the environment find the program in the source tree, without a build step."""
    for packages in venv.glob("lib/python3*/site-packages"):
        (packages / "accede.pth").write_text(f"{home / 'src'}\n", encoding="utf-8")
    (venv / "accede-home").write_text(f"{home}\n", encoding="utf-8")


def set_up(*, home: Path, venv: Path, purposes: list[str]) -> None:
    """Brings the environment to what the locks ask. Raises `SetUpError`."""
    with alone(venv):
        if not (is_made := (venv / "bin" / "python").exists() and stamp_of(venv, "runtime").exists()):
            make_venv(venv)
        point_to_source(home=home, venv=venv)
        for purpose in purposes:
            if is_made and is_ready(home=home, venv=venv, purpose=purpose):
                continue
            lock = home / LOCKS[purpose]
            count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
            say(f"installing {count} packages for {'the tests' if purpose == 'test' else 'Accede'}; needed once ...")
            started = time.monotonic()
            # The test lock holds the runtime lock. The stamp goes first and comes back last: a stop in between shows.
            if purpose != "runtime" or is_made:
                stamp_of(venv, purpose).unlink(missing_ok=True)
            if count:
                install(venv, lock)
            stamp = stamp_of(venv, purpose)
            draft = stamp.with_suffix(".draft")
            shutil.copyfile(lock, draft)
            draft.replace(stamp)
            say(f"done in {time.monotonic() - started:.0f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes the Python environment of Accede.")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--for", dest="purpose", choices=sorted(LOCKS), required=True)
    options = parser.parse_args()
    purposes = ["runtime"] if options.purpose == "runtime" else ["runtime", "test"]
    try:
        set_up(home=options.home, venv=options.venv, purposes=purposes)
    except SetUpError as error:
        say(str(error))
        return ENVIRONMENT_FAILED
    except OSError as error:
        say(f"the environment at {options.venv} cannot be made: {error}; set ACCEDE_VENV to a directory you can write")
        return ENVIRONMENT_FAILED
    except KeyboardInterrupt:
        say("stopped; start again to finish setting up")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
