"""Prepared answers are ordered by what earlier answers of the community did."""

import numpy as np
import pandas as pd
import pytest

from transforms.recommend.choose import reply_plans


def past(many: int, kind: float, curt: float) -> pd.DataFrame:
    """Half of the answers apologise; what people felt after them is given."""
    noise = np.random.default_rng(3).normal(0, 0.2, many)
    sorry = np.arange(many) % 2 == 0
    return pd.DataFrame(
        {
            "theme": "delay",
            "before": -0.5,
            "answer": np.where(sorry, "We are sorry, truly.", "Look it up online."),
            "after": np.where(sorry, kind, curt) + noise,
        }
    )


def test_the_act_that_went_well_is_preferred_and_the_other_way_round():
    apology, curt = "We are sorry about it.", "Have a look at the board."
    liked, disliked = (
        reply_plans.learn_acts(past(200, 0.4, -0.4)),
        reply_plans.learn_acts(past(200, -0.4, 0.4)),
    )
    assert liked is not None
    assert disliked is not None
    assert liked.of(apology) > liked.of(curt) + 0.1
    assert disliked.of(apology) < disliked.of(curt) - 0.1


def test_few_answers_teach_no_act():
    assert reply_plans.learn_acts(past(20, 0.9, -0.9)) is None


def test_less_is_believed_after_forty_answers_than_after_four_hundred():
    few, many = (
        reply_plans.learn_acts(past(40, 0.4, -0.4)),
        reply_plans.learn_acts(past(400, 0.4, -0.4)),
    )
    assert few is not None
    assert many is not None
    assert 0 < few.of("We are sorry.") < many.of("We are sorry.")


def answers_and_silence(effect: float) -> pd.DataFrame:
    """People of one mood about their own usual tone, half of them answered."""
    rng = np.random.default_rng(11)
    usual = rng.normal(0, 0.3, 800)
    before, after = usual + rng.normal(0, 0.3, 800), usual + rng.normal(0, 0.3, 800)
    upset = before < -0.2
    answered = np.arange(800) % 2 == 0
    return pd.DataFrame({
        "theme": "delay", "before": before, "after": after + effect * answered,
        "answer": np.where(answered, "We are sorry.", None),
    })[upset]  # fmt: skip


@pytest.mark.parametrize("effect", [0.0, 0.3])
def test_an_answer_is_compared_with_people_as_upset_who_got_none(effect):
    calmed, answers = reply_plans.calmed_by(answers_and_silence(effect), ["delay"])
    assert answers > 80
    assert calmed == pytest.approx(effect, abs=0.08)


def test_where_everybody_is_answered_nobody_knows_what_answers_did():
    turns = answers_and_silence(0.3)
    assert reply_plans.calmed_by(turns[turns["answer"].notna()], ["delay"])[0] is None
