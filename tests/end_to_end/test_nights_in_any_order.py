"""Nights backfilled in any order, run twice or retried give the same facts."""

import shutil

import pytest

from tests.end_to_end.conftest import PROJECT, differences, environment, nights_here, query
from tests.end_to_end.small import small

pytestmark = pytest.mark.e2e
NIGHTS = ("2025-06-10", "2025-06-17", "2025-06-18")


@pytest.fixture(scope="module")
def communities(tmp_path_factory):
    """One of the bundled communities is enough, and quicker."""
    folder = tmp_path_factory.mktemp("communities")
    shutil.copy(PROJECT / "dags" / "communities" / "fibra.yml", folder)
    return folder


@pytest.fixture(scope="module")
def in_order(tmp_path_factory, communities):
    home = tmp_path_factory.mktemp("order") / "var"
    small(home, "fibra")
    nights_here(environment(home, communities), *NIGHTS)
    return home


@pytest.fixture(scope="module")
def last_first(tmp_path_factory, communities):
    """A home whose last night came first, and what it had sent and knew after each of them."""
    home = tmp_path_factory.mktemp("order") / "var"
    small(home, "fibra")
    seen = []
    for night in (NIGHTS[2], NIGHTS[0], NIGHTS[1]):
        nights_here(environment(home, communities), night)
        mails = sorted(path.name for path in (home / "outbox").iterdir())
        seen.append((mails, query(home, "select last_date from dim_communities")))
    return home, seen


def test_nights_out_of_order_give_the_same_facts(in_order, last_first):
    assert differences(in_order, last_first[0]) == {}
    assert query(in_order, "select max(created_date) <= date '2025-06-18' from fct_posts") == [
        (True,)
    ]


def test_an_earlier_night_is_archived_and_not_mailed(last_first):
    home, (first, *earlier) = last_first
    assert first[0]
    assert earlier == [first, first]
    assert all(any((home / "archive" / night).iterdir()) for night in NIGHTS)
