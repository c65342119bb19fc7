"""A new industry needs nothing but its file."""

from tests.dbt.toy_lake import PACK, ToyLake, at, rows
from transforms.config.settings import settings

GAMES = PACK.replace("name: toys", "name: games", 1).replace(
    "late_parcel_anger", "late_patch_anger"
)


def test_a_new_industry_needs_nothing_but_its_file_and_leaves_with_it(toy_lake: ToyLake):
    toy_lake.pack(GAMES)
    toy_lake.community("studio", industry="games")
    toy_lake.posts({"post_id": "a", "created_at": at(1), "community_id": "studio"})
    toy_lake.readings({"a": {"anger": 0.9, "themes": {"delivery": 0.8}}}, industry="games")
    toy_lake.build()
    columns = "theme_delivery_posts, theme_price_share, index_late_patch_anger_share"
    assert rows(f"select community_id, industry, {columns} from games__community_days") == [
        ("studio", "games", 1, 0.0, 1.0)
    ]
    assert rows("select count(*) from toys__community_days") == [(0,)]
    (settings().communities / "studio.yml").unlink()
    (settings().industries / "games.yml").unlink()
    toy_lake.pack()
    toy_lake.build()
    assert rows("select view_name from duckdb_views() where view_name like '%community_days'") == [
        ("toys__community_days",)
    ]
