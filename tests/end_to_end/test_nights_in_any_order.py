"""Nights backfilled in any order, run twice or retried give the same facts."""

import shutil

import pytest

from tests.end_to_end.conftest import PROJECT, call, differences, environment, plain_nights, query

pytestmark = pytest.mark.e2e
NIGHTS = ("2025-06-10", "2025-06-17", "2025-06-18")


@pytest.fixture(scope="module")
def communities(tmp_path_factory):
    """One of the bundled communities is enough, and quicker."""
    folder = tmp_path_factory.mktemp("communities")
    shutil.copy(PROJECT / "dags" / "communities" / "fibra.yml", folder)
    return folder


def home_after(tmp_path_factory, communities, *nights):
    home = tmp_path_factory.mktemp("order") / "var"
    env = environment(home, communities)
    call(env, "cmr", "simulate")
    plain_nights(env, *nights)
    return home


@pytest.fixture(scope="module")
def in_order(tmp_path_factory, communities):
    return home_after(tmp_path_factory, communities, *NIGHTS)


def test_nights_out_of_order_give_the_same_facts(in_order, tmp_path_factory, communities):
    other = home_after(tmp_path_factory, communities, NIGHTS[2], NIGHTS[0], NIGHTS[1])
    assert differences(in_order, other) == {}
    assert query(in_order, "select max(created_date) <= date '2025-06-18' from fct_posts") == [
        (True,)
    ]


def test_an_earlier_night_is_archived_and_not_mailed(tmp_path_factory, communities):
    home = home_after(tmp_path_factory, communities, NIGHTS[2])
    mails = sorted(p.name for p in (home / "outbox").iterdir())
    facts = query(home, "select last_date from dim_communities")
    plain_nights(environment(home, communities), NIGHTS[0])
    assert sorted(p.name for p in (home / "outbox").iterdir()) == mails
    assert query(home, "select last_date from dim_communities") == facts
    assert any((home / "archive" / NIGHTS[0]).iterdir())
