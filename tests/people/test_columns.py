"""Which fields say who somebody is, by their names in French and English."""

import pytest

from transforms.people.columns import holds_person

PERSONS = [
    "user_name", "screenName", "Auteur", "prénom", "e-mail", "assigned_to", "envoyé_par", "From", "author2",
    "displayName", "numero_telephone", "mentioned_users",
]  # fmt: skip
OTHERS = ["text", "likes", "reach", "created_at", "format", "hashtags", "sentiment", "shares_total"]


@pytest.mark.parametrize("name", PERSONS)
def test_a_field_of_a_person_is_known_in_any_spelling(name):
    assert holds_person(name)


@pytest.mark.parametrize("name", OTHERS)
def test_a_field_of_a_post_is_no_persons(name):
    assert not holds_person(name)
