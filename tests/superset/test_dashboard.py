"""The dashboard "Community climate" imported into a real Superset, and every figure of it asked for
by its API.
"""

import os
import shutil

import duckdb
import pytest
import yaml

from tests.superset.conftest import SCRIPTS

pytestmark = [pytest.mark.superset, pytest.mark.timeout(5400)]
CHARTS = sorted(path.stem for path in (SCRIPTS / "assets" / "charts").glob("*.yaml"))
MAY_BE_EMPTY = {
    "signals",
    "advice",
    "expectations",
    "indices",
}  # a community of quiet nights has none


def listed(session, superset, what: str) -> list[dict]:
    answer = session.get(f"{superset}/api/v1/{what}/", params={"q": "(page_size:100)"}, timeout=120)
    assert answer.ok, answer.text
    return answer.json()["result"]


def titled(session, superset, title: str) -> int:
    """The id of the one chart with this title."""
    (chart,) = [one for one in listed(session, superset, "chart") if one["slice_name"] == title]
    return chart["id"]


def data_of(session, superset, chart_id: int) -> list[dict]:
    """The rows that Superset draws the chart from."""
    answer = session.get(
        f"{superset}/api/v1/chart/{chart_id}/data/", params={"force": "true"}, timeout=300
    )
    assert answer.ok, answer.text
    (result,) = answer.json()["result"]
    assert result["error"] is None, result["error"]
    assert result["status"] == "success"
    return result["data"]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_answers_without_an_error(name, session, superset):
    title = yaml.safe_load((SCRIPTS / "assets" / "charts" / f"{name}.yaml").read_text())[
        "slice_name"
    ]
    rows = data_of(session, superset, titled(session, superset, title))
    print(f"{title}: {len(rows)} rows")
    assert rows or name in MAY_BE_EMPTY


def test_the_dashboard_shows_every_chart(session, superset):
    answer = session.get(f"{superset}/api/v1/dashboard/community-climate/charts", timeout=120)
    assert len(answer.json()["result"]) == len(CHARTS)


def test_the_figures_are_those_of_the_marts(session, superset, published):
    chart = titled(session, superset, "Themes and what they make people feel")
    shown = {
        (row["community"], row["theme"]): row["posts"] for row in data_of(session, superset, chart)
    }
    with duckdb.connect(str(published), read_only=True) as connection:
        counted = connection.execute("""
            select c.name || case when c.simulated then ' (simulated)' else '' end, coalesce(n.label_en, t.theme_id),
                sum(t.posts)
            from fct_theme_days as t
            inner join dim_communities as c using (community_id)
            left join dim_themes as n using (community_id, theme_id)
            where t.posts > 0 group by all""").fetchall()
    assert len(shown) == min(100, len(counted))
    assert (
        shown.items() <= {(community, theme): posts for community, theme, posts in counted}.items()
    )


def test_importing_again_renews_and_doubles_nothing(session, superset, importing, published):
    before = {
        what: len(listed(session, superset, what))
        for what in ("chart", "dataset", "dashboard", "database")
    }
    importing.import_dashboard(session, superset, str(published))
    assert {what: len(listed(session, superset, what)) for what in before} == before


def test_the_night_that_was_just_published_is_what_the_next_query_shows(
    session, superset, published, tmp_path
):
    chart = titled(session, superset, "Posts of members by day")
    before = sum(
        sum(v for k, v in row.items() if k != "date" and v)
        for row in data_of(session, superset, chart)
    )
    assert before > 0
    tomorrow = published.with_name("tomorrow.duckdb")
    shutil.copy(published, tomorrow)
    with duckdb.connect(str(tomorrow)) as connection:
        connection.execute("update fct_community_days set member_posts = 2 * member_posts")
    os.replace(tomorrow, published)
    after = sum(
        sum(v for k, v in row.items() if k != "date" and v)
        for row in data_of(session, superset, chart)
    )
    assert after == 2 * before


def test_nobody_writes_through_the_dashboards_connection(session, superset):
    (database,) = listed(session, superset, "database")
    query = {
        "database_id": database["id"],
        "sql": "create table main.mine (i integer)",
        "schema": "main",
        "runAsync": False,
    }
    answer = session.post(f"{superset}/api/v1/sqllab/execute/", json=query, timeout=120)
    assert not answer.ok
