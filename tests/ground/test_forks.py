"""Work dealt out to forks comes back in order, fails loudly, and nobody outlives who asked."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool

import psutil
import pytest

from transforms.ground.forks import by_forks, dealt


def test_forks_answer_in_order_and_know_what_this_process_knows():
    known = {"a": 1, "b": 2, "c": 3}
    found = list(by_forks(lambda name: (name, known[name], os.getpid()), list("cab"), 2))
    assert [(name, number) for name, number, _ in found] == [("c", 3), ("a", 1), ("b", 2)]
    assert os.getpid() not in {process for *_, process in found}


@pytest.mark.parametrize(("items", "at_once"), [([1], 2), ([1, 2], 1), ([], 2)])
def test_where_one_is_enough_this_process_does_it(items, at_once):
    assert list(by_forks(lambda _: os.getpid(), items, at_once)) == [os.getpid()] * len(items)


def test_what_goes_wrong_in_a_fork_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(by_forks(lambda n: 1 // n, [1, 0], 2))


def test_a_fork_that_is_killed_is_an_error_and_no_endless_wait():
    with pytest.raises(BrokenProcessPool):
        list(by_forks(lambda _: os.kill(os.getpid(), signal.SIGKILL), [1, 2], 2))


def test_forks_end_with_the_process_that_asked():
    code = (
        "import os, time\nfrom transforms.ground.forks import by_forks\n"
        "def work(_):\n    print(os.getpid(), flush=True)\n    time.sleep(600)\n"
        "list(by_forks(work, [1, 2], 2))"
    )
    asker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert asker.stdout
    forks = [psutil.Process(int(asker.stdout.readline())) for _ in range(2)]
    asker.kill()
    asker.wait()
    until = time.monotonic() + 60
    while not all(map(is_over, forks)):
        assert time.monotonic() < until, "a fork outlived who asked for it"
        time.sleep(0.05)


def is_over(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_items_are_dealt_out_like_cards():
    assert dealt("abcde", 2) == ["ace", "bd"]
    assert dealt("ab", 4) == ["a", "b"]
    assert dealt([], 2) == []
