"""What Meta's Graph API says: insights, and refusals that mean that a thing is gone."""

import pytest

from transforms.extract.pulling import graph
from transforms.extract.pulling.client import Answer, Refused


def test_insights_are_read_by_name_and_one_without_a_value_is_unknown():
    answer = {
        "data": [
            {"name": "views", "values": [{"value": 7}]},
            {"name": "likes", "total_value": {"value": 3}},
            {"name": "shares", "values": []},
        ]
    }
    assert graph.measured(answer) == {"views": 7, "likes": 3, "shares": None}
    assert graph.measured({}) == {}


def test_a_thing_that_is_gone_is_no_refusal_of_a_right():
    assert graph.is_missing(Refused("no", 404))
    assert graph.is_missing(Refused("Object with ID '7' does not exist", 400))
    assert not graph.is_missing(Refused("permission needed", 403))


LIMITS = {4: True, 613: True, 80_004: True, 100: False, 80_015: False}


@pytest.mark.parametrize(("code", "is_reached"), LIMITS.items(), ids=LIMITS)
def test_the_codes_of_a_spent_limit_are_known(code, is_reached):
    assert graph._limit_reached(Answer(400, {"error": {"code": code}}, {})) is is_reached


@pytest.mark.parametrize("body", [[], {}, {"error": "no"}, {"error": {"code": "4"}}])
def test_an_answer_without_a_code_reached_no_limit(body):
    assert not graph._limit_reached(Answer(400, body, {}))
