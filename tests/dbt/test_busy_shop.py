"""A toy shop with six weeks behind it: the questions of the page that two quiet weeks cannot answer.

Four members write once a day for 42 days; on the 43rd, 12 April, twenty people do. In the first
week ann, bob, cat, dan and eve complain, the brand answers three of them, and all but dan write
again. Every two days the brand opens a thread, eight in all. Four shops of the trade have one
post, on that last day.
"""

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from tests.dbt.conftest import open_toy_lake
from tests.dbt.toy_lake import ToyLake, at, rows
from tests.dbt.twelve_posts.test_questions import QUESTION
from transforms import lake, warehouse
from transforms.config.settings import PROJECT
from transforms.recommend.score import track_record

BEFORE, LAST = 42, 43
LAST_DATE = date(2025, 4, 12)
OTHERS = {"ashop": 0.1, "bshop": 0.2, "cshop": 0.3, "dshop": 0.4}
# Who complains, on which day, how angry and how sad about it; the hours until the brand answers;
# what they feel when they write again, two days later.
ASKS: dict[str, tuple[int, float, float, int | None, tuple[float, float] | None]] = {
    "ann": (3, 0.9, -0.8, 1, (0.1, 0.2)),
    "bob": (4, 0.7, -0.6, 2, (0.3, 0.0)),
    "cat": (5, 0.8, -0.6, 5, (0.4, 0.0)),
    "dan": (6, 0.6, -0.4, None, None),
    "eve": (7, 0.8, -0.8, None, (0.6, -0.6)),
}
# Form, likes and comments of the brand's posts, two days apart.
BRAND = [("text", 9)] * 5 + [("image", 19), ("text", 4), ("image", 39)]


