"""Four months built night by night, with everything that can change late, are what a full refresh
makes of them.
"""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from tests.dbt.test_versions import FACTS
from tests.dbt.toy_lake import MODEL, ToyLake, at, rows
from tests.same_rows import both, rows_apart
from transforms import lake
from transforms.config.settings import settings

LAST = 122
PEOPLE = [f"a{number}" for number in range(25)]


def test_four_months_night_by_night_equal_a_full_refresh(toy_lake: ToyLake, tmp_path: Path):
    for night in nights(toy_lake):
        toy_lake.build(night)
    night_by_night = shutil.copy(settings().warehouse, tmp_path / "night_by_night.duckdb")
    toy_lake.build(night, None, "--full-refresh")
    with both(night_by_night, settings().warehouse) as connection:
        assert rows_apart(connection, tables()) == {}
    assert rows("select count(*) > 0 from fct_signals") == [(True,)]
    assert rows("select count(*) > 100 from int_replies_paired") == [(True,)]


def tables() -> list[str]:
    """The marts, without the views of industries, and the intermediate models that a night adds to."""
    added_to = [
        name for (name,) in rows("select model from built_sql where model like 'int_%' order by 1")
    ]
    return [mart for mart in FACTS if mart.startswith(("dim_", "fct_"))] + added_to


def nights(toys: ToyLake) -> Iterator[str]:
    """Write what each night brings and give its date: first 120 days, then late changes, then
    another correction.
    """
    toys.community()
    toys.community("other", timezone="Asia/Tokyo")
    dice = Random(5)
    history = [post for day in range(1, LAST - 1) for post in _day(dice, day)]
    toys.posts({"post_id": "oldest", "created_at": at(0)}, *history)
    toys.posts(
        *(
            {"post_id": f"o{d}", "created_at": at(d, 20), "community_id": "other"}
            for d in range(30, 120, 3)
        )
    )
    read = [post for post in history if dice.random() < 0.97]
    toys.readings({post["text"]: _reading(dice, post) for post in read})
    _emergent("emergent_1", history[200:260:3], night=LAST - 2)
    _wanted("need_1", history[600:700], night=LAST - 2)
    yield _date(LAST - 2)

    toys.posts(*_day(dice, LAST - 1))
    toys.posts(
        *_changed(
            history, range(100, 110), lambda post: {"likes": 77, "observed_at": at(LAST - 1)}
        ),
        *_changed(
            history,
            range(300, 303),
            lambda post: {"text": post["text"] + " edited", "updated_at": at(LAST - 1)},
        ),
        *_changed(history, range(400, 403), lambda post: {"deleted": True}),
        *_changed(
            history, range(500, 503), lambda post: {"created_at": at(4), "updated_at": at(LAST - 1)}
        ),
        {"post_id": "late", "created_at": at(15), "author_id": "a1"},
        {
            "post_id": "very_late_reply",
            "created_at": at(118),
            "author_id": "a9",
            "in_reply_to": _unread(history, read),
        },
    )
    toys.readings({post["post_id"] + " edited": {"joy": 0.9} for post in history[300:303]})
    _emergent("emergent_2", history[900:960:2], night=LAST - 1)
    _wanted("need_2", history[600:700], night=LAST - 1)
    yield _date(LAST - 1)

    toys.posts(
        *_day(dice, LAST, crisis=True), {"post_id": "oldest", "created_at": at(0), "deleted": True}
    )
    late = {post["text"]: _reading(dice, post) for post in history if post not in read}
    toys.readings(
        late | {f"{LAST}-{n}": {"anger": 0.9, "themes": {"delivery": 0.9}} for n in range(40)}
    )
    yield _date(LAST)

    correction = {
        "model": MODEL,
        "language": "en",
        "emotion": "anger",
        "positives": 50,
        "negatives": 200,
    }
    correction |= {
        "mean_if_true": 0.8,
        "mean_if_false": 0.1,
        "variance_if_true": 0.04,
        "variance_if_false": 0.01,
    }
    lake.write_rows("understood/corrections", MODEL, [correction])
    yield _date(LAST)


def _day(dice: Random, day: int, crisis: bool = False) -> list[dict[str, Any]]:
    """Some fifteen posts of one day, a third of them replies to the last days' and one in eight by
    the brand.
    """
    found: list[dict[str, Any]] = []
    for number in range(40 if crisis else dice.randint(10, 20)):
        post = {
            "post_id": f"{day}-{number}",
            "text": f"{day}-{number}",
            "created_at": at(day, dice.randint(0, 23)),
        }
        post |= {"author_id": "brand" if dice.random() < 0.12 else dice.choice(PEOPLE)}
        if dice.random() < 0.35 and day > 3:
            post |= {"in_reply_to": f"{day - dice.randint(0, 3)}-{dice.randint(0, 9)}"}
        if dice.random() < 0.6:
            post |= {"likes": dice.randint(0, 30), "followers": dice.randint(1, 500)}
        found.append(post)
    return found


def _reading(dice: Random, post: dict[str, Any]) -> dict[str, Any]:
    kinds = [
        {"anger": 0.9, "sentiment": -0.7, "complaint": 0.8, "themes": {"delivery": 0.8}},
        {"joy": 0.8, "sentiment": 0.6, "praise": 0.9, "themes": {"price": 0.6}},
        {"question": 0.9, "themes": {"price": 0.8, "delivery": 0.6}},
        {"sadness": 0.6, "sentiment": -0.2},
        {},
        {},
    ]
    return dice.choice(kinds)


def _changed(history: list[dict], places: range, change: Callable[[dict], dict]) -> list[dict]:
    return [post | change(post) for post in history[places.start : places.stop]]


def _unread(history: list[dict], read: list[dict]) -> str:
    """A post of the first days that has no reading yet: its reply, months later, is answered by it."""
    return next(
        post["post_id"] for post in history if post not in read and not post.get("in_reply_to")
    )


def _emergent(theme: str, posts: list[dict], night: int) -> None:
    row = {
        "community_id": "toyshop",
        "night": at(night).date(),
        "theme_id": theme,
        "network": "x",
        "score": None,
    }
    rows = [
        row | {"label_fr": "vélo", "label_en": "bike", "post_id": post["post_id"]} for post in posts
    ]
    lake.write_rows("understood/emergent_themes", f"toyshop-{theme}", rows)


def _wanted(need: str, posts: list[dict], night: int) -> None:
    """Posts that say a want, so many that a day has an even number of them: these change alike."""
    row = {
        "community_id": "toyshop", "night": at(night).date(), "need_id": need, "theme_id": "price",
        "label_fr": "moins cher", "label_en": "cheaper", "network": "x", "explicit": True,
        "score": Decimal("0.9"),
    }  # fmt: skip
    rows = [row | {"post_id": post["post_id"]} for post in posts]
    lake.write_rows("understood/needs", f"toyshop-{need}", rows)


def _date(day: int) -> str:
    return at(day).date().isoformat()
