"""Export rows and truth: what a network would have shown of a world, and what it would never tell."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from transforms.reading import NEGATIVE
from transforms.simulate.dice import Dice
from transforms.simulate.generate import POSITIVE, Planned, SimulatedPost, happened
from transforms.simulate.texts import Writer, phrasebook
from transforms.simulate.world import World, grown

NETWORK = "simulated"
COLUMNS = (
    "post_id", "network", "account", "author_id", "text", "created_at", "language", "in_reply_to", "format", "url",
    "likes", "replies", "shares", "views", "followers", "observed_at", "updated_at", "deleted", "advice_id",
)  # fmt: skip
"""DESIGN's export row, in order."""

METRICS = ("likes", "replies", "shares", "views")
INTENTS = ("question", "complaint", "praise", "suggestion")


@dataclass(frozen=True)
class Simulation:
    """The two files of a world: rows for the product, truth for its tests."""

    rows: list[dict[str, Any]]
    truth: list[dict[str, Any]]


def simulate_world(
    world: World, plan: Mapping[date, Sequence[Planned]] | None = None
) -> Simulation:
    """Everything of a world as an export made when its last day ended."""
    posts = list(happened(world, plan))
    answered: dict[str, list[datetime]] = defaultdict(list)
    for post in posts:
        if post.in_reply_to:
            answered[post.in_reply_to].append(post.created_at)
    rows: list[dict[str, Any]] = []
    truth: list[dict[str, Any]] = []
    for post in posts:
        seen = list(_Exported(world, post, answered.get(post.post_id, [])).rows())
        rows += seen
        truth.append(_truth(world, post, seen))
    return Simulation(rows, truth)


class _Exported:
    """One post as it was seen: some snapshots, perhaps an edit, perhaps a deletion, some figures
    missing.
    """

    def __init__(self, world: World, post: SimulatedPost, answered: list[datetime]) -> None:
        self.world, self.post, self.answered = world, post, answered
        self.dice = Dice(world.seed, world.name, "export", post.post_id)
        self.brand = post.kind.startswith("brand")

    def rows(self) -> Iterator[dict[str, Any]]:
        dice, post = self.dice, self.post
        hidden = {
            name for name in METRICS if dice.chance({"views": 0.3, "shares": 0.04}.get(name, 0.0))
        }
        hidden |= set(METRICS) if dice.chance(0.03 if self.brand else 0.06) else set()
        edited_at = None if self.brand or not dice.chance(0.025) else self._later(300, 2400)
        deleted_at = None if self.brand or not dice.chance(0.02) else self._later(1800, 20 * 3600)
        new_text = self._edited_text() if edited_at else post.text
        language = None if dice.chance(0.05) else post.language
        for at in self._moments(edited_at, deleted_at):
            gone = deleted_at is not None and at >= deleted_at
            edited = edited_at is not None and at >= edited_at
            missed = hidden | (set(METRICS) if gone or dice.chance(0.02) else set())
            yield (
                self._row(at, language)
                | self._metrics(at, missed)
                | {
                    "text": new_text if edited else post.text,
                    "updated_at": _iso(edited_at) if edited_at and edited else None,
                    "deleted": True if gone else None,
                }
            )

    def _later(self, least: int, mean: int) -> datetime | None:
        at = self.post.created_at + timedelta(seconds=least + int(self.dice.exponential(mean)))
        return at if at < self.world.ends_at - timedelta(minutes=1) else None

    def _edited_text(self) -> str:
        writer = Writer(phrasebook(self.world.industry, self.post.language), self.world.name)
        return writer.edit(self.dice, self.post.text, self.post.truth["stance"])

    def _moments(self, edited_at: datetime | None, deleted_at: datetime | None) -> list[datetime]:
        """When the post was looked at: after 1 h, 24 h and 7 days for the brand's, mostly after 24
        h for others.
        """
        created, last = self.post.created_at, self.world.ends_at - timedelta(seconds=1)
        posted = self.post.kind == "brand_post"
        ages = (1.0, 24.0, 168.0) if posted else (1.0, 24.0) if self.dice.chance(0.2) else (24.0,)
        moments = {created + timedelta(hours=age) for age in ages}
        moments = {at for at in moments if at <= last} or {last}
        if edited_at:
            moments |= {created + (edited_at - created) / 2, edited_at + timedelta(seconds=30)}
        if deleted_at:
            moments = {at for at in moments if at < deleted_at} or {
                created + (deleted_at - created) / 2
            }
            moments.add(deleted_at)
        return sorted(at.replace(microsecond=0) for at in moments)

    def _row(self, at: datetime, language: str | None) -> dict[str, Any]:
        post, world = self.post, self.world
        return dict.fromkeys(COLUMNS) | {
            "post_id": post.post_id, "network": NETWORK, "account": world.name, "author_id": post.author_id,
            "text": post.text, "created_at": _iso(post.created_at), "language": language,
            "in_reply_to": post.in_reply_to, "format": post.form, "url": f"https://{world.name}.example/{post.post_id}",
            "followers": post.followers, "observed_at": _iso(at), "advice_id": post.advice_id,
        }  # fmt: skip

    def _metrics(self, at: datetime, missed: set[str]) -> dict[str, int | None]:
        post, part = self.post, grown((at - self.post.created_at).total_seconds() / 3600)
        seen = {name: int(getattr(post, name) * part) for name in METRICS}
        seen["replies"] = max(seen["replies"], sum(moment <= at for moment in self.answered))
        return {name: None if name in missed else value for name, value in seen.items()}


def _truth(world: World, post: SimulatedPost, rows: list[dict[str, Any]]) -> dict[str, Any]:
    known = dict(post.truth)
    feeling, stance = known.pop("feeling"), known.pop("stance")
    return {
        "post_id": post.post_id, "network": NETWORK, "account": world.name, "author_id": post.author_id,
        "is_brand": post.kind.startswith("brand"), "kind": post.kind, "created_at": _iso(post.created_at),
        "language": post.language, "in_reply_to": post.in_reply_to, "theme": known.pop("theme"),
        "emotions": known.pop("emotions", []), "dominant": feeling,
        "sentiment": _sentiment(feeling, stance), "theme_in_text": known.pop("theme_in_text", True),
        "intents": [stance] if stance in INTENTS else [], "engagement": post.likes + post.replies + post.shares,
        "need": known.pop("need", None), "edited": any(row["updated_at"] for row in rows),
        "deleted": any(row["deleted"] for row in rows),
    } | known  # fmt: skip


def _sentiment(feeling: str, stance: str) -> int:
    """1, 0 or -1: by feeling, and where a feeling can go either way by what its writer does."""
    if feeling in POSITIVE or (feeling not in NEGATIVE and stance == "praise"):
        return 1
    return -1 if feeling in NEGATIVE or stance == "complaint" else 0


def _iso(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
