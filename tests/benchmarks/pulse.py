"""How soon the pulse tells of a crisis, and how often of none: `python -m tests.benchmarks.pulse
[--worlds 60]` prints JSON.

Communities looked at every hour of four weeks after eight weeks of past, at a minute of the hour that
chance chooses. Half of them are quiet; in each of the others a crisis of three to seven times the
usual volume begins at an hour of any day or night, and half of it is said in its first three hours.
`simulated` are the simulator's communities of 12 posts a day, read by somebody who sees three upset
posts in four, and upset in one calm post in twelve. `rough` ones are nothing like the model of what
is usual: 400 posts a day whose level wanders from day to day and grows by a third in twelve weeks,
and whose threads draw crowds that are upset together. The delay is from a crisis' beginning to the
mail; what alarms before it, or without one, is false.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from scipy import stats

from transforms.pulse import crisis as crises
from transforms.pulse.heard import Heard, Said, heard, people
from transforms.pulse.look import FEWEST, RATE, WINDOWS, look
from transforms.seeds import seed_of
from transforms.simulate.bundled import random_world
from transforms.simulate.generate import happened
from transforms.simulate.world import PlantedCrisis, World

PAST, WATCHED = 56, 28
DAYS = PAST + WATCHED
SEEN, INVENTED = 0.75, 1 / 12
KINDS = (("airlines", "en"), ("telecom", "fr"), ("media", "fr"))
MONTH = 365.25 / 12
ROUGH_START = datetime(2025, 1, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Watched:
    """A community to look at: its posts, its clock, since when it is known, and when its crisis
    begins, if it has one.
    """

    posts: list[Said]
    zone: ZoneInfo
    start: datetime
    minute: int
    begins: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What was told of a community: (kind, instant) of each mail."""

    mails: tuple[tuple[str, datetime], ...]
    begins: datetime | None

    @property
    def false_alarms(self) -> int:
        return sum(
            kind == "begins" and (self.begins is None or at < self.begins)
            for kind, at in self.mails
        )

    @property
    def delay(self) -> timedelta | None:
        """From the crisis' beginning to the first mail of it; None when there was none in two days."""
        told = [
            at - self.begins
            for kind, at in self.mails
            if self.begins and kind == "begins" and at >= self.begins
        ]
        return told[0] if told and told[0] <= timedelta(days=2) else None


def simulated(seed: int, shaken: bool) -> Watched:
    """One of the simulator's communities, with a crisis of its last four weeks or without."""
    rng = np.random.default_rng(seed_of("pulse", seed, shaken))
    about = {"posts_per_day": 12.0, "people": 120, "days": DAYS, "horizon": DAYS}
    calm = random_world(9000 + seed, *KINDS[seed % len(KINDS)], **about)
    planted = PlantedCrisis(
        calm.date_of(int(rng.integers(PAST, DAYS - 2))),
        calm.themes[int(rng.integers(len(calm.themes)))],
        ("anger", "sadness", "fear"),
        size=float(rng.uniform(3, 7)),
        hour=int(rng.integers(24)),
    )
    world = (
        random_world(9000 + seed, *KINDS[seed % len(KINDS)], **about, crises=(planted,))
        if shaken
        else calm
    )
    return Watched(
        list(_members(world, rng)),
        ZoneInfo(world.timezone),
        world.instant(world.date_of(0), 0),
        int(rng.integers(60)),
        world.instant(planted.day, 3600 * planted.hour) if shaken else None,
    )


def _members(world: World, rng: np.random.Generator) -> Iterator[Said]:
    for post in happened(world):
        if post.author_id != world.name:
            upset = post.truth["stance"] == "complaint" or "anger" in post.truth["emotions"]
            read = bool(rng.random() < (SEEN if upset else INVENTED))
            yield Said(post.created_at, post.author_id, post.post_id, 0, read)


def rough(seed: int, shaken: bool) -> Watched:
    """A community that wanders, grows and quarrels: gamma levels by day, threads by chance."""
    rng = np.random.default_rng(seed_of("pulse rough", seed, shaken))
    posts: list[Said] = []
    hours = np.exp(np.cos((np.arange(24) - 17) / 24 * 2 * np.pi) * 1.2)
    hours /= hours.sum()
    for day in range(DAYS):
        level = 400 * (1 + day / DAYS / 3) * rng.gamma(12, 1 / 12) * (0.7 if day % 7 > 4 else 1)
        for at in 24 * day + rng.choice(24, rng.poisson(0.75 * level), p=hours) + 0.0:
            posts += _thread(at + rng.random(), rng)
    begins = ROUGH_START + timedelta(hours=int(rng.integers(24 * PAST, 24 * (DAYS - 2))))
    if shaken:
        posts += _crisis(begins, rng)
    posts = [post for post in posts if post.at < ROUGH_START + timedelta(days=DAYS)]
    zone, minute = ZoneInfo("Europe/Paris"), int(rng.integers(60))
    return Watched(posts, zone, ROUGH_START, minute, begins if shaken else None)


