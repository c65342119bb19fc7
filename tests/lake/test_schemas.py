"""Every folder of the lake and its columns."""

import pyarrow as pa
import pytest

from transforms.config.networks import PULLED
from transforms.lake.schemas import GROWN, SCHEMAS
from transforms.reading import EMOTIONS, INTENTS


def test_every_network_that_is_pulled_has_its_folder_and_all_have_the_same_columns():
    folders = [SCHEMAS[f"raw/{network}"] for network in PULLED]
    assert len(folders) >= 7
    assert all(one.equals(folders[0]) for one in folders)


def test_a_reading_has_every_emotion_and_every_intent_as_a_share_of_four_decimals():
    for name in (*EMOTIONS, *INTENTS, "neutral", "sentiment"):
        assert SCHEMAS["enriched"].field(name).type == pa.decimal128(6, 4), name


@pytest.mark.parametrize("folder", SCHEMAS)
def test_every_instant_is_in_utc_and_says_so_by_its_name(folder):
    for field in SCHEMAS[folder]:
        if pa.types.is_timestamp(field.type):
            assert field.type.tz == "UTC"
            assert field.name.endswith("_at"), field.name
        assert not (field.name.endswith("_at") and pa.types.is_string(field.type)), field.name


def test_what_grew_is_a_folder_of_the_lake():
    assert set(GROWN) <= set(SCHEMAS)
