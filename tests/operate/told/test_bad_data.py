"""A dbt test that fails because of bad data: who is told what, what console and page say, what readers
see.
"""

from io import StringIO

import pytest
from rich.console import Console

from tests.dbt.conftest import open_toy_lake
from tests.dbt.toy_lake import at
from transforms import lake
from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.operate import flow, status
from transforms.stage import run as stage

ADVICE = {"community_id": "toyshop", "industry": "toys", "advice_id": "a1", "rank": 1}
TEST = "unique_combination_fct_recommendations_community_id__for_date__advice_id"
SENTENCE = f"not published: readers keep the figures they had; failed: advice ({TEST}, see its log)"


@pytest.fixture
def toys(monkeypatch, receiver):
    """A toy shop whose first night was published."""
    with open_toy_lake() as toys:
        monkeypatch.setenv("CMR_NOTIFY", receiver[0])
        monkeypatch.setenv("AIRFLOW_CTX_DAG_RUN_ID", "the first night")
        settings.cache_clear()
        toys.community()
        toys.posts({"post_id": "a", "created_at": at(1)})
        toys.readings({"a": {"joy": 0.9}})
        nights = toys.build("2025-03-01")
        stage.build_advice()
        flow.publish(nights)
        yield toys


def test_an_advice_that_two_files_tell_differently_stops_the_publication_by_name(
    toys, receiver, monkeypatch
):
    """As a restore does that lays another machine's ledger beside this one's."""
    monkeypatch.setenv("AIRFLOW_CTX_DAG_RUN_ID", "the second night")
    for rank, name in enumerate(("ours", "theirs"), start=1):
        row = ADVICE | {"for_date": at(2).date(), "rank": rank, "written_at": at(1)}
        lake.write_rows("ledger/recommendations", name, [row])
    toys.posts({"post_id": "b", "created_at": at(2)})
    toys.readings({"b": {"anger": 0.9}})
    nights = toys.build("2025-03-02")
    with pytest.raises(StepFailed, match=f"(?s)dbt build .*{TEST}.*Got 1 result"):
        stage.build_advice()
    with pytest.raises(StepFailed):
        flow.say_how_it_ended()
    assert [(one["title"], one["message"]) for one in receiver[1]] == [
        ("The night was not published", SENTENCE)
    ]

    said = StringIO()
    status.show(status.collect(), Console(file=said, width=200))
    (line,) = [line for line in said.getvalue().splitlines() if "advice" in line]
    assert "failed" in line
    assert TEST in line

    flow.site(nights)
    (page,) = settings().site.glob("toyshop/en/status.html")
    assert TEST in page.read_text(encoding="utf-8")
    with_figures = lake.read("ledger/publications").to_pylist()
    assert [(row["night"].isoformat(), row["status"]) for row in with_figures] == [
        ("2025-03-01", "published")
    ]
