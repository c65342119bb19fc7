"""What the marts find of what was planted: crises on their night, quiet nights left quiet,
contagion and audiences.

Simulated worlds go straight into a lake, with readings by a reader that knows the truth, so that
only the marts are judged. Quiet worlds have no crisis; each is watched for its last sixty nights,
once fifty days of history are there.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from transforms import lake, warehouse
from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.ground.clock import instant
from transforms.reading import EMOTIONS, INTENTS
from transforms.simulate.bundled import random_world
from transforms.simulate.cast.members import crowd
from transforms.simulate.dice import Dice
from transforms.simulate.export import simulate_world
from transforms.simulate.readings import reading_of
from transforms.simulate.world import PlantedCrisis, World
from transforms.stage import run

SEEDS, WATCHED, DAYS = 50, 60, 110
KINDS = (("airlines", "en"), ("telecom", "fr"), ("media", "fr"))
MODEL = "truth-1"
THRESHOLDS = dict.fromkeys((*EMOTIONS, *INTENTS), 0.5)
STATED_RATE = 0.1
COMMUNITY = """name: {name}
industry: {industry}
language: {language}
timezone: {timezone}
accounts: [{name}]
sources: [{{network: export, path: none.jsonl}}]
as_of: latest
simulated: true
"""


def report(folder: Path, console: Console, seeds: int = SEEDS) -> dict[str, Any]:
    """Figures with n: `seeds` quiet worlds and as many with one crisis, all in one warehouse under
    `folder`.
    """
    os.environ["CMR_HOME"] = str(folder / "var")
    os.environ["CMR_COMMUNITIES"] = str(folder / "communities")
    settings.cache_clear()
    quiet = [quiet_world(seed) for seed in range(seeds)]
    shaken = [crisis_world(seed) for seed in range(seeds)]
    console.print(f"  {seeds} quiet worlds and {seeds} with a crisis, {DAYS} days each")
    write([*quiet, *shaken])
    run.stage(None, None, MODEL, THRESHOLDS)
    run.build_marts()
    found = {
        "quiet_nights": quiet_nights(quiet),
        "crises": crises(shaken),
        "contagion": contagion(quiet),
        "audiences": audiences(quiet),
    }
    for name, figures in found.items():
        console.print(f"  {name}: {figures}")
    return found


def quiet_world(seed: int) -> World:
    """A world in which nothing but its own ups and downs happens."""
    return random_world(1000 + seed, *KINDS[seed % len(KINDS)], days=DAYS, horizon=DAYS)


def crisis_world(seed: int) -> World:
    """A world with one crisis, of three to seven times the usual volume, on some day of its last
    month.
    """
    calm = random_world(5000 + seed, *KINDS[seed % len(KINDS)], days=DAYS, horizon=DAYS)
    dice = Dice(calm.seed, "planted")
    theme = dice.pick(list(calm.themes))
    crisis = PlantedCrisis(
        calm.date_of(DAYS - 1 - seed % 30),
        theme,
        ("anger", "sadness", "fear"),
        size=dice.uniform(3, 7),
    )
    return random_world(
        5000 + seed,
        *KINDS[seed % len(KINDS)],
        days=DAYS,
        horizon=DAYS,
        crises=(crisis,),
        name=f"crisis{seed}",
    )


def write(worlds: Iterable[World]) -> None:
    """Each world as raw rows and true readings in the lake, and its community file."""
    lake.initialise()
    settings().communities.mkdir(parents=True, exist_ok=True)
    packs = read_packs(settings().industries)
    for world in worlds:
        (settings().communities / f"{world.name}.yml").write_text(
            COMMUNITY.format(
                name=world.name,
                industry=world.industry,
                language=world.language,
                timezone=world.timezone,
            ),
            encoding="utf-8",
        )
        simulation = simulate_world(world)
        rows = [_raw(world, row, number) for number, row in enumerate(simulation.rows)]
        lake.write_rows("raw/export", world.name, rows)
        truth = {told["post_id"]: told for told in simulation.truth}
        shared = {
            "industry": world.industry,
            "model": MODEL,
            "pack_version": packs[world.industry].version,
        }
        readings = {
            _hash(row): reading_of(truth[row["post_id"]]) | shared for row in rows if row["text"]
        }
        lake.write_rows(
            "enriched",
            f"{MODEL}/{world.name}",
            [row | {"text_hash": name} for name, row in readings.items()],
        )


def quiet_nights(worlds: list[World]) -> dict[str, Any]:
    """Share of quiet nights with at least one signal, with its 95 % interval (Clopper & Pearson
    1934).
    """
    flagged = _column("select community_id || ' ' || date from fct_signals")
    nights = [
        f"{w.name} {w.last_day - timedelta(days=back)}" for w in worlds for back in range(WATCHED)
    ]
    alarms = sum(night in flagged for night in nights)
    low, high = _exact(alarms, len(nights))
    return {
        "nights": len(nights), "worlds": len(worlds), "with_a_signal": alarms,
        "rate": round(alarms / len(nights), 4), "low": low, "high": high, "stated": STATED_RATE,
    }  # fmt: skip


def crises(worlds: list[World]) -> dict[str, Any]:
    """How many planted crises are signalled on their own night, and with the planted theme as the
    first signal's.
    """
    first: dict[tuple[str, date], str | None] = {
        (community, day): theme
        for community, day, theme in _rows(
            "select community_id, date, theme_id from fct_signals where rank = 1"
        )
    }
    keys = [(world.name, world.crises[0].day, world.crises[0].theme) for world in worlds]
    found = [first[name, day] == theme for name, day, theme in keys if (name, day) in first]
    return {
        "planted": len(keys),
        "found_on_their_night": len(found),
        "with_their_theme_first": sum(found),
    }


def contagion(worlds: list[World]) -> dict[str, Any]:
    """Planted contagion against the risk difference of all member replies to members: correlation
    and slope.
    """
    measured = _contagion_of_all_replies()
    pairs = [(world.contagion, measured[world.name]) for world in worlds if world.name in measured]
    planted, seen = np.array(pairs).T
    slope, base = np.polyfit(planted, seen, 1)
    return {
        "worlds": len(pairs), "r": round(float(np.corrcoef(planted, seen)[0, 1]), 3), "slope": round(float(slope), 3),
        "at_zero": round(float(base), 3), "planted_mean": round(float(planted.mean()), 3),
        "measured_mean": round(float(seen.mean()), 3),
    }  # fmt: skip


def audiences(worlds: list[World]) -> dict[str, Any]:
    """Among people with eight posts or more in the last four weeks: how often the planted audience
    is the found one.
    """
    rows = _rows("""
        select a.community_id, a.author_id, a.audience, count(*) filter (p.created_date > c.last_date - 28) as recent
        from dim_authors as a
        inner join dim_communities as c using (community_id)
        inner join fct_posts as p using (community_id, author_id)
        where not a.is_brand group by all having recent >= 8""")
    found = {(community, author): audience for community, author, audience, _ in rows}
    pairs = [
        (person.audience_on(world.days - 1), found[world.name, person.author_id])
        for world in worlds
        for person in crowd(world).people
        if (world.name, person.author_id) in found
    ]
    kinds = ("advocates", "critics", "askers", "helpers")
    return {
        "people": len(pairs),
        "same": round(sum(planted == seen for planted, seen in pairs) / max(len(pairs), 1), 3),
        "by_chance": round(_chance(pairs), 3),
        **{
            kind: {
                "n": sum(planted == kind for planted, _ in pairs),
                "recall": _share([seen == kind for planted, seen in pairs if planted == kind]),
                "precision": _share([planted == kind for planted, seen in pairs if seen == kind]),
            }
            for kind in kinds
        },
    }


def _chance(pairs: Sequence[tuple[str, str]]) -> float:
    """Agreement to be expected from the two distributions alone (Cohen 1960)."""
    size = max(len(pairs), 1)
    kinds = {kind for pair in pairs for kind in pair}
    return (
        sum(sum(p == k for p, _ in pairs) * sum(s == k for _, s in pairs) for k in kinds) / size**2
    )


def _contagion_of_all_replies() -> dict[str, float]:
    counts = " union all ".join(
        f"select community_id, count_if(parent_has_{e})::double as n1, count_if(parent_has_{e} and has_{e}) as a, "
        f"count_if(not parent_has_{e})::double as n0, count_if(not parent_has_{e} and has_{e}) as c "
        "from int_replies_paired where not is_brand and not parent_is_brand and are_read "
        "and parent_author_id != author_id group by community_id"
        for e in EMOTIONS
    )
    sql = (
        "select community_id, sum((a * n0 - c * n1) / nullif(n1 + n0, 0)) / sum(n1 * n0 / nullif(n1 + n0, 0)) "
        f"from ({counts}) group by community_id"
    )
    return {community: value for community, value in _rows(sql) if value is not None}


def _raw(world: World, row: Mapping[str, Any], line: int) -> dict[str, Any]:
    times = {name: instant(row[name]) for name in ("created_at", "observed_at", "updated_at")}
    own = {
        "community_id": world.name,
        "source": "export-0",
        "is_brand": row["author_id"] == world.name,
    }
    told = {
        "observed_basis": "observed",
        "deleted": bool(row["deleted"]),
        "file": "simulated",
        "line": line,
    }
    return dict(row) | times | own | told | {"loaded_at": datetime.now(UTC), "_dlt_load_id": "1"}


def _hash(row: Mapping[str, Any]) -> str:
    return sha256(f"{row['language'] or ''}\n{row['text'].strip()}".encode()).hexdigest()[:32]


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with warehouse.read_only() as connection:
        return connection.execute(sql).fetchall()


def _column(sql: str) -> set[str]:
    return {value for (value,) in _rows(sql)}


def _share(hits: list[bool]) -> float | None:
    return round(sum(hits) / len(hits), 3) if hits else None


def _exact(hits: int, n: int) -> tuple[float, float]:
    from scipy.stats import beta

    low = beta.ppf(0.025, hits, n - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, n - hits) if hits < n else 1.0
    return round(float(low), 4), round(float(high), 4)
