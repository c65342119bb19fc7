"""Posts of every network are staged for the pulse in the words of their own staging models."""

import pyarrow as pa
import pytest

from transforms import lake
from transforms.config.networks import NETWORKS
from transforms.pulse import read
from transforms.stage import shards


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_s_staging_model_can_be_asked_without_a_warehouse(sky, network):
    schema = [f for f in lake.SCHEMAS[f"raw/{network}"] if f.name != "_dlt_load_id"]
    posts = read.staged(pa.schema(schema).empty_table(), network, sky.community)
    assert {"network", "post_id", "author_id", "is_brand", "text", "text_hash", "language",
            "created_at"} <= set(posts.column_names)  # fmt: skip


def test_a_post_in_a_language_that_is_not_read_is_expected_in_the_community_s(sky):
    schema = pa.schema([f for f in lake.SCHEMAS["raw/export"] if f.name != "_dlt_load_id"])
    rows = [
        {"network": "x", "post_id": language, "text": " Hola ", "language": language, "line": 1}
        for language in ("es", "fr")
    ]
    posts = read.staged(pa.Table.from_pylist(rows, schema), "export", sky.community)
    told = dict(zip(posts["post_id"].to_pylist(), posts["language"].to_pylist(), strict=True))
    assert told == {"es": "en", "fr": "fr"}
    assert set(posts["text"].to_pylist()) == {"Hola"}
    assert len(set(posts["text_hash"].to_pylist())) == 2


def test_a_shard_has_the_name_that_the_night_would_give_it(sky):
    rows = [
        {
            "text_hash": "h",
            "text": "t",
            "language": "en",
            "industry": "airlines",
            "pack_version": "1",
        }
    ]
    table = pa.Table.from_pylist(rows, lake.SCHEMAS["shards"])
    assert shards.put(table) == shards.put(table)
    assert len(lake.names("shards")) == 1
