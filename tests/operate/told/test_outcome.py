"""The end of a night in a sentence, from what the lake holds of it."""

from datetime import UTC, datetime

import pytest

from transforms import lake
from transforms.config.errors import BadInput, StepFailed
from transforms.config.settings import settings
from transforms.lake import run_ledger
from transforms.operate import flow
from transforms.operate.told import notify, outcome

FILE = """name: free
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [free]
sources:
  - {network: export, path: one.jsonl}
  - {network: reddit, handle: r/free}
  - {network: export, path: two.jsonl}
"""


@pytest.fixture
def night(home, tmp_path, monkeypatch):
    """A home with one community of three sources; what somebody would be told is kept."""
    folder = tmp_path / "followed"
    folder.mkdir()
    (folder / "free.yml").write_text(FILE)
    monkeypatch.setenv("CMR_COMMUNITIES", str(folder))
    monkeypatch.delenv("AIRFLOW_CTX_DAG_RUN_ID", raising=False)
    settings.cache_clear()
    lake.initialise()
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(notify, "tell", lambda *said: told.append(said))
    return told


def pull(source: str, status: str, message: str = "", day: int = 1) -> None:
    row = {"community_id": "free", "source": source, "network": "x", "status": status}
    row |= {"message": message, "rows": 0, "finished_at": datetime(2026, 11, day, tzinfo=UTC)}
    lake.write_rows("sources", f"free--{source}--{day}", [row])


def step(name: str, error: Exception | None = None, **facts) -> None:
    try:
        with run_ledger.step(name) as about:
            about |= facts
            if error:
                raise error
    except type(error or ValueError):
        pass


def test_a_good_night_is_one_word_and_nobody_is_told(night):
    for source in ("export_one", "reddit_r_free", "export_two"):
        pull(source, "ok")
    step("publish")
    assert flow.say_how_it_ended({"fct_posts": 3}) == "published"
    assert night == []


def test_missing_sources_are_counted_named_and_told_once(night):
    pull("export_one", "ok")
    pull("reddit_r_free", "failed", "no credentials: set connection `reddit` or CMR_REDDIT")
    pull("export_two", "failed", "long ago", day=1)
    pull("export_two", "ok", day=2)
    step("publish")
    said = flow.say_how_it_ended({"fct_posts": 3})
    assert said == (
        "published; 1 of 3 sources missing: free/reddit_r_free "
        "(no credentials: set connection `reddit` or CMR_REDDIT)"
    )
    assert night == [("The night was published, with something missing", said)]


def test_a_night_without_new_figures_fails_in_the_same_words(night):
    step("stage")
    step("marts", MemoryError("no room"))
    step("advice", StepFailed("dbt's own words"))
    with pytest.raises(StepFailed, match="not published: readers keep the figures they had"):
        flow.say_how_it_ended()
    assert "failed: marts (MemoryError, see its log), advice (see its log)" in night[0][1]


def test_what_failed_in_a_step_is_named_where_it_has_a_name(night):
    step("advice", StepFailed("dbt's own words, with a row", of=["unique_key", "not_null"]))
    with pytest.raises(StepFailed):
        flow.say_how_it_ended()
    assert night[0][1].endswith("failed: advice (unique_key, not_null, see its log)")
    assert "with a row" not in night[0][1]


def test_a_step_that_was_done_again_did_not_fail(night):
    step("stage", BadInput("later well"))
    step("stage")
    step("publish", kept={"free": "fewer posts than before"})
    ended = outcome.read()
    assert ended.sentence == "published; kept as they were: free (fewer posts than before)"


def test_a_file_to_mend_is_told_with_its_line(night):
    odd = FILE.replace("free", "odd") + "colour: red\n"
    (settings().communities / "odd.yml").write_text(odd)
    step("publish")
    assert "1 community file to mend" in outcome.read().sentence
    assert "odd.yml:10: colour" in outcome.read().sentence
