"""Work done side by side, by forks of this process: they know all that it knows when they begin."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")
_work: Callable[[Any], Any]
"""What a fork is there for; it has it from the process that it is a fork of."""


def by_forks(
    call: Callable[[Item], Answer], items: Sequence[Item], at_once: int
) -> Iterator[Answer]:
    """`call(item)` of each item, in order, by up to `at_once` forks that end with this process; of
    one item by this process itself.
    """
    many = min(at_once, len(items))
    if many < 2:
        yield from map(call, items)
        return
    with ProcessPoolExecutor(many, get_context("fork"), _begin, (os.getpid(), call)) as forks:
        yield from forks.map(_do, items)


def dealt(items: Sequence[Item], among: int) -> list[Sequence[Item]]:
    """The items dealt out like cards; nobody goes without."""
    return [items[first::among] for first in range(min(among, len(items)))]


def end_with(parent: int) -> None:
    """Have the kernel end this process when `parent` ends; Linux only."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


def _begin(parent: int, call: Callable[[Any], Any]) -> None:
    global _work
    end_with(parent)
    _work = call


def _do(item: Any) -> Any:
    return _work(item)
