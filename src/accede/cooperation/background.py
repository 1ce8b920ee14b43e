"""Work that takes longer than a page may: done once for each state of the data, kept in a file, shared by all workers.

One piece of work runs at a time on a machine, whichever process was asked for it: a lock on a file sees to that, and the
system lets go of it when a process ends, however it ends.
"""

import fcntl
import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Lock, Thread

from django.conf import settings

from accede import __version__

log = logging.getLogger(__name__)

Work = Callable[[], bytes]
#: How long a page waits before it says that the work goes on.
PATIENCE = 0.7
#: So much work may wait in one process; more is refused, so that nobody can pile it up.
LONGEST_QUEUE = 8
#: Results kept; the oldest go first.
KEPT_FILES = 300
IDLE_SECONDS = 30.0


class TooBusy(Exception):
    """So much work waits already that no more is taken on now."""


class WorkFailed(Exception):
    """The work was tried and broke off; the log has the reason."""


@dataclass
class _Job:
    key: str
    work: Work
    done: Event = field(default_factory=Event)
    failed: bool = False


_jobs: dict[str, _Job] = {}
_queue: "Queue[_Job]" = Queue(LONGEST_QUEUE)
_guard = Lock()
_thread: Thread | None = None


def key_of(*parts: object) -> str:
    """What names a result: everything it depends on, the version of the program included."""
    return hashlib.sha256("\0".join((__version__, *map(str, parts))).encode()).hexdigest()[:40]


def result(key: str, work: Work, *, patience: float = PATIENCE) -> bytes | None:
    """The result under *key*: the kept one, or that of *work*, which runs beside the pages; None while it is not there yet.

    *patience* is how many seconds to wait for it. Raises :class:`TooBusy` and :class:`WorkFailed`.
    """
    kept = _read(key)
    if kept is not None:
        return kept
    job = _ask_for(key, work)
    job.done.wait(patience)
    if job.failed:
        with _guard:
            _jobs.pop(key, None)  # the next reader tries again
        raise WorkFailed(key)
    return _read(key)


def _ask_for(key: str, work: Work) -> _Job:
    global _thread
    with _guard:
        job = _jobs.get(key)
        if job is None:
            job = _Job(key, work)
            try:
                _queue.put_nowait(job)
            except Full as error:
                raise TooBusy from error
            _jobs[key] = job
        if _thread is None or not _thread.is_alive():
            _thread = Thread(target=_run, name="accede-background", daemon=True)
            _thread.start()
        return job


def _run() -> None:
    """Take one piece of work after another, and end when there has been none for a while."""
    global _thread
    while True:
        try:
            job = _queue.get(timeout=IDLE_SECONDS)
        except Empty:
            with _guard:
                if _queue.empty():
                    _thread = None
                    return
            continue
        try:
            with _turn():
                if _read(job.key) is None:  # another process may have done it meanwhile
                    started = time.monotonic()
                    _write(job.key, job.work())
                    log.info("worked out %s in %.1f s", job.key, time.monotonic() - started)
            with _guard:
                _jobs.pop(job.key, None)
        except Exception:
            log.exception("work in the background broke off")
            job.failed = True
        finally:
            job.done.set()


def wait_until_idle(*, seconds: float) -> bool:
    """Wait until nothing is being worked out in this process, at most so long; answers whether it came to that."""
    until = time.monotonic() + seconds
    while True:
        with _guard:
            waiting = [job.done for job in _jobs.values() if not job.done.is_set()]
        if not waiting:
            return True
        left = until - time.monotonic()
        if left <= 0 or not waiting[0].wait(left):
            return False


def directory() -> Path:
    """Where results are kept between starts; it may be emptied at any time."""
    return Path(settings.DATA_DIR) / "worked-out"


@contextmanager
def _turn() -> Iterator[None]:
    directory().mkdir(parents=True, exist_ok=True)
    with (directory() / ".turn").open("wb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _read(key: str) -> bytes | None:
    try:
        return (directory() / key).read_bytes()
    except FileNotFoundError:
        return None


def _write(key: str, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=directory(), prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(name, directory() / key)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _forget_oldest()


def _forget_oldest() -> None:
    files = [path for path in directory().iterdir() if not path.name.startswith(".")]
    if len(files) <= KEPT_FILES:
        return
    for path in sorted(files, key=lambda it: it.stat().st_mtime)[: len(files) - KEPT_FILES]:
        path.unlink(missing_ok=True)
