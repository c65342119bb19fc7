"""A community as a small model with known causes: what moves whom, what spreads, what breaks and
when.

Everything that happens in a simulated community follows from one `World` and its seed. Engagement
is log-linear in the message's features by default; `response="weakest_link"` is a world whose shape
no log-linear model can express, to test what advice is worth when its model is wrong.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from typing import Literal
from zoneinfo import ZoneInfo

from transforms.reading import AIMED, AUDIENCES, EMOTIONS, FORMS, NEGATIVE, NIGHT, SLOTS, Audience
from transforms.simulate.cast.roles import ROLES
from transforms.simulate.dice import Dice, generator

POSTED = tuple(form for form in FORMS if form not in ("carousel", "answer", "reply"))
"""The forms of what the worlds' brands and people post."""
ANSWERS = ("apology", "solution", "information", "template")
FEELINGS = (*EMOTIONS, "neutral")


@dataclass(frozen=True)
class Message:
    """What a brand can choose: theme, form, tone (the emotion aimed at), slot of the day, and who
    it speaks to.
    """

    theme: str
    form: str
    tone: str
    slot: str
    audience: Audience | None = None


@dataclass(frozen=True)
class Response:
    """What a message got after seven days, and for each reply who wrote it and what it felt."""

    likes: int
    replies: int
    shares: int
    reactions: tuple[tuple[Audience, str], ...]

    @property
    def engagement(self) -> int:
        return self.likes + self.replies + self.shares


@dataclass(frozen=True)
class Taste:
    """Effects on log engagement: of each feature alone, and of the pairs that matter."""

    theme: Mapping[str, float]
    form: Mapping[str, float]
    tone: Mapping[str, float]
    slot: Mapping[str, float]
    theme_form: Mapping[tuple[str, str], float]
    audience_theme: Mapping[tuple[Audience, str], float]
    audience_form: Mapping[tuple[Audience, str], float]


@dataclass(frozen=True)
class PlantedCrisis:
    """One event that everybody speaks of: `size` times the usual volume on its day, halved every
    `half_life` days.

    It begins at local `hour`; `emotions` are what it makes people feel, the first most of all.
    """

    day: date
    theme: str
    emotions: tuple[str, ...]
    size: float = 4.0
    half_life: float = 1.0
    hour: int = 6


@dataclass(frozen=True)
class Need:
    """Something people want: its share of member posts, how rarely they say it outright, and when
    it starts to rise.
    """

    need: str
    share: float
    explicit: float = 0.35
    rises_on: date | None = None
    rise: float = 3.0


