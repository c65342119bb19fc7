"""Which emotions the replies to a post will carry, as shares with 90 % intervals.

Shares are pooled: theme, form and tone each multiply the community's share by a ratio that is
shrunk to one, as far as would have foretold each past post best without itself. The interval is
that of the share in one post.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import betaincinv, betaln

from transforms.reading import EMOTIONS
from transforms.recommend.choose import share_interval
from transforms.recommend.learn.history import History

DEFAULT_CONCENTRATION = 8.0
ALIKE = np.geomspace(0.005, 0.6, 25)
USUAL_ALIKE, ALIKE_SD = 0.05, 0.7
"""How far the replies to one post feel alike (intraclass correlation): candidates, and what is likely beforehand."""
WORTHS = (15.0, 50.0, 200.0, 1000.0)
"""Candidates for the replies that the whole counts for against its part."""
ENOUGH_REPLIES = 3
THEME_WORTH = 20.0
"""Members' posts on a theme, or replies to posts about it, that count as much as what is usual."""
FACTORS = ["theme", "form", "tone"]
POST = ["network", "post_id", *FACTORS]


@dataclass(frozen=True)
class Reactions:
    """Foreseen shares: one row per emotion with share, low and high; `basis` is replies, members or
    none.
    """

    shares: pd.DataFrame
    basis: str
    replies: int

    @property
    def likeliest_negative(self) -> str | None:
        """The negative emotion with the largest foreseen share; none when nothing is foreseen."""
        negative = self.shares[self.shares["emotion"].isin(["fear", "sadness", "disgust", "anger"])]
        return (
            None
            if negative.empty
            else str(negative.sort_values("share", ascending=False)["emotion"].iloc[0])
        )


def times(felt: Reactions, ratio: np.ndarray) -> Reactions:
    """The same reactions with the odds of each emotion, in the order of EMOTIONS, multiplied by
    `ratio`.
    """
    if felt.shares.empty:
        return felt
    by = felt.shares["emotion"].map(dict(zip(EMOTIONS, ratio, strict=True))).to_numpy(float)
    moved = felt.shares.copy()
    for column in ("share", "low", "high"):
        share = np.clip(moved[column].to_numpy(float), 1e-6, 1 - 1e-6)
        odds = share / (1 - share) * by
        moved[column] = odds / (1 + odds)
    return Reactions(moved, felt.basis, felt.replies)


def of_theme(history: History, theme: str) -> np.ndarray:
    """How many times its usual share each emotion has among members who speak of a theme that no
    reply was yet about.

    One for each emotion, in their order, where nobody speaks of it; less and less is left of it as
    replies come in.
    """
    members, mine = history.members, history.members[history.members["theme"] == theme]
    if mine.empty or members["posts"].sum() <= 0:
        return np.ones(len(EMOTIONS))
    weights = members["posts"].to_numpy(float)
    usual = (members[list(EMOTIONS)].to_numpy(float) * weights[:, None]).sum(
        axis=0
    ) / weights.sum() + 0.02
    felt = (mine[list(EMOTIONS)].to_numpy(float) * mine["posts"].to_numpy(float)[:, None]).sum(
        axis=0
    )
    posts, heard = float(mine["posts"].sum()), int((history.replies["theme"] == theme).sum())
    ratio = (felt + THEME_WORTH * usual) / (posts + THEME_WORTH) / usual
    return ratio ** (THEME_WORTH / (THEME_WORTH + heard))


def foresee(
    history: History, theme: str, form: str, tone: str, pool: "Pool | None" = None
) -> Reactions:
    """The reactions to a post: from replies if there are any, else from what members say on its
    theme.

    `pool` is what `learn` made of the history's replies, for who asks about several posts.
    """
    if not history.replies.empty:
        return (pool or learn(history.replies)).foresee(theme, form, tone)
    members = history.members[history.members["theme"] == theme]
    if members["posts"].sum() >= 1:
        return _from_members(members)
    return Reactions(pd.DataFrame(columns=["emotion", "share", "low", "high"]), "none", 0)


def from_replies(replies: pd.DataFrame, theme: str, form: str, tone: str) -> Reactions:
    """`foresee` from replies alone: REPLY_COLUMNS, at least one row."""
    return learn(replies).foresee(theme, form, tone)


