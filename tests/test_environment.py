"""The script `accede` and the environment it makes, without installing the world: locks here are empty or refused."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BASE_PYTHON = Path(os.path.realpath(sys.executable))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A source tree with the script, the maker of environments, and locks that ask for nothing."""
    home = tmp_path / "home with spaces"
    (home / "src" / "accede").mkdir(parents=True)
    shutil.copy(ROOT / "accede", home)
    shutil.copy(ROOT / "src" / "accede" / "environment.py", home / "src" / "accede")
    (home / "src" / "accede" / "__init__.py").write_text("")
    (home / "requirements.lock").write_text("# nothing, first version\n")
    (home / "requirements-test.lock").write_text("# nothing to test with\n")
    return home


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A directory for the PATH that holds what the script needs of the system, and no Python."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("cmp", "readlink"):
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    return tools


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def finished(home: Path) -> Path:
    """An environment that looks finished, whose Python only prints its arguments."""
    venv = home / ".venv"
    script(venv / "bin" / "python", 'printf "%s|" "$@"')
    shutil.copy(home / "requirements.lock", venv / "accede-runtime.lock")
    shutil.copy(home / "requirements-test.lock", venv / "accede-test.lock")
    (venv / "accede-home").write_text(f"{home}\n")
    return venv


def run(*command: str | Path, path: Path, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={"PATH": str(path), "HOME": "/nonexistent", **environ},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_a_python_it_says_what_to_install(home: Path, tools: Path) -> None:
    script(tools / "python3.12", "exit 127")  # found on the PATH, and does not run
    script(tools / "python3", "exit 1")  # runs, and is too old
    done = run(home / "accede", "up", path=tools)

    assert (done.returncode, done.stdout) == (3, "")
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_a_finished_environment_is_used_as_it_is(home: Path, tools: Path, tmp_path: Path) -> None:
    """No Python is on the PATH, so none can have been started to look; from anywhere, through links too."""
    finished(home)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "link").symlink_to("again")
    (elsewhere / "again").symlink_to(home / "accede")

    straight = run(home / "accede", "status", "a b", path=tools)
    linked = run(elsewhere / "link", "status", "a b", path=tools, cwd=tmp_path)
    by_shell = run("/bin/sh", "accede", "status", "a b", path=tools, cwd=home)
    tests = run(home / "accede", "test", path=tools)

    expected = "-P|-m|accede|status|a b|"
    assert [(done.returncode, done.stdout, done.stderr) for done in (straight, linked, by_shell)] == [
        (0, expected, "")
    ] * 3
    assert tests.stdout == "-P|-m|accede|test|"


@pytest.mark.parametrize(
    ("spoil", "command", "purpose"),
    [
        ("requirements.lock", "up", "runtime"),
        ("requirements.lock", "test", "test"),
        ("requirements-test.lock", "test", "test"),
        (".venv/accede-runtime.lock", "up", "runtime"),
        (".venv/accede-home", "up", "runtime"),
        (".venv/bin/python", "up", "runtime"),
    ],
)
def test_what_is_not_in_place_is_set_up(home: Path, tools: Path, spoil: str, command: str, purpose: str) -> None:
    finished(home)
    (home / spoil).unlink()
    if spoil.endswith(".lock"):
        (home / spoil).write_text("# another version\n")
    script(tools / "python3.13", 'case "$2" in -c) exit 0 ;; esac; printf "%s|" "$@" >&2; exit 7')
    done = run(home / "accede", command, path=tools)

    assert done.returncode == 7
    maker = f"-I|{home}/src/accede/environment.py|--home|{home}|--venv|{home}/.venv|--for|{purpose}|"
    assert (done.stdout, done.stderr) == ("", maker)


def test_the_environment_can_be_elsewhere(home: Path, tools: Path, tmp_path: Path) -> None:
    shutil.move(finished(home), tmp_path / "other")
    done = run(home / "accede", "up", path=tools, ACCEDE_VENV=str(tmp_path / "other"))

    assert (done.returncode, done.stdout) == (0, "-P|-m|accede|up|")


