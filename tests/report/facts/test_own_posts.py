"""The brand's own posts against their usual: counted at the same age, medians only where enough is
known.
"""

from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from transforms.report.facts import own_posts
from transforms.report.facts.published import Published

DAY = date(2026, 6, 16)


def written(path, before: int, network: str = "x", final: bool = False) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table fct_posts (community_id varchar, network varchar, post_id varchar, text varchar, "
            "created_at timestamptz, created_date date, is_brand boolean, in_reply_to varchar)"
        )
        connection.execute(
            "create table fct_post_metrics (community_id varchar, network varchar, post_id varchar, "
            "observed_at timestamptz, age_hours decimal(12,2), engagement bigint, metrics_basis varchar, views bigint)"
        )
        for i in range(before + 1):
            at = datetime(2026, 6, 16, 9, tzinfo=UTC) - timedelta(days=i)
            connection.execute("insert into fct_posts values ('sky', ?, ?, 'words', ?, ?, true, null)",
                               [network, f"p{i}", at, at.date()])  # fmt: skip
            for age, count in ((12, 10 + i), (160, 1000)):
                if not final or age == 160:
                    connection.execute(
                        "insert into fct_post_metrics values ('sky', ?, ?, ?, ?, ?, ?, 100)",
                        [
                            network,
                            f"p{i}",
                            at + timedelta(hours=age),
                            age,
                            count,
                            "final" if final else "observed",
                        ],
                    )
        connection.execute(
            "insert into fct_posts values ('sky', 'x', 'a', 'answer', now(), '2026-06-16', true, 'q')"
        )
        connection.execute(
            "insert into fct_posts values ('sea', 'x', 'o', 'other', now(), '2026-06-16', true, null)"
        )


@pytest.mark.parametrize(("before", "usual"), [(0, None), (4, None), (5, 13.0), (9, 15.0)])
def test_a_post_of_hours_is_held_against_posts_of_hours(tmp_path, before, usual):
    written(tmp_path / "marts.duckdb", before)
    with Published(tmp_path / "marts.duckdb") as published:
        (row,) = own_posts.of_day(published, "sky", DAY)
    assert (row["post_id"], row["engagement"], row["usual"]) == ("p0", 10, usual)


def test_where_only_one_count_was_ever_taken_it_serves(tmp_path):
    written(tmp_path / "marts.duckdb", 6, final=True)
    with Published(tmp_path / "marts.duckdb") as published:
        (row,) = own_posts.of_day(published, "sky", DAY)
    assert (row["engagement"], row["usual"]) == (1000, 1000.0)
    assert (row["views"], row["rate"], row["usual_rate"]) == (100, 10.0, 10.0)


def test_views_that_are_not_shown_give_no_rate(tmp_path):
    written(tmp_path / "marts.duckdb", 6)
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as connection:
        connection.execute("update fct_post_metrics set views = null where post_id = 'p0'")
    with Published(tmp_path / "marts.duckdb") as published:
        (row,) = own_posts.of_day(published, "sky", DAY)
    assert (row["views"], row["rate"]) == (None, None)
    assert row["usual_rate"] == pytest.approx(0.135)


def test_without_the_tables_there_are_no_posts(tmp_path):
    with Published(tmp_path / "none.duckdb") as published:
        assert own_posts.of_day(published, "sky", DAY) == []
