"""The night on 14,000 real posts: five communities, two languages, three industries."""

import email
import json
import shutil
from email import policy
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.conftest import (
    FACTS,
    differences,
    environment,
    nights_here,
    query,
)

pytestmark = pytest.mark.e2e
COMMUNITIES = Path(__file__).parent / "communities"
FILES = {
    "airlines_en.jsonl": {"united", "southwest", "virgin_america"},
    "telecom_fr.jsonl": {"free"},
    "media_fr.jsonl": {"presse"},
}


@pytest.fixture(scope="module")
def home(shared_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("real") / "var"
    nights_here(environment(folder, COMMUNITIES), "latest")
    return folder


@pytest.fixture(scope="module")
def rows(shared_data):
    """The export files' distinct (community, network, post_id)."""
    keys = set()
    for file, communities in FILES.items():
        for line in (shared_data / "posts" / file).read_text().splitlines():
            row = json.loads(line)
            community = row["account"] if row["account"] in communities else next(iter(communities))
            keys.add((community, row["network"], row["post_id"]))
    return keys


def test_there_is_exactly_one_row_per_post_of_the_files(home, rows):
    assert len(rows) > 14_000
    found = query(home, "select community_id, network, post_id from fct_posts")
    assert len(found) == len(rows)
    assert set(found) == rows


def test_every_post_has_a_reading(home):
    unread = query(home, "select count(*) from fct_posts where model is null or sentiment is null")
    assert unread == [(0,)]


def test_each_community_has_its_mail_and_the_french_ones_are_in_french(home):
    mails = {}
    for path in (home / "outbox").glob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        mails[message["To"].addresses[0].addr_spec] = message
    assert set(mails) == {f"cm.{name}@example.org" for name in set().union(*FILES.values())}
    for address, language in (
        ("cm.free@example.org", "fr"),
        ("cm.presse@example.org", "fr"),
        ("cm.united@example.org", "en"),
    ):
        html = mails[address].get_body(("html",)).get_content()
        assert f'lang="{language}"' in html, address


def test_no_author_of_the_files_is_named_in_the_lake_or_the_marts(home, shared_data):
    """Brands speak in public; everybody else is a pseudonym everywhere."""
    lines = (shared_data / "posts" / "airlines_en.jsonl").read_text().splitlines()
    authors = {json.loads(line)["author_id"] for line in lines} - {
        "united",
        "southwest",
        "virgin_america",
    }
    known = {author for (author,) in query(home, "select author_id from dim_authors")}
    assert not known & authors
    raw = duckdb.sql(
        f"select distinct author_id from '{home}/lake/raw/export/*.parquet'"
    ).fetchall()
    assert not {author for (author,) in raw} & authors


@pytest.mark.parametrize(
    ("community", "least"), [("free", 0.4), ("united", 0.4), ("southwest", 0.4), ("presse", 0.3)]
)
def test_the_pack_explains_a_fair_share_of_the_posts(home, community, least):
    (share,) = query(
        home,
        "select count(top_theme_id) / count(*) from fct_posts where community_id = ?",
        community,
    )[0]
    assert share > least


def test_the_same_night_again_changes_no_fact_no_ledger_row_and_sends_nothing(
    home, shared_data, tmp_path
):
    before = tmp_path / "before"
    shutil.copytree(home / "published", before / "published")
    ledger = {p: p.read_bytes() for p in sorted((home / "lake" / "ledger").rglob("*.parquet"))}
    mails = {p.name: p.read_bytes() for p in (home / "outbox").iterdir()}
    nights_here(environment(home, COMMUNITIES), "latest")
    assert differences(before, home) == {}
    after = {p: p.read_bytes() for p in sorted((home / "lake" / "ledger").rglob("*.parquet"))}
    assert after == ledger
    assert {p.name: p.read_bytes() for p in (home / "outbox").iterdir()} == mails
    assert all(
        query(home, f"select count(*) from {table}")[0][0] > 0
        for table in FACTS
        if table != "fct_signals"
    )