@dataclass(frozen=True)
class World:
    """One simulated community and all its causes; the same World gives the same posts to the byte."""

    name: str
    seed: int
    industry: str
    language: str
    timezone: str
    themes: tuple[str, ...]
    start: date = date(2025, 4, 1)
    days: int = 90
    posts_per_day: float = 10.0
    people: int = 120
    horizon: int = 90
    second_language: float = 0.0
    base_engagement: float = 40.0
    noise: float = 0.45
    contagion: float = 0.35
    answer_rate: float = 0.5
    answer_minutes: float = 45.0
    brand_posts_per_day: float = 1.4
    response: Literal["multiplicative", "weakest_link"] = "multiplicative"
    crises: tuple[PlantedCrisis, ...] = ()
    needs: tuple[Need, ...] = ()
    taste_change_day: date | None = None
    effect_scale: float = 1.0

    def date_of(self, day: int) -> date:
        """The local date of day number `day`, from 0."""
        return self.start + timedelta(days=day)

    @property
    def last_day(self) -> date:
        return self.date_of(self.days - 1)

    @property
    def ends_at(self) -> datetime:
        """The instant, UTC, at which the last local day is over."""
        return self.instant(self.date_of(self.days), 0)

    def instant(self, day: date, second: float) -> datetime:
        """`second` seconds of wall clock after local midnight, as UTC."""
        clock = datetime.combine(day, time()) + timedelta(seconds=int(second))
        return clock.replace(tzinfo=ZoneInfo(self.timezone)).astimezone(UTC)

    def taste(self, day: date) -> Taste:
        """What people like on `day`; from `taste_change_day` on it is another taste altogether."""
        return draw_taste(self.seed, self.themes, self.effect_scale, self.taste_version(day))

    def taste_version(self, day: date) -> int:
        """1, or 2 from `taste_change_day` on."""
        return 2 if self.taste_change_day is not None and day >= self.taste_change_day else 1

    def lift(self, message: Message, day: date) -> float:
        """Expected engagement of `message` divided by the base: averaged over the audiences that
        read it.
        """
        taste = self.taste(day)
        return _mean_lift(self, message, taste)

    def lift_for(self, message: Message, audience: Audience, day: date) -> float:
        """The same for one audience only."""
        return _lift(self, message, audience, self.taste(day))

    def expected(self, message: Message, day: date) -> float:
        """Expected likes + replies + shares after seven days: what a post would have got, chance
        apart.
        """
        return (
            self.base_engagement
            * self.lift(message, day)
            * weekday_factor(self.seed, day.isoweekday())
        )

    def best(self, day: date, candidates: "tuple[Message, ...] | None" = None) -> Message:
        """The oracle's choice for `day`, among `candidates` or all messages there are."""
        if candidates is None:
            return _best(self, self.taste_version(day))
        return max(candidates, key=lambda message: self.lift(message, day))

    def regret(self, message: Message, day: date) -> float:
        """How much lift `message` leaves on the table against the oracle's choice, 0 for the best
        there is.
        """
        return self.lift(self.best(day), day) - self.lift(message, day)

    def readers(self, message: Message, day: date) -> dict[Audience, float]:
        """Which audiences react to `message`: shares of its engagement, summing to 1."""
        weights = {
            who: role.share * self.lift_for(message, who, day) for who, role in ROLES.items()
        }
        whole = sum(weights.values())
        return {who: weight / whole for who, weight in weights.items()}

    def reactions_of(self, audience: Audience, message: Message, day: date) -> dict[str, float]:
        """The share of each feeling among one audience's replies: its own mood, the tone, the
        theme, a crisis.
        """
        odds = {feeling: 0.3 + ROLES[audience].mood(feeling) for feeling in FEELINGS}
        odds[message.tone] *= 2.5
        unease = math.exp(theme_mood(self.seed, message.theme)) * (
            2.0 if self.in_crisis(day) else 1.0
        )
        for feeling in NEGATIVE:
            odds[feeling] *= unease
        whole = sum(odds.values())
        return {feeling: value / whole for feeling, value in odds.items()}

    def reactions(self, message: Message, day: date) -> dict[str, float]:
        """The share of each feeling among all replies to `message`, summing to 1."""
        mixed = dict.fromkeys(FEELINGS, 0.0)
        for audience, share in self.readers(message, day).items():
            for feeling, part in self.reactions_of(audience, message, day).items():
                mixed[feeling] += share * part
        return mixed

    def in_crisis(self, day: date) -> bool:
        """Whether something bad has happened on `day` or in the three days before."""
        return any(c.emotions[0] in NEGATIVE and 0 <= (day - c.day).days <= 3 for c in self.crises)

    def respond(self, message: Message, day: date, key: object) -> Response:
        """What `message` gets on `day`. One `key` is one throw of the dice: another message under
        the same key meets the same luck, which is what 'what would this post have got' asks.
        """
        dice = Dice(self.seed, "respond", key)
        luck = math.exp(self.noise * float(dice.numpy.standard_normal()) - self.noise**2 / 2)
        replies, shares = dice.uniform(0.08, 0.16), dice.uniform(0.08, 0.18)
        mean = self.expected(message, day) * luck
        counts = [dice.poisson(mean * part) for part in (1 - replies - shares, replies, shares)]
        readers = self.readers(message, day)
        who = [dice.weighted(readers) for _ in range(counts[1])]
        reactions = tuple((one, dice.weighted(self.reactions_of(one, message, day))) for one in who)
        return Response(counts[0], counts[1], counts[2], reactions)

    def calms(self, answer: str, emotion: str) -> float:
        """The probability that a person who felt `emotion` writes something positive after such an
        answer.
        """
        by_kind = {"solution": 0.65, "apology": 0.42, "information": 0.38, "template": 0.10}[answer]
        fits = {
            ("apology", "anger"),
            ("information", "fear"),
            ("solution", "sadness"),
            ("apology", "disgust"),
        }
        return min(0.95, by_kind + (0.18 if (answer, emotion) in fits else 0.0))

    def volume(self, day: date) -> float:
        """Expected original member posts of a day without a crisis."""
        return self.posts_per_day * weekday_factor(self.seed, day.isoweekday())

    def crisis_volume(self, crisis: PlantedCrisis, day: date) -> float:
        """Expected posts that a crisis adds to `day`."""
        age = (day - crisis.day).days
        return (
            0.0
            if age < 0 or age > 10
            else self.posts_per_day * (crisis.size - 1) * 0.5 ** (age / crisis.half_life)
        )

    def need_share(self, need: Need, day: date) -> float:
        """The share of member posts that hold `need` on `day`."""
        risen = need.rises_on is not None and day >= need.rises_on
        return need.share * (need.rise if risen else 1.0)


def _mean_lift(world: World, message: Message, taste: Taste) -> float:
    return sum(role.share * _lift(world, message, who, taste) for who, role in ROLES.items())


