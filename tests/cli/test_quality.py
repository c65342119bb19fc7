"""The commands that say how good it is, and whether all is in place."""

import json

import pytest
from typer.testing import CliRunner

from transforms import cli
from transforms.bench import run as benchmark
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.operate import doctor


def cmr(*arguments: str):
    return CliRunner().invoke(cli.app, arguments)


@pytest.mark.parametrize(("status", "code"), [("fine", 0), ("note", 0), ("wrong", 1)])
def test_the_doctor_exits_with_1_only_when_something_is_wrong(monkeypatch, status, code):
    found = [{"what": "lake", "status": status, "words": "so it is [really]"}]
    monkeypatch.setattr(doctor, "examine", lambda trial: found)
    assert cmr("doctor").exit_code == code
    told = cmr("doctor", "--json")
    assert (told.exit_code, json.loads(told.stdout)) == (code, found)


def test_an_answer_about_nothing_that_is_reported_is_refused(home):
    told = cmr(
        "feedback", "--community", "sky", "--subject", "weather", "--id", "1", "--verdict", "done"
    )
    assert isinstance(told.exception, BadInput)


def test_an_evaluation_without_the_labelled_data_says_what_to_set(monkeypatch, tmp_path):
    monkeypatch.setenv("CMR_SHARED", str(tmp_path / "nowhere"))
    settings.cache_clear()
    told = cmr("evaluate")
    settings.cache_clear()
    assert isinstance(told.exception, BadInput)
    assert "CMR_SHARED" in str(told.exception)


def test_a_benchmark_is_printed_and_written_to_the_file_that_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(benchmark, "run", lambda posts, console, only: {"posts": posts})
    told = cmr("bench", "--posts", "7", "--out", str(tmp_path / "new" / "bench.json"))
    assert json.loads(told.stdout) == {"posts": 7}
    assert json.loads((tmp_path / "new" / "bench.json").read_text()) == {"posts": 7}
