"""The documentation is held to the program: commands shown in it run and print what is shown, Python in it runs."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, environment

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")])
#: Files that commands in the documentation work on.
EXAMPLES = ROOT / "docs" / "examples"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def blocks(language: str) -> list[tuple[str, str]]:
    """Every fenced block of a language: where it is, and its text."""
    return [
        (f"{page.relative_to(ROOT)}:{page.read_text(encoding='utf-8')[: match.start()].count(chr(10)) + 1}", match[2])
        for page in PAGES
        for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if match[1] == language
    ]


def steps(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def agree(shown: str, printed: str) -> bool:
    """Whether a line is as shown; "..." stands for any text."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("..."))), printed, re.DOTALL) is not None


@pytest.mark.parametrize(("place", "text"), blocks("console"), ids=[place for place, _ in blocks("console")])
def test_commands_shown_run_and_print_what_is_shown(place: str, text: str, tmp_path: Path) -> None:
    if EXAMPLES.is_dir():
        shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    for command, shown in steps(text):
        words = shlex.split(command)
        assert words[0] == "./accede", f"{place}: only commands of Accede are shown as console blocks"
        done = subprocess.run(
            [sys.executable, "-P", "-m", "accede", *words[1:]],
            cwd=tmp_path,
            env=environment(ACCEDE_DATA_DIR=str(tmp_path / "var"), COLUMNS="120"),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{place}: {command}\n{done.stderr}"
        assert agree("\n".join(shown), done.stdout.rstrip("\n")), f"{place}: {command}\n{done.stdout}"


@pytest.mark.parametrize(("place", "text"), blocks("python"), ids=[place for place, _ in blocks("python")])
def test_python_shown_runs(place: str, text: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", text], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, f"{place}\n{done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.split("#")[0]).exists(), f"{page.name}: {target} does not exist"
