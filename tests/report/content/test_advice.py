"""What is advised, how likely it is to do well, and what the last advice did, as a reader is told."""

from dataclasses import replace

import pytest

from tests.report.nights import NIGHT
from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.report.content import advice
from transforms.report.content.answer_links import AnswersTo
from transforms.report.facts.facts import Facts
from transforms.report.mail.render import facts_of
from transforms.report.said.blocks import Card, Paragraph, Quote, plain
from transforms.report.said.words import words

EN = words("en")


@pytest.fixture
def facts(published):
    """The facts of a night of that kind."""
    return lambda kind: facts_of(published(("free", kind), language="en"), "free", NIGHT)


def told(facts: Facts, **more) -> list:
    return advice.advice(facts, EN, read_packs(settings().industries)["telecom"], **more)


def lines(card: Card) -> str:
    said = [plain(b.sentence) if isinstance(b, Paragraph) else b.text for b in card.blocks]
    return "\n".join([plain(card.title), *said])


def test_a_calm_day_s_card_says_what_to_post_when_and_what_it_brings(facts):
    [card] = told(facts("calm"))
    said = lines(card)
    for words_ in ("Outage, for regulars", "A video, between 18:00 and 23:00", "64 brand posts",
                   "On average such posts do", "trial"):  # fmt: skip
        assert words_ in said
    quotes = [block for block in card.blocks if isinstance(block, Quote)]
    assert [one.label for one in quotes] == ["Ready to post", "Or", "If they take it badly"]
    assert card.links == ()


def test_other_pieces_of_advice_are_named_in_one_line(facts):
    calm = facts("calm")
    more = [calm.advice[0] | {"advice_id": f"b{n}", "theme_id": "billing"} for n in range(2)]
    _, others = told(replace(calm, advice=[*calm.advice, *more]))
    assert plain(others.sentence).count("Billing, for regulars") == 2


def test_in_a_crisis_there_is_one_thing_to_say_at_once_and_no_chance(facts):
    crisis = facts("crisis")
    assert crisis.urgent
    [card] = told(crisis)
    assert card.accent == "alert"
    assert "Outage: to everyone it affects" in lines(card)
    assert "chances in ten" not in lines(card)


@pytest.mark.parametrize("missing", ["engagement_low", "engagement_high"])
def test_a_lift_whose_interval_nobody_wrote_down_is_told_without_a_chance(facts, missing):
    calm = facts("calm")
    [card] = told(replace(calm, advice=[calm.advice[0] | {missing: None}]))
    assert "Outage, for regulars" in lines(card)
    assert "chances in ten" not in lines(card)


def test_an_answer_can_be_given_where_somebody_reads_it(facts):
    [card] = told(facts("calm"), reply_to=AnswersTo("answers@cmr.example", "s1"))
    assert len(card.links) == 2
    assert all(link.url.startswith("mailto:answers@cmr.example") for link in card.links)


def test_without_advice_a_day_with_posts_says_why_and_an_empty_one_nothing(facts):
    [none] = told(replace(facts("calm"), advice=[]))
    assert "No advice for today" in plain(none.sentence)
    assert told(facts("empty")) == []


@pytest.mark.parametrize(
    ("slot", "said"),
    [("18:00-23:00", "between 18:00 and 23:00"), (None, "at any hour"), ("soon", "soon")],
)
def test_a_slot_is_said_as_hours(slot, said):
    assert plain(advice.slot(slot, EN)) == said


def test_what_was_followed_is_told_with_what_had_been_said(facts):
    crisis = facts("crisis")
    first, *_ = advice.outcomes(crisis, EN)
    assert "Reactions: +33% against your usual; we had said −5% to +52%" in plain(first.sentence)
    [row] = crisis.outcomes
    outside = replace(crisis, outcomes=[row | {"inside_interval": False}])
    assert "outside what we had said" in plain(advice.outcomes(outside, EN)[0].sentence)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "not_measured"}, "Followed, but not measured"),
        ({"engagement_lift": None}, "too early to tell"),
        ({"engagement_low": None}, "Reactions: +33% against your usual."),
        ({"status": "not_followed"}, "Not followed these last days: Fibre connection."),
    ],
)
def test_what_is_not_known_is_said_so(facts, change, said):
    crisis = facts("crisis")
    [row] = crisis.outcomes
    found = advice.outcomes(replace(crisis, outcomes=[row | change], track=None), EN)
    assert said in " ".join(plain(one.sentence) for one in found)


def test_what_following_brought_is_told_with_its_proof_or_without(facts):
    record = {"effect": None, "what_if": 0.2, "what_if_low": 0.1, "what_if_high": 0.3}
    crisis = replace(facts("crisis"), outcomes=[])
    for basis, said in (("assigned", "it is the advice that explains it"), ("what_if", "no proof")):
        track = record | {"what_if_basis": basis}
        [line] = advice.outcomes(replace(crisis, track=track), EN)
        assert said in plain(line.sentence)
