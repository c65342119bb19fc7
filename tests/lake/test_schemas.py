"""Every folder of the lake and its columns."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms import lake
from transforms.config.networks import PULLED
from transforms.lake.schemas import SCHEMAS
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


@pytest.mark.parametrize("folder", ["enriched", "ledger/recommendations", "raw/export"])
def test_a_folder_that_an_earlier_version_began_gets_the_columns_of_this_one(home, folder):
    """A reading from before `readable`: dbt finds the column, and null in the old file."""
    schema = SCHEMAS[folder]
    older = pa.schema(list(schema)[:3])
    place = Path(lake.url(folder))
    place.mkdir(parents=True)
    pq.write_table(older.empty_table(), place / "_schema.parquet")
    pq.write_table(
        pa.table({older[0].name: pa.array([None], older[0].type)}), place / "old.parquet"
    )
    lake.initialise()
    found = duckdb.sql(f"from read_parquet('{place}/*.parquet', union_by_name = true)")
    assert set(found.columns) == set(schema.names)
    assert len(found) == 1


def test_an_empty_file_that_was_cut_short_is_written_again(home):
    lake.initialise()
    cut = Path(lake.url("sources", "_schema.parquet"))
    cut.write_bytes(cut.read_bytes()[:20])
    lake.initialise()
    assert pq.read_schema(cut).names == SCHEMAS["sources"].names
