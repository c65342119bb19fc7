"""Ids of posts that say who wrote them."""

import pytest

from transforms.people.named_ids import names_somebody, tells_by_form

ADDRESSES = [
    "https://x.example/jane/1",
    "at://did:plc:abc/app/3k",
    "@jane/1",
    "user/jane/9",
    "jane%40home",
]


@pytest.mark.parametrize("post_id", ADDRESSES)
def test_an_address_tells_by_its_form(post_id):
    assert tells_by_form(post_id)
    assert names_somebody(post_id, ())


def test_an_id_made_of_a_handle_names_its_author_in_any_case():
    assert names_somebody("Jane_Doe-17", ("jane_doe",))
    assert not names_somebody("1934900000000000001", ("jane_doe",))


def test_a_name_too_short_to_tell_and_one_that_is_no_text_name_nobody():
    assert not names_somebody("ann-17", ("ann", None, 17))
