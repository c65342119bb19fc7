"""Who is in a simulated community, and who speaks."""

import pytest

from transforms.simulate.bundled import bundled
from transforms.simulate.cast.members import Crowd, Person, crowd


def person(
    name: str, audience: str, joins: int = 0, leaves: int = 100, activity: float = 1.0
) -> Person:
    return Person(name, audience, joins, leaves, activity, 10)


SMALL = Crowd(
    (
        person("early", "regulars", leaves=10),
        person("late", "critics", joins=10),
        person("helper", "helpers"),
    )
)


def test_only_those_who_are_there_speak():
    for uniform in (0.0, 0.3, 0.6, 0.99):
        assert SMALL.speaker(5, uniform).author_id in ("early", "helper")
        assert SMALL.speaker(10, uniform).author_id in ("late", "helper")


def test_an_audience_speaks_where_somebody_of_it_is_there_and_else_anybody():
    assert SMALL.speaker(20, 0.5, audience="critics").author_id == "late"
    assert SMALL.speaker(5, 0.0, audience="critics").author_id == "early"


def test_questions_are_mostly_answered_by_helpers():
    many = [SMALL.speaker(5, n / 100, stance="question").author_id for n in range(100)]
    assert many.count("helper") > 90


def test_a_newcomer_is_a_regular_after_four_weeks():
    new = person("new", "newcomers", joins=5)
    assert [new.audience_on(day) for day in (5, 32, 33)] == ["newcomers", "newcomers", "regulars"]


@pytest.mark.parametrize("name", bundled())
def test_a_world_has_the_same_people_each_time_and_no_two_of_one_name(name):
    world = bundled()[name]
    people = crowd(world).people
    assert people == crowd(bundled()[name]).people
    assert len({one.author_id for one in people}) == len(people) == world.people
    assert all(one.joins < one.leaves for one in people)
