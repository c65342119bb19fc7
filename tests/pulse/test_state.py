"""What the pulse remembers comes back as it was written."""

from datetime import UTC, datetime

from transforms import lake
from transforms.pulse import state
from transforms.pulse.crisis import Crisis, CrisisEvent
from transforms.pulse.state import State, ToldEvent

AT = datetime(2026, 6, 16, 12, 50, tzinfo=UTC)


def remembered() -> State:
    crisis = Crisis("20260616T1250", AT, 14, AT, 20, calm=3)
    event = CrisisEvent("begins", AT, 14, 1.7, 3, AT, 14)
    return State(AT, crisis, (ToldEvent(crisis.crisis_id, 1, event),), {"x": AT}, {"x": AT}, ("y",))


def test_of_a_community_that_was_never_looked_at_nothing_is_known(folder):
    assert state.read("sky") == State()


def test_it_comes_back_as_it_was_written(folder):
    state.write("sky", remembered())
    assert state.read("sky") == remembered()
    assert state.read("sea") == State()


def test_a_file_that_cannot_be_read_counts_as_nothing(folder):
    state.write("sky", remembered())
    place = lake.path("raw", "_cursors", "_pulse--sky.json")
    lake.filesystem().pipe_file(place, b'{"looked_at": "20')
    assert state.read("sky") == State()


def test_a_community_that_is_forgotten_is_remembered_no_more(folder):
    state.write("sky", remembered())
    state.forget("sky")
    assert state.read("sky") == State()
