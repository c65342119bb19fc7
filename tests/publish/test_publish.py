"""Publication: all of a night or nothing, and a community in trouble keeps what it had."""

from datetime import date

import duckdb
import pytest

from transforms import lake
from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.publish import run
from transforms.warehouse import contracts


@pytest.fixture
def warehouse(home):
    """A function that fills the warehouse with `posts` posts for each community."""
    lake.initialise()

    def fill(posts: dict[str, int], day: str = "2025-06-01", spoil: str = "") -> None:
        settings().warehouse.unlink(missing_ok=True)
        with duckdb.connect(str(settings().warehouse)) as connection:
            for mart in contracts.contracts():
                contracts.create(connection, mart)
            for community, count in posts.items():
                connection.execute(
                    "insert into dim_communities by name select ? as community_id, 'telecom' as industry, "
                    "cast(? as date) as last_date",
                    [community, day],
                )
                connection.execute(
                    "insert into fct_posts by name select ? as community_id, 'telecom' as industry, 'x' as network, "
                    "cast(i as varchar) as post_id, cast(? as date) as created_date, 'm' as model from range(?) t(i)",
                    [community, day, count],
                )
            if spoil:
                connection.execute(spoil)

    return fill


def published(sql: str):
    with duckdb.connect(str(settings().published), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_sound_warehouse_is_published_whole_and_the_decision_is_on_record(warehouse):
    warehouse({"one": 30, "two": 5})
    rows = run.publish({"one": "2025-06-01", "two": "2025-06-01"})
    assert rows["fct_posts"] == 35
    assert published(
        "select community_id, status, figures_as_of from fct_publications order by 1"
    ) == [
        ("one", "published", date(2025, 6, 1)),
        ("two", "published", date(2025, 6, 1)),
    ]


def test_a_repeated_key_blocks_the_publication_and_the_old_file_stays(warehouse):
    warehouse({"one": 30})
    run.publish({"one": "2025-06-01"})
    warehouse({"one": 40}, day="2025-06-02", spoil="insert into fct_posts from fct_posts limit 1")
    with pytest.raises(StepFailed, match="fct_posts: 1 keys"):
        run.publish({"one": "2025-06-02"})
    assert published("select count(*) from fct_posts") == [(30,)]
    statuses = lake.read("ledger/publications").column("status").to_pylist()
    assert sorted(statuses) == ["blocked", "published"]


def test_a_missing_mart_blocks_the_publication(warehouse):
    warehouse({"one": 3}, spoil="drop table fct_signals")
    with pytest.raises(StepFailed, match="fct_signals is missing"):
        run.publish({"one": "2025-06-01"})
    assert not settings().published.exists()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (
            "update fct_posts set model = null where community_id = 'two' and post_id = '1'",
            "without a reading",
        ),
        (
            "update fct_posts set created_date = '2030-01-01' where community_id = 'two'",
            "dated after the night",
        ),
        (
            "delete from fct_posts where community_id = 'two' and cast(post_id as int) > 3",
            "only 4 are left",
        ),
    ],
)
def test_a_community_that_fails_its_checks_keeps_its_last_rows_and_the_others_go_on(
    warehouse, spoil, reason
):
    nights = {"one": "2025-06-01", "two": "2025-06-01"}
    warehouse({"one": 30, "two": 30})
    run.publish(nights)
    warehouse({"one": 31, "two": 31}, day="2025-06-02", spoil=spoil)
    run.publish(dict.fromkeys(nights, "2025-06-02"))
    assert published("select community_id, count(*) from fct_posts group by 1 order by 1") == [
        ("one", 31),
        ("two", 30),
    ]
    kept = published("select reason, figures_as_of from fct_publications where status = 'kept'")
    assert len(kept) == 1
    assert reason in kept[0][0]
    assert kept[0][1] == date(2025, 6, 1)


def test_a_community_that_fails_its_first_checks_shows_nothing_yet_and_says_why(warehouse):
    warehouse(
        {"one": 30, "two": 30}, spoil="update fct_posts set model = null where community_id = 'two'"
    )
    run.publish({"one": "2025-06-01", "two": "2025-06-01"})
    assert published("select distinct community_id from fct_posts") == [("one",)]
    assert published(
        "select reason, figures_as_of from fct_publications where community_id = 'two'"
    ) == [("30 posts without a reading", None)]


def test_publishing_the_same_night_twice_leaves_one_record(warehouse):
    warehouse({"one": 30})
    for _ in range(2):
        run.publish({"one": "2025-06-01"})
    assert published("select count(*) from fct_publications") == [(1,)]


def test_a_reader_of_the_old_file_goes_on_reading_while_the_new_one_is_published(warehouse):
    warehouse({"one": 30})
    run.publish({"one": "2025-06-01"})
    with duckdb.connect(str(settings().published), read_only=True) as reader:
        warehouse({"one": 40}, day="2025-06-02")
        run.publish({"one": "2025-06-02"})
        assert reader.execute("select count(*) from fct_posts").fetchall() == [(30,)]
    assert published("select count(*) from fct_posts") == [(40,)]


def test_the_report_can_see_which_source_is_missing_and_since_when(warehouse):
    from datetime import UTC, datetime

    statuses = [("ok", 1), ("failed", 2), ("failed", 3)]
    for status, day in statuses:
        lake.write_rows(
            "sources",
            f"one-{day}",
            [
                {
                    "community_id": "one",
                    "source": "export-0",
                    "network": "export",
                    "status": status,
                    "message": status,
                    "finished_at": datetime(2025, 6, day, tzinfo=UTC),
                    "night": date(2025, 6, day),
                }
            ],
        )
    warehouse({"one": 3})
    run.publish({"one": "2025-06-03"})
    assert published("select source, status, since from ops.sources") == [
        ("export-0", "failed", date(2025, 6, 2))
    ]
