"""A disk that is full or read-only while a step runs: the step says so, and its retry ends as if
nothing had been.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import FIRST, Scene, differences, tried
from tests.faults.steps import STEPS

SAID = re.compile(
    r"no space left|disk (is )?full|read-only|cannot open file|could not write|unable to open|disk i/o",
    re.I,
)


@pytest.fixture
def disk(tmp_path) -> Iterator[Path]:
    """A disk of its own, in memory; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=900m", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def full(disk: Path, left: int) -> Iterator[None]:
    """The disk with `left` bytes free."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(4096, shutil.disk_usage(disk).free - left))
    yield
    ballast.unlink()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


@pytest.mark.timeout(3600)
def test_full_and_read_only_disks_cost_a_retry_and_nothing_else(
    world, warm, disk, first_night, calm
):
    scene = Scene(world, disk / "var", warm)
    scene.home.mkdir()
    for number, step in enumerate(STEPS):
        records = scene.ledgers()
        for fault, trouble in (
            ("disk full", full(disk, (0, 200_000)[number % 2])),
            ("read-only disk", read_only(disk)),
        ):
            with trouble:
                ended = scene.run(step, FIRST)
            tried(fault, cases=1)
            if ended.code != 0:
                assert SAID.search(ended.said), f"{step}, {fault}:\n{ended.said}"
                tried(fault, failed_clearly=1, retried=1)
        scene.done(step, FIRST)
        assert records.items() <= scene.ledgers().items()
    assert differences(first_night / "published" / "marts.duckdb", scene.published) == {}
    assert scene.ledgers() == Scene(world, first_night, warm).ledgers()
    assert sorted(p.name for p in (scene.home / "outbox").iterdir()) == sorted(
        p.name for p in (first_night / "outbox").iterdir()
    )
    for fault in ("disk full", "read-only disk"):
        tried(fault, same_facts=len(STEPS))
