"""What the communities of one run share: packs, limits, histories and fitted effects, each read
once.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from transforms import lake
from transforms.config.communities import Community, Limits, read_folder
from transforms.config.errors import BadInput
from transforms.config.industries import Packs
from transforms.config.settings import settings
from transforms.recommend import ledger
from transforms.recommend.choose import advise
from transforms.recommend.learn import baseline, pooling
from transforms.recommend.learn.effects import Effects
from transforms.recommend.learn.feedback import themes_judged
from transforms.recommend.learn.history import History, Warehouse


class Desk:
    """Where a run finds everything about a community as one instant saw it."""

    def __init__(self, marts: Warehouse) -> None:
        self.marts = marts
        self.known = {row["community_id"]: row for row in marts.communities().to_dict("records")}
        self._files = _community_files()
        self._packs = Packs(settings().industries)
        self._feedback = lake.read("feedback").to_pandas()
        self._histories: dict[tuple[str, datetime], History] = {}
        self._alone: dict[tuple[str, datetime], Effects] = {}
        self._gains: dict[tuple[str, datetime], dict[int, float]] = {}

    def is_rival(self, community: str) -> bool:
        """Whether a community is only listened to, as a rival of another."""
        file = self._files.get(community)
        return file is not None and file.rival_of is not None

    def zone(self, community: str) -> ZoneInfo:
        return ZoneInfo(self.known[community]["timezone"])

    def last_night(self, community: str) -> date:
        return self.marts.last_night(community)

    def history(self, community: str, cutoff: datetime) -> History:
        key = (community, cutoff.astimezone(UTC))
        if key not in self._histories:
            about = self.known[community]
            file = self._files.get(community)
            self._histories[key] = self.marts.history(
                about,
                cutoff,
                self._packs.get(about["industry"]),
                file.limits if file else Limits(max_posts_per_day=3),
                self._judged(community),
            )
        return self._histories[key]

    def _judged(self, community: str) -> dict[str, str]:
        """The last verdict per theme; the ledger is only read where there is any."""
        if not (self._feedback["community_id"] == community).any():
            return {}
        columns = ("advice_id", "theme_id")
        advised = ledger.read(ledger.RECOMMENDATIONS, community, columns=columns)
        return themes_judged(self._feedback, community, advised)

    def gains(self, history: History) -> dict[int, float]:
        key = (history.community_id, history.cutoff.astimezone(UTC))
        if key not in self._gains:
            self._gains[key] = baseline.growth(
                self.marts.metrics(history.community_id, history.cutoff)
            )
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


def _community_files() -> dict[str, Community]:
    try:
        return {c.name: c for c in read_folder(settings().communities)[0]}
    except BadInput:
        return {}
