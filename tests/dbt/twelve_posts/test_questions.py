"""The analysts' questions of `docs/marts.md`, asked of the shop."""

import re

import pytest

from tests.dbt.toy_lake import rows
from tests.dbt.twelve_posts.shop import FIRST, LAST, SECOND
from transforms.config.settings import PROJECT

pytestmark = pytest.mark.usefixtures("shop")
QUESTION = re.compile(r"^## (\d+)\..*?```sql\n(.*?)```", re.MULTILINE | re.DOTALL)


def test_the_twenty_questions_of_the_page_have_their_answers():
    questions = dict(QUESTION.findall((PROJECT / "docs" / "marts.md").read_text(encoding="utf-8")))
    assert list(questions) == [str(n) for n in range(1, 21)]
    assert {number: sql for number, sql in questions.items() if sql.count("\n") > 15} == {}
    answers = {number: rows(sql) for number, sql in questions.items()}
    assert answers["1"][0] == (LAST, 3, 0.4, None, None, 0.0, 0.0, 0.1515)
    assert answers["2"] == [("delivery", "Delivery", 4, 0.48), ("price", "Price", 3, 0.0)]
    assert answers["4"] == [("a parcel on time", 2, 3, 2, 0.3333)]
    assert answers["5"] == []  # p8's figures are those of its first minute
    assert answers["6"] == [
        ("regulars", 3, 30, None, None),
        ("advocates", 1, 100, None, None),
        ("critics", 1, None, None, None),
    ]
    assert answers["7"] == [
        ("Tuesday", None, 0.0),
        ("Saturday", 180.0, 0.33),
        ("Sunday", None, 0.0),
    ]
    assert answers["8"] == [
        (FIRST, 4, ["Spring sale"]),
        (SECOND, 3, ["Spring sale"]),
        (LAST, 3, None),
    ]
    assert [answers[n] for n in ("3", "9", "10")] == [[], [], []]
    assert answers["11"] == [("delivery", 2, 2, 0.85)]  # p1 and p2
    assert answers["12"] == [("image", "advocates", 1, 1)]  # cat to p8
    assert answers["14"] == [
        (FIRST, "a parcel on time", 2, 0.5, None),
        (SECOND, "a parcel on time", 1, 0.3333, -0.1667),
    ]
    assert answers["16"] == [("advocates", "11:00-14:00", 1, 1)]  # ten in UTC, eleven in Paris
    assert answers["17"] == [
        (SECOND, 1, "price", "image", 0.25, "followed", "24h", 0.1, True),
        (SECOND, 1, "price", "image", 0.25, "followed", "7d", 0.2, True),
        (SECOND, 2, "delivery", "image", 0.25, "not_followed", "none", None, None),
    ]
    assert answers["19"] == [
        ("regulars", 7, -0.01),  # -0.8 -0.6 +0.6 +0 +0.4 +0.5 -0.2 over seven
        ("critics", 2, 0.25),  # p7 and p12
        ("advocates", 1, 0.8),  # p9
    ]
    assert answers["20"] == [("joy", 1, 0.5, 0.7, 1), ("anger", 1, 0.2, 0.0, 0)]


def test_what_waits_is_counted_by_theme():
    sql = QUESTION.findall((PROJECT / "docs" / "marts.md").read_text(encoding="utf-8"))[17][1]
    assert rows(sql) == [
        ("delivery", 2, 0, FIRST, 0.5),
        ("price", 1, 1, FIRST, 0.0),
        (None, 1, 1, LAST, 0.0),
    ]
