"""What one community has done and said before an instant, read from the warehouse and from nothing
later.

Metrics come from the dated observations of `fct_post_metrics`, never from the latest values of
`fct_posts`, so that a number read after the instant cannot be seen by the advice for the day that
begins there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from transforms.config.communities import Limits
from transforms.config.errors import BadInput
from transforms.config.industries import Pack
from transforms.ground.clock import end_of
from transforms.reading import EMOTIONS
from transforms.recommend.learn.slots import slots_of

MEMBER_DAYS = 56
SIGNAL_DAYS = 7
UNHAPPY = -0.2
"""Sentiment, from -1 to 1, below which somebody is."""
POST_COLUMNS = [
    "network", "account", "post_id", "created_at", "created_date", "text", "theme", "form", "tone", "slot", "weekday",
    "question", "sentiment", "advice_id", "engagement", "age_hours", "metrics_basis", "observed_at",
]  # fmt: skip
REPLY_COLUMNS = ["network", "post_id", "theme", "form", "tone", "audience", *EMOTIONS]
MEMBER_COLUMNS = ["theme", "audience", "posts", "sentiment", *EMOTIONS]


@dataclass(frozen=True)
class History:
    """Everything that the advice of one community for one day may rest on."""

    community_id: str
    industry: str
    language: str
    zone: ZoneInfo
    cutoff: datetime
    simulated: bool
    pool: bool
    posts: pd.DataFrame
    """One row per brand post that is no answer, oldest first; metrics null when none was observed in time."""
    replies: pd.DataFrame
    """One row per member reply to a brand post, with 0/1 per emotion."""
    members: pd.DataFrame
    """One row per theme and audience of the last 56 days: member posts, mean sentiment, share of each emotion."""
    evidence: dict[str, list[str]]
    """Recent member posts per theme, best first, as `network/post_id`."""
    themes: pd.DataFrame
    """Labels and needs per theme id in both languages."""
    expectations: pd.DataFrame
    signals: pd.DataFrame
    turns: pd.DataFrame
    """One row per member -> brand -> same member: theme and the member's sentiment before and after; and one per
    unhappy post without an answer whose member writes again within a week, `answer` null."""
    pack: Pack | None = None
    limits: Limits = field(default_factory=lambda: Limits(max_posts_per_day=3))
    feedback: Mapping[str, str] = field(default_factory=dict)
    """The last verdict per theme id."""
    heard_days: int = MEMBER_DAYS
    """How many of the last 56 days there are since the first member wrote."""

    @property
    def night(self) -> date:
        """The last local day that this history holds."""
        return (self.cutoff.astimezone(self.zone) - timedelta(microseconds=1)).date()


def form_of(posts: pd.DataFrame) -> pd.Series:
    """`answer` for replies, `question` for plain texts that ask, else the post's format."""
    forms = posts["format"].fillna("text").replace("", "text").astype(object)
    asks = pd.to_numeric(posts["question"], errors="coerce").fillna(0) >= 0.5
    forms = forms.where(~((forms == "text") & asks), "question")
    return forms.where(posts["in_reply_to"].isna(), "answer")


