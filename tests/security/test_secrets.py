"""Secrets: in no log, no file and no message; what a home holds is its owner's alone."""

import json
import logging
import stat
import traceback
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import SQLAlchemyError

from tests.extract.every_network.recording import Recording
from transforms import lake
from transforms.config.errors import BadInput, StepFailed
from transforms.config.settings import settings
from transforms.extract import run as extract
from transforms.lake import run_ledger
from transforms.operate import doctor
from transforms.people.pseudonyms import key_file, read_keys
from transforms.privacy import forgetting
from transforms.recommend.learn import feedback
from transforms.report import run as report
from transforms.report.delivery import queue, send
from transforms.simulate import run as simulate_run

DAY = datetime(2025, 6, 29, tzinfo=UTC)
CANARIES = ("c4nary-pseudonym", "c4nary-password", "c4nary-token", "c4nary-postgres", "c4nary-smtp")
DSN = "postgresql+psycopg://u:c4nary-queue@127.0.0.1:1/x?connect_timeout=2"
COMMUNITY = """
name: one
industry: telecom
language: en
accounts: [brand]
sources:
  - {{network: x, handle: brand}}
  - {{network: export, path: "{path}"}}
recipients: [{{email: cm@private.example}}]
"""


@pytest.fixture
def world(home, tmp_path, monkeypatch):
    (tmp_path / "communities").mkdir()
    recording = Recording()
    for name, value in {
        "CMR_COMMUNITIES": str(tmp_path / "communities"),
        "CMR_PSEUDONYM_KEYS": "c4nary-pseudonym",
        "CMR_X": json.dumps(
            {"token": "c4nary-token", "password": "c4nary-password", "host": recording.url}
        ),
        "CMR_POSTGRES_URL": "postgresql://u:c4nary-postgres@127.0.0.1:1/x?connect_timeout=2",
        "CMR_SMTP_URL": "smtp://u:c4nary-smtp@127.0.0.1:1",
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    queue._engine.cache_clear()
    (tmp_path / "communities" / "one.yml").write_text(
        COMMUNITY.format(path=tmp_path / "secret folder" / "none.jsonl")
    )
    lake.initialise()
    yield tmp_path, recording
    recording.http.shutdown()


def test_no_secret_is_in_any_log_file_or_message_when_everything_fails(world, caplog):
    _, recording = world
    said: list[str] = []
    with caplog.at_level(logging.DEBUG):
        echo = {"error": "bad token c4nary-token", "detail": "password c4nary-password"}
        recording.on(".*", (401, {}, echo))
        for number in (0, 1):
            with pytest.raises(BadInput) as refused:
                extract.extract_night("one", number, "2025-06-29")
            said.append(str(refused.value))
        queue.put("<m@localhost>", "cm@private.example", DAY.date(), DAY, b"From: a\n\nb")
        said.append(str(send.send_due()))
        said.append(str(forgetting.told(forgetting.forget_author("x", "somebody_1"))))
        said.append(str(report.list_recipients()))
        said.append(repr(settings()))
    said += [record.getMessage() for record in caplog.records]
    files = b"\n".join(path.read_bytes() for path in settings().home.rglob("*") if path.is_file())
    rows = str([lake.read(folder).to_pylist() for folder in lake.SCHEMAS])
    for canary in CANARIES:
        assert canary.encode() not in files, canary
        assert canary not in rows, canary
        assert [line for line in said if canary in line] == [], canary
    assert [line for line in said if "cm@private.example" in line] == []


@pytest.mark.parametrize(
    "name", ["CMR_MAIL_DB", "CMR_POSTGRES_URL", "CMR_DUCKLAKE", "CMR_SMTP_URL"]
)
def test_an_address_with_a_password_in_it_does_not_show_in_a_repr(home, monkeypatch, name):
    monkeypatch.setenv(name, DSN)
    settings.cache_clear()
    assert "c4nary" not in repr(settings())
    assert "c4nary" not in str(settings().model_dump())
    assert settings().mail_db_url == (
        DSN if name == "CMR_MAIL_DB" else f"sqlite:///{home / 'mail.db'}"
    )


def test_a_queue_s_database_out_of_reach_does_not_say_its_password(home, monkeypatch, caplog):
    monkeypatch.setenv("CMR_MAIL_DB", DSN)
    settings.cache_clear()
    lake.initialise()
    with caplog.at_level(logging.DEBUG), pytest.raises(SQLAlchemyError) as refused:
        send.send_due()
    proof = str(forgetting.told(forgetting.forget_author("x", "somebody_1")))
    assert "PostgreSQL of the mail queue could not be searched" in proof
    said = "".join(
        [
            *traceback.format_exception(refused.value),
            proof,
            *(r.getMessage() for r in caplog.records),
        ]
    )
    assert "c4nary" not in said


def test_the_mail_names_files_and_not_the_folders_they_lie_in(world):
    tmp_path, _ = world
    with pytest.raises(BadInput, match=str(tmp_path)):
        extract.extract_night("one", 1, "2025-06-29")
    [message] = lake.read("sources")["message"].to_pylist()
    assert message.startswith("none.jsonl: no such file")
    assert str(tmp_path) not in message


def test_a_new_home_is_its_owner_s_alone_and_so_are_its_keys(home, monkeypatch):
    monkeypatch.delenv("CMR_PSEUDONYM_KEYS")
    settings.cache_clear()
    with run_ledger.step("anything"):
        pass
    read_keys()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE(key_file().parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600


FIRST = {
    "cmr simulate": simulate_run.simulate,
    "cmr doctor": lambda: list(doctor._home()),
    "cmr access": lambda: forgetting.access("x", "somebody"),
    "a key": read_keys,
    "a mail": lambda: queue.put(
        "<m@localhost>", "cm@private.example", DAY.date(), DAY, b"From: a\n\nb"
    ),
    "a verdict": lambda: feedback.record("one", "advice", "a", "done", ""),
    "the lake": lake.initialise,
}


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_whatever_makes_the_home_makes_it_its_owner_s_alone(home, monkeypatch, first):
    monkeypatch.delenv("CMR_PSEUDONYM_KEYS")
    settings.cache_clear()
    queue._engine.cache_clear()
    assert not home.exists()
    first()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_reader_s_id_in_the_logs_is_keyed_by_this_installation_s_own_key(home, monkeypatch):
    monkeypatch.delenv("CMR_PSEUDONYM_KEYS")
    settings.cache_clear()
    read_keys()
    one = report.recipient_id("cm@private.example")
    key_file().write_text("another key\n")
    assert report.recipient_id("cm@private.example") != one


@pytest.mark.parametrize("step", [StepFailed, BadInput])
def test_a_step_s_record_names_the_kind_of_error_and_not_its_words(home, step):
    with pytest.raises(step), run_ledger.step("anything"):
        raise step("c4nary in words")
    assert "c4nary" not in "".join(path.read_text() for path in (home / "ops").glob("*.jsonl"))
