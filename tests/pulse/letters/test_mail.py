"""The mails of a crisis: one for each recipient and event, in their language, and never a second."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.pulse.conftest import NOW, Sky
from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.pulse.crisis import CrisisEvent
from transforms.pulse.letters.mail import queue_mails
from transforms.pulse.state import ToldEvent
from transforms.report.delivery import queue


@pytest.fixture(autouse=True)
def _let_go(home):
    yield
    queue.engine().dispose()


def told(number: int = 1, kind: str = "begins") -> ToldEvent:
    event = CrisisEvent(kind, NOW, 14, 1.7, 3, NOW - timedelta(hours=3), 28)
    return ToldEvent("c1", number, event)


def written(sky: Sky, one: ToldEvent) -> int:
    pack = read_packs(settings().industries)["airlines"]
    return queue_mails(sky.community, pack, one, NOW)


def archived() -> list:
    return [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in settings().archive.rglob("*.eml")
    ]


def test_each_recipient_has_one_mail_of_an_event_in_their_language(sky):
    assert written(sky, told()) == 2
    assert written(sky, told()) == 0
    mails = {str(mail["To"]): mail for mail in archived()}
    assert set(mails) == {"cm@example.org", "chef@example.org"}
    french = mails["chef@example.org"].get_body(("plain",)).get_content()
    english = mails["cm@example.org"].get_body(("plain",)).get_content()
    assert "mécontent" in french
    assert "mécontent" not in english
    assert "14" in french
    assert "14" in english


def test_the_next_event_of_a_crisis_has_mails_of_its_own(sky):
    written(sky, told())
    assert written(sky, told(2, "ends")) == 2
    assert len({str(mail["Message-ID"]) for mail in archived()}) == 4


def test_a_recipient_who_came_later_gets_the_mail_that_the_others_have(sky):
    written(sky, told())
    sky.path.write_text(sky.path.read_text() + "  - {email: late@example.org}\n")
    assert written(sky, told()) == 1
