"""What a community did and said before an instant: as it was known then, and in the words of then."""

from datetime import timedelta

import pandas as pd
import pytest

from tests.recommend.conftest import NIGHT, Marts, noon
from transforms import warehouse
from transforms.config.errors import BadInput
from transforms.ground.clock import end_of
from transforms.recommend.communities import Desk
from transforms.recommend.learn.history import History, Warehouse, form_of


@pytest.fixture
def history(marts: Marts):
    """Reads the history of `sky` as of some days after the night of these tests."""

    def read(later: int = 0) -> History:
        marts.write()
        with warehouse.read_only() as connection:
            desk = Desk(Warehouse(connection))
            return desk.history("sky", end_of(NIGHT + timedelta(days=later), desk.zone("sky")))

    marts.community("sky", NIGHT)
    return read


@pytest.mark.parametrize(
    ("format", "question", "reply", "form"),
    [
        ("image", 0.9, None, "image"), (None, 0.9, None, "question"), ("", 0.1, None, "text"),
        ("text", None, None, "text"), ("text", 0.9, "p1", "answer"),
    ],
)  # fmt: skip
def test_the_form_of_a_post_is_what_it_asks_answers_or_shows(format, question, reply, form):
    row = {"format": format, "question": question, "in_reply_to": reply}
    assert list(form_of(pd.DataFrame([row]))) == [form]


def test_a_figure_read_after_the_instant_is_not_known_yet(marts: Marts, history):
    marts.post("sky", "early", noon(2), engagement=30, observed_at=noon(1))
    marts.post("sky", "late", noon(1), engagement=900, observed_at=noon(-1))
    before, after = history(), history(later=3)
    assert before.posts.set_index("post_id")["engagement"].dropna().to_dict() == {"early": 30}
    assert after.posts.set_index("post_id")["engagement"].to_dict() == {"early": 30, "late": 900}


def test_of_several_figures_the_last_one_stands(marts: Marts, history):
    marts.post("sky", "p1", noon(3), engagement=10, observed_at=noon(2))
    key = {"community_id": "sky", "industry": "airlines", "network": "x", "post_id": "p1"}
    later = {
        "observed_at": noon(1),
        "age_hours": 48.0,
        "engagement": 25,
        "metrics_basis": "observed",
    }
    marts.rows["fct_post_metrics"].append(key | later)
    assert history().posts["engagement"].tolist() == [25]


def test_answers_are_no_posts_and_what_was_rewritten_since_is_not_known(marts: Marts, history):
    marts.post("sky", "plain", noon(3))
    marts.post("sky", "answer", noon(3), in_reply_to="someone")
    marts.post("sky", "edited", noon(3), updated_at=noon(-1))
    assert history().posts["post_id"].tolist() == ["plain"]


def test_members_are_counted_by_theme_and_audience_with_what_they_feel(marts: Marts, history):
    for n, (theme, anger) in enumerate([("delay", 0.9), ("delay", 0.1), ("food", 0.1)]):
        marts.post("sky", f"m{n}", noon(2), is_brand=False, author_id=f"m{n}", audience="critics",
                   top_theme_id=theme, felt={"anger": anger}, sentiment=-0.5)  # fmt: skip
    marts.post("sky", "old", noon(80), is_brand=False, author_id="m9", audience="critics")
    found = history().members.set_index("theme")
    assert found["posts"].to_dict() == {"delay": 2, "food": 1}
    assert found.loc["delay", "anger"] == 0.5
    assert found.loc["delay", "audience"] == "critics"


def test_a_person_who_writes_again_after_an_answer_is_a_turn(marts: Marts, history):
    marts.post("sky", "ask", noon(3), is_brand=False, author_id="m1", sentiment=-0.6)
    marts.post("sky", "sorry", noon(3, 11), in_reply_to="ask", text="We are sorry")
    marts.post("sky", "thanks", noon(3, 12), is_brand=False, author_id="m1", in_reply_to="sorry",
               sentiment=0.4)  # fmt: skip
    [turn] = history().turns.to_dict("records")
    assert (turn["post_id"], turn["answer"]) == ("ask", "We are sorry")
    assert (turn["before"], turn["after"]) == (pytest.approx(-0.6), pytest.approx(0.4))


def test_wants_and_signals_are_those_of_the_last_week_up_to_the_night(marts: Marts, history):
    for day, rank in ((0, 1), (-1, 2), (6, 3), (9, 4)):
        row = {"community_id": "sky", "industry": "airlines", "date": NIGHT - timedelta(days=day)}
        marts.rows["fct_signals"].append(row | {"signal_id": f"s{rank}", "metric": "volume"})
        marts.rows["fct_expectations"].append(row | {"need_id": f"n{rank}", "rank": rank})
    found = history()
    assert found.signals["signal_id"].tolist() == ["s1", "s3"]
    assert found.expectations["need_id"].tolist() == ["n1", "n3"]


def test_a_community_without_a_night_is_bad_input(marts: Marts):
    marts.write()
    with warehouse.read_only() as connection, pytest.raises(BadInput, match="run the night first"):
        Warehouse(connection).last_night("sea")


def test_the_night_is_the_last_local_day_before_the_instant(history):
    assert history().night == NIGHT
    assert history(later=2).night == NIGHT + timedelta(days=2)
