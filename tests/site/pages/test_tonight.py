"""Where a reader comes in: the day in a sentence, the ways on with their counts, the nights."""

from dataclasses import replace

import pytest

from tests.report.nights import NIGHT
from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.report.facts.published import Published
from transforms.report.said.blocks import plain
from transforms.report.said.words import words
from transforms.site import seen
from transforms.site.mails import MailedNight
from transforms.site.pages import tonight
from transforms.site.render import HERE, Frame

EN = words("en", HERE / "languages")
FRAME = Frame("free", "Free", "#cd1e25", False, NIGHT, ("en",))
SENT = MailedNight(NIGHT, "Anger after the outage", (), ())


@pytest.fixture
def content(published):
    """What the first page shows of the night of an outage."""

    def make(frame: Frame = FRAME, kind: str = "crisis") -> dict:
        published(("free", kind), language="en")
        with Published(settings().published) as opened:
            found = seen.read(opened, "free", NIGHT)
        pack = read_packs(settings().industries)["telecom"]
        page = tonight.page(found, EN, pack, [SENT], frame)
        assert (page.place, page.menu) == ("index.html", "tonight")
        return page.content

    return make


def test_the_day_is_told_in_a_sentence_and_its_nights_by_their_own(content):
    found = content()
    assert "Outage" in plain(found["headline"])
    [(place, day, headline)] = found["nights"]
    assert place == f"nights/{NIGHT}.html"
    assert "16" in day
    assert headline == SENT.headline


def test_who_waits_and_what_is_wanted_come_first_with_their_numbers(content):
    ways = content()["ways"]
    assert [key for key, _ in ways[:2]] == ["people", "wants"]
    said = {key: plain(sentence) for key, sentence in ways}
    assert said["people"] == "5 people wait for an answer"
    assert said["wants"].startswith("1 ")
    assert "tonight" not in said


def test_rivals_are_a_way_on_where_there_are_some(content):
    assert "rivals" not in dict(content()["ways"])
    assert "rivals" in dict(content(replace(FRAME, has_rivals=True))["ways"])
