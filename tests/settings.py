"""Settings of the test run: those of the site, with a data directory of their own and plain static files."""

import os
import tempfile
from pathlib import Path

# Set before the settings of the site are read. The manifest of static files exists only after `accede up` has built it,
# and pages must be testable without; the tests of `up` run the real thing in a process of its own.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
_data_dir = Path(tempfile.gettempdir()) / f"accede-tests-{os.getuid()}" / _worker
(_data_dir / "static").mkdir(parents=True, exist_ok=True)
os.environ["ACCEDE_DATA_DIR"] = str(_data_dir)
os.environ.setdefault("ACCEDE_SECRET_KEY", "a key for tests alone: it signs nothing that leaves this machine")
for _name in ("ACCEDE_BASE_URL", "ACCEDE_ALLOWED_HOSTS", "ACCEDE_DEBUG", "ACCEDE_TIME_ZONE", "ACCEDE_LOG_LEVEL"):
    os.environ.pop(_name, None)

from accede.settings import *  # noqa: E402, F403 -- the environment must be set first, and all settings are taken over
from accede.settings import STORAGES  # noqa: E402 -- as above

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
