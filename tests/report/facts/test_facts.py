"""When a night has too little to speak of, and when its figures are those of a later day."""

from datetime import timedelta

import pytest

from tests.report.nights import NIGHT
from transforms.report.facts.facts import ENOUGH_POSTS, Facts, Pooled, Profile, too_few

DAYS = {0: False, 1: True, ENOUGH_POSTS - 1: True, ENOUGH_POSTS: False, None: False}


def facts(**known) -> Facts:
    return Facts(**(dict.fromkeys(Facts.__dataclass_fields__) | {"night": NIGHT} | known))


@pytest.mark.parametrize(("posts", "is_few"), DAYS.items(), ids=map(str, DAYS))
def test_a_day_with_some_posts_but_few_has_no_shares(posts, is_few):
    assert too_few({"member_posts": posts}) is is_few
    assert facts(day={"member_posts": posts}).too_few is is_few


def test_a_week_that_is_told_instead_is_not_too_few():
    assert not facts(day={"member_posts": 1}, pooled=Pooled(7, 40, 1)).too_few
    assert not too_few(None)


def test_a_night_before_the_last_published_day_was_backfilled():
    def until(last) -> Profile:
        return Profile("free", "telecom", "Free", "fr", "Europe/Paris", False, None, last, 1, 1)

    assert facts(profile=until(NIGHT + timedelta(days=1))).backfilled
    assert not facts(profile=until(NIGHT)).backfilled
    assert not facts(profile=until(None)).backfilled
    assert not facts().backfilled
