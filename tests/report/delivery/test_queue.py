"""The queue of mails: what left is never touched, what waits can be renewed, taken back or sent
again.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from transforms.report.delivery import queue

NIGHT = date(2025, 6, 17)
EIGHT = datetime(2025, 6, 18, 8, tzinfo=UTC)


@pytest.fixture
def waiting(home) -> str:
    """One mail that is due at eight."""
    key = queue.message_key("CM@example.org ", NIGHT)
    queue.put(key, "CM@example.org", NIGHT, EIGHT, b"first")
    return key


def test_a_reader_and_a_night_make_one_mail_however_the_address_is_written(waiting):
    assert queue.message_key("cm@example.org", NIGHT) == waiting
    assert queue.message_key("cm@example.org", NIGHT + timedelta(days=1)) != waiting
    assert queue.message_key("cn@example.org", NIGHT) != waiting


def test_a_mail_is_due_at_its_hour_and_not_before(waiting):
    assert queue.due(EIGHT - timedelta(seconds=1)) == []
    assert queue.due(EIGHT) == [waiting]


def test_a_mail_that_waits_is_renewed_and_one_that_left_is_not(waiting):
    assert queue.put(waiting, "CM@example.org", NIGHT, EIGHT, b"second") == queue.QUEUED
    mail = queue.intend(waiting)
    assert (mail.message, mail.attempts) == (b"second", 1)
    queue.settle(waiting, queue.SENT)
    assert queue.put(waiting, "CM@example.org", NIGHT, EIGHT, b"third") == queue.SENT
    assert queue.intend(waiting) is None
    assert queue.counts() == {"sent": 1}


def test_an_intent_that_a_dead_sender_left_is_sent_before_everything_else(waiting):
    queue.intend(waiting)
    earlier = queue.message_key("a@example.org", NIGHT)
    queue.put(earlier, "a@example.org", NIGHT, EIGHT - timedelta(hours=2), b"")
    assert queue.due(EIGHT - timedelta(hours=3)) == [waiting], "an intent waits for no hour"
    assert queue.due(EIGHT) == [waiting, earlier]


def test_what_is_taken_back_keeps_no_text_and_comes_back_with_its_reader(waiting):
    assert queue.withdraw({"somebody@example.org"}) == 0
    assert queue.withdraw({"cm@example.org"}) == 1
    assert queue.waiting_addresses() == set()
    assert queue.due(EIGHT) == []
    assert queue.put(waiting, "CM@example.org", NIGHT, EIGHT, b"again") == queue.QUEUED
    assert queue.intend(waiting).message == b"again"


def test_what_is_over_goes_when_its_readers_limit_says_and_what_waits_stays(waiting):
    later = datetime.now(UTC) + timedelta(days=1)
    assert queue.expire({}, later) == 0
    queue.intend(waiting)
    queue.settle(waiting, queue.REFUSED, "550 " + "x" * 600)
    assert queue.expire({"cm@example.org": EIGHT - timedelta(days=9)}, later) == 0
    assert queue.expire({}, later) == 1
    assert queue.recipients() == set()


def test_one_sender_at_a_time_and_the_next_when_it_is_done(home):
    with queue.sole_sender() as first:
        assert first
        with queue.sole_sender() as second:
            assert not second
    with queue.sole_sender() as third:
        assert third


def test_a_sender_that_fails_lets_the_next_one_send(home):
    def fail() -> None:
        with queue.sole_sender():
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with queue.sole_sender() as next_one:
        assert next_one
