"""Why a field was refused."""

from transforms.extract.values.bad_field import BadField


def test_a_refusal_names_its_field_and_its_message_is_the_reason_alone():
    refused = BadField("created_at", "not an ISO 8601 date")
    assert (refused.field, refused.reason) == ("created_at", "not an ISO 8601 date")
    assert str(refused) == "not an ISO 8601 date"
    assert isinstance(refused, ValueError)
