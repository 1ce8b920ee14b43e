"""``kill -9`` in the middle of accepting, many times: what is stored is whole afterwards."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from tests.accounts.conftest import actor_with
from tests.assistance.plans.contents import offered_plan
from tests.cli.conftest import ROOT, environment

from accede.kit.configuration import DATABASE_FILE

KILLS = 40
PLANS = 3 * KILLS

pytestmark = pytest.mark.django_db(transaction=True)


def _surroundings(folder: Path) -> dict[str, str]:
    """The environment of another process on the test's database; SQLite keeps that in memory, and so on a copy in a file."""
    more = {
        "ACCEDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "accede.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }  # fmt: skip
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        user = quote(given["USER"] or "")
        password = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
        host, port = quote(given["HOST"] or "", safe=""), f":{given['PORT']}" if given["PORT"] else ""
        more["DATABASE_URL"] = f"postgres://{user}{password}@{host}{port}/{given['NAME']}"
    else:
        connection.ensure_connection()
        copy = sqlite3.connect(folder / DATABASE_FILE)
        connection.connection.backup(copy)
        copy.close()
    return environment(**more)


def _run(surroundings: dict[str, str], *arguments: object) -> Any:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.assistance.plans.accepting", *map(str, arguments)],
        env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_killing_the_process_leaves_plans_whole(tmp_path: Path) -> None:
    state, office = actor_with("focal_point", state="XAA"), actor_with("officer", states=("XAA",))
    for _ in range(PLANS):
        offered_plan(office)
    surroundings = _surroundings(tmp_path)
    done = _run(surroundings, "kill", KILLS, state.person, office.person, 20260115)
    assert done["killed"] == KILLS
    found = _run(surroundings, "judge")
    assert found["faults"] == []
    assert 0 < found["signatures"] < done["begun"], "some were cut short"
