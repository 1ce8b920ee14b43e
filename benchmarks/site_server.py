"""Sets up a data directory and serves the site just as `accede up` does, with the plain page beside it."""

import argparse
import os
import time
from pathlib import Path

from accede.cli import up
from accede.kit import configuration


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data-dir", type=Path, required=True)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site_settings"
    os.environ[configuration.DATA_DIR.name] = str(options.data_dir)
    up.prepare()
    up.serve(host="127.0.0.1", port=options.port, workers=2, started=time.monotonic())


if __name__ == "__main__":
    main()
