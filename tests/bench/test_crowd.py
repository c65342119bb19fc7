"""The crowd that the benchmark makes is one that the report can render and send."""

import os
from datetime import UTC, datetime

import pytest

from transforms.bench import crowd
from transforms.config.settings import settings
from transforms.operate import progress
from transforms.report.delivery import queue, send


@pytest.fixture
def small(home, tmp_path, monkeypatch):
    for name in ("CMR_HOME", "CMR_COMMUNITIES"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("CMR_BENCH", str(tmp_path))
    monkeypatch.setattr(crowd, "COMMUNITIES", 3)
    monkeypatch.setattr(crowd, "RECIPIENTS", 5)
    yield tmp_path
    queue.engine().dispose()


def test_everybody_of_the_crowd_gets_a_mail(small):
    assert crowd.prepare() == 3
    assert crowd.render() == 5
    assert crowd.send() == 5
    assert len(list(settings().outbox.glob("*.eml"))) == 5
    assert "CMR_SMTP_URL" not in os.environ


def test_a_bar_is_told_how_far_the_sending_is(small):
    crowd.prepare()
    crowd.render()
    seen = []

    send.send_due(
        datetime.max.replace(tzinfo=UTC), progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(n, 5) for n in range(1, 6)]


def test_nothing_is_drawn_where_nobody_looks(capsys):
    with progress.shown("send") as advance:
        advance(1, 2)
    assert list(progress.through([1, 2, 3], "report")) == [1, 2, 3]
    assert capsys.readouterr() == ("", "")
