"""A night with looks of the pulse before it and one without: the same but for the pulse's own mails."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from tests.end_to_end.conftest import call, environment, nights_here, query
from tests.pulse.conftest import ANGRY
from tests.same_night import lake_apart, mails_apart, marts_apart

pytestmark = pytest.mark.e2e
NOW = datetime.now(UTC)
ZONE = f"Etc/GMT{NOW.hour:+d}" if NOW.hour <= 12 else f"Etc/GMT-{24 - NOW.hour}"
"""Where midnight was less than an hour ago: the night's day has ended, and a look still hears of it."""
MIDNIGHT = NOW.astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
DAYS, A_DAY, STORM, LATE = 30, 8, 15, 3
COMMUNITY = """
name: sky
industry: airlines
language: en
timezone: {zone}
accounts: [sky]
pulse: {pulse}
sources: [{{network: export, path: "{posts}", account: sky}}]
recipients: [{{email: cm@example.org}}]
"""
QUIET = (
    "Boarding now at gate {n}, see you all on the other side",
    "My suitcase number {n} is not here yet, does anybody know whom to ask?",
    "Lovely crew on flight {n} this morning, thank you",
    "Flight {n} is half an hour late again",
)


@dataclass
class Sky:
    """A community's file of posts, and a home for each of its two lives."""

    folder: Path

    @property
    def posts(self) -> Path:
        return self.folder / "posts.jsonl"

    def environment(self, home: str, pulse: bool) -> dict[str, str]:
        communities = self.folder / f"communities {home}"
        communities.mkdir(exist_ok=True)
        about = {"zone": ZONE, "pulse": str(pulse).lower(), "posts": self.posts}
        (communities / "sky.yml").write_text(COMMUNITY.format(**about))
        return environment(self.folder / home, communities)

    def say(self, number: int, text: str, at: datetime) -> None:
        row = {
            "post_id": f"p{number}", "network": "x", "account": "sky", "author_id": f"a{number % 97}",
            "text": text.format(n=number), "language": "en", "created_at": at.isoformat(),
        }  # fmt: skip
        with self.posts.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


@pytest.fixture(scope="module")
def sky(tmp_path_factory) -> Sky:
    """Thirty days and a night; then a storm that one home hears at once, and the night of both, for
    which a few posts came late.
    """
    sky = Sky(tmp_path_factory.mktemp("sky"))
    with_looks, without = sky.environment("with", True), sky.environment("without", False)
    for number in range(DAYS * A_DAY):
        day, place = divmod(number, A_DAY)
        ago = timedelta(days=DAYS + 1 - day) - timedelta(hours=2 * place + 6)
        sky.say(number, QUIET[number % len(QUIET)], MIDNIGHT - ago)
    nights_here(without, (MIDNIGHT - timedelta(days=2)).date().isoformat())
    shutil.copytree(sky.folder / "without", sky.folder / "with")
    for place in range(STORM):
        at = MIDNIGHT - timedelta(minutes=45 - 2 * place)
        sky.say(1000 + place, ANGRY[place % len(ANGRY)], at)
    [seen] = json.loads(call(with_looks, "cmr", "pulse", "--json").stdout)["communities"]
    assert (seen["told"], seen["mails"]) == ("begins", 1)
    for number in range(LATE):
        sky.say(2000 + number, QUIET[number], MIDNIGHT - timedelta(hours=9))
    for env in (with_looks, without):
        nights_here(env, "latest")
    return sky


@pytest.fixture
def homes(sky) -> tuple[Path, Path]:
    return sky.folder / "with", sky.folder / "without"


def test_every_mart_is_the_same_row_by_row_and_knows_of_the_storm(homes):
    assert marts_apart(*homes) == {}
    day = (MIDNIGHT - timedelta(days=1)).date()
    found = "select member_posts from fct_community_days where date = ?"
    assert query(homes[0], found, day) == [(STORM + LATE,)]


def test_readings_and_ledgers_are_the_same_and_the_night_read_only_what_no_look_had(homes):
    assert lake_apart(*homes) == {}
    assert [read(home) for home in homes] == [
        [LATE, STORM, DAYS * A_DAY],
        [STORM + LATE, DAYS * A_DAY],
    ]


def read(home: Path) -> list[int]:
    """How many texts each shard of a home was, the smallest first; no text was read twice."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select count(*), count(distinct text_hash) from read_parquet(?, filename = true) "
            "group by rollup (filename) order by all",
            [str(home / "lake" / "enriched" / "*" / "*.parquet")],
        ).fetchall()
    assert all(texts == different for texts, different in rows)
    return [texts for texts, _ in rows[:-1]]


def test_the_mails_are_the_same_word_for_word_but_for_the_pulse_s_own(homes):
    with_looks, without = ({path.name for path in (home / "outbox").iterdir()} for home in homes)
    own = with_looks - without
    assert len([name for name in own if name.endswith(".eml")]) == 1
    assert mails_apart(*homes) == sorted(own)