def _lift(world: World, message: Message, who: Audience, taste: Taste) -> float:
    """Expected engagement over the base in one audience; a message to others is liked a little
    less.
    """
    addressed = 0.0 if message.audience is None else (0.35 if message.audience == who else -0.08)
    theme = taste.theme[message.theme] + taste.audience_theme[who, message.theme]
    form = taste.form[message.form] + taste.audience_form[who, message.form]
    when = taste.slot[message.slot]
    if world.response == "multiplicative":
        pair = taste.theme_form[message.theme, message.form]
        return math.exp(theme + form + pair + taste.tone[message.tone] + when + addressed)
    weakest = min(theme, form) + 0.5 * taste.tone[message.tone] * (1 if theme > 0 else -1)
    return (
        (0.35 + 1.9 / (1 + math.exp(-4 * weakest)))
        * (1 + 0.5 * math.tanh(2 * when))
        * (1 + addressed)
    )


@lru_cache(maxsize=256)
def _best(world: World, version: int) -> Message:
    taste = draw_taste(world.seed, world.themes, world.effect_scale, version)
    return max(all_messages(world.themes), key=lambda message: _mean_lift(world, message, taste))


@lru_cache(maxsize=512)
def draw_taste(seed: int, themes: tuple[str, ...], scale: float = 1.0, version: int = 1) -> Taste:
    """The taste of a seed: independent normal effects, standard deviations on the log scale times
    `scale`.
    """

    def effects(name: str, keys: list, deviation: float) -> dict:
        values = generator(seed, "taste", version, name).normal(0, deviation * scale, len(keys))
        return dict(zip(keys, (values - values.mean()).round(4).tolist(), strict=True))

    return Taste(
        theme=effects("theme", list(themes), 0.30),
        form=effects("form", list(POSTED), 0.35),
        tone=effects("tone", list(AIMED), 0.20),
        slot=effects("slot", list(SLOTS), 0.30),
        theme_form=effects("theme_form", list(product(themes, POSTED)), 0.12),
        audience_theme=effects("audience_theme", list(product(AUDIENCES, themes)), 0.30),
        audience_form=effects("audience_form", list(product(AUDIENCES, POSTED)), 0.20),
    )


@lru_cache(maxsize=512)
def weekday_factor(seed: int, weekday: int) -> float:
    """How busy a weekday is (1 = Monday), around 1 on average; weekends are quieter."""
    usual = (1.1, 1.08, 1.05, 1.03, 1.0, 0.84, 0.9)
    wiggle = generator(seed, "weekday").normal(0, 0.04, 7)
    factors = [u * math.exp(w) for u, w in zip(usual, wiggle, strict=True)]
    return factors[weekday - 1] * 7 / sum(factors)


@lru_cache(maxsize=128)
def hours(seed: int) -> dict[int, float]:
    """How many posts each local hour gets, as weights: two bumps, at lunch and in the evening."""
    wiggle = generator(seed, "hours").normal(0, 0.12, 24)
    bumps = (
        0.15 + math.exp(-(((h - 12.5) / 3) ** 2)) + 1.2 * math.exp(-(((h - 19.5) / 2.5) ** 2))
        for h in range(24)
    )
    return {h: b * math.exp(w) for h, (b, w) in enumerate(zip(bumps, wiggle, strict=True))}


@lru_cache(maxsize=4096)
def theme_mood(seed: int, theme: str) -> float:
    """How much a theme weighs on people: log odds added to the negative emotions."""
    return float(generator(seed, "theme_mood", theme).normal(0, 0.35))


@lru_cache(maxsize=512)
def theme_weights(seed: int, themes: tuple[str, ...]) -> dict[str, float]:
    """How often each theme comes up, as weights."""
    return dict(
        zip(
            themes,
            generator(seed, "theme_weights").gamma(5.0, 1.0, len(themes)).tolist(),
            strict=True,
        )
    )


@lru_cache(maxsize=2048)
def spoken_of(seed: int, themes: tuple[str, ...], audience: Audience) -> dict[str, float]:
    """How often an audience brings up each theme, as weights: people speak of what they have a
    taste for.
    """
    taste = draw_taste(seed, themes).audience_theme
    return {
        t: w * math.exp(2.5 * taste[audience, t]) for t, w in theme_weights(seed, themes).items()
    }


@lru_cache(maxsize=64)
def all_messages(themes: tuple[str, ...]) -> tuple[Message, ...]:
    """Every message a brand could send, but at night."""
    day_slots = [slot for slot in SLOTS if slot != NIGHT]
    return tuple(
        Message(*parts) for parts in product(themes, POSTED, AIMED, day_slots, (None, *AUDIENCES))
    )


def slot_of(hour: int) -> str:
    """The slot of a local hour, 0..23."""
    return next(name for name, hours_of in SLOTS.items() if hour in hours_of)


def grown(age_hours: float) -> float:
    """The part of the seven days' engagement that a post has after `age_hours`, 0..1."""
    return min(1.0, (1 - math.exp(-max(age_hours, 0.0) / 9.0)) / (1 - math.exp(-168 / 9.0)))
