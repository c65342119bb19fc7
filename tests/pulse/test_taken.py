"""What is new is read once and kept for two days."""

from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from tests.pulse.conftest import NOW, Sky
from transforms import lake
from transforms.config.industries import read_pack
from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.pulse import taken


def take(sky: Sky, at=NOW, heard_until=None) -> str:
    community = sky.community
    pack = read_pack(settings().industries / "airlines.yml")
    return taken.take(community, community.sources[0], "export_posts_sky", pack, heard_until, at)


def readings() -> pa.Table:
    return lake.read("enriched")


def test_posts_are_kept_with_what_was_read_in_them(sky):
    sky.storm(3, NOW)
    assert take(sky) == "whole"
    posts = taken.held(sky.community)
    assert sorted(posts["post_id"].to_pylist()) == ["p1", "p2", "p3", "p4"]
    angry = posts.filter(pc.not_equal(posts["post_id"], "p1"))
    assert pc.min(angry["complaint"]).as_py() > 0.35
    assert "cancellation" in angry["theme"].to_pylist()
    assert set(posts["model"].to_pylist()) == {enrich.active_model()}


def test_a_text_is_read_once_however_often_it_is_seen(sky):
    sky.storm(3, NOW)
    sky.say(["My flight is late again", "My flight is late again"], NOW)
    take(sky)
    assert readings().num_rows == 5
    sky.storm(2, NOW)
    take(sky, heard_until=NOW - timedelta(hours=1))
    hashes = readings()["text_hash"].to_pylist()
    assert len(hashes) == len(set(hashes)) == 7
    assert taken.held(sky.community).num_rows == 8


def test_an_edited_post_is_there_once_as_it_is_now(sky):
    [post_id] = sky.storm(1, NOW)
    take(sky)
    sky.file.write_text(sky.file.read_text().replace("cancelled again", "finally on its way"))
    take(sky)
    posts = taken.held(sky.community)
    texts = dict(zip(posts["post_id"].to_pylist(), posts["text"].to_pylist(), strict=True))
    assert len(texts) == posts.num_rows == 2
    assert "finally" in texts[post_id]


def test_after_two_days_a_post_is_gone(sky):
    sky.storm(2, NOW)
    take(sky)
    take(sky, at=NOW + timedelta(days=3))
    assert taken.held(sky.community).num_rows == 0


def test_where_the_pulse_was_switched_off_the_posts_go_too(sky):
    sky.storm(2, NOW)
    take(sky)
    assert taken.drop(NOW) == 0
    assert taken.drop(NOW + timedelta(days=3)) == 3
    assert lake.read("pulse").num_rows == 0


def test_a_post_of_two_sources_counts_once(sky):
    sky.storm(2, NOW)
    take(sky)
    text = sky.path.read_text()
    source = next(line for line in text.splitlines() if line.startswith("sources:"))
    again = source.replace("account: sky}", "account: sky}, {network: export, path: other.jsonl}")
    sky.path.write_text(text.replace(source, again))
    posts = lake.read("pulse", "sky--export_posts_sky")
    lake.write("pulse", "sky--export_other", posts)
    assert taken.held(sky.community).num_rows == 3


def test_a_source_that_fails_gives_nothing_and_takes_nothing_away(sky):
    sky.storm(2, NOW)
    take(sky)
    sky.file.write_text("what is this")
    assert take(sky) == "nothing"
    assert taken.held(sky.community).num_rows == 3