@dataclass(frozen=True)
class Pool:
    """The replies of a community, counted per post: `felt` holds replies per emotion, `sizes`
    replies in all.
    """

    posts: pd.DataFrame
    felt: np.ndarray
    sizes: np.ndarray
    worths: dict[str, float]

    def foresee(self, theme: str, form: str, tone: str) -> Reactions:
        """Shares and intervals for the next post on `theme` in `form` and `tone`."""
        base = _base(self.felt.sum(axis=0), self.sizes.sum())
        mean = base.copy()
        for factor, level in {"theme": theme, "form": form, "tone": tone}.items():
            mine = (self.posts[factor] == level).to_numpy()
            mean = mean * _ratio(
                self.felt[mine].sum(axis=0), self.sizes[mine].sum(), base, self.worths[factor]
            )
        mean = np.clip(mean, 1e-4, 1 - 1e-4)
        rows = []
        for i, emotion in enumerate(EMOTIONS):
            low, high = share_interval.interval(float(mean[i]), self.alike[i], self._sizes)
            rows.append({"emotion": emotion, "share": float(mean[i]), "low": low, "high": high})
        return Reactions(pd.DataFrame(rows), "replies", int(self.sizes.sum()))

    @cached_property
    def alike(self) -> list[float]:
        """`concentration` of each emotion."""
        expected = _without_itself(self.posts, self.felt, self.sizes, self.worths)
        return [
            concentration(self.felt[:, i], self.sizes, expected[:, i]) for i in range(len(EMOTIONS))
        ]

    @cached_property
    def _sizes(self) -> np.ndarray:
        """Replies per past post that had enough of them; per any past post when none had."""
        many = self.sizes >= ENOUGH_REPLIES
        return self.sizes[many] if many.any() else self.sizes


def learn(replies: pd.DataFrame) -> Pool:
    """The pool of a community's replies (REPLY_COLUMNS), with the pooling that foretells its own
    past best.
    """
    counted = replies.groupby(POST, dropna=False, sort=True)
    felt = counted[list(EMOTIONS)].sum()
    sizes = counted.size().to_numpy(float)
    posts, counts = felt.index.to_frame(index=False), felt.to_numpy(float)
    worths = dict.fromkeys(FACTORS, WORTHS[-1])
    for factor in FACTORS:
        tried = [worths | {factor: worth} for worth in WORTHS]
        shares = [_without_itself(posts, counts, sizes, one) for one in tried]
        errors = [
            float((sizes[:, None] * (counts / sizes[:, None] - share) ** 2).sum())
            for share in shares
        ]
        worths = tried[int(np.argmin(errors))]
    return Pool(posts, counts, sizes, worths)


def _without_itself(
    posts: pd.DataFrame, felt: np.ndarray, sizes: np.ndarray, worths: dict[str, float]
) -> np.ndarray:
    """Each post's share as all the other posts foretell it."""
    base = _base(felt.sum(axis=0) - felt, (sizes.sum() - sizes)[:, None])
    share = base
    for factor in FACTORS:
        codes, levels = pd.factorize(posts[factor].astype(object))
        sums = np.zeros((len(levels), felt.shape[1]))
        np.add.at(sums, codes, felt)
        many = np.bincount(codes, weights=sizes)
        share = share * _ratio(
            sums[codes] - felt, (many[codes] - sizes)[:, None], base, worths[factor]
        )
    return np.clip(share, 1e-4, 1 - 1e-4)


def _base(felt: np.ndarray, size: np.ndarray | float) -> np.ndarray:
    return (felt + 0.2) / (size + 2.0)


def _ratio(
    felt: np.ndarray, size: np.ndarray | float, base: np.ndarray, worth: float
) -> np.ndarray:
    """How many times the community's share a level has, shrunk to once."""
    return (felt + worth * base) / (size + worth) / base


def concentration(counts: np.ndarray, sizes: np.ndarray, expected: np.ndarray) -> float:
    """How alike posts are: large when shares stay as near to what is `expected` of each as luck
    allows, else small.

    The likeliest weight of a beta-binomial, as far as the usual one leaves it free.
    """
    many = sizes >= 2
    if many.sum() < 5 or counts.sum() == 0:
        return DEFAULT_CONCENTRATION
    felt, other = counts[many, None], (sizes - counts)[many, None]
    mean, weight = expected[many, None], 1 / ALIKE - 1
    likelihood = betaln(felt + mean * weight, other + (1 - mean) * weight) - betaln(
        mean * weight, (1 - mean) * weight
    )
    usual = -0.5 * (np.log(ALIKE / USUAL_ALIKE) / ALIKE_SD) ** 2
    return float(weight[(likelihood.sum(axis=0) + usual).argmax()])


def _from_members(members: pd.DataFrame) -> Reactions:
    posts = float(members["posts"].sum())
    rows = []
    for emotion in EMOTIONS:
        mean = (float((members["posts"] * members[emotion]).sum()) + 0.2) / (posts + 2)
        weight = min(DEFAULT_CONCENTRATION, posts + 1) / 2
        low, high = betaincinv(mean * weight, (1 - mean) * weight, [0.05, 0.95])
        rows.append({"emotion": emotion, "share": mean, "low": float(low), "high": float(high)})
    return Reactions(pd.DataFrame(rows), "members", int(posts))
