"""Waiting for what other processes do: as long as they get on with it, however busy the machine."""

import time
from collections.abc import Callable
from contextlib import suppress

import psutil

STANDSTILL = 600
"""Seconds without a tenth of a second of processor after which nothing is to be hoped for."""


def processor_seconds(pid: int) -> float:
    """What a process and its children used so far; those that ended count with their parent."""
    used = 0.0
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for one in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                used += sum(one.cpu_times()[:4])
    return used


def wait_for(
    what: str,
    holds: Callable[[], bool],
    pid: int,
    processor: float = 180,
    mark: Callable[[], object] = lambda: None,
) -> None:
    """Return when `holds` says so.

    An AssertionError that names `what` when the processes of `pid` have used `processor` seconds
    since `mark` last changed, or stand still: seconds of a clock say how busy the machine is.
    """
    seen, begun = mark(), processor_seconds(pid)
    last, moved = begun, time.monotonic()
    while not holds():
        used, now = processor_seconds(pid), mark()
        if now != seen:
            seen, begun = now, used
        if abs(used - last) > 0.1:  # less than before when a child was not waited for
            last, moved = used, time.monotonic()
        assert used - begun < processor, f"{what}: not after {used - begun:.0f} s of processor"
        assert time.monotonic() - moved < STANDSTILL, f"{what}: nothing moves any more"
        assert psutil.pid_exists(pid), f"{what}: the process is gone"
        time.sleep(0.3)
