"""The step `recommend`: scores past advice, writes tonight's and the track record, all append-only."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from transforms import lake, ops, warehouse
from transforms.config.communities import Community, Limits, read_folder
from transforms.config.errors import BadInput, StepFailed
from transforms.config.industries import Pack, read_packs
from transforms.config.settings import settings
from transforms.reading import Reading
from transforms.recommend import advise, anticipate, ledger, pooling, scoring, track_record, usual
from transforms.recommend.effects import Effects
from transforms.recommend.feedback import themes_judged
from transforms.recommend.history import History, Warehouse, end_of
from transforms.recommend.policy import seed_of

log = logging.getLogger("cmr")

LOOK_BACK_DAYS = 40


def recommend(nights: Mapping[str, str], now: datetime | None = None) -> dict[str, Any]:
    """Advice for the day after each community's night, outcomes and track record up to it; returns counts.

    One community that fails is reported under `failed` and the others go on; StepFailed when none succeeded. A record
    already in the ledger is never touched, so a night run again adds nothing.
    """
    now = now or datetime.now(UTC)
    lake.initialise()
    with ops.step("recommend") as facts, warehouse.read_only() as connection:
        desk = _Desk(Warehouse(connection))
        counts = {"communities": 0, "advice": 0, "outcomes": 0, "reused": 0}
        failed: dict[str, str] = {}
        for community, night in sorted(nights.items()):
            if community not in desk.known:
                failed[community] = "not in the warehouse"
                continue
            try:
                _one(desk, community, date.fromisoformat(night), now, counts)
            except Exception as error:
                log.exception("recommend failed for %s", community)
                failed[community] = type(error).__name__
        facts |= counts | {"failed": sorted(failed)}
    if failed and len(failed) == len(nights):
        raise StepFailed(f"recommend failed for every community: {failed}")
    return counts | {"failed": failed}


def answer(
    community: str, drafts: Iterable[dict], read: Callable[[list[dict]], list[Reading]], night: str | None = None
) -> list[dict]:
    """What `cmr anticipate` prints for each draft of a community; `read` turns texts into readings."""
    with warehouse.read_only() as connection:
        desk = _Desk(Warehouse(connection))
        if community not in desk.known:
            raise BadInput(f"anticipate: no community called '{community}' in the warehouse; run the night first")
        day = date.fromisoformat(night) if night else desk.last_night(community)
        history = desk.history(community, end_of(day, desk.zone(community)))
        return anticipate.anticipate(list(drafts), history, read, desk.learned(history), desk.gains(history))


class _Desk:
    """What the communities of one run share: packs, limits, histories and fitted effects, each read once."""

    def __init__(self, marts: Warehouse) -> None:
        self.marts = marts
        self.known = {row["community_id"]: row for row in marts.communities().to_dict("records")}
        self._files = _community_files()
        self._packs = _packs()
        self._feedback = lake.read("feedback").to_pandas()
        self._histories: dict[tuple[str, datetime], History] = {}
        self._alone: dict[tuple[str, datetime], Effects] = {}
        self._gains: dict[tuple[str, datetime], dict[int, float]] = {}

    def zone(self, community: str) -> ZoneInfo:
        return ZoneInfo(self.known[community]["timezone"])

    def last_night(self, community: str) -> date:
        return self.marts.last_night(community)

    def history(self, community: str, cutoff: datetime) -> History:
        key = (community, cutoff.astimezone(UTC))
        if key not in self._histories:
            about = self.known[community]
            advised = ledger.read(ledger.RECOMMENDATIONS, community)
            file = self._files.get(community)
            self._histories[key] = self.marts.history(
                about,
                cutoff,
                self._packs.get(about["industry"]),
                file.limits if file else Limits(max_posts_per_day=3),
                themes_judged(self._feedback, community, advised),
            )
        return self._histories[key]

    def gains(self, history: History) -> dict[int, float]:
        key = (history.community_id, history.cutoff.astimezone(UTC))
        if key not in self._gains:
            self._gains[key] = usual.growth(self.marts.metrics(history.community_id, history.cutoff))
        return self._gains[key]

    def alone(self, history: History) -> Effects:
        key = (history.community_id, history.cutoff.astimezone(UTC))
        if key not in self._alone:
            self._alone[key] = advise.learn(history, self.gains(history))
        return self._alone[key]

    def learned(self, history: History) -> Effects:
        """The community's effects, starting from what its pool knew by the same instant."""
        if not history.pool:
            return self.alone(history)
        mates = [
            name
            for name, about in self.known.items()
            if about["pool"] and about["industry"] == history.industry and about["simulated"] == history.simulated
            and name != history.community_id
        ]  # fmt: skip
        if len(mates) < pooling.LENDERS_NEEDED:
            return self.alone(history)
        lent = [(h, self.alone(h)) for h in (self.history(m, history.cutoff) for m in mates)]
        prior = advise.industry_prior(history, lent)
        return advise.learn(history, self.gains(history), prior) if prior else self.alone(history)


def _one(desk: _Desk, community: str, night: date, now: datetime, counts: dict[str, int]) -> None:
    history = desk.history(community, end_of(night, desk.zone(community)))
    counts["communities"] += 1
    for_date = night + timedelta(days=1)
    if ledger.written(ledger.RECOMMENDATIONS, community, for_date):
        counts["reused"] += 1
    else:
        rows = advise.advise(history, desk.learned(history), now)
        ledger.append(ledger.RECOMMENDATIONS, community, for_date, rows)
        counts["advice"] += len(rows)
    if ledger.written(ledger.TRACK_RECORD, community, night):
        return
    counts["outcomes"] += _score(desk, history)


def _score(desk: _Desk, history: History) -> int:
    """Outcomes first, then the track record, whose file says that the night is done."""
    community, night = history.community_id, history.night
    since = night - timedelta(days=LOOK_BACK_DAYS)
    advised = ledger.read(ledger.RECOMMENDATIONS, community, since, night)
    before = ledger.read(ledger.OUTCOMES, community)
    done = set(zip(before["advice_id"], before["horizon"], strict=True))
    scores = scoring.score(desk.marts, history, advised, done)
    ledger.append(ledger.OUTCOMES, community, night, scores.rows)
    known = ledger.read(ledger.OUTCOMES, community, None, night)
    record = track_record.summarise(known, scores.others, seed_of(community, night, "record"))
    ledger.append(ledger.TRACK_RECORD, community, night, [track_record.row(community, history.industry, night, record)])
    return len(scores.rows)


def _community_files() -> dict[str, Community]:
    try:
        return {c.name: c for c in read_folder(settings().communities)[0]}
    except BadInput:
        return {}


def _packs() -> dict[str, Pack]:
    return dict(read_packs(settings().industries))
