"""The process that reads one PDF: bytes on standard input, a JSON list of pages, each a list of lines, on standard output.

Arguments: pages, seconds, bytes of memory. A refusal is one line on standard error and exit code 1.
"""

import json
import logging
import resource
import sys
from io import BytesIO


def main(arguments: list[str]) -> int:
    """Read standard input within the limits given."""
    pages, seconds, memory = (int(argument) for argument in arguments)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable(logging.CRITICAL)
    try:
        found = _read(sys.stdin.buffer.read(), pages)
    except MemoryError:
        print("took more memory than a list of parties needs.", file=sys.stderr)
        return 1
    except Exception as error:
        # Whatever a broken file makes the library raise, the file is refused and the reason told.
        inner = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if "Password" in type(inner).__name__:
            print("is locked or encrypted.", file=sys.stderr)
        else:
            print(
                f"is not readable as PDF: {' '.join(str(inner).split())[:200] or type(inner).__name__}.",
                file=sys.stderr,
            )
        return 1
    if isinstance(found, str):
        print(found, file=sys.stderr)
        return 1
    sys.stdout.write(json.dumps(found))
    return 0


def _read(data: bytes, limit: int) -> list[list[str]] | str:
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        if document.doc.encryption is not None:
            return "is locked or encrypted."
        if len(document.pages) > limit:
            return f"has {len(document.pages)} pages; up to {limit} are read."
        pages = []
        for page in document.pages:
            pages.append((page.extract_text(x_tolerance=1.5) or "").splitlines())
            page.close()
        return pages


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
