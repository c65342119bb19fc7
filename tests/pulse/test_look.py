"""One look: more upset people than the hour allows, or not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from transforms.pulse.heard import Heard, Said, heard
from transforms.pulse.look import BAR, FEWEST, QUIET, RATE, WINDOWS, Look, look

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 6, 16, 14, 30, tzinfo=UTC)
SINCE = NOW - timedelta(days=70)


def past(a_day: float = 48, upset: float = 0.25, seed: int = 1) -> Heard:
    """Ten weeks of chance, people who each write once."""
    rng = np.random.default_rng(seed)
    hours = np.sort(rng.uniform(0, 70 * 24, int(70 * a_day)))
    return heard(
        Said(SINCE + timedelta(hours=h), f"p{n}", f"t{n}", 10, bool(rng.random() < upset))
        for n, h in enumerate(hours)
    )


def now(upset: int, calm: int = 2, minutes: int = 50) -> Heard:
    return heard(
        Said(
            NOW - timedelta(minutes=minutes * (n + 1) / (upset + calm)),
            f"q{n}",
            f"n{n}",
            10,
            n < upset,
        )
        for n in range(upset + calm)
    )


def seen(present: Heard, **changes) -> Look:
    about = {"now": present, "past": past(), "at": NOW, "zone": PARIS, "since": SINCE, "until": NOW}
    return look(**(about | changes))


def test_the_bar_is_the_stated_rate_over_all_the_tests_of_a_year():
    assert pytest.approx(RATE) == BAR * 24 * 365.25 * len(WINDOWS)


def test_a_crowd_that_is_upset_alarms_and_the_usual_few_do_not():
    assert seen(now(15)).alarms
    assert not seen(now(2)).alarms


def test_fewer_than_five_people_are_no_crisis_however_quiet_the_hour():
    silent = past(a_day=0.5)
    assert not seen(now(FEWEST - 1, calm=0), past=silent).alarms
    assert seen(now(FEWEST, calm=0), past=silent).alarms


def test_a_success_that_everybody_speaks_of_is_no_crisis():
    cheered = seen(now(20, calm=200))
    assert cheered.told.tail < BAR
    assert not cheered.alarms


def test_nothing_is_told_where_no_past_is_known():
    nobody = seen(now(50), past=heard([]), since=NOW, until=NOW)
    assert nobody.told.expected is None
    assert not nobody.alarms


def test_the_future_of_the_marts_is_no_past():
    known = NOW - timedelta(days=15)
    assert seen(now(15), since=known).told.expected is None


def test_usual_is_only_what_was_heard_whole():
    quiet = seen(now(0))
    assert quiet.is_usual
    assert all(window.tail > QUIET for window in quiet.windows)
    assert not seen(now(0), whole=False).is_usual
    assert not seen(now(15)).is_usual


def test_the_same_hour_is_that_of_the_local_clock_also_after_it_changed():
    """People who write at 14:00 on their own clock, in winter and in summer."""
    at = datetime(2026, 4, 14, 14, 0, tzinfo=PARIS)
    posts = [
        Said(
            (at.replace(tzinfo=None) - timedelta(days=day, minutes=10 + n)).replace(tzinfo=PARIS).astimezone(UTC),
            f"p{n}", f"t{day} {n}", 10, True,
        )
        for day in range(1, 60)
        for n in range(12)
    ]  # fmt: skip
    since = at - timedelta(days=60)
    found = look(heard([]), heard(posts), at.astimezone(UTC), PARIS, since, at)
    assert found.windows[0].expected == pytest.approx(12, rel=0.05)
