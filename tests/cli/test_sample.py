"""`accede sample load|remove` and `accede up --sample`, run as people run them."""

import re
import signal
from pathlib import Path

from tests.cli.conftest import Accede, Start


def test_the_sample_is_told_once_shown_and_taken_out(
    start: Start, accede: Accede, free_port: int, tmp_path: Path
) -> None:
    up = ("up", "--sample", "--workers", "1", "--port", str(free_port), "--data-dir", str(tmp_path))
    first = start(*up)
    first.wait_for("Accede is at", seconds=120)
    accounts = re.findall(r"(\S+@sample\.example)\s+(\S+)", first.output)
    assert len({email for email, _ in accounts}) == 15
    assert len({password for _, password in accounts}) == 15
    assert "400 activities, 6000 participants" in first.output
    assert first.stop(signal.SIGTERM, whole_group=True) == 0

    again = start(*up)
    again.wait_for("Accede is at", seconds=120)
    assert "is there already" in again.output
    assert "@sample.example" not in again.output
    assert again.stop(signal.SIGTERM, whole_group=True) == 0

    here = {"ACCEDE_DATA_DIR": str(tmp_path)}
    refused = accede("sample", "load", **here)
    assert refused.returncode == 1
    assert "accede sample remove" in refused.stderr
    gone = accede("sample", "remove", **here)
    assert gone.stdout.startswith("Removed: 11 organisations, 15 accounts")
    assert accede("sample", "remove", **here).stdout == "There is no sample programme here.\n"
    assert "The chain holds" in accede("audit", "verify", **here).stdout


def test_beside_real_people_it_is_added_only_on_a_word(accede: Accede, tmp_path: Path) -> None:
    here = {"ACCEDE_DATA_DIR": str(tmp_path)}
    script = (
        "from django.utils import timezone; from accede.accounts.models import Person; "
        "Person.objects.create(name='P', email='p@example.org', joined_at=timezone.now(), password='!')"
    )
    assert accede("manage", "migrate", "-v0", **here).returncode == 0
    assert accede("manage", "shell", "-c", script, **here).returncode == 0
    refused = accede("sample", "load", **here)
    assert refused.returncode == 1
    assert "say --yes" in refused.stderr
    assert accede("sample", "load", "--yes", **here).returncode == 0
