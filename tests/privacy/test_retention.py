"""Retention: what is older than the community's file allows goes, the rest stays, and a pull does
not bring it back.
"""

import hashlib
import json
import os
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from transforms import lake
from transforms.config.settings import settings
from transforms.extract import run as extract
from transforms.privacy import retention
from transforms.report.delivery import archive, queue

NOW = datetime.now(UTC)
COMMUNITY = """
name: {name}
industry: telecom
language: en
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
recipients: [{{email: "{name}@example.org"}}]
retention: {{posts_days: {posts}, mail_days: {mails}}}
{more}
"""


@pytest.fixture
def folder(folder):
    queue._engine.cache_clear()
    return folder


def listen(
    folder, name: str, ages: list[int], posts: int = 3650, mails: int = 400, more: str = ""
) -> None:
    """A community whose export holds one post for each age in days, pulled while everything was
    still kept.
    """
    path = folder / f"{name}.jsonl"
    rows = [
        {
            "post_id": f"{name}{age}", "network": "x", "author_id": "a", "text": f"{age} days old",
            "created_at": (NOW - timedelta(days=age)).isoformat(),
        }
        for age in ages
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)))
    write = folder / "communities" / f"{name}.yml"
    write.write_text(COMMUNITY.format(name=name, path=path, posts=3650, mails=mails, more=more))
    extract.extract_night(name, 0, None)
    write.write_text(COMMUNITY.format(name=name, path=path, posts=posts, mails=mails, more=more))


def ages(name: str) -> set[int]:
    return {
        int(r["text"].split()[0])
        for r in lake.read("raw/export").to_pylist()
        if r["community_id"] == name
    }


def test_each_community_keeps_its_posts_as_long_as_its_file_says(folder, monkeypatch):
    listen(folder, "short", [5, 29, 31, 400], posts=30)
    listen(folder, "long", [5, 31, 400], posts=500)
    assert retention.apply(NOW)["posts"] == 2
    assert ages("short") == {5, 29}
    assert ages("long") == {5, 31, 400}
    monkeypatch.setattr(retention, "_read", None)  # a file is read once in its life
    assert retention.apply(NOW)["posts"] == 0
    assert retention.apply(NOW + timedelta(days=2))["posts"] == 1, "29 days old, then 31"


def test_a_pull_does_not_bring_back_what_was_too_old(folder):
    listen(folder, "short", [5, 31], posts=30)
    retention.apply(NOW)
    path = folder / "short.jsonl"
    path.write_text(path.read_text().replace('"author_id": "a"', '"author_id": "a", "likes": 3'))
    facts = extract.extract_night("short", 0, None)
    assert ages("short") == {5}
    assert "1 rows older than posts are kept" in facts["message"]


def test_the_age_of_old_files_counts_from_their_own_last_day(folder):
    listen(folder, "past", [1000, 1010, 1050], posts=30, more="as_of: latest")
    assert retention.apply(NOW)["posts"] == 0, "before its first night nobody knows its last day"
    last = NOW - timedelta(days=1000)
    row = {"community_id": "past", "night": last.date(), "as_of_at": last + timedelta(hours=2)}
    lake.write_rows("ledger/nights", "past", [row])
    assert retention.apply(NOW)["posts"] == 1
    assert ages("past") == {1000, 1010}


def test_readings_of_texts_that_no_post_has_any_more_go_after_the_next_stage(folder):
    listen(folder, "short", [5, 31], posts=30)
    texts = {row["text"] for row in lake.read("raw/export").to_pylist()}
    hashes = {text: hashlib.sha256(f"\n{text}".encode()).hexdigest()[:32] for text in texts}
    lake.write_rows(
        "enriched", "m/one", [{"text_hash": found, "model": "m"} for found in hashes.values()]
    )
    assert retention.apply(NOW)["readings"] == 0
    with duckdb.connect(str(settings().warehouse)) as connection:  # what a stage would find
        connection.execute(
            "create table int_posts_versioned as select ? as text_hash", [hashes["5 days old"]]
        )
    assert retention.apply(NOW)["readings"] == 1
    assert lake.read("enriched")["text_hash"].to_pylist() == [hashes["5 days old"]]
    assert retention.apply(NOW)["readings"] == 0


def test_needs_and_emergent_themes_lose_the_posts_too(folder):
    listen(folder, "short", [5, 31], posts=30)
    needs = [
        {"community_id": "short", "need_id": "n", "network": "x", "post_id": f"short{age}"}
        for age in (5, 31)
    ]
    lake.write_rows("understood/needs", "short", needs)
    retention.apply(NOW)
    assert lake.read("understood/needs")["post_id"].to_pylist() == ["short5"]


def test_reports_are_kept_as_long_as_the_strictest_of_their_reader_s_communities(folder):
    for name, mails in (("one", 10), ("two", 100)):
        text = COMMUNITY.format(name=name, path="none.jsonl", posts=30, mails=mails, more="")
        (folder / "communities" / f"{name}.yml").write_text(text)
    for reader in ("one", "two", "gone"):
        for age in (5, 50, 500):
            put(f"{reader}@example.org", age)
    gone = retention.apply(NOW)
    kept = {("one", 5), ("two", 5), ("two", 50), ("gone", 5)}
    none = {"posts": 0, "pulse": 0, "readings": 0, "scraps": 0}
    assert gone == none | {"archive": 10, "mails": 5, "outbox": 10}
    assert {
        (a.partition("@")[0], (NOW.date() - night).days) for a, night in queue.recipients()
    } == kept
    assert len(list((settings().home / "archive").rglob("*.eml"))) == len(kept)


def put(address: str, age: int) -> None:
    """A mail of so many days ago: in the archive, in the outbox, and sent."""
    night = NOW.date() - timedelta(days=age)
    key = queue.message_key(address, night)
    message = b"From: a@b.example\nMessage-ID: <x@y>\n\nwords"
    for folder, name in (
        (settings().archive / night.isoformat(), key[:16]),
        (settings().outbox, f"{night}-{key[:16]}"),
    ):
        archive.write(folder, name, message)
        for end in ("eml", "html"):
            at = (NOW - timedelta(days=age)).timestamp()
            os.utime(folder / f"{name}.{end}", (at, at))
    message_id = f"<{key}@localhost>"
    queue.put(message_id, address, night, NOW, message)
    queue.settle(message_id, queue.SENT)
    with queue.engine().begin() as connection:
        at = (NOW - timedelta(days=age)).replace(tzinfo=None)
        mails = queue._mails
        connection.execute(
            mails.update().where(mails.c.message_id == message_id).values(changed_at=at)
        )


def test_a_mail_that_waits_is_never_taken_away(folder):
    text = COMMUNITY.format(name="one", path="none.jsonl", posts=30, mails=1, more="")
    (folder / "communities" / "one.yml").write_text(text)
    queue.put("<waiting@localhost>", "one@example.org", date(2025, 1, 1), NOW, b"x")
    assert retention.apply(NOW + timedelta(days=400))["mails"] == 0


def test_what_the_pulse_heard_goes_after_two_days_though_nobody_looks_any_more(folder):
    listen(folder, "one", [1])
    heard = [
        {"community_id": "one", "post_id": f"p{age}", "created_at": NOW - timedelta(days=age)}
        for age in (1, 3)
    ]
    lake.write_rows("pulse", "one--s", heard)
    assert retention.apply(NOW)["pulse"] == 1
    assert lake.read("pulse")["post_id"].to_pylist() == ["p1"]
