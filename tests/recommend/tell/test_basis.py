"""What an advice rests on, in both languages."""

from types import SimpleNamespace

import pandas as pd

from transforms.recommend.tell import basis


def history(engagement: list, slot: str = "18:00-23:00") -> SimpleNamespace:
    posts = pd.DataFrame(
        {
            "engagement": pd.Series(engagement, dtype="float64"),
            "theme": "delay",
            "slot": slot,
            "created_date": "2025-06-01",
        }
    )
    return SimpleNamespace(posts=posts, replies=[1, 2], pack=None)


def told(of: SimpleNamespace, **more) -> str:
    usual = {
        "theme": "delay", "measured": int(of.posts["engagement"].notna().sum()), "reactions": "replies", "lenders": 0,
        "affinity_posts": 3,
    }  # fmt: skip
    said = basis.of(of, **(usual | more))
    assert said.fr != said.en
    return said.en


def test_posts_are_counted_and_their_first_day_is_told():
    assert told(history([5.0] * 60)).startswith(
        "Rests on 60 measured posts of the brand since 2025-06-01"
    )
    assert "none of them on this theme" in told(history([5.0] * 60), theme="food")


def test_little_history_is_told_and_none_is_an_assumption():
    assert "with care" in told(history([5.0] * 10))
    assert "wide assumption" in told(history([]))
    assert "none has an engagement figure" in told(history([None] * 3))


def test_what_is_an_assumption_is_not_said_to_be_seen():
    assert "Seen, not proven" in told(history([5.0] * 60))
    assert "Seen, not proven" not in told(history([None] * 3))


def test_lenders_and_a_default_audience_are_told():
    said = told(history([]), lenders=6, affinity_posts=0)
    assert "6 communities" in said
    assert "wide assumption" not in said
    assert "the audience is a default" in said


def test_hours_are_told_where_they_make_a_difference():
    evening, morning = history([40.0] * 10), history([10.0] * 10, "08:00-11:00")
    both = SimpleNamespace(posts=pd.concat([evening.posts, morning.posts]), replies=[], pack=None)
    assert "between 18:00 and 23:00 usually get 40 reactions, against 10" in told(
        both, slot="18:00-23:00"
    )
    assert "usually get" not in told(evening, slot="18:00-23:00")
