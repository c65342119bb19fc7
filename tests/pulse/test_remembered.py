"""What past weeks said, from the published marts, in the pulse's own measure."""

from datetime import timedelta

from tests.pulse.conftest import A_DAY, NOW, UPSET, WEEKS, publish
from transforms.config.settings import settings
from transforms.pulse import remembered
from transforms.pulse.usual import DAYS

THRESHOLDS = {"anger": 0.31, "complaint": 0.35}


def model() -> str:
    from transforms.enrich import run

    return run.active_model()


def test_the_weeks_that_are_compared_with_are_remembered_and_no_more(sky):
    past = remembered.past(sky.community, model(), THRESHOLDS, NOW)
    assert min(post.at for post in past.posts) >= NOW - timedelta(days=DAYS + 3)
    assert abs(len(past.posts) - A_DAY * (DAYS + 3)) < 200
    share = sum(post.upset for post in past.posts) / len(past.posts)
    assert abs(share - UPSET) < 0.04


def test_they_are_known_from_the_first_post_to_the_end_of_the_last_day(sky):
    past = remembered.past(sky.community, model(), THRESHOLDS, NOW)
    assert NOW - past.since > timedelta(weeks=WEEKS - 1)
    local = past.until.astimezone(sky.community.zone)
    assert (local.hour, local.minute) == (0, 0)
    assert past.until <= NOW + timedelta(hours=3)


def test_what_another_model_read_tells_nothing(sky):
    settings().published.unlink()
    publish(settings().published, WEEKS, model="yesterday-1")
    past = remembered.past(sky.community, model(), THRESHOLDS, NOW)
    assert past == remembered.Past([], NOW, NOW)


def test_anger_or_a_complaint_makes_a_post_upset_and_nothing_else():
    def upset(anger: float | None, complaint: float | None) -> bool:
        return remembered.is_upset({"anger": anger, "complaint": complaint}, THRESHOLDS)

    assert upset(0.31, 0.0)
    assert upset(0.0, 0.35)
    assert not upset(0.30, 0.34)
    assert not upset(None, None)
