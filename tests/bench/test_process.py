"""A measurement in a process of its own."""

import time

import pytest

from transforms.bench import process
from transforms.config.errors import StepFailed


def test_a_measurement_has_a_home_of_its_own_and_one_thread(tmp_path):
    found = process.environment(tmp_path, 500)
    assert found["CMR_HOME"].startswith(str(tmp_path))
    assert found["CMR_COMMUNITIES"].startswith(str(tmp_path))
    assert (found["CMR_BENCH_POSTS"], found["OMP_NUM_THREADS"]) == ("500", "1")


def test_one_that_fails_says_how_it_ended(tmp_path):
    with pytest.raises(StepFailed, match=r"bench of nothing failed:\n.*No module named"):
        process.measure("no_such_module", "nothing", process.environment(tmp_path, 1))


def test_work_costs_processor_time_and_sleep_does_not():
    before = process.processor_seconds()
    time.sleep(0.2)
    asleep = process.processor_seconds() - before
    sum(n * n for n in range(2_000_000))
    assert process.processor_seconds() - before - asleep > 0.02
    assert asleep < 0.15
    assert process.peak_memory_mb() > 10