class Warehouse:
    """The marts as one cutoff sees them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def communities(self) -> pd.DataFrame:
        """One row per community: community_id, industry, language, timezone, simulated, pool."""
        return self._frame(
            "select community_id, industry, language, timezone, simulated, pool from dim_communities"
        )

    def last_night(self, community: str) -> date:
        """The last local day that the marts hold for a community."""
        row = self._connection.execute(
            "select max(last_date) from dim_communities where community_id = ?", [community]
        ).fetchone()
        if row is None or row[0] is None:
            raise BadInput(f"no night of '{community}' in the warehouse yet; run the night first")
        return row[0]

    def history(
        self,
        about: Mapping,
        cutoff: datetime,
        pack: Pack | None = None,
        limits: Limits | None = None,
        feedback: Mapping[str, str] | None = None,
    ) -> History:
        """The history of the community that `about` (a row of `communities`) describes, up to
        `cutoff`.
        """
        community, zone = str(about["community_id"]), ZoneInfo(about["timezone"])
        night = (cutoff.astimezone(zone) - timedelta(microseconds=1)).date()
        return History(
            community_id=community,
            industry=about["industry"],
            language=about["language"],
            zone=zone,
            cutoff=cutoff,
            simulated=bool(about["simulated"]),
            pool=bool(about["pool"]),
            posts=self.posts(community, cutoff),
            replies=self._replies(community, cutoff),
            members=self._members(community, cutoff),
            evidence=self._evidence(community, cutoff),
            themes=self._themes(community),
            expectations=self._expectations(community, night),
            signals=self._signals(community, night),
            turns=self._turns(community, cutoff),
            pack=pack,
            limits=limits or Limits(max_posts_per_day=3),
            feedback=feedback or {},
            heard_days=self._heard_days(community, night),
        )

    def posts(self, community: str, cutoff: datetime) -> pd.DataFrame:
        """Brand posts that are no answers, created before `cutoff`, with the last metrics observed
        before it.
        """
        frame = self._frame(
            f"""
            with seen as (
                select network, post_id, max(observed_at) as observed_at,
                    arg_max(engagement, observed_at) as engagement, arg_max(age_hours, observed_at) as age_hours,
                    arg_max(metrics_basis, observed_at) as metrics_basis
                from fct_post_metrics
                where community_id = $community and observed_at < $cutoff and engagement is not null
                group by network, post_id
            )
            select p.network, p.author_id as account, p.post_id, p.created_at, p.created_date, p.text, p.format,
                p.in_reply_to, p.advice_id, p.question, p.sentiment, p.dominant_emotion as tone,
                p.top_theme_id as theme, p.local_hour, p.weekday,
                m.engagement, m.age_hours, m.metrics_basis, m.observed_at
            from fct_posts p left join seen m using (network, post_id)
            where p.community_id = $community and p.is_brand and p.created_at < $cutoff {_unedited("p")}
            order by p.created_at, p.network, p.post_id
            """,
            community=community,
            cutoff=cutoff,
        )
        frame["form"] = form_of(frame)
        frame["slot"] = slots_of(frame["local_hour"])
        frame["tone"] = frame["tone"].fillna("neutral")
        frame["theme"] = frame["theme"].fillna("")
        own = frame[frame["form"] != "answer"]
        return own[POST_COLUMNS].reset_index(drop=True)

    def metrics(self, community: str, cutoff: datetime) -> pd.DataFrame:
        """Every observation of the brand's posts before `cutoff`: network, post_id, age_hours,
        engagement, basis.
        """
        return self._frame(
            """
            select m.network, m.post_id, m.observed_at, m.age_hours, m.engagement, m.metrics_basis
            from fct_post_metrics m join fct_posts p using (community_id, network, post_id)
            where community_id = $community and p.is_brand and p.created_at < $cutoff and m.observed_at < $cutoff
                and m.engagement is not null
            order by m.network, m.post_id, m.observed_at
            """,
            community=community,
            cutoff=cutoff,
        )

    def _replies(self, community: str, cutoff: datetime) -> pd.DataFrame:
        frame = self._frame(
            f"""
            with present as (
                select network, post_id, {", ".join(_present(e) for e in EMOTIONS)}
                from fct_post_emotions where community_id = $community group by network, post_id
            )
            select r.network, b.post_id, coalesce(b.top_theme_id, '') as theme,
                coalesce(b.dominant_emotion, 'neutral') as tone, b.format, b.question, b.in_reply_to,
                {self._audience("r", community, cutoff)} as audience, {", ".join(EMOTIONS)}
            from fct_posts r
            join fct_posts b on b.community_id = r.community_id and b.network = r.network and b.post_id = r.in_reply_to
            join present e on e.network = r.network and e.post_id = r.post_id
            where r.community_id = $community and not r.is_brand and b.is_brand and r.created_at < $cutoff
                and b.created_at < $cutoff {_unedited("r")}
            order by r.network, r.post_id
            """,
            community=community,
            cutoff=cutoff,
        )
        frame["form"] = form_of(frame)
        return frame[REPLY_COLUMNS]

    def _members(self, community: str, cutoff: datetime) -> pd.DataFrame:
        return self._frame(
            f"""
            with present as (
                select network, post_id, {", ".join(_present(e) for e in EMOTIONS)}
                from fct_post_emotions where community_id = $community group by network, post_id
            )
            select t.theme_id as theme, {self._audience("p", community, cutoff)} as audience, count(*) as posts,
                avg(p.sentiment) as sentiment, {", ".join(f"avg(e.{e}) as {e}" for e in EMOTIONS)}
            from fct_post_themes t
            join fct_posts p using (community_id, network, post_id)
            join present e using (network, post_id)
            where community_id = $community and not p.is_brand and p.created_at < $cutoff
                and p.created_at >= $since {_unedited("p")}
            group by all order by all
            """,
            community=community,
            cutoff=cutoff,
            since=cutoff - timedelta(days=MEMBER_DAYS),
        )[MEMBER_COLUMNS]

    def _heard_days(self, community: str, night: date) -> int:
        row = self._connection.execute(
            "select min(created_date) from fct_posts where community_id = ? and not is_brand",
            [community],
        ).fetchone()
        first = row[0] if row else None
        return min(MEMBER_DAYS, (night - first).days + 1) if first else 0

    def _evidence(self, community: str, cutoff: datetime) -> dict[str, list[str]]:
        frame = self._frame(
            f"""
            select t.theme_id, p.network || '/' || p.post_id as post
            from fct_post_themes t join fct_posts p using (community_id, network, post_id)
            where community_id = $community and not p.is_brand and p.created_at < $cutoff
                and p.created_at >= $since {_unedited("p")}
            qualify row_number() over (
                partition by t.theme_id
                order by coalesce(p.expectation_score, 0) desc, t.score desc, p.created_at desc, p.network, p.post_id
            ) <= 5
            order by t.theme_id, coalesce(p.expectation_score, 0) desc, t.score desc, p.created_at desc, p.post_id
            """,
            community=community,
            cutoff=cutoff,
            since=cutoff - timedelta(days=MEMBER_DAYS),
        )
        return {str(theme): list(group) for theme, group in frame.groupby("theme_id")["post"]}

    def _themes(self, community: str) -> pd.DataFrame:
        return self._frame(
            """
            select theme_id, kind, label_fr, label_en, need_fr, need_en from dim_themes
            where community_id = $community order by theme_id
            """,
            community=community,
        ).set_index("theme_id")

    def _expectations(self, community: str, night: date) -> pd.DataFrame:
        return self._frame(
            """
            select need_id, theme_id, label_fr, label_en, people, posts, people_before, rise, rank
            from fct_expectations where community_id = $community and date <= $night and date > $since
            qualify row_number() over (partition by need_id order by date desc) = 1 order by rank, need_id
            """,
            community=community,
            night=night,
            since=night - timedelta(days=SIGNAL_DAYS),
        )

    def _signals(self, community: str, night: date) -> pd.DataFrame:
        """The signals of the last days, with how members felt that night (`felt`) and in the weeks
        before it (`usual`, 0 where there were none), and the theme that most of the unhappy spoke of (`worst`).
        """
        return self._frame(
            """
            with members as (
                select created_date as date, top_theme_id as theme, sentiment from fct_posts
                where community_id = $community and not is_brand and created_date <= $night and sentiment is not null
            ),
            days as (
                select date, avg(sentiment) as felt,
                    sum(sum(sentiment)) over before / sum(count(*)) over before as usual
                from members group by date
                window before as (order by date range between interval 56 day preceding and interval 1 day preceding)
            ),
            unhappy as (
                select date, theme from members where sentiment < $unhappy and theme is not null group by date, theme
                qualify row_number() over (partition by date order by count(*) desc, theme) = 1
            )
            select s.date, signal_id, metric, subject, direction, z, false_alarm_rate, theme_id, also,
                felt, coalesce(usual, 0) as usual, unhappy.theme as worst
            from fct_signals s left join days using (date) left join unhappy using (date)
            where community_id = $community and s.date <= $night and s.date > $since
            order by s.date desc, rank, signal_id
            """,
            community=community,
            night=night,
            since=night - timedelta(days=SIGNAL_DAYS),
            unhappy=UNHAPPY,
        )

    def _turns(self, community: str, cutoff: datetime) -> pd.DataFrame:
        return self._frame(
            f"""
            select a.network, a.post_id, coalesce(a.top_theme_id, '') as theme, a.sentiment as before,
                b.text as answer, c.sentiment as after
            from fct_posts b
            join fct_posts a on a.community_id = b.community_id and a.network = b.network and a.post_id = b.in_reply_to
            join fct_posts c on c.community_id = b.community_id and c.network = b.network and c.in_reply_to = b.post_id
                and c.author_id = a.author_id
            where b.community_id = $community and b.is_brand and not a.is_brand and c.created_at < $cutoff
                and b.created_at < c.created_at {_unedited("a")} {_unedited("b")} {_unedited("c")}
            union all by name
            select a.network, a.post_id, coalesce(a.top_theme_id, '') as theme, a.sentiment as before,
                null::varchar as answer, arg_min(c.sentiment, (c.created_at, c.post_id)) as after
            from fct_posts a
            join fct_posts c on c.community_id = a.community_id and c.author_id = a.author_id
                and c.created_at between a.created_at + interval 1 hour and a.created_at + interval 7 day
            where a.community_id = $community and not a.is_brand and a.sentiment < 0 and c.created_at < $cutoff
                and not exists (select 1 from fct_posts b where b.community_id = a.community_id and b.is_brand
                    and b.network = a.network and b.in_reply_to in (a.post_id, c.post_id))
                {_unedited("a")} {_unedited("c")}
            group by all
            order by network, post_id, answer nulls last, after
            """,
            community=community,
            cutoff=cutoff,
        )

    def _audience(self, alias: str, community: str, cutoff: datetime) -> str:
        """The author's audience, unless the marts classed him with what he did after `cutoff`."""
        last = self._connection.execute(
            "select max(last_date) from dim_communities where community_id = ?", [community]
        ).fetchone()
        safe = (
            last is not None and last[0] is not None and last[0] < cutoff.date() + timedelta(days=1)
        )
        zone = self._connection.execute(
            "select timezone from dim_communities where community_id = ?", [community]
        ).fetchone()
        if safe and zone:
            safe = end_of(last[0], ZoneInfo(zone[0])) <= cutoff  # type: ignore[index]
        return f"{alias}.audience" if safe else "cast(null as varchar)"

    def _frame(self, sql: str, **parameters: object) -> pd.DataFrame:
        used = {key: value for key, value in parameters.items() if f"${key}" in sql}
        return self._connection.execute(sql, used).df()


def _unedited(alias: str) -> str:
    """Leaves out what was rewritten after the cutoff: the words of that day are no longer known."""
    return f"and ({alias}.updated_at is null or {alias}.updated_at < $cutoff)"


def _present(emotion: str) -> str:
    return f"max(case when emotion = '{emotion}' and is_present then 1.0 else 0.0 end) as {emotion}"
