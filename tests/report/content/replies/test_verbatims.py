"""The words of members, with where and when they were written."""

from datetime import UTC, datetime, timedelta

from tests.report.nights import NIGHT
from transforms.report.content.replies.verbatims import about, once, quote
from transforms.report.facts.facts import Facts, Profile, ShownPost
from transforms.report.said.words import words

PROFILE = Profile("free", "telecom", "Free", "fr", "Europe/Paris", False, None, NIGHT, 1, 1)
FACTS = Facts(**(dict.fromkeys(Facts.__dataclass_fields__) | {"night": NIGHT, "profile": PROFILE}))
EVENING = datetime(NIGHT.year, NIGHT.month, NIGHT.day, 16, 5, tzinfo=UTC)
FR = words("fr")


def test_a_post_of_the_week_has_its_weekday_and_the_hour_of_the_community():
    told = about(ShownPost("x", "1", "ann", "…", EVENING), FACTS, FR)
    assert told.startswith("X, mardi")
    assert "18" in told


def test_an_older_post_has_its_date():
    told = about(ShownPost("x", "1", "ann", "…", EVENING - timedelta(days=8)), FACTS, FR)
    assert "mardi" not in told
    assert "8 juin" in told.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_post_without_a_time_says_where_only():
    assert about(ShownPost("x", "1", "ann", "…", None), FACTS, FR) == "X"


def test_what_is_passed_on_word_for_word_is_quoted_once():
    said = ["Rendez-moi ma ligne", "rendez-moi  MA ligne", "Et ma box ?", "Et ma box ?"]
    posts = [ShownPost("x", str(n), f"a{n}", text, None) for n, text in enumerate(said)]
    assert [post.post_id for post in once(posts)] == ["0", "2"]
    assert once([]) == []


def test_the_words_are_made_harmless():
    assert quote(ShownPost("x", "1", "ann", "a\u202eb\nc", None), FACTS, FR).text == "ab c"
