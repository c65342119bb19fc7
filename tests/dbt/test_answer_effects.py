"""What an answer changed, in worlds where the more upset are answered more often: nothing is
claimed of answers that do nothing, and what they do is found.
"""

import duckdb
import jinja2
import numpy as np
import pandas as pd
import pytest

from transforms.config.settings import PROJECT

WORLDS, PEOPLE = 300, 80
MODEL = PROJECT / "dbt" / "models" / "intermediate" / "people" / "int_answer_effects.sql"


def world(seed: int, effect: float) -> pd.DataFrame:
    """How people felt before, as one post tells it with an error, and after; who is angrier is
    answered more often.
    """
    rng = np.random.default_rng(seed)
    mood = rng.normal(-0.2, 0.35, PEOPLE)
    answered = rng.random(PEOPLE) < 1 / (1 + np.exp(4 * mood + 0.5))
    before = np.clip(mood + rng.normal(0, 0.3, PEOPLE), -1, 1)
    after = np.clip(0.3 * mood + rng.normal(0, 0.35, PEOPLE) + effect * answered, -1, 1)
    return pd.DataFrame(
        {"community_id": f"c{seed}", "is_answered": answered, "before": before, "after": after}
    )


def effects(effect: float) -> pd.DataFrame:
    people = pd.concat([world(seed, effect) for seed in range(WORLDS)])
    sql = jinja2.Template(MODEL.read_text()).render(config=lambda **_: "", ref=lambda name: name)
    with duckdb.connect() as connection:
        connection.register("people", people)
        connection.execute("""
            create table int_answers_compared as
            select community_id, 'toys' as industry, date '2025-03-01' as date, 'sentiment' as feeling, is_answered,
                before::decimal(6, 4) as before, after::decimal(6, 4) as after
            from people""")
        return connection.execute(sql).df()


def test_answers_that_do_nothing_are_said_to_change_something_no_oftener_than_chance_has_it():
    found = effects(0.0)
    naive = (found["answered_change"] - found["unanswered_change"]).mean()
    assert naive > 0.2, "who is angriest calms down most, answered or not"
    claims = ((found["low"] > 0) | (found["high"] < 0)).mean()
    assert claims <= 0.14, f"{claims:.1%} of {len(found)}"


@pytest.mark.parametrize("effect", [0.15, 0.3])
def test_what_answers_do_is_found_and_its_interval_holds_it(effect):
    found = effects(effect)
    assert abs(found["effect"].mean() - effect) < 0.06
    assert 0.84 <= ((found["low"] <= effect) & (effect <= found["high"])).mean() <= 0.96
    assert (found["low"] > 0).mean() >= (0.7 if effect == 0.3 else 0.2)
