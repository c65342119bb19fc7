"""What the shop's people want."""

import pytest

from tests.dbt.toy_lake import rows
from tests.dbt.twelve_posts.shop import FIRST, SECOND

pytestmark = pytest.mark.usefixtures("shop")


def test_an_expectation_counts_people():
    columns = "need_id, explicit_share, people, posts, people_before, rise, rank, verbatims"
    assert rows(f"select {columns} from fct_expectations") == [
        (
            "n1", 0.3333, 2, 3, 0, 2, 1,
            [{"network": "x", "post_id": "p1"}, {"network": "x", "post_id": "p2"}],
        )
    ]  # fmt: skip


def test_a_want_has_its_history_and_its_posts():
    columns = (
        "name_kind, said_in, share_of_voice, first_seen, last_seen, people_answered, answered_since"
    )
    assert rows(f"select {columns} from fct_expectations") == [
        ("phrase", None, 0.4, FIRST, SECOND, 1, FIRST)
    ]
    assert rows("select post_id, need_id from fct_posts where need_id is not null order by 1") == [
        ("p1", "n1"), ("p2", "n1"), ("p7", "n1")
    ]  # fmt: skip
    columns = "date, people, posts, explicit_posts, share_of_voice, first_seen, label_fr"
    assert rows(f"select {columns} from fct_expectation_days order by date") == [
        (FIRST, 2, 2, 1, 0.5, FIRST, "un colis à l'heure"),
        (SECOND, 1, 1, 0, 0.3333, FIRST, "un colis à l'heure"),
    ]
