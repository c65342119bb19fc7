"""A published post explains itself: what brought its themes, and the want that it is in."""

from datetime import UTC, date, datetime

import duckdb
import pytest

from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.operate.why import as_text, explain
from transforms.warehouse import contracts

DAY = date(2025, 6, 17)
KEY = {"community_id": "air", "industry": "airlines", "network": "x", "post_id": "7"}
ROWS = {
    "fct_posts": KEY | {
        "author_id": "a", "is_brand": False, "created_at": datetime(2025, 6, 17, 9, tzinfo=UTC), "created_date": DAY,
        "local_hour": 9, "weekday": 2, "text": "pick up your phone", "language": "en", "edited": False,
        "sentiment": -0.5, "neutral": 0.2, "dominant_emotion": "anger", "question": 0.1, "complaint": 0.9,
        "praise": 0.0, "suggestion": 0.5, "irony": 0.0, "worded": True, "expectation_need": "a human answer",
        "expectation_explicit": True, "expectation_score": 0.97, "need_id": "need_1", "model": "m",
    },
    "fct_post_themes": KEY | {
        "theme_id": "customer_service", "score": 0.95, "rank": 1, "evidence": "phrase",
        "brought_by": "pick up your phone", "is_brand": False, "created_date": DAY,
    },
    "fct_corrected_readings": KEY | {
        "answer": "disgust", "labels": 3, "before": 0.8, "after": 0.1, "created_date": DAY,
    },
    "fct_expectations": {
        "community_id": "air", "industry": "airlines", "date": DAY, "need_id": "need_1",
        "label_fr": "être rappelé", "label_en": "a call back",
    },
}  # fmt: skip


@pytest.fixture
def published(home):
    settings().published.parent.mkdir(parents=True)
    with duckdb.connect(str(settings().published)) as connection:
        for mart, row in ROWS.items():
            contracts.create(connection, mart)
            for column in contracts.contracts()[mart].columns:
                connection.execute(f"alter table {mart} alter {column} drop not null")
            names = ", ".join(row)
            places = ", ".join("?" * len(row))
            connection.execute(
                f"insert into {mart} ({names}) values ({places})", list(row.values())
            )


@pytest.mark.parametrize("post", ["7", "x/7"])
def test_a_post_names_the_phrase_that_brought_its_theme_and_its_want(published, post):
    read = explain("air", post)
    assert [(t["theme"], t["brought_by"]) for t in read["themes"]] == [
        ("customer_service", "pick up your phone")
    ]
    assert read["want"] == {"label_fr": "être rappelé", "label_en": "a call back"}
    assert "customer_service" in as_text(read)
    assert "a call back" in as_text(read)
    assert "corrected by readers: disgust 0.8000 -> 0.1000" in as_text(read)


def test_a_post_that_is_not_there_is_said(published):
    with pytest.raises(BadInput, match="no post 8"):
        explain("air", "8")


def test_before_the_first_night_there_is_nothing_to_explain(home):
    with pytest.raises(BadInput, match="nothing is published"):
        explain("air", "7")
