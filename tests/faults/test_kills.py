"""kill -9 of every step at random moments, on the nights when a clock changes in one of three time
zones.
"""

import os
import random
import shutil
import socket
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.faults.conftest import FIRST, Scene, differences, tried
from tests.faults.small_world import DST_NIGHTS, moved_into
from tests.faults.steps import STEPS

NIGHTS = [day.isoformat() for day in DST_NIGHTS][
    : int(os.environ.get("CMR_FAULT_NIGHTS", len(DST_NIGHTS)))
]
"""CMR_FAULT_NIGHTS=1 puts all the kills into the first night: as many of them in a third of the time."""
KILLS = {
    step: -(-(8 if step in ("stage", "marts", "advice") else 12) // len(NIGHTS)) for step in STEPS
}
"""Kills of a step in one night; dbt's steps take the longest, so they are killed less often."""
SEED = 8
VICTIMS = ("group", "step", "dbt")


class Server:
    """Takes every mail and keeps it."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope.content)
        return "250 taken"

    def ids(self, since: int = 0) -> list[str]:
        return [
            str(message_from_bytes(content, policy=default)["Message-ID"])
            for content in self.taken[since:]
        ]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Server, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = Server()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture(scope="module")
def killed(world, warm, tmp_path_factory, server) -> Scene:
    """One home that goes through all the nights, killed on the way; its mails go to a real SMTP
    server.
    """
    more = {"CMR_SMTP_URL": f"smtp://127.0.0.1:{server[1]}"}
    return Scene(world, tmp_path_factory.mktemp("killed") / "var", warm, more)


allowed_twice: Counter[str] = Counter()


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_killed_at_random_moments_ends_as_an_undisturbed_one(
    night, calm, killed, server, request
):
    """Every kill hits a process that runs (one that came too late is tried again), then the step is
    run to its end.
    """
    request.getfixturevalue("first_night")
    seconds = calm.night(night) if night != FIRST else calm.seconds[night]
    dice = random.Random(f"{SEED} {night}")
    for step in STEPS:
        records = killed.ledgers()
        kills, usual = 0, seconds[step]
        for _ in range(60):
            if kills == KILLS[step]:
                break
            before = len(server[0].taken)
            moment, victim = dice.uniform(0, usual), dice.choice(VICTIMS)
            ended = killed.run(step, night, kill_after=moment, victim=victim)
            if ended.code is None:
                kills += 1
                print(f"seed {SEED} {night} {step}: {victim} killed after {moment:.2f} s")
            usual = ended.seconds if ended.code == 0 else usual
            allowed_twice.update(_open_intents(killed) & set(server[0].ids(before)))
        assert kills == KILLS[step], f"{step} ended before every kill"
        killed.done(step, night)
        assert records.items() <= killed.ledgers().items(), f"{step} changed a record"
        tried(f"kill -9 of {step}", cases=kills, retried=kills)
    assert differences(calm.published, killed.published) == {}
    assert calm.ledgers() == killed.ledgers()
    assert calm.versions() == killed.versions()
    for step in STEPS:
        tried(f"kill -9 of {step}", same_facts=KILLS[step])


def _open_intents(scene: Scene) -> set[str]:
    from datetime import UTC, datetime

    from transforms.report.delivery import queue

    with moved_into(scene.env):
        return set(queue.due(datetime(2000, 1, 1, tzinfo=UTC)))


def test_nobody_was_forgotten_and_nobody_mailed_twice_but_inside_the_window(calm, killed, server):
    """The window: killed between the server's 250 and the commit; the second mail has the first
    one's Message-ID.
    """
    expected = {path.stem for path in (calm.home / "outbox").glob("*.eml")}
    ids = Counter(server[0].ids())
    assert len(ids) == len(expected) == 6 * len(NIGHTS)
    for message_id, times in ids.items():
        assert times <= 1 + allowed_twice[message_id]
    tried(
        "kill -9 of send",
        mails_twice_in_window=sum(ids.values()) - len(ids),
        mails_lost=len(expected) - len(ids),
    )


def test_a_killed_upload_leaves_no_half_file(killed):
    readable = [
        path for path in (killed.home / "lake").rglob("*.parquet") if path.stat().st_size >= 12
    ]
    assert len(readable) == len(list((killed.home / "lake").rglob("*.parquet")))
    assert shutil.disk_usage(killed.home).free > 0
    assert all(Path(path).read_bytes().endswith(b"PAR1") for path in readable)
