from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from transforms import lake
from transforms.config.communities import read_community
from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.extract import sources
from transforms.stage import run as stage


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_counts_pulled_tonight_are_in_tonights_posts(folder, zone):
    """The pull comes after the run was due, as every pull does."""
    community = sources_of(folder, zone)
    due = datetime.now(UTC)
    written = due - timedelta(days=1)
    status = '{"content": "<p>Bonjour, nous regardons cela</p>", "favourites_count": 42, "language": "fr"}'
    row = {
        "community_id": "maison", "source": "mastodon_marque", "network": "mastodon", "post_id": "1",
        "author_id": "someone", "created_at": written, "payload": status, "followers": 100, "deleted": False,
        "observed_at": datetime.now(UTC), "line": 1, "row_hash": "one", "loaded_at": due,
        "_dlt_load_id": f"{due.timestamp()}",
    }  # fmt: skip
    lake.write_rows("raw/mastodon", f"{due.timestamp()}.one", [row])
    night = sources.night_of(community, None, due)
    sources.record(community, "mastodon_marque", "mastodon", night, "ok", "1 new", rows=1)
    stage.stage(None, due, enrich.active_model(), enrich.thresholds())
    with duckdb.connect(str(settings().warehouse), read_only=True) as connection:
        assert connection.execute("select likes, followers from int_posts_current").fetchall() == [
            (42, 100)
        ]


def sources_of(folder, zone):
    path = folder / "communities" / "maison.yml"
    path.write_text(
        f"name: maison\nindustry: telecom\nlanguage: fr\ntimezone: {zone}\naccounts: [marque]\n"
        "sources:\n  - {network: mastodon, handle: marque, instance: mastodon.example}\n"
    )
    return read_community(path)
