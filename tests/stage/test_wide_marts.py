"""The industries' wide marts as dbt models, written from the packs alone."""

import os

import pytest
import yaml

from tests.dbt.toy_lake import PACK
from transforms.config.industries import Pack
from transforms.stage import wide_marts


@pytest.fixture
def pack() -> Pack:
    return Pack.model_validate(yaml.safe_load(PACK))


def test_the_columns_are_the_packs_themes_and_indices(pack):
    [model] = yaml.safe_load(wide_marts.yml(pack))["models"]
    assert [column["name"] for column in model["columns"]][6:] == [
        "theme_delivery_posts",
        "theme_delivery_share",
        "theme_price_posts",
        "theme_price_share",
        "index_late_parcel_anger_share",
    ]
    assert model["description"].startswith(
        "One row per community of the industry 'Toys' and local day"
    )
    assert all(column["description"] and column["data_type"] for column in model["columns"])


def test_a_second_writing_touches_nothing_so_that_dbt_parses_nothing(pack, tmp_path):
    wide_marts.write([pack], tmp_path)
    paths = sorted(tmp_path.rglob("*.*"))
    for path in paths:
        os.utime(path, (1, 1))
    wide_marts.write([pack], tmp_path)
    assert len(paths) == 2
    assert {path.stat().st_mtime for path in paths} == {1}


def test_a_pack_that_is_gone_takes_its_model_with_it(pack, tmp_path):
    wide_marts.write([pack, pack.model_copy(update={"name": "games"})], tmp_path)
    wide_marts.write([pack], tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == [
        "toys__community_days.sql",
        "toys__community_days.yml",
    ]
