"""What the report of one community and night rests on: rows, never sentences."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from transforms.report.facts.partial_day import PartialDay
from transforms.report.facts.rivals import Standing

ENOUGH_POSTS = 10
"""Below this many member posts a day has no shares to speak of: one post more would move each by a tenth."""


def too_few(day: dict[str, Any] | None) -> bool:
    """True for a row of fct_community_days with member posts, but fewer than ENOUGH_POSTS."""
    return bool(day and 0 < (day["member_posts"] or 0) < ENOUGH_POSTS)


@dataclass(frozen=True)
class Profile:
    community_id: str
    industry: str
    name: str
    language: str
    timezone: str
    simulated: bool
    first_date: date | None
    last_date: date | None
    posts: int
    members: int


@dataclass(frozen=True)
class ShownPost:
    """A post as the report may show it: no handle, no address, no URL of the writer."""

    network: str
    post_id: str
    author_id: str
    text: str
    created_at: datetime | None
    emotion: str | None = None
    theme_id: str | None = None
    audience: str | None = None
    intent: str | None = None
    certainty: float = 0.0
    followers: int | None = None
    engagement: int | None = None
    newcomer: bool = False
    language: str | None = None
    need_id: str | None = None
    sentiment: float | None = None
    asks: bool = False
    """It asks something, at least as surely as it complains."""
    wishes: bool = False
    """It complains, asks or suggests."""
    expects: str | None = None
    """The theme of what it expects, if it expects something."""
    explicit: bool = False
    irony: float = 0.0
    """How likely it says the opposite of what it means, 0..1."""


@dataclass(frozen=True)
class Pooled:
    """Over how many days the climate is told where one day says too little, and how many posts
    those and the day have.
    """

    days: int
    posts: int
    posts_of_day: int


@dataclass(frozen=True)
class Feeling:
    """One emotion tonight and on usual days: shares of member posts with their 90 % interval.

    `alone` is the share of the day itself where the others are those of several days.
    """

    emotion: str
    share: float | None
    low: float | None
    high: float | None
    usual: float | None
    usual_low: float | None
    usual_high: float | None
    alone: float | None = None


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything the report of one community and night rests on; read once, and the same as itself only."""

    night: date
    profile: Profile | None
    figures_as_of: date | None
    kept: bool
    day: dict[str, Any] | None
    usual_posts: float | None
    known_days: int
    climate: list[Feeling]
    history: list[dict[str, Any]]
    themes: list[dict[str, Any]]
    signals: list[dict[str, Any]]
    expectations: list[dict[str, Any]]
    """The wants that a person would call so, the most wanted first."""
    people: list[ShownPost]
    advice: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    track: dict[str, Any] | None
    sources: list[dict[str, Any]]
    quarantined: int
    quality: tuple[float, float] | None
    """The lowest and highest macro-F1 of the readings on data sets of the community's language; None: not known."""
    week: dict[str, Any] | None = None
    own: list[dict[str, Any]] = field(default_factory=list)
    """The brand's posts of the day with what they brought and what is usual (`own_posts`)."""
    posts: dict[tuple[str, str], ShownPost] = field(default_factory=dict)
    wishes: dict[str, list[ShownPost]] = field(default_factory=dict)
    """The posts of each want that is told, those that say it outright first."""
    needs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Every want of the night by its id."""
    labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    audiences: dict[str, dict[str, Any]] = field(default_factory=dict)
    indices: dict[str, dict[str, Any]] = field(default_factory=dict)
    rivals: tuple[Standing, ...] = ()
    """This community, then its rivals, over the same days; empty without rivals."""
    partial: PartialDay | None = None
    """Set when the day is not over in the data."""
    judged: bool = True
    """Whether what is unusual can be said of the night at all."""
    pooled: Pooled | None = None
    """Set when the climate is that of several days."""
    blind: tuple[float, float] | None = None
    """The smallest rise of anger's share that would have shown, and its usual share; None: not known."""
    floods: list[dict[str, Any]] = field(default_factory=list)
    """What looks like a crowd and is none: rows of fct_flood_days, the largest first."""

    @property
    def too_few(self) -> bool:
        """True when members wrote, but too little to speak of the climate, even over a week."""
        return too_few(self.day) and self.pooled is None

    @property
    def urgent(self) -> bool:
        """True when the advice is what to say of something that went wrong: one piece, left to no
        chance.
        """
        return (
            len(self.advice) == 1
            and self.advice[0]["assigned"] is False
            and self.advice[0]["propensity"] == 1
        )

    @property
    def backfilled(self) -> bool:
        """True when figures of a later day are published already: such a report is archived, not
        mailed.
        """
        return bool(self.profile and self.profile.last_date and self.night < self.profile.last_date)
