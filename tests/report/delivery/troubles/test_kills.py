"""A night killed at any moment: nobody is left out, nobody gets another's words, nobody gets two
mails by chance.
"""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.report.delivery.troubles import crowd
from transforms.config.settings import settings
from transforms.report.delivery import queue

COMMUNITIES, RECIPIENTS, KILLS = (
    (50, 1000, 20) if os.environ.get("CMR_FULL_CROWD") == "1" else (8, 60, 6)
)
"""CMR_FULL_CROWD=1 tries 1,000 recipients over 50 communities; the default finds the same faults in less time."""


class Server:
    """Takes every mail and notes it; kills the sender before its answer to the mails numbered in
    `killing`.
    """

    def __init__(self, killing: set[int]) -> None:
        self.taken: list[bytes] = []
        self.killing = killing
        self.sender: subprocess.Popen | None = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope.content)
        if len(self.taken) in self.killing and self.sender:
            self.sender.send_signal(signal.SIGKILL)
            self.sender.wait()
        return "250 taken"


@pytest.fixture
def night(cmr, tmp_path, monkeypatch):
    """Starts the crowd's night in a process of its own."""
    addresses = crowd.write(COMMUNITIES, RECIPIENTS, settings().published, tmp_path / "communities")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("CMR_SMTP_URL", f"smtp://127.0.0.1:{port}")
    server = Server(set())
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()

    def start() -> subprocess.Popen:
        server.sender = subprocess.Popen(
            [sys.executable, "-m", "tests.report.delivery.troubles.crowd"], cwd=Path(__file__).parents[4],
            env=os.environ | {"CMR_HOME": str(cmr), "OMP_NUM_THREADS": "1"}, stderr=subprocess.PIPE,
        )  # fmt: skip
        return server.sender

    yield addresses, server, start
    controller.stop()


def _kill_at(process: subprocess.Popen, server: Server, moment: float, later: float) -> bool:
    """Kill after `moment` seconds, or, when it is a whole number, a little after that many mails;
    False if it ended.
    """
    started = time.monotonic()
    while process.poll() is None:
        late = (
            len(server.taken) >= moment
            if isinstance(moment, int)
            else time.monotonic() - started >= moment
        )
        if late:
            time.sleep(later)
            process.kill()
            return process.wait() == -signal.SIGKILL
        time.sleep(0.005)
    return False


def read(taken: list[bytes]) -> list[tuple[str, str, str]]:
    """(recipient, Message-ID, text) of each mail."""
    mails = [message_from_bytes(content, policy=default) for content in taken]
    return [
        (str(m["To"]), str(m["Message-ID"]), m.get_body(("plain",)).get_content()) for m in mails
    ]


def open_intents() -> set[str]:
    """Mails whose sender died: the only ones due before any night."""
    return set(queue.due(datetime(2000, 1, 1, tzinfo=UTC)))


def test_kills_at_random_moments_lose_nobody_and_mix_up_nobody(night):
    addresses, server, start = night
    dice = random.Random(7)
    inside_window: Counter[str] = Counter()
    moments: list[float | int] = [dice.uniform(2, 45) for _ in range(KILLS // 2)]
    moments += sorted(dice.sample(range(1, len(addresses)), KILLS - KILLS // 2))
    kills = 0
    for moment in [*moments, None]:
        before = len(server.taken)
        process = start()
        killed = moment is not None and _kill_at(process, server, moment, dice.uniform(0, 0.05))
        assert process.wait() == (-signal.SIGKILL if killed else 0), process.stderr.read().decode()[
            -2000:
        ]
        time.sleep(0.3)
        kills += killed
        taken = {message_id for _, message_id, _ in read(server.taken[before:])}
        inside_window.update(open_intents() & taken)
    assert queue.counts() == {"sent": len(addresses)}
    _check(read(server.taken), addresses, inside_window)
    hits = sum(inside_window.values())
    print(
        f"{kills} kills, {len(server.taken)} mails for {len(addresses)} recipients, the window was hit {hits} times"
    )


def test_a_kill_between_end_of_data_and_commit_repeats_the_mail_under_its_own_id(night):
    addresses, server, start = night
    server.killing = {3, 5, 11}
    for _ in range(5):
        if start().wait() == 0:
            break
    mails = read(server.taken)
    ids = Counter(message_id for _, message_id, _ in mails)
    assert queue.counts() == {"sent": len(addresses)}
    assert sum(n - 1 for n in ids.values()) == 3
    _check(mails, addresses, Counter({i: n - 1 for i, n in ids.items() if n > 1}))


def _check(
    mails: list[tuple[str, str, str]], addresses: dict[str, set[str]], allowed_twice: Counter[str]
) -> None:
    assert {to for to, _, _ in mails} == set(addresses)
    assert len({message_id for _, message_id, _ in mails}) == len(addresses)
    for message_id, times in Counter(message_id for _, message_id, _ in mails).items():
        assert times <= 1 + allowed_twice[message_id]
    for to, _, text in mails:
        seen = {f"brand_{number}" for number in re.findall(r"canary(\d\d)x", text)}
        assert seen <= addresses[to]
        assert seen
