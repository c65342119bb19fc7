"""One process at a time, on one machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def sole(file: Path) -> Iterator[bool]:
    """True for the one process that holds `file` now, False for the others, at once; the system
    frees the lock of a process that dies.
    """
    lock = FileLock(file)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
