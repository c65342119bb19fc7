"""A crisis is told when it begins, doubles and ends, and never in between."""

from datetime import UTC, datetime, timedelta

from transforms.pulse.crisis import CALM_HOURS, Crisis, CrisisEvent, step
from transforms.pulse.look import Look, Window

START = datetime(2026, 6, 16, 8, tzinfo=UTC)
STORM, CALM = 1e-9, 0.6


def seen(hour: int, upset: int, tail: float = STORM, whole: bool = True) -> Look:
    windows = tuple(Window(hours, upset, upset + 3, 1.0, tail, 1e-6) for hours in (1, 3))
    return Look(START + timedelta(hours=hour), windows, whole)


def told(
    looks: list[Look], crisis: Crisis | None = None
) -> tuple[Crisis | None, list[CrisisEvent]]:
    events = []
    for one in looks:
        crisis, event = step(crisis, one)
        events += [event] if event else []
    return crisis, events


def test_a_crisis_is_told_once_while_it_lasts():
    crisis, events = told([seen(hour, 12) for hour in range(20)])
    assert [event.kind for event in events] == ["begins"]
    assert not crisis.is_over


def test_it_is_told_again_when_twice_as_many_are_upset_and_not_before():
    _, events = told(
        [seen(0, 10), seen(1, 12), seen(4, 19), seen(5, 20), seen(9, 39), seen(10, 40)]
    )
    assert [(event.kind, event.upset) for event in events] == [
        ("begins", 10),
        ("doubles", 20),
        ("doubles", 40),
    ]


def test_the_crowd_of_the_first_hours_is_no_doubling():
    """The longest window holds hours of before the crisis when it is first told."""
    _, events = told([seen(0, 6), seen(1, 15), seen(2, 25), seen(3, 25)])
    assert [(event.kind, event.at.hour) for event in events] == [("begins", 8), ("doubles", 11)]


def test_it_ends_after_a_day_as_usual_and_a_single_bad_hour_begins_the_day_anew():
    calm = [seen(hour, 0, CALM) for hour in range(1, CALM_HOURS)]
    crisis, events = told([seen(0, 10), *calm, seen(CALM_HOURS, 9, 0.01)])
    assert [event.kind for event in events] == ["begins"]
    again = [seen(CALM_HOURS + hour, 0, CALM) for hour in range(1, CALM_HOURS + 1)]
    crisis, events = told(again, crisis)
    assert [(event.kind, event.peak) for event in events] == [("ends", 10)]
    assert crisis.is_over


def test_what_was_not_heard_ends_no_crisis():
    deaf = [seen(hour, 0, CALM, whole=False) for hour in range(1, 3 * CALM_HOURS)]
    crisis, events = told([seen(0, 10), *deaf])
    assert [event.kind for event in events] == ["begins"]
    assert crisis.calm == 0


def test_after_its_end_another_may_begin():
    calm = [seen(hour, 0, CALM) for hour in range(1, CALM_HOURS + 1)]
    crisis, events = told([seen(0, 10), *calm, seen(CALM_HOURS + 1, 0, CALM), seen(90, 11)])
    assert [event.kind for event in events] == ["begins", "ends", "begins"]
    assert crisis.crisis_id == "20260620T0200"


def test_a_quiet_community_is_told_of_nothing():
    assert told([seen(hour, 1, CALM) for hour in range(50)]) == (None, [])


def test_the_same_look_makes_the_same_crisis():
    assert step(None, seen(0, 10)) == step(None, seen(0, 10))
