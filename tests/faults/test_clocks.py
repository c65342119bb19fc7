"""Clocks: set back by an hour, and the two nights a year that are no 24 hours long, in three time
zones.
"""

import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from tests.faults.conftest import FIRST, Scene, differences, tried
from tests.faults.small_world import CLOCKS, DST_NIGHTS, PROJECT, moved_into
from tests.faults.steps import STEPS
from transforms import lake
from transforms.config.communities import read_folder
from transforms.config.settings import settings
from transforms.stage import run as stage

CHANGES = [(name, kind, day) for name, (*_, forward, back) in CLOCKS.items() for kind, day in
           (("forward", forward), ("back", back))]  # fmt: skip
HOURS = {("paris", "forward"): 23, ("paris", "back"): 25, ("new_york", "forward"): 23, ("new_york", "back"): 25,
         ("lord_howe", "forward"): 23.5, ("lord_howe", "back"): 24.5}  # fmt: skip


@pytest.mark.timeout(3600)
def test_a_clock_set_back_by_an_hour_between_two_tries_changes_nothing(
    world, warm, tmp_path, first_night
):
    """Pulled and staged, then the machine's clock goes back an hour and the whole night is run
    again.
    """
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("needs faketime (apt-get install faketime)")
    scene = Scene(world, tmp_path / "var", warm)
    scene.night(FIRST, "extract", "stage", "plan_shards", "enrich")
    records, versions = scene.ledgers(), scene.versions()
    steps = [step for step in STEPS if step != "report"]
    done = subprocess.run(
        [faketime, "-f", "-1h", sys.executable, "-m", "tests.faults.steps", *steps, FIRST],
        env=scene.env, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=3000,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    assert records.items() <= scene.ledgers().items()
    assert scene.versions() == versions
    assert differences(first_night / "published" / "marts.duckdb", scene.published) == {}
    tried("clock back an hour", cases=1, retried=1, same_facts=1)


def test_what_is_new_is_not_taken_in_by_a_clock_behind_the_last_load(home, monkeypatch):
    """An edit's load would sort before what it edits; the pull says so, and takes it in once the
    clock is right.
    """
    import time

    from transforms.config.errors import StepFailed
    from transforms.extract import load

    now = time.time()
    for number, shift in enumerate((3600, 0)):
        lake.write_rows("raw/export", f"{now + shift}.file{number}", [])
    with pytest.raises(StepFailed, match=r"clock is 0:(59|60):\d\d|1:00:00 behind the last load"):
        load._wait_for_the_clock("export")
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    load._wait_for_the_clock("export")
    tried("clock back an hour", cases=1, failed_clearly=1)


@pytest.mark.parametrize(("name", "kind", "day"), CHANGES, ids=[f"{n}-{k}" for n, k, _ in CHANGES])
def test_the_night_turns_at_local_midnight_and_keeps_its_instant_when_tried_again(
    world, tmp_path, name, kind, day
):
    """Every half hour around the day: what the night is, the instant it ends at, and the same when
    tried again.
    """
    zone = ZoneInfo(CLOCKS[name][2])
    end = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) + timedelta(
        hours=HOURS[name, kind]
    )
    scene = Scene(world, tmp_path / "var", None)
    with moved_into(scene.env):
        lake.initialise()
        community = [one for one in read_folder(settings().communities)[0] if one.name == name]
        for minutes in range(-120, 121, 30):
            instant = end + timedelta(minutes=minutes)
            night = stage._nights(community, None, instant)[0]
            assert night.night == (day if minutes >= 0 else day - timedelta(days=1)), instant
        asked = stage._nights(community, day, end)[0]
        assert asked.as_of_at == end
        first = {n: lake.read("ledger/nights", n).to_pylist() for n in lake.names("ledger/nights")}
        stage._nights(community, None, end - timedelta(hours=1))  # the clock goes back
        again = {n: lake.read("ledger/nights", n).to_pylist() for n in lake.names("ledger/nights")}
    assert first.items() <= again.items()
    tried("both DST nights, three zones", cases=1, same_facts=1)


@pytest.mark.timeout(7200)
def test_every_quarter_of_an_hour_of_a_day_that_changes_stands_on_that_day(struck, first_night):
    """23, 25, 23 1/2 or 24 1/2 hours of ticks, none of them on a neighbour, the doubled hour
    counted twice.
    """
    struck.become(first_night)
    struck.night(DST_NIGHTS[-1].isoformat())
    with duckdb.connect(str(struck.published), read_only=True) as connection:
        found = {
            (community, written): dates
            for community, written, dates in connection.execute("""
                select community_id, substr(post_id, 6, 10), map_from_entries(list((created_date::varchar, posts)))
                from (
                    select community_id, substr(post_id, 1, 15) as post_id, created_date, count(*) as posts
                    from fct_posts where post_id like 'tick-%' group by all
                ) group by all""").fetchall()
        }
    for name, kind, day in CHANGES:
        assert found[name, day.isoformat()] == {day.isoformat(): HOURS[name, kind] * 4}, (
            name,
            kind,
        )
        assert isinstance(day, date)
        tried("both DST nights, three zones", cases=1, same_facts=1)
