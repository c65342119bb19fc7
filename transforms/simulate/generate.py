"""What happens in a world, day by day: posts, replies that catch a feeling, the brand's posts and
its answers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import exp
from typing import Any

from transforms.reading import AUDIENCES, NEGATIVE, SLOTS
from transforms.simulate.cast.members import Crowd, Person, crowd
from transforms.simulate.cast.roles import ROLES
from transforms.simulate.dice import Dice
from transforms.simulate.texts import Writer, phrasebook
from transforms.simulate.world import (
    FEELINGS,
    Message,
    Need,
    PlantedCrisis,
    World,
    hours,
    slot_of,
    spoken_of,
    theme_mood,
    theme_weights,
)

POSITIVE = ("joy", "trust")
Told = tuple[str, dict[str, Any]]
HABITS: dict[str, dict[str, float]] = {
    "form": {"text": 6, "image": 5, "link": 4, "video": 2, "question": 2, "poll": 1, "story": 1},
    "slot": {"06:00-11:00": 4, "11:00-14:00": 2, "14:00-18:00": 4, "18:00-23:00": 1.5},
    "tone": {"joy": 3, "trust": 3, "anticipation": 2, "surprise": 1},
    "answer": {"apology": 3, "solution": 2, "information": 3, "template": 3},
}
"""What the brand does when nobody advises it."""

MOST_REPLIES = 8
"""How many replies to a brand post the file shows; its counter knows of the others."""


@dataclass(frozen=True)
class Planned:
    """A brand post to be sent: the message, when (seconds after local midnight) and the advice it
    follows.
    """

    message: Message
    second: int | None = None
    advice_id: str | None = None


@dataclass(frozen=True)
class SimulatedPost:
    """One post that happened, with its engagement after seven days and everything that is true of
    it.
    """

    post_id: str
    author_id: str
    created_at: datetime
    text: str
    language: str
    followers: int
    kind: str
    form: str = "text"
    in_reply_to: str | None = None
    advice_id: str | None = None
    likes: int = 0
    replies: int = 0
    shares: int = 0
    views: int = 0
    truth: Mapping[str, Any] = field(default_factory=dict)


def happened(
    world: World, plan: Mapping[date, Sequence[Planned]] | None = None
) -> Iterator[SimulatedPost]:
    """Every post of a world before its last day ends, in the order of time.

    `plan` replaces the brand's own habits on its dates. A day depends on its own seed only, so a
    longer world begins with the same posts and a changed plan changes nothing but what hangs on it.
    """
    waiting: list[SimulatedPost] = []
    for day in range(world.days):
        until = world.instant(world.date_of(day), 0)
        waiting += Day(world, day).posts((plan or {}).get(world.date_of(day)))
        waiting.sort(key=_when)
        ready = sum(post.created_at < until for post in waiting)
        yield from waiting[:ready]
        waiting = waiting[ready:]
    yield from (post for post in waiting if post.created_at < world.ends_at)


def _when(post: SimulatedPost) -> tuple[datetime, str]:
    return post.created_at, post.post_id


class Day:
    """One local day: what begins on it, and everything that is later said in answer."""

    def __init__(self, world: World, day: int) -> None:
        self.world, self.day, self.date = world, day, world.date_of(day)
        self.dice, self.scope = self._throw("day"), "d"
        self.crowd: Crowd = crowd(world)
        self.writers = {
            language: Writer(phrasebook(world.industry, language), world.name)
            for language in ("fr", "en")
        }
        self.found: list[SimulatedPost] = []
        self._numbers: Counter[str] = Counter()

    def _throw(self, *key: object) -> Dice:
        return Dice(self.world.seed, self.world.name, self.day, *key)

    def posts(self, planned: Sequence[Planned] | None = None) -> list[SimulatedPost]:
        """The day's posts and their threads; what members post of themselves does not depend on the
        brand's plan.
        """
        for number, brand_post in enumerate(self._habit() if planned is None else planned):
            self.dice, self.scope = self._throw("brand", number), f"b{number}"
            self._brand_post(brand_post, number)
        for number, second in enumerate(self._seconds()):
            self.dice, self.scope = self._throw("member", number), f"m{number}"
            self._member_post(second, None)
        for crisis in self.world.crises:
            count = self._throw("crisis", crisis.theme).poisson(
                self.world.crisis_volume(crisis, self.date)
            )
            for number in range(count):
                self.dice, self.scope = self._throw("crisis", crisis.theme, number), f"c{number}"
                self._member_post(self._crisis_second(crisis), crisis)
        return self.found

    def _habit(self) -> list[Planned]:
        dice = self._throw("habit")
        count = min(3, dice.poisson(self.world.brand_posts_per_day))
        themes = theme_weights(self.world.seed, self.world.themes)
        return [
            Planned(
                Message(
                    dice.weighted(themes),
                    dice.weighted(HABITS["form"]),
                    dice.weighted(HABITS["tone"]),
                    dice.weighted(HABITS["slot"]),
                    dice.pick(AUDIENCES) if dice.chance(0.5) else None,
                )
            )
            for _ in range(count)
        ]

    def _seconds(self) -> list[int]:
        """When members post, in seconds after local midnight; every ninth day also at its very
        first and last one.
        """
        busy, dice = hours(self.world.seed), self._throw("seconds")
        count = dice.poisson(self.world.volume(self.date))
        seconds = [3600 * dice.weighted(busy) + dice.integer(0, 3600) for _ in range(count)]
        if self.day % 9 == 0 and count >= 2:
            seconds[:2] = [0, 86_399]
        return seconds

    def _crisis_second(self, crisis: PlantedCrisis) -> int:
        first = crisis.hour if self.date == crisis.day else 6
        return 3600 * first + int(self.dice.exponential(4 * 3600)) % ((24 - first) * 3600)

    def _member_post(self, second: int, crisis: PlantedCrisis | None) -> None:
        dice, world = self.dice, self.world
        person = self.crowd.speaker(self.day, dice.uniform())
        if crisis:
            theme, feeling = crisis.theme, _crisis_feeling(dice, crisis)
            need = None
        else:
            theme = dice.weighted(spoken_of(world.seed, world.themes, person.audience))
            need = self._need(dice)
            feeling = self._mood(dice, person, theme)
        truth: dict[str, Any] = {
            "crisis": crisis is not None,
            "audience": person.audience_on(self.day),
        }
        writer = self._writer(dice)
        if need:
            text, about = self._needy(dice, need, writer)
            theme = str(about["theme"])
        else:
            text, about = self._plain(dice, theme, feeling, person, writer)
        post = self._post(
            person, world.instant(self.date, second), text, writer, "post", truth | {"theme": theme} | about,
            form="image" if dice.chance(0.08) else "text",
        )  # fmt: skip
        self._thread(post, person, depth=0)

    def _needy(self, dice: Dice, need: Need, writer: Writer) -> Told:
        explicit = dice.chance(need.explicit)
        feeling = (
            dice.pick(("neutral", "anticipation"))
            if explicit
            else dice.pick(("sadness", "neutral", "anger"))
        )
        text = writer.need(dice, need.need, feeling, explicit)
        about = {
            "theme": writer.book.needs[need.need]["theme"], "feeling": feeling, "emotions": _emotions((feeling,)),
            "stance": "suggestion" if explicit else "statement", "need": need.need, "need_explicit": explicit,
        }  # fmt: skip
        return text, about

    def _plain(self, dice: Dice, theme: str, feeling: str, person: Person, writer: Writer) -> Told:
        stance = _stance(dice, feeling, person)
        feelings: tuple[str, ...] = (feeling,)
        if feeling != "neutral" and dice.chance(0.2):
            feelings = (feeling, dice.pick(_kin(feeling, stance)))
        ironic = (
            stance == "complaint"
            and feeling in ("anger", "disgust", "sadness")
            and dice.chance(0.06)
        )
        text = writer.post(dice, theme, feelings, stance, ironic)
        return text, {
            "feeling": feeling,
            "emotions": _emotions(feelings),
            "stance": stance,
            "irony": ironic,
        }

    def _mood(self, dice: Dice, person: Person, theme: str) -> str:
        unease = exp(theme_mood(self.world.seed, theme))
        role = ROLES[person.audience]
        odds = {f: role.mood(f) * (unease if f in NEGATIVE else 1.0) for f in FEELINGS}
        return dice.weighted(odds)

    def _need(self, dice: Dice) -> Need | None:
        roll = dice.uniform()
        for need in self.world.needs:
            roll -= self.world.need_share(need, self.date)
            if roll < 0:
                return need
        return None

    def _thread(self, parent: SimulatedPost, person: Person, depth: int) -> None:
        """Members' replies, each perhaps with replies of its own; then the brand's answer, if it
        comes.
        """
        dice = self.dice
        theme, stance = parent.truth["theme"], parent.truth["stance"]
        for _ in range(
            dice.poisson((0.9 if stance == "question" else 0.4) if depth == 0 else 0.15)
        ):
            other = self.crowd.speaker(self.day, dice.uniform(), stance)
            if other.author_id != person.author_id:
                reply = self._reply(parent, other, theme, parent.truth["feeling"])
                if depth < 2:
                    self._thread(reply, other, depth + 1)
        wants = {"complaint": 1.0, "question": 1.2, "suggestion": 0.6, "praise": 0.4}.get(
            stance, 0.1
        )
        if depth == 0 and dice.chance(self.world.answer_rate * wants):
            self._answered(parent, person)

    def _reply(self, parent: SimulatedPost, person: Person, theme: str, felt: str) -> SimulatedPost:
        """A reply takes the feeling it answers with the world's contagion, else follows its
        writer's own mood.
        """
        dice = self.dice
        caught = felt != "neutral" and dice.chance(self.world.contagion)
        feeling = felt if caught else self._mood(dice, person, theme)
        return self._written_reply(parent, person, theme, feeling, caught)

    def _written_reply(
        self, parent: SimulatedPost, person: Person, theme: str, feeling: str, caught: bool | None
    ) -> SimulatedPost:
        dice = self.dice
        stance = _stance(dice, feeling, person)
        helping = person.audience == "helpers" and parent.truth.get("stance") == "question"
        if helping:
            feeling, stance, caught = "trust", "statement", False
        writer = self.writers[parent.language]
        text, told = writer.reply(dice, theme, feeling, stance, helping)
        truth = {
            "audience": person.audience_on(self.day), "theme": theme, "feeling": feeling,
            "emotions": _emotions((feeling,)), "stance": stance, "caught": caught,
            "parent_feeling": parent.truth.get("feeling"), "helping": helping, "theme_in_text": told,
        }  # fmt: skip
        at = parent.created_at + timedelta(seconds=60 + int(dice.exponential(2.5 * 3600)))
        return self._post(person, at, text, writer, "reply", truth, parent=parent)

    def _answered(self, parent: SimulatedPost, person: Person) -> None:
        """The brand answers, and sometimes the same person writes again: calmed, or not."""
        dice, world = self.dice, self.world
        kind = dice.weighted(HABITS["answer"])
        theme, feeling = parent.truth["theme"], parent.truth["feeling"]
        writer = self.writers[parent.language]
        at = parent.created_at + timedelta(
            seconds=int(dice.lognormal(world.answer_minutes * 60, 1.0))
        )
        brand = Person(world.name, "advocates", 0, 10**6, 0.0, 48_000)
        answer = self._post(
            brand, at, writer.answer(dice, theme, kind), writer, "brand_answer",
            {"theme": theme, "answer_kind": kind, "feeling": "trust", "stance": "statement"}, parent=parent,
        )  # fmt: skip
        if feeling in NEGATIVE and dice.chance(0.5):
            calmed = dice.chance(world.calms(kind, feeling))
            after = dice.pick(POSITIVE) if calmed else feeling
            truth = {
                "audience": person.audience_on(self.day), "theme": theme, "feeling": after,
                "emotions": _emotions((after,)), "stance": "praise" if calmed else "complaint",
                "calmed": calmed, "before_feeling": feeling, "answer_kind": kind,
            }  # fmt: skip
            at = answer.created_at + timedelta(seconds=120 + int(dice.exponential(3600)))
            self._post(
                person, at, writer.after(dice, theme, after), writer, "reply", truth, parent=answer
            )

    def _brand_post(self, planned: Planned, number: int) -> None:
        world, message = self.world, planned.message
        dice = self.dice
        drawn = 3600 * dice.pick(SLOTS[message.slot]) + dice.integer(0, 3600)
        second = drawn if planned.second is None else planned.second
        message = replace(message, slot=slot_of(second // 3600))
        got = world.respond(message, self.date, (world.name, self.day, number))
        writer = self.writers[world.language]
        truth = {
            "theme": message.theme, "form": message.form, "tone": message.tone, "slot": message.slot,
            "target": message.audience, "feeling": message.tone, "emotions": [message.tone],
            "stance": "question" if message.form == "question" else "statement",
            "expected": round(world.expected(message, self.date), 4),
        }  # fmt: skip
        text = writer.brand_post(dice, message, self.date)
        brand = Person(world.name, "advocates", 0, 10**6, 0.0, 48_000)
        post = self._post(
            brand, world.instant(self.date, second), text, writer, "brand_post", truth,
            form="text" if message.form == "question" else message.form, counts=(got.likes, got.replies, got.shares),
            advice_id=planned.advice_id,
        )  # fmt: skip
        for audience, feeling in got.reactions[:MOST_REPLIES]:
            person = self.crowd.speaker(self.day, dice.uniform(), audience=audience)
            self._written_reply(post, person, message.theme, feeling, None)

    def _post(
        self, person: Person, at: datetime, text: str, writer: Writer, kind: str, truth: Mapping[str, Any], *,
        parent: SimulatedPost | None = None, form: str = "text", counts: tuple[int, int, int] | None = None,
        advice_id: str | None = None,
    ) -> SimulatedPost:  # fmt: skip
        dice = self.dice
        if counts is None:
            arousal = 1.5 if truth["feeling"] in ("anger", "fear", "joy", "surprise") else 1.0
            mean = 0.4 + 0.16 * arousal * person.followers**0.5
            counts = (dice.poisson(mean), 0, dice.poisson(mean / 5))
        post_id = f"{self.world.name}-{self.day:03d}-{self.scope}-{self._numbers[self.scope]}"
        post = SimulatedPost(
            post_id=post_id, author_id=person.author_id, created_at=at, text=text, language=writer.book.language,
            followers=person.followers, kind=kind, form=form, in_reply_to=parent.post_id if parent else None,
            advice_id=advice_id, likes=counts[0], replies=counts[1], shares=counts[2], truth=truth,
            views=int(person.followers * dice.uniform(0.1, 0.6)) + 3 * sum(counts),
        )  # fmt: skip
        self._numbers[self.scope] += 1
        self.found.append(post)
        return post

    def _writer(self, dice: Dice) -> Writer:
        other = "en" if self.world.language == "fr" else "fr"
        return self.writers[
            other if dice.chance(self.world.second_language) else self.world.language
        ]


KIN = {
    "anger": ("disgust", "sadness"), "disgust": ("anger",), "sadness": ("anger", "fear"), "fear": ("sadness", "anger"),
    "surprise": ("joy",), "joy": ("trust", "surprise"), "trust": ("joy",), "anticipation": ("joy", "fear"),
}  # fmt: skip
"""Which feeling comes along with which."""

STANCES: dict[str, dict[str, float]] = {
    "anger": {"complaint": 1}, "disgust": {"complaint": 1}, "sadness": {"complaint": 5, "statement": 1},
    "fear": {"complaint": 1, "question": 1}, "surprise": {"complaint": 1, "praise": 1, "statement": 1},
    "joy": {"praise": 6, "statement": 1}, "trust": {"praise": 1}, "anticipation": {"question": 1, "statement": 1.5},
    "neutral": {"question": 1, "statement": 1.6},
}  # fmt: skip
"""What people do with what they feel."""


def _stance(dice: Dice, feeling: str, person: Person) -> str:
    odds = STANCES[feeling]
    if person.audience == "askers" and "question" in odds:
        odds = odds | {"question": 8.0}
    return dice.weighted(odds)


def _kin(feeling: str, stance: str) -> tuple[str, ...]:
    return ("sadness", "anger") if feeling == "surprise" and stance == "complaint" else KIN[feeling]


def _crisis_feeling(dice: Dice, crisis: PlantedCrisis) -> str:
    return dice.weighted({feeling: 0.5**rank for rank, feeling in enumerate(crisis.emotions)})


def _emotions(feelings: Sequence[str]) -> list[str]:
    return [feeling for feeling in dict.fromkeys(feelings) if feeling != "neutral"]
