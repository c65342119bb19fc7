"""A measurement in a process of its own, so that its peak memory is its own."""

import json
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from transforms.config.errors import StepFailed

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def environment(folder: Path, posts: int) -> dict[str, str]:
    """A home and community files under `folder`, for measurements on `posts` posts."""
    own = {
        "CMR_HOME": str(folder / "var"), "CMR_COMMUNITIES": str(folder / "communities"), "CMR_BENCH": str(folder),
        "CMR_BENCH_POSTS": str(posts), "CMR_PSEUDONYM_KEYS": "bench", "RUNTIME__DLTHUB_TELEMETRY": "false",
    }  # fmt: skip
    return os.environ | own | THREADS


def measure(
    module: str, action: str, environment: dict[str, str], shown: bool = False
) -> dict[str, Any]:
    """What `python -m transforms.bench.<module> <action>` prints last; `shown` lets its progress
    through.

    StepFailed with the end of its errors when it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", f"transforms.bench.{module}", action], env=environment, text=True, check=False,
        stdout=subprocess.PIPE, stderr=None if shown else subprocess.PIPE,
    )  # fmt: skip
    if done.returncode != 0:
        raise StepFailed(f"bench of {action} failed:\n{(done.stderr or '')[-3000:]}")
    measured: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def processor_seconds() -> float:
    """What this process and its children used, those that still run (dbt's server) among them."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, kinds))
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            used += sum(child.cpu_times()[:4])
    return used


def peak_memory_mb() -> int:
    """Of this process or of the greatest of its children, whichever is more."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024)
