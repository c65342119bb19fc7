"""Which mails of the answers' mailbox were read already."""

import pytest

from transforms.config.settings import settings
from transforms.report.delivery import answered, queue


@pytest.fixture(autouse=True)
def mails(home):
    home.mkdir(parents=True, exist_ok=True)
    settings.cache_clear()
    yield
    queue.engine().dispose()


def test_a_mail_is_read_once():
    assert answered.settled(["1:7", "1:8"]) == set()
    answered.settle("1:7", "feedback")
    assert answered.settled(["1:7", "1:8"]) == {"1:7"}


def test_two_readers_of_the_same_mail_are_no_error():
    answered.settle("1:7", "feedback")
    answered.settle("1:7", "ignored")
    assert answered.settled(["1:7"]) == {"1:7"}


def test_a_mailbox_of_thousands_is_asked_in_parts():
    answered.settle("1:1999", "ignored")
    assert answered.settled([f"1:{n}" for n in range(2_000)]) == {"1:1999"}
