"""From a fresh clone to the first page, the second start, and the memory at rest. Packages come from the package index."""

import os
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.measure import ROOT, Result, tell
from benchmarks.servers import first_byte, free_port, memory, running


def main() -> int:
    results = []
    with tempfile.TemporaryDirectory(prefix="accede-clone-") as name:
        clone, data = Path(name, "accede"), Path(name, "data")
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        own = ("ACCEDE_", "DATABASE_URL", "DJANGO_", "PYTHON", "VIRTUAL_ENV")
        environ = {key: value for key, value in os.environ.items() if not key.startswith(own)}
        for start in ("first", "second"):
            port = free_port()
            arguments = [str(clone / "accede"), "up", "--port", str(port), "--data-dir", str(data)]
            started = time.monotonic()
            with running(arguments, cwd=clone, environ=environ, within=900) as server:
                connection = HTTPConnection("127.0.0.1", port, timeout=60)
                first_byte(connection, "/")
                results.append(Result(f"{start} start to first page", time.monotonic() - started, "s"))
                if start == "second":
                    for address in ("/", "/states/KEN/", "/matrix/") * 4:  # Both workers have made their world.
                        first_byte(HTTPConnection("127.0.0.1", port, timeout=60), address)
                    time.sleep(2)
                    used, how = memory(server.pid)
                    note = f"{how}; {len(os.listdir(f'/proc/{server.pid}/task'))} threads in the parent"
                    results.append(Result("memory at rest, both workers warm", used, "MB", note=note))
                connection.close()
        size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
        results.append(Result("data directory", size / 1e6, "MB"))
    return tell(results)


if __name__ == "__main__":
    sys.exit(main())