def make(home: Path, *, purpose: str = "runtime", path: Path, **environ: str) -> "subprocess.Popen[str]":
    command: list[str | Path] = [
        BASE_PYTHON,
        "-I",
        home / "src/accede/environment.py",
        "--home",
        home,
        "--venv",
        home / ".venv",
    ]
    return subprocess.Popen(
        [*command, "--for", purpose],
        env={"PATH": str(path), "HOME": "/nonexistent", "PIP_NO_INDEX": "1", **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def wheel(folder: Path) -> str:
    """Makes a package of one line, `greeting` 1.0, in a folder, and answers its SHA-256."""
    folder.mkdir()
    file = folder / "greeting-1.0-py3-none-any.whl"
    about = "greeting-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("greeting.py", "WORDS = 'Good day'\n")
        archive.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", f"greeting.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
    return hashlib.sha256(file.read_bytes()).hexdigest()


def asked(venv: Path, program: str) -> str:
    """What a program prints under the Python of an environment."""
    command: list[str | Path] = [venv / "bin" / "python", "-P", "-c", program]
    return subprocess.run(
        command, env={"HOME": "/nonexistent"}, capture_output=True, text=True, check=True, timeout=30
    ).stdout.strip()


def test_a_half_made_environment_is_made_anew_by_one_of_two_and_a_new_lock_is_taken_up(
    home: Path, tools: Path, tmp_path: Path
) -> None:
    venv = home / ".venv"
    venv.mkdir()
    (venv / "pyvenv.cfg").write_text("home = /nowhere\n")
    (venv / "left over").write_text("from a set-up that was cut off")

    both = [make(home, path=tools), make(home, path=tools)]
    outcomes = [ended(process) for process in both]

    assert [(code, out) for code, out, _ in outcomes] == [(0, ""), (0, "")]
    assert sum("half made" in err for _, _, err in outcomes) == 1
    assert sum("installing 0 packages for Accede" in err for _, _, err in outcomes) == 1
    assert not (venv / "left over").exists()
    assert (venv / "accede-runtime.lock").read_text() == "# nothing, first version\n"
    assert asked(venv, "import accede; print(accede.__file__)") == f"{home}/src/accede/__init__.py"

    # A new lock is installed into the environment that is there.
    (venv / "kept").write_text("")
    lock = f"greeting==1.0 --hash=sha256:{wheel(tmp_path / 'wheels')}\n"
    (home / "requirements.lock").write_text(lock)
    code, _, err = ended(make(home, purpose="test", path=tools, PIP_FIND_LINKS=str(tmp_path / "wheels")))
    assert code == 0, err
    assert "half made" not in err
    assert (venv / "kept").exists()
    assert (venv / "accede-runtime.lock").read_text() == lock
    assert asked(venv, "import greeting; print(greeting.WORDS)") == "Good day"
    assert (venv / "accede-test.lock").read_text() == "# nothing to test with\n"

    # A package that cannot be had: the words of the installer, and no stamp that says it is done.
    (home / "requirements.lock").write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    code, out, err = ended(make(home, path=tools))
    assert (code, out) == (3, "")
    assert "accede: the packages cannot be installed" in err
    assert "No matching distribution found for no-such-package==1.0" in err
    assert not (venv / "accede-runtime.lock").exists()


def test_a_directory_that_is_no_environment_is_left_alone(home: Path, tools: Path) -> None:
    (home / ".venv").mkdir()
    (home / ".venv" / "thesis.doc").write_text("years of work")
    code, _, err = ended(make(home, path=tools))

    assert code == 3
    assert f"{home}/.venv is there and is no Python environment" in err
    assert (home / ".venv" / "thesis.doc").read_text() == "years of work"


def test_debians_python_without_ensurepip_is_told_the_package(home: Path, tools: Path, tmp_path: Path) -> None:
    """Debian keeps ensurepip apart. Here a Python in which neither it nor pip can be found starts the real program."""
    program = (
        "import importlib.util, runpy, sys\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name in {'ensurepip', 'pip'} else find(name, *rest)\n"
        f"sys.argv = ['environment', '--home', {str(home)!r}, '--venv', {str(home / '.venv')!r}, '--for', 'runtime']\n"
        f"runpy.run_path({str(home / 'src/accede/environment.py')!r}, run_name='__main__')\n"
    )
    (home / "requirements.lock").write_text(f"greeting==1.0 --hash=sha256:{'0' * 64}\n")
    done = run(BASE_PYTHON, "-I", "-c", program, path=tools)

    assert done.returncode == 3
    assert "it lacks venv or ensurepip" in done.stderr
    assert "apt-get install python3-venv" in done.stderr
    assert not (home / ".venv" / "accede-runtime.lock").exists()
