"""PDF from outside: read by a process of its own, which may use so much time and memory and no more.

A PDF can hide gigabytes behind a few bytes, or loop for ever, and no check beforehand finds that out: a limit set by the
operating system does.
"""

import json
import subprocess
import sys

from accede.treaties.importers.guard import ImportRefused, Kind, Upload

_REMEDY = "Open it in a reader, copy the text into a text file, and import that."


def read_pages(upload: Upload) -> list[list[str]]:
    """The lines of text of each page. Raises :class:`ImportRefused`."""
    upload.expect(Kind.PDF, what="A list in PDF")
    limits = upload.limits
    command = [
        sys.executable, "-P", "-m", "accede.treaties.importers.pdf_worker",
        str(limits.pages), str(limits.pdf_seconds), str(limits.pdf_memory),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            input=upload.data,
            capture_output=True,
            timeout=limits.pdf_seconds + 5,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise ImportRefused(
            f"could not be read within {limits.pdf_seconds} seconds.", where=upload.name, remedy=_REMEDY
        ) from error
    if done.returncode == 0:
        pages: list[list[str]] = json.loads(done.stdout)
        if not any(pages):
            raise ImportRefused(
                "holds pictures of pages, and no text.", where=upload.name, remedy="Import the list as text."
            )
        return pages
    if done.returncode < 0:
        raise ImportRefused("took more time or memory than a list of parties needs.", where=upload.name, remedy=_REMEDY)
    said = done.stderr.decode(errors="replace").strip().splitlines()
    raise ImportRefused(said[-1] if said else "is not readable as PDF.", where=upload.name, remedy=_REMEDY)


def _environment() -> dict[str, str]:
    """Where the program's modules are, and nothing else of our environment: no address of a database, no key."""
    return {"PYTHONPATH": ":".join(path for path in sys.path if path), "PATH": "", "LC_ALL": "C.UTF-8"}
