"""The documentation of settings and dependencies says what is so."""

import re
from pathlib import Path

import pytest

from accede.kit.configuration import SETTINGS

ROOT = Path(__file__).resolve().parent.parent


def rows(document: str) -> dict[str, list[str]]:
    """The rows of a document's tables that start with a name, by that name."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "docs" / document).read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"\| `?([\w\-]+)`? \| (.+) \|", line):
            found[match[1]] = match[2].split(" | ")
    return found


def names(requirements: str) -> set[str]:
    lines = (ROOT / requirements).read_text(encoding="utf-8").splitlines()
    return {match[0] for line in lines if (match := re.match(r"[A-Za-z][\w\-]*", line))}


def test_the_table_of_settings_is_what_the_program_declares() -> None:
    documented = {name: cells for name, cells in rows("configuration.md").items() if name.isupper()}

    assert documented == {
        setting.name: [f"`{setting.default}`" if setting.default else "none", setting.meaning] for setting in SETTINGS
    }


def test_no_setting_is_read_that_is_not_declared() -> None:
    """Every variable of ours that stands anywhere in the program, the script included, is in the table."""
    sources = [ROOT / "accede", *(ROOT / "src").rglob("*.py")]
    read = {name for path in sources for name in re.findall(r"\bACCEDE_[A-Z_]+\b", path.read_text(encoding="utf-8"))}

    assert read <= {setting.name for setting in SETTINGS}
    assert read >= {"ACCEDE_VENV", "ACCEDE_DATA_DIR"}


def test_every_variable_of_the_environment_is_read_through_the_table() -> None:
    """Only the table, and the programs that hand their environment on, touch `os.environ`."""
    allowed = {"kit/configuration.py", "environment.py", "wsgi.py", "cli/up.py", "cli/suite.py", "cli/manage.py"}
    package = ROOT / "src" / "accede"
    touching = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text(encoding="utf-8"))
    }

    # A command that needs Django names its settings; that is all it may do.
    assert {
        name
        for name in touching - allowed
        if re.findall(r"os\.(?:environ|getenv)[^\n]*", (package / name).read_text(encoding="utf-8"))
        != ['os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accede.settings")']
    } == set()


def test_every_dependency_has_its_reason() -> None:
    runtime, test = names("requirements.in"), names("requirements-test.in")

    assert set(rows("dependencies.md")) - {"package", "---"} == runtime | test


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_holds_no_address_and_hashes_everything(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n    --hash=sha256:", text, flags=re.MULTILINE)

    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links", text)
    assert len(entries) == len(re.findall(r"^[a-z0-9]", text, flags=re.MULTILINE)) > 0


def test_the_test_lock_holds_the_runtime_lock() -> None:
    """Otherwise installing the one after the other would change what the site runs on."""

    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][\w.\-]*==[^\s\\]+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-test.lock")