def _talk() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Posts with their readings: the daily ones, then the rush of the last day."""
    for day in range(1, BEFORE + 1):
        for who in ("fay", "gus", "hal", "ida"):
            yield {"post_id": f"{who}-{day}", "author_id": who, "created_at": at(day)}, {}
    for number in range(20):
        post = {"post_id": f"rush-{number}", "author_id": f"guest-{number}", "created_at": at(LAST)}
        yield post, {"joy": 0.7, "sentiment": 0.5}


def _asks() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for who, (day, anger, sentiment, hours, after) in ASKS.items():
        ask = {"post_id": f"{who}-asks", "author_id": who, "created_at": at(day, 9)}
        yield ask, {"anger": anger, "sentiment": sentiment, "complaint": 0.9}
        if hours is not None:
            answer = {
                "post_id": f"to-{who}",
                "author_id": "brand",
                "created_at": at(day, 9 + hours),
            }
            yield answer | {"in_reply_to": ask["post_id"]}, {}
        if after:
            again = {"post_id": f"{who}-again", "author_id": who, "created_at": at(day + 2, 9)}
            yield again, {"anger": after[0], "sentiment": after[1]}


def _brand_posts() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for number, (form, likes) in enumerate(BRAND):
        created: datetime = at(10 + 2 * number, 10)
        post = {"post_id": f"b{number}", "author_id": "brand", "created_at": created}
        yield (
            post | {"format": form, "likes": likes, "observed_at": created + timedelta(days=2)},
            {},
        )


def _elsewhere() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for shop, sentiment in OTHERS.items():
        post = {"post_id": f"of-{shop}", "author_id": "zoe", "created_at": at(LAST)}
        yield post | {"community_id": shop}, {"sentiment": sentiment}


def _outcomes() -> pd.DataFrame:
    """Six pieces of advice followed, each 50 % above usual, one outside its interval; two not."""
    day = pd.Timestamp("2025-04-01")
    followed = {"origin": "live", "status": "followed", "horizon": "7d", "engagement_lift": 0.5}
    kept = [followed | {"advice_id": f"a{n}", "inside_interval": n > 0} for n in range(6)]
    left = [{"origin": "live", "status": "not_followed", "advice_id": f"n{n}"} for n in range(2)]
    return pd.DataFrame([{"for_date": day} | one for one in kept + left])


@pytest.fixture(scope="module")
def answers() -> Iterator[dict[str, list[tuple]]]:
    """Number of the question -> what its SQL answers."""
    with open_toy_lake() as toys:
        _fill(toys)
        assert toys.build()["toyshop"] == LAST_DATE.isoformat()
        warehouse.dbt("build", "--select", "tag:advice")
        page = (PROJECT / "docs" / "marts.md").read_text(encoding="utf-8")
        yield {number: rows(sql) for number, sql in QUESTION.findall(page)}


def _fill(toys: ToyLake) -> None:
    for shop in ("toyshop", *OTHERS):
        toys.community(shop, more="pool: true\n")
    told = [*_talk(), *_asks(), *_brand_posts(), *_elsewhere()]
    toys.posts(*(post for post, _ in told))
    toys.readings({post["post_id"]: reading for post, reading in told})
    usual = pd.DataFrame({"day": [pd.Timestamp("2025-04-01")] * 5, "log_lift": [0.0] * 5})
    record = track_record.summarise(_outcomes(), usual, seed=1)
    older = track_record.summarise(_outcomes()[:0], usual, seed=1)
    for night, one in ((LAST_DATE - timedelta(days=1), older), (LAST_DATE, record)):
        row = track_record.row("toyshop", "toys", night, one)
        lake.write_rows("ledger/track_record", f"toyshop-{night}", [row])


def test_a_rush_is_abnormal_and_its_posts_are_there_to_read(answers):
    """20 posts where four same weekdays had 4 (or 4 and once 5): z = 2 (sqrt(20.375) -
    sqrt(4.375)) / sqrt(1 + 1.57 / 8) = 4.43.
    """
    assert {
        (day, signal, value, expected) for day, signal, value, expected, *_ in answers["3"]
    } == {(LAST_DATE, "volume:up", 20.0, 4.0)}
    assert all(0 < row[4] <= 0.01 for row in answers["3"])
    said = [row[5] for row in answers["3"]]
    assert len(set(said)) == len(said) >= 1
    assert all(re.fullmatch(r"rush-\d+", text) for text in said)


def test_forms_are_compared_with_the_accounts_usual(answers):
    """Usual is the median before: 9. Pictures: 20 / 10 and 40 / 10, less one: 1 and 3; the text of
    four likes: 5 / 10 less one.
    """
    assert answers["5"] == [("image", 2, 2, 2.0, 29.0), ("text", 6, 1, -0.5, 9.0)]


def test_five_pooled_shops_have_a_benchmark(answers):
    """0.1, 0.2, 0.3, 0.4 and our 0.5: the mean of the three in the middle is 0.3."""
    assert answers["9"] == [(LAST_DATE, "sentiment", 0.5, 0.3, 5, False)]


def test_a_days_mood_has_an_interval_over_people(answers):
    """The last day: all 0.5, spread at least 0.05: 1.729 * 0.05 / sqrt(20) = 0.0193. 3 March: four
    at 0 and ann at -0.8: mean -0.16, sum of squares 0.512, error sqrt(0.512 / 25 * 5 / 4) = 0.16,
    2.1146 of them = 0.3383. Four people say too little.
    """
    assert answers["1"][0][2:5] == (0.5, 0.4807, 0.5193)
    columns = "sentiment, sentiment_low, sentiment_high"
    sql = f"select {columns} from fct_community_days where community_id = 'toyshop' and date = "
    assert rows(f"{sql} '2025-03-03'") == [(-0.16, -0.4983, 0.1783)]
    assert rows(f"{sql} '2025-03-20'") == [(0.0, None, None)]


def test_the_last_record_says_how_the_advice_did(answers):
    [(night, scored, covered, followed, effect, low, high, basis)] = answers["10"]
    assert (night, scored, covered, followed, basis) == (LAST_DATE, 6, 5, 6, "association")
    assert all(math.isclose(one, 0.5) for one in (effect, low, high))


def test_calm_is_compared_between_those_answered_soon_late_and_never(answers):
    """Within two hours: ann -0.8 and bob -0.4 of anger, +1.0 and +0.6 of sentiment; within a day:
    cat; never: dan, who did not write again, and eve.
    """
    assert answers["13"] == [
        ("within_2_hours", 2, 2, 0.8, -0.6, 0.8),
        ("within_a_day", 1, 1, 0.8, -0.4, 0.6),
        ("never", 2, 1, 0.7, -0.2, 0.2),
    ]