def _crisis(begins: datetime, rng: np.random.Generator) -> Iterator[Said]:
    """Two to six times a day's posts more, most of them upset, halved every day."""
    for day in range(4):
        many = rng.poisson(400 * rng.uniform(2, 6) * 0.5**day)
        for after in 24 * day + rng.exponential(4, many):
            at = begins + timedelta(hours=float(after))
            yield Said(at, f"p{rng.integers(6000)}", f"{at}", 0, bool(rng.random() < SEEN))


def _thread(hour: float, rng: np.random.Generator) -> Iterator[Said]:
    """A post and those who answer it in the hours after, most of them as upset as its thread is."""
    mood = rng.beta(0.8, 2.4)
    replies = rng.geometric(1 / 8) if rng.random() < 0.04 else 0
    for after in (0.0, *rng.exponential(3, replies)):
        at = ROUGH_START + timedelta(hours=hour + after)
        yield Said(at, f"p{rng.integers(6000)}", f"{at}", 0, bool(rng.random() < mood))


def told(community: Watched) -> Told:
    """The mails of four weeks of hourly looks."""
    everything, state = heard(community.posts), None
    mails: list[tuple[str, datetime]] = []
    first = community.start + timedelta(days=PAST, minutes=community.minute)
    for hour in range(24 * WATCHED):
        at = first + timedelta(hours=hour)
        known = at - timedelta(hours=28)
        past, now = _part(everything, None, known), _part(everything, known, at)
        if (state is None or state.is_over) and not _may_alarm(now, at):
            continue
        seen = look(now, past, at, community.zone, community.start, known)
        state, event = crises.step(state, seen)
        if event:
            mails.append((event.kind, at))
    return Told(tuple(mails), community.begins)


def _may_alarm(now: Heard, at: datetime) -> bool:
    """Whether enough people are upset for any alarm, whatever is usual: it saves most of the time."""
    return people(now, np.array([at.timestamp()]), max(WINDOWS), upset=True)[0] >= FEWEST


def _part(said: Heard, since: datetime | None, until: datetime) -> Heard:
    """What was said up to `until`; everything that the counting asks for rests on the past alone."""
    first = 0 if since is None else int(np.searchsorted(said.at, since.timestamp(), "right"))
    after = int(np.searchsorted(said.at, until.timestamp(), "right"))
    parts = (said.at, said.upset, said.before, said.upset_before)
    return Heard(*(part[first:after] for part in parts))


def false_alarms(found: list[Told], days: float) -> dict[str, Any]:
    """Alarms per community-month without a crisis, with the exact 95 % interval (Garwood 1936)."""
    alarms, months = sum(one.false_alarms for one in found), len(found) * days / MONTH
    low = stats.chi2.ppf(0.025, 2 * alarms) / 2 if alarms else 0.0
    high = stats.chi2.ppf(0.975, 2 * alarms + 2) / 2
    return {
        "worlds": len(found), "months": round(months, 1), "false_alarms": alarms,
        "a_month": round(alarms / months, 4), "low": round(low / months, 4), "high": round(high / months, 4),
        "stated": round(RATE / 12, 4),
    }  # fmt: skip


def delays(found: list[Told]) -> dict[str, Any]:
    """Hours from a crisis' beginning to its mail, and how many mails a crisis makes."""
    hours = sorted(one.delay / timedelta(hours=1) for one in found if one.delay is not None)
    mails = [
        sum(at >= one.begins for _, at in one.mails) for one in found if one.begins and one.delay
    ]
    begun = [
        sum(kind == "begins" and at >= one.begins for kind, at in one.mails)
        for one in found
        if one.begins and one.delay
    ]
    return {
        "crises": len(found), "told": len(hours), "median_hours": round(float(np.median(hours)), 2),
        "p90_hours": round(float(np.quantile(hours, 0.9)), 2),
        "mails_a_crisis": round(float(np.mean(mails)), 2),
        "told_to_begin_more_than_once": sum(many > 1 for many in begun),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=60, help="of each kind")
    worlds = range(parser.parse_args().worlds)
    for make in (simulated, rough):
        quiet = [told(make(seed, False)) for seed in worlds]
        print(json.dumps({f"{make.__name__}, quiet": false_alarms(quiet, WATCHED)}), flush=True)
        shaken = [told(make(seed, True)) for seed in worlds]
        print(json.dumps({f"{make.__name__}, a crisis": delays(shaken)}), flush=True)


if __name__ == "__main__":
    main()
