"""One community's hour: a crisis is mailed once, whatever is killed and tried again."""

import os
import signal
from datetime import timedelta
from multiprocessing import get_context

import duckdb
import pytest

from tests.pulse.conftest import NOW
from transforms import lake
from transforms.config.errors import BadInput, StepFailed
from transforms.config.settings import make_home, settings
from transforms.extract import run as extract
from transforms.ground.sole import sole
from transforms.lake import run_ledger
from transforms.pulse import run, state, taken
from transforms.pulse.letters import mail
from transforms.report.delivery import queue, send

HOUR = timedelta(hours=1)


def mails() -> list[str]:
    """What left: the names of the mails in the outbox."""
    send.flush_outbox()
    return sorted(path.stem for path in settings().outbox.glob("*.eml"))


def test_a_quiet_hour_is_looked_at_and_nobody_is_written_to(sky):
    sky.say([f"Thank you for the smooth flight {n}, lovely crew" for n in range(4)], NOW)
    seen = run.look_at("sky", NOW)
    assert (seen["told"], seen["mails"], seen["silent"]) == (None, 0, 0)
    assert mails() == []


def test_a_crisis_is_mailed_once_to_each_recipient(sky):
    sky.storm(15, NOW)
    seen = run.look_at("sky", NOW)
    assert (seen["told"], seen["mails"]) == ("begins", 2)
    assert seen["upset"] >= 12
    assert len(mails()) == 2
    for later in range(1, 3):
        sky.storm(6, NOW)
        assert run.look_at("sky", NOW + later * HOUR)["mails"] == 0
    assert len(mails()) == 2


def test_an_hour_is_looked_at_once_and_asks_no_source_twice(sky, monkeypatch):
    run.look_at("sky", NOW)
    monkeypatch.setattr(taken, "take", lambda *_: pytest.fail("asked again"))
    sky.storm(15, NOW)
    assert "told" not in run.look_at("sky", NOW)


KILLED_AT = {
    "before the posts are kept": (taken, "_keep"),
    "before the state is written": (run, "_looked"),
    "before the first mail is queued": (mail, "letter"),
    "between two mails": (queue, "put"),
}


def _look_and_die(place: str) -> None:
    """A look that the system ends at `place`; of `put` the second call."""
    module, name = KILLED_AT[place]
    real, calls = getattr(module, name), []

    def deadly(*arguments, **named):
        calls.append(1)
        if place == "before the state is written":
            real(*arguments, **named)
        if place != "between two mails" or len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **named)

    setattr(module, name, deadly)
    run.look_at("sky", NOW)


@pytest.mark.parametrize("place", KILLED_AT)
def test_a_look_that_was_killed_ends_in_one_mail_for_each_recipient(sky, place):
    sky.storm(15, NOW)
    child = get_context("fork").Process(target=_look_and_die, args=(place,))
    child.start()
    child.join(300)
    assert child.exitcode == -signal.SIGKILL
    for _ in range(2):
        run.look_at("sky", NOW)
    run.look_at("sky", NOW + HOUR)
    assert len(mails()) == 2
    assert [told.event.kind for told in state.read("sky").told] == ["begins"]


def test_a_community_in_which_a_look_is_going_on_is_left_alone(sky):
    with sole(make_home() / "pulse--sky.lock"):
        assert run.look_at("sky", NOW) == {"community": "sky", "busy": True}


def test_a_crisis_ends_in_a_mail_of_its_own(sky):
    sky.storm(15, NOW)
    run.look_at("sky", NOW)
    before = state.read("sky")
    calm = before.crisis.__class__(**(before.crisis.__dict__ | {"calm": 23, "told_at": NOW}))
    state.write("sky", before.__class__(**(before.__dict__ | {"crisis": calm})))
    seen = run.look_at("sky", NOW + 5 * HOUR)
    assert (seen["told"], seen["mails"]) == ("ends", 2)
    assert len(mails()) == 4


def test_what_is_older_than_a_day_is_not_told_any_more(sky):
    sky.storm(15, NOW)
    run.look_at("sky", NOW)
    sky.path.write_text(sky.path.read_text() + "  - {email: late@example.org}\n")
    assert run.look_at("sky", NOW)["mails"] == 1
    sky.path.write_text(sky.path.read_text() + "  - {email: later@example.org}\n")
    assert run.look_at("sky", NOW + 25 * HOUR)["mails"] == 0


def test_without_a_published_past_nothing_is_told(sky):
    settings().published.unlink()
    sky.storm(15, NOW)
    assert run.look_at("sky", NOW)["expected"] is None
    assert mails() == []


def test_a_source_that_cannot_be_heard_fails_the_look_and_ends_no_crisis(sky):
    sky.file.write_text("no rows at all")
    with pytest.raises(StepFailed, match="no source could be heard"):
        run.look_at("sky", NOW)
    assert state.read("sky").silent == ("export_posts_sky",)


def test_only_what_asks_for_the_pulse_is_looked_at(sky):
    assert run.list_communities() == ["sky"]
    sky.path.write_text(sky.path.read_text().replace("pulse: true", "pulse: false"))
    assert run.list_communities() == []
    with pytest.raises(BadInput, match="pulse: true"):
        run.look_at("sky", NOW)


def test_the_run_ledger_has_a_row_of_each_look_without_a_word_of_anybody(sky):
    sky.storm(15, NOW)
    run.look_at("sky", NOW)
    rows = [row for row in lake.read("ops/steps").to_pylist() if row["step"] == "pulse"]
    assert [row["status"] for row in rows] == ["success"]
    assert "cancelled" not in str(rows)
    assert run_ledger.PER_PERSON != "pulse"


def test_the_pulse_writes_no_raw_post_and_no_warehouse(sky):
    sky.storm(15, NOW)
    run.look_at("sky", NOW)
    assert [lake.names(folder) for folder in lake.RAW if lake.names(folder)] == []
    assert not settings().warehouse.exists()
    assert lake.names("pulse") == ["sky--export_posts_sky"]


LOADED = ("loaded_at", "_dlt_load_id", "observed_at")
"""When a row came and in which load; the metrics of a day that lasts were read then too."""


def pulled() -> list[dict]:
    """The rows that the night's pull landed, in the order of the file."""
    extract.extract_night("sky", 0, None)
    table = lake.read("raw/export").drop_columns(list(LOADED))
    return sorted(table.to_pylist(), key=lambda row: row["line"])


def test_the_night_s_pull_lands_the_same_rows_with_looks_before_it_and_without(
    sky, tmp_path, monkeypatch
):
    sky.storm(6, NOW)
    run.look_at("sky", NOW)
    sky.storm(3, NOW)
    with_looks = pulled()
    monkeypatch.setenv("CMR_HOME", str(tmp_path / "another"))
    settings.cache_clear()
    lake.initialise()
    assert pulled() == with_looks
    assert len(with_looks) == 10


def test_a_text_is_known_to_the_night_by_the_hash_under_which_a_look_read_it(sky):
    """The night plans what no reading of lake/enriched has: here what int_posts_shown would ask for."""
    sky.storm(4, NOW)
    run.look_at("sky", NOW)
    pulled()
    with duckdb.connect() as connection:
        hashes = connection.execute(
            "select substr(sha256(coalesce(language, '') || chr(10) || trim(text)), 1, 32) "
            "from read_parquet(?)",
            [[lake.url("raw/export", f"{name}.parquet") for name in lake.names("raw/export")]],
        ).fetchall()
    readings = lake.read("enriched")
    assert sorted(readings["text_hash"].to_pylist()) == sorted(one for (one,) in hashes)
