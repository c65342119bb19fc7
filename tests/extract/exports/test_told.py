"""What is told of a pull: every row counted once, and what is worth a look said."""

import pytest

COUNTS = {"half a like": 1.5, "in words": "many", "a list": [1]}


@pytest.mark.parametrize("value", COUNTS.values(), ids=COUNTS)
def test_a_count_that_cannot_be_read_is_unknown_said_and_costs_no_post(bench, post, value):
    facts = bench.pull(post(1, likes=3), post(2, likes=value, shares=7))
    assert [(row["likes"], row["shares"]) for row in bench.posts] == [(3, 2), (None, 7)]
    assert "1 values could not be read and are unknown (likes 1)" in facts["message"]
    assert facts["status_of_source"] == "ok"


def test_rows_of_another_account_are_not_this_communitys_and_rows_without_one_are(bench, post):
    facts = bench.pull(post(1, account="BRAND"), post(2, account="rival"), post(3, account=None))
    assert [row["post_id"] for row in bench.posts] == ["p1", "p3"]
    assert facts["other_account"] == 1


def test_an_account_that_no_row_has_is_said(bench, post):
    facts = bench.pull(post(1, account="rival"))
    assert facts["status_of_source"] == "partial"
    assert "is `account` right?" in facts["message"]


def test_every_row_is_accounted_for(bench, post):
    facts = bench.pull(
        post(1),
        post(1),
        post(2, created_at="never"),
        post(3, account="rival"),
        "{",
        "",
        post(4),
        post(4, text="edited"),
        "[]",
    )
    assert facts["rows_in"] == 8
    assert (
        facts["rows"]
        + facts["repeated"]
        + facts["quarantined"]
        + facts["other_account"]
        + facts["known"]
        == 8
    )
    assert (facts["rows"], facts["quarantined"]) == (3, 3)
