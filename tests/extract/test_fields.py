"""Fields of a row: the right value, or a reason."""

import pytest

from transforms.extract.fields import BadField, is_rounded, typed


@pytest.mark.parametrize("name", ["post_id", "network", "author_id", "text", "created_at"])
@pytest.mark.parametrize("value", [None, {}, 1.5])
def test_a_required_field_that_is_missing_or_of_another_type_is_named(post, name, value):
    with pytest.raises(BadField) as caught:
        typed(post(**{name: value}))
    assert caught.value.field == name


def test_a_tombstone_needs_neither_text_nor_author(post):
    found = typed(post(deleted="true", text=None, author_id=None))
    assert found["deleted"] is True
    assert found["author_id"] is None


@pytest.mark.parametrize(
    "name", ["likes", "in_reply_to", "url", "language", "updated_at", "advice_id"]
)
@pytest.mark.parametrize("value", ["nan", "None", "<NA>", "null", float("nan")])
def test_what_programs_write_for_nothing_is_nothing(post, name, value):
    unreadable = {}
    assert typed(post(**{name: value}), unreadable=unreadable)[name] is None
    assert unreadable == {}


def test_a_text_may_be_a_word_that_means_nothing_elsewhere(post):
    assert typed(post(text="Nan"))["text"] == "Nan"


@pytest.mark.parametrize("name", ["likes", "views", "in_reply_to", "url", "updated_at"])
def test_what_a_post_can_be_read_without_is_null_when_it_cannot_be_read_and_is_told(post, name):
    unreadable = {}
    found = typed(post(**{name: {"no": "such"}}), unreadable=unreadable)
    assert found[name] is None
    assert list(unreadable) == [name]


def test_counts_of_an_unreadable_time_are_unknown(post):
    found = typed(post(observed_at="yesterday", likes=5))
    assert (found["observed_at"], found["likes"]) == (None, None)


@pytest.mark.parametrize("value", ["1,9349E+18", "1.9349E+18", "1,9349e18", 1.9349e18])
def test_an_id_that_a_spreadsheet_damaged_is_refused_with_advice(post, value):
    with pytest.raises(BadField, match="export again") as caught:
        typed(post(post_id=value))
    assert caught.value.field == "post_id"


def test_an_id_of_which_fifteen_digits_were_kept_is_known():
    assert is_rounded("1934900000000000000")
    assert is_rounded(1934912345678900001) is False
    assert is_rounded("1934912345678900123") is False


def test_numeric_ids_are_their_digits(post):
    assert typed(post(post_id=1480911111444742148))["post_id"] == "1480911111444742148"
