"""What drafts do, in both languages, and how far one's own posts change what is assumed of them."""

import numpy as np
import pandas as pd
import pytest

from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.reading import EMOTIONS
from transforms.recommend.choose import draft_acts

TEXTS = {
    "raises_price": ["À partir du 1er juillet, votre forfait passe à 19,99 € au lieu de 15,99 €.",
                     "Un nouveau frais de dossier de 10 € s'applique.", "We are raising our fares by 8%.",
                     "From 1 July a checked bag costs 15 dollars more.", "Le prix de l'abonnement augmente",
                     "The archive will no longer be free: 2 euros a month."],
    "takes_away": ["Nous fermons notre agence de Lyon.", "The night bus is discontinued.",
                   "La newsletter s'arrête : nous mettons fin au service"],
    "apologises": ["Nous vous présentons toutes nos excuses pour la panne d'hier.", "We are sorry: we let you down.",
                   "Nous vous devons des excuses pour hier."],
    "jokes": ["Blague du jour : toc toc", "Why did the plane cross the road? 😂"],
    "asks_vote": ["Fibre ou 5G : votez !", "Window or aisle? Vote now"],
    "gives": ["Bagage offert pour tous en août.", "Free meal for everyone on board", "A free upgrade: 20% off today"],
    "thanks": ["Merci à nos lecteurs !", "Thank you for ten years together"],
    "announces": ["Notre nouvelle appli arrive le 3 juin", "Introducing our new lounge"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("act", "text"), [(act, text) for act, texts in TEXTS.items() for text in texts]
)
def test_an_act_is_recognised(act, text):
    assert act in draft_acts.found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Un point sur le réseau ce matin",
        "The weather in Lisbon is lovely",
        "",
        "😀",
        "Bonjour à tous",
    ],
)
def test_plain_talk_does_nothing_of_the_kind(text):
    assert draft_acts.found(text) == []


def test_who_apologises_for_a_cancellation_announces_none():
    text = "We are sorry for last night's cancellations."
    assert draft_acts.found(text) == ["apologises"]
    assert draft_acts.found("We are cancelling the night flight.") == ["takes_away"]


def test_a_poll_asks_for_a_vote_whatever_it_says():
    assert draft_acts.found("Chocolat ou vanille", "poll") == ["asks_vote"]


def none() -> tuple[pd.DataFrame, pd.DataFrame]:
    return (pd.DataFrame(columns=["network", "post_id", *EMOTIONS]),
            pd.DataFrame(columns=["network", "post_id", "text", "form"]))  # fmt: skip


def test_without_posts_of_the_kind_the_assumption_stands_and_never_runs_away():
    one = dict(zip(EMOTIONS, draft_acts.ratio(["raises_price"], False, *none()), strict=True))
    assert one["anger"] == pytest.approx(3.0)
    assert one["joy"] == pytest.approx(0.3)
    every = draft_acts.ratio(list(draft_acts.known()), True, *none())
    assert (every <= draft_acts.LARGEST).all()
    assert (every >= 1 / draft_acts.LARGEST).all()


def test_a_joke_about_what_hurts_is_taken_badly():
    anger = EMOTIONS.index("anger")
    kind, cruel = (draft_acts.ratio(["jokes"], hurts, *none()) for hurts in (False, True))
    assert kind[anger] < 1 < cruel[anger]


@pytest.mark.parametrize(("replies", "nearer"), [(1, False), (400, True)])
def test_replies_to_ones_own_posts_of_the_kind_outweigh_it_as_they_come_in(replies, nearer):
    rows = [
        {"network": "x", "post_id": "fee", **dict.fromkeys(EMOTIONS, 0.0), "joy": 1.0}
        for _ in range(replies)
    ]
    other = [{"network": "x", "post_id": "b", **dict.fromkeys(EMOTIONS, 0.3)} for _ in range(400)]
    texts = pd.DataFrame(
        [{"network": "x", "post_id": "fee", "text": "A new fee of 5 dollars", "form": "text"},
         {"network": "x", "post_id": "b", "text": "hello", "form": "text"}]
    )  # fmt: skip
    learnt = draft_acts.ratio(["raises_price"], False, pd.DataFrame(rows + other), texts)
    assert (learnt[EMOTIONS.index("anger")] < 1) == nearer
    assert np.isfinite(learnt).all()


def test_a_fee_is_answered_as_a_price_and_a_joke_about_bags_as_no_lost_bag():
    themes = ["baggage", "price"]
    assert draft_acts.answered(["raises_price"], "baggage", themes) == "price"
    assert draft_acts.answered(["raises_price"], "subscription", ["paywall"]) == "subscription"
    assert draft_acts.answered(["raises_price"], "baggage", ["baggage"]) == ""
    assert draft_acts.answered(["jokes"], "baggage", themes) == ""
    assert draft_acts.answered(["apologises"], "baggage", themes) == "baggage"
    assert draft_acts.answered([], "baggage", themes) == "baggage"


def test_what_angry_replies_are_about_is_a_theme_of_some_trade():
    known = {theme for pack in read_packs(settings().industries).values() for theme in pack.themes}
    assert known.issuperset(t for act in draft_acts.known().values() for t in act.answered or [])
    every = [set(draft_acts.known()["raises_price"].answered) & set(pack.themes)
             for pack in read_packs(settings().industries).values()]  # fmt: skip
    assert all(every), "a price rise is answered as one in every trade"
