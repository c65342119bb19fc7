"""A real receiver is told; one that is gone, or an address that nobody knows, hides nothing."""

from types import SimpleNamespace

import pytest

from transforms.config.settings import settings
from transforms.operate.told import notify


def name(monkeypatch, addresses: str) -> None:
    monkeypatch.setenv("CMR_NOTIFY", addresses)
    settings.cache_clear()


def test_every_channel_is_told_the_title_and_the_words(home, monkeypatch, receiver):
    address, taken = receiver
    name(monkeypatch, f"{address}, {address}")
    assert notify.tell("The night was not published", "marts failed <b>") == ["notifier"]
    assert [(one["title"], one["message"]) for one in taken] == [
        ("The night was not published", "marts failed <b>")
    ] * 2


def test_a_channel_that_is_gone_is_an_error_without_its_secret(home, monkeypatch, caplog):
    name(monkeypatch, "json://me:a-secret-word@127.0.0.1:9/hook nonsense://a-secret-word")
    assert notify.tell("Late", "see Airflow") == []
    assert "not every address is one that Apprise knows" in caplog.text
    assert "the notifier did not take it" in caplog.text
    assert "a-secret-word" not in caplog.text


def test_nobody_named_is_nobody_told(home):
    assert notify.tell("Late", "see Airflow") == []


@pytest.mark.parametrize(("before", "times"), [(None, 1), ("success", 1), ("failed", 0)])
def test_a_task_that_fails_run_after_run_is_told_once(monkeypatch, before, times):
    told: list[str] = []
    monkeypatch.setattr(notify, "tell", lambda title, words: told.append(title))
    previous = before and SimpleNamespace(state=before)
    task = SimpleNamespace(
        dag_id="community_mail", task_id="send", run_id="r1", get_previous_ti=lambda: previous
    )
    notify.task_failed({"task_instance": task})
    assert told == ["community_mail: send failed"] * times
