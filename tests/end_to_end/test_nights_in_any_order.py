"""Nights backfilled in any order, run twice or retried give the same facts."""

import shutil

import pytest

from tests.end_to_end import fibra
from tests.end_to_end.conftest import differences, nights_here, query
from tests.end_to_end.fibra import NIGHTS
from tests.end_to_end.small import small

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    return fibra.past(tmp_path_factory)


@pytest.fixture(scope="module")
def last_first(tmp_path_factory, past):
    """A home with the same key whose last night came first, and what it had sent and knew after each
    of them.
    """
    home = tmp_path_factory.mktemp("order") / "var"
    small(home, "fibra")
    shutil.copytree(past.after / "secrets", home / "secrets")
    seen = []
    for night in (NIGHTS[2], NIGHTS[0], NIGHTS[1]):
        nights_here(past.environment(home), night)
        mails = sorted(path.name for path in (home / "outbox").iterdir())
        seen.append((mails, query(home, "select last_date from dim_communities")))
    return home, seen


def test_nights_out_of_order_give_the_same_facts(past, last_first):
    assert differences(past.after, last_first[0]) == {}
    assert query(past.after, "select max(created_date) <= date '2025-06-18' from fct_posts") == [
        (True,)
    ]


def test_an_earlier_night_is_archived_and_not_mailed(last_first):
    home, (first, *earlier) = last_first
    assert first[0]
    assert earlier == [first, first]
    assert all(any((home / "archive" / night).iterdir()) for night in NIGHTS)
