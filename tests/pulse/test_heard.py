"""People are counted, not posts."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from transforms.pulse.heard import LONG, Said, heard, people

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)


def said(minute: float, author: str, upset: bool = True, text: str = "", length: int = 10) -> Said:
    return Said(
        NOON + timedelta(minutes=minute), author, text or f"{author} {minute}", length, upset
    )


def counted(posts: list[Said], hours: int = 1, upset: bool = True) -> int:
    end = np.array([(NOON + timedelta(hours=1)).timestamp()])
    return int(people(heard(posts), end, hours, upset)[0])


def test_who_writes_twenty_times_is_one_person():
    assert counted([said(minute, "ann") for minute in range(20)] + [said(5, "bob")]) == 2


def test_who_was_upset_before_the_window_counts_again_in_it():
    posts = [said(-30, "ann"), said(10, "ann")]
    assert counted(posts) == 1
    assert counted(posts, hours=2) == 1


def test_who_is_upset_once_among_calm_posts_is_upset():
    posts = [said(1, "ann", upset=False), said(2, "ann"), said(3, "bob", upset=False)]
    assert counted(posts) == 1
    assert counted(posts, upset=False) == 2


def test_a_long_text_that_many_send_is_one_voice_and_a_short_one_is_not():
    petition = [said(n + 1, f"p{n}", text="same", length=LONG) for n in range(9)]
    outcry = [said(n + 1, f"p{n}", text="same", length=LONG - 1) for n in range(9)]
    assert counted(petition) == 1
    assert counted(outcry) == 9


def test_the_order_of_the_posts_does_not_matter():
    posts = [said(minute, author) for minute in (3, 1, 2) for author in ("ann", "bob")]
    assert counted(posts) == counted(posts[::-1]) == 2


@pytest.mark.parametrize("minutes", [(0, 0), (60, 1)], ids=["at its beginning", "at its end"])
def test_a_window_has_its_end_and_not_its_beginning(minutes):
    minute, expected = minutes
    assert counted([said(minute, "ann")]) == expected


def test_many_windows_are_counted_at_once_as_one_by_one():
    rng = np.random.default_rng(1)
    posts = [
        said(float(m), f"p{rng.integers(9)}", bool(rng.random() < 0.5))
        for m in rng.uniform(0, 600, 300)
    ]
    ends = NOON.timestamp() + 3600 * np.arange(12)
    together = people(heard(posts), ends, 3, upset=True)
    alone = [
        len({p.author for p in posts if p.upset and end - 10800 < p.at.timestamp() <= end})
        for end in ends
    ]
    assert together.tolist() == alone


def test_nobody_said_nothing():
    assert counted([]) == 0
