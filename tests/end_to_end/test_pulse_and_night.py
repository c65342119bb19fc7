"""The night's marts stay the night's: facts are the same with hourly looks before it and without,
and a text that a look read is not read again.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.end_to_end.conftest import call, differences, environment, plain_nights, query

pytestmark = pytest.mark.e2e
FILE = """
name: sky
industry: airlines
language: en
timezone: {zone}
accounts: [sky]
pulse: {pulse}
sources: [{{network: export, path: "{path}", account: sky}}]
"""


def early_zone(now: datetime) -> str:
    """A zone in which a day has just ended, so that all of it is young: there it is one o'clock."""
    west = now.hour - 1
    return f"Etc/GMT{west if west <= 12 else west - 24:+d}"


def rows(now: datetime, first: int, last: int) -> str:
    """Posts of the day that has just ended, every third one angry, in words of their own."""
    ended = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1, minutes=5)
    texts = (
        "Flight {n} is cancelled again and nobody answers, this is unacceptable",
        "Thank you for the smooth flight {n}, the crew was lovely",
        "Does flight {n} to Oslo take bicycles?",
    )
    return "".join(
        json.dumps({
            "post_id": f"p{n}", "network": "x", "account": "sky", "author_id": f"a{n % 17}", "likes": n,
            "text": texts[n % 3].format(n=n), "created_at": (ended - timedelta(minutes=12 * n)).isoformat(),
        }) + "\n"
        for n in range(first, last)
    )  # fmt: skip


def home_of(folder: Path, zone: str, path: Path, pulse: bool) -> tuple[Path, dict[str, str]]:
    home, communities = folder / "var", folder / "communities"
    communities.mkdir(parents=True)
    about = {"zone": zone, "path": path, "pulse": str(pulse).lower()}
    (communities / "sky.yml").write_text(FILE.format(**about))
    return home, environment(home, communities)


def hashes(folder: Path) -> list[str]:
    """The texts that were read, one for each time."""
    return [
        text
        for path in folder.rglob("*.parquet")
        if path.name != "_schema.parquet"
        for text in pq.read_table(path)["text_hash"].to_pylist()
    ]


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Two homes after the same night, one of which was looked at before it; and the texts that had
    been read by then.
    """
    now, folder = datetime.now(UTC), tmp_path_factory.mktemp("pulse")
    zone, path = early_zone(now), folder / "posts.jsonl"
    looked_at, env = home_of(folder / "looked_at", zone, path, pulse=True)
    left_alone, other = home_of(folder / "left_alone", zone, path, pulse=False)
    path.write_text(rows(now, 20, 60))
    call(env, "cmr", "pulse", "--community", "sky", "--json")
    read_by_the_look = hashes(looked_at / "lake" / "enriched")
    path.write_text(rows(now, 0, 60))
    plain_nights(env, "latest")
    plain_nights(other, "latest")
    return looked_at, left_alone, read_by_the_look


def test_the_facts_of_the_night_are_the_same_with_the_pulse_and_without(homes):
    looked_at, left_alone, _ = homes
    assert differences(looked_at, left_alone) == {}
    assert query(looked_at, "select count(*) from fct_posts") == [(60,)]


def test_what_a_look_read_the_night_does_not_read_again(homes):
    looked_at, left_alone, read_by_the_look = homes
    assert len(read_by_the_look) == 40
    after = hashes(looked_at / "lake" / "enriched")
    assert len(after) == len(set(after)) == 60
    assert set(read_by_the_look) < set(after)
    assert set(after) == set(hashes(left_alone / "lake" / "enriched"))
