"""Wording: learnt from past texts alone, nothing when there are too few, and it foresees what words
bring.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from transforms.recommend.learn import effects, wording

NOW = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "texts", [[], ["one post"], [""] * 50, ["!?"] * 50, [f"only{i}" for i in range(50)]]
)
def test_too_few_posts_or_no_word_twice_teach_nothing(texts):
    assert wording.learn_wording(texts, np.arange(len(texts), dtype=float)) is None


def test_posts_that_all_did_the_same_teach_nothing():
    assert wording.learn_wording([f"the post number {i}" for i in range(60)], np.zeros(60)) is None


def test_a_post_is_scored_by_posts_other_than_itself():
    posts, lift = spoken(120, 5)
    noise = np.random.default_rng(0).permutation(lift.to_numpy())
    honest = wording.learn_wording(posts["text"].tolist(), noise)
    assert abs(np.corrcoef(honest.unseen[:, 0], noise)[0, 1]) < 0.3
    assert honest.unseen.std() == pytest.approx(1.0)


def spoken(many: int, seed: int) -> tuple[pd.DataFrame, pd.Series]:
    """Posts alike in all but their words; those about prizes get twice the engagement."""
    rng = np.random.default_rng(seed)
    prize = rng.random(many) < 0.5
    words = [
        " ".join(rng.permutation(["win", "prize", "today"] if p else ["read", "our", "notice"]))
        + f" {w}"
        for p, w in zip(
            prize, rng.choice(["monday", "friday", "summer", "winter"], many), strict=True
        )
    ]
    posts = pd.DataFrame(
        {
            "theme": "a", "form": "text", "tone": "joy", "slot": "11:00-14:00", "weekday": 2, "text": words,
            "created_at": [NOW - timedelta(days=float(d)) for d in rng.uniform(0, 60, many)],
        }
    )  # fmt: skip
    return posts, pd.Series(0.7 * (prize - prize.mean()) + rng.normal(0, 0.3, many))


def test_words_that_brought_more_are_foreseen_to_bring_more():
    learned = effects.fit(*spoken(150, 1), NOW)
    asked, _ = spoken(2, 2)
    asked = asked.assign(text=["win a prize this summer", "a notice to read"])
    prize, notice = effects.foresee(learned, asked)["mean"]
    assert prize - notice > 0.35


def test_a_post_not_written_yet_counts_as_worded_as_usual():
    learned = effects.fit(*spoken(150, 1), NOW)
    asked, _ = spoken(40, 3)
    usual = effects.foresee(learned, asked)["mean"].mean()
    assert effects.foresee(learned, asked.drop(columns="text"))["mean"].mean() == pytest.approx(
        usual, abs=0.1
    )


def test_hostile_and_missing_texts_are_foreseen_too():
    learned = effects.fit(*spoken(150, 1), NOW)
    asked, _ = spoken(4, 4)
    asked = asked.assign(
        text=[None, "'; drop table posts; --", "\x00\u202e\ufffd", "win " * 10_000]
    )
    assert np.isfinite(effects.foresee(learned, asked).to_numpy()).all()
