"""What a manager answers back is kept, and heard."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from transforms import lake
from transforms.config.errors import BadInput
from transforms.recommend.learn import feedback

AT = datetime(2025, 6, 18, tzinfo=UTC)


@pytest.mark.usefixtures("home")
def test_a_verdict_is_appended_once():
    for _ in range(2):
        feedback.record("sky", "advice", "abc", "Not for us", "we never do polls", AT)
    feedback.record("sky", "advice", "abc", "done", given_at=AT)
    rows = lake.read("feedback").to_pylist()
    assert sorted(r["verdict"] for r in rows) == ["done", "not_for_us"]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("subject", "subject_id", "verdict"),
    [("advise", "a", "done"), ("advice", "", "done"), ("advice", "a", "perhaps")],
)
def test_what_is_not_understood_is_bad_input(subject, subject_id, verdict):
    with pytest.raises(BadInput):
        feedback.record("sky", subject, subject_id, verdict)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("comment", ["'; drop table x; --", "\ud800", "x" * 10**6, "\x00", "🤷"])
def test_a_hostile_comment_is_only_text(comment):
    feedback.record("sky", "post", "x/1", "misread", comment, AT)
    (row,) = lake.read("feedback").to_pylist()
    assert len(row["comment"]) <= feedback.COMMENT_LIMIT


@pytest.mark.usefixtures("home")
def test_the_last_verdict_on_a_theme_counts_whether_given_on_it_or_on_its_advice():
    feedback.record("sky", "advice", "abc", "not_for_us", given_at=AT)
    feedback.record("sky", "theme", "food", "not_for_us", given_at=AT)
    feedback.record("sky", "theme", "food", "done", given_at=AT.replace(day=19))
    feedback.record("sea", "theme", "wifi", "not_for_us", given_at=AT)
    advised = pd.DataFrame({"advice_id": ["abc"], "theme_id": ["delay"]})
    judged = feedback.themes_judged(lake.read("feedback").to_pandas(), "sky", advised)
    assert judged == {"delay": "not_for_us", "food": "done"}
