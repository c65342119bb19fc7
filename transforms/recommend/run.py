"""The step `recommend`: scores past advice, writes tonight's and the track record, all append-only."""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from transforms import lake, warehouse
from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.ground.clock import end_of
from transforms.ground.forks import by_forks, dealt
from transforms.lake import run_ledger
from transforms.recommend import ledger
from transforms.recommend.choose import advise
from transforms.recommend.communities import Desk
from transforms.recommend.learn.history import History, Warehouse
from transforms.recommend.score import scoring, track_record
from transforms.seeds import seed_of

log = logging.getLogger("cmr")

LOOK_BACK_DAYS = 40
REPLAYED_NIGHTS, LEARNT_EVERY = 10, 5
"""Nights whose advice a simulated community is given at once on its first night: its clock is no more real than it.
What its posts taught is worked out on the first of so many nights, and holds for the others."""


def recommend(nights: Mapping[str, str], now: datetime | None = None) -> dict[str, Any]:
    """Advice for the day after each community's night, outcomes and track record up to it; returns
    counts.

    One community that fails is reported under `failed` and the others go on; StepFailed when none
    succeeded. A record already in the ledger is never touched, so a night run again adds nothing.
    """
    now = now or datetime.now(UTC)
    lake.initialise()
    counts = {"communities": 0, "advice": 0, "outcomes": 0, "reused": 0}
    failed: dict[str, str] = {}
    workers = settings().workers
    with run_ledger.step("recommend") as facts:
        hands = dealt(sorted(nights.items()), workers)
        for did, not_done in by_forks(lambda mine: _several(mine, now), hands, workers):
            counts = {what: counts[what] + did[what] for what in counts}
            failed |= not_done
        facts |= counts | {"failed": sorted(failed)}
    if failed and len(failed) == len(nights):
        raise StepFailed(f"recommend failed for every community: {failed}")
    return counts | {"failed": failed}


def _several(
    nights: Sequence[tuple[str, str]], now: datetime
) -> tuple[dict[str, int], dict[str, str]]:
    """What was done for these communities, as counts, and why it was not for those that failed."""
    counts = {"communities": 0, "advice": 0, "outcomes": 0, "reused": 0}
    failed: dict[str, str] = {}
    with warehouse.read_only() as connection:
        desk = Desk(Warehouse(connection))
        for community, night in nights:
            if desk.is_rival(community):
                continue
            if community not in desk.known:
                failed[community] = "not in the warehouse"
                continue
            try:
                _one(desk, community, date.fromisoformat(night), now, counts)
            except Exception as error:
                log.exception("recommend failed for %s", community)
                failed[community] = type(error).__name__
    return counts, failed


def _one(desk: Desk, community: str, night: date, now: datetime, counts: dict[str, int]) -> None:
    counts["advice"] += _replay(desk, community, night)
    history = _up_to(desk, community, night)
    counts["communities"] += 1
    if _advised(community, night):
        counts["reused"] += 1
    else:
        rows = [
            row | {"written_at": now} for row in advise.advise(history, desk.learned(history), now)
        ]
        ledger.append(ledger.RECOMMENDATIONS, community, night + timedelta(days=1), rows)
        counts["advice"] += len(rows)
    if ledger.written(ledger.TRACK_RECORD, community, night):
        return
    counts["outcomes"] += _score(desk, history)


def _replay(desk: Desk, community: str, night: date) -> int:
    """Write the advice of the nights that a simulated community never lived; how many pieces. What a
    killed night left of them is written as it would have been.
    """
    written = 0
    nights = _never_lived(desk, community, night)
    for start in range(0, len(nights), LEARNT_EVERY):
        of_block = nights[start : start + LEARNT_EVERY]
        left = [earlier for earlier in of_block if not _advised(community, earlier)]
        if left:
            learned = desk.learned(_up_to(desk, community, of_block[0]))
        for earlier in left:
            history = _up_to(desk, community, earlier)
            rows = advise.advise(history, learned, history.cutoff)
            ledger.append(ledger.RECOMMENDATIONS, community, earlier + timedelta(days=1), rows)
            written += len(rows)
    return written


def _never_lived(desk: Desk, community: str, night: date) -> list[date]:
    """The nights before the first one of a simulated community, as far back as advice is scored;
    none of a real one, nor once a night is done.
    """
    is_simulated = desk.known[community]["simulated"]
    if not is_simulated or not ledger.is_empty(ledger.TRACK_RECORD, community):
        return []
    return [night - timedelta(days=back) for back in range(REPLAYED_NIGHTS, 0, -1)]


def _advised(community: str, night: date) -> bool:
    """Whether the advice after a night is written."""
    return ledger.written(ledger.RECOMMENDATIONS, community, night + timedelta(days=1))


def _up_to(desk: Desk, community: str, night: date) -> History:
    """What a community knew when a night ended."""
    return desk.history(community, end_of(night, desk.zone(community)))


def _score(desk: Desk, history: History) -> int:
    """Outcomes first, then the track record, whose file says that the night is done."""
    community, night = history.community_id, history.night
    since = night - timedelta(days=LOOK_BACK_DAYS)
    advised = ledger.read(ledger.RECOMMENDATIONS, community, since, night)
    before = ledger.read(ledger.OUTCOMES, community, columns=("advice_id", "horizon"))
    done = set(before.itertuples(index=False, name=None))
    scores = scoring.score(desk.marts, history, advised, done)
    ledger.append(ledger.OUTCOMES, community, night, scores.rows)
    known = ledger.read(ledger.OUTCOMES, community, None, night)
    record = track_record.summarise(
        known, scores.others, seed_of(community, night, "record"), scores.what_if
    )
    ledger.append(
        ledger.TRACK_RECORD,
        community,
        night,
        [track_record.row(community, history.industry, night, record)],
    )
    return len(scores.rows)
