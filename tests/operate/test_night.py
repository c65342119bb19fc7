"""A night by hand: the day that may be asked for, what its steps and its summary say."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from transforms.config.errors import BadInput, StepFailed
from transforms.operate import night

BAD = {"another form": "17/06/2025", "no day": "2025-02-30", "words": "yesterday"}


@pytest.mark.parametrize("said", BAD.values(), ids=BAD)
def test_what_is_no_date_is_refused_before_airflow_starts(said):
    with pytest.raises(BadInput, match="not a date"):
        night.run(said, Console())


def test_a_day_that_has_begun_nowhere_is_refused():
    later = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    with pytest.raises(BadInput, match="has not begun anywhere"):
        night.run(later, Console())


def test_steps_are_followed_from_where_they_were_left_and_half_a_line_waits(tmp_path):
    path, lines, console = tmp_path / "steps.jsonl", [], Console(record=True, width=120)
    one = {"step": "stage", "seconds": 2.5, "status": "success", "rows": 7, "error": {}}
    path.write_text(json.dumps(one) + "\n" + '{"step": "mar')
    seen = night._follow(path, 0, lines, console)
    assert lines == [one]
    path.write_text(json.dumps(one) + "\n" + json.dumps(one | {"status": "failed"}) + "\n")
    night._follow(path, seen, lines, console)
    assert [line["status"] for line in lines] == ["success", "failed"]
    told = console.export_text()
    assert told.count("rows 7") == 2
    assert told.count("failed") == 1


def test_a_change_is_told_as_people_or_in_hundredths():
    assert night._change("volume", None, "up", 512, 157) == "volume up: 512 against 157 expected"
    assert night._change("emotion", "anger", "up", 0.48, 0.09) == (
        "emotion anger up: 48% against 9% expected"
    )


def test_the_last_errors_of_a_log_are_its_last_lines_that_name_one(tmp_path):
    log = tmp_path / "night.log"
    log.write_text("fine\n" + "\n".join(f"Error {n}" for n in range(20)) + "\nfine\n")
    assert night._last_errors(log).splitlines() == [f"Error {n}" for n in range(8, 20)]


@pytest.mark.usefixtures("home")
def test_without_a_night_there_is_no_summary():
    with pytest.raises(StepFailed, match="nothing is published yet"):
        night.summary(Console())
