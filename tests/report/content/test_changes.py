"""What changed and why, and what people want: cards with a cause, a proof, and how sure it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.report.nights import NIGHT
from transforms.report.content import changes
from transforms.report.content.answer_links import NOBODY, AnswersTo
from transforms.report.mail.render import facts_of
from transforms.report.said.blocks import Card, Paragraph, Quote, plain
from transforms.report.said.words import words

EN = words("en")


@pytest.fixture
def crisis(published):
    """The facts of the night of an outage."""
    return facts_of(published(("free", "crisis"), language="en"), "free", NIGHT)


def said(card: Card) -> str:
    found = [plain(b.sentence) for b in card.blocks if isinstance(b, Paragraph)]
    return "\n".join([plain(card.title), *found])


def test_a_change_is_told_with_its_figures_cause_symptoms_and_chance(crisis):
    anger, volume, index, left = changes.signals(crisis, EN, NOBODY)
    for words_ in ("Anger rises to 48% of posts, where 9% was expected (5% to 13%)",
                   "“Outage”, in 74% of these posts", "312 people", "mostly regulars",
                   "a harsher tone", "more fear", "one night in 500"):  # fmt: skip
        assert words_ in said(anger)
    assert (anger.accent, volume.accent, index.accent) == ("anger", "", "")
    assert "One person wrote 41% of these posts." in said(volume)
    assert "Outage distress: 41% of posts" in said(index)
    assert "And 1 other change" in plain(left.sentence)


def test_what_a_louder_subject_crowded_out_is_only_counted(crisis):
    down = next(s for s in crisis.signals if s["direction"] == "down")
    [alone] = changes.signals(replace(crisis, signals=[down]), EN, NOBODY)
    assert "“Billing” falls to 6% of posts" in said(alone)


def test_only_posts_that_carry_a_change_are_quoted(crisis):
    anger, *_ = changes.signals(crisis, EN, NOBODY)
    quotes = [block for block in anger.blocks if isinstance(block, Quote)]
    assert len(quotes) == 1, "the other verbatim hopes, and is no proof of anger"


def test_three_nights_together_are_told_as_such(crisis):
    [signal, *_] = crisis.signals
    [card] = changes.signals(replace(crisis, signals=[signal | {"nights": 3}]), EN, NOBODY)
    assert "the last three together do" in said(card)


def test_a_change_that_was_misread_can_be_said_so(crisis):
    anger, *_ = changes.signals(crisis, EN, AnswersTo("answers@cmr.example", "s"))
    [link] = anger.links
    assert "misread" in link.url


def test_a_want_is_told_with_how_many_say_it_and_since_when(crisis):
    [want] = changes.expectations(crisis, EN)
    assert plain(want.title) == "A date for the repair"
    assert "187 people, 81% without saying it." in said(want)
    assert "There were 12 four weeks earlier." in said(want)
    assert any(isinstance(block, Quote) for block in want.blocks)


def test_a_community_that_is_new_is_not_compared_with_weeks_that_nobody_saw(crisis):
    young = replace(crisis.profile, first_date=NIGHT - timedelta(days=20))
    [want] = changes.expectations(replace(crisis, profile=young), EN)
    assert "four weeks earlier" not in said(want)


@pytest.mark.parametrize(
    ("share", "words_"), [(0.0, "none of them in so many words"), (0.95, "almost all saying it")]
)
def test_how_a_want_is_said_follows_its_share(crisis, share, words_):
    [row] = crisis.expectations
    [want] = changes.expectations(
        replace(crisis, expectations=[row | {"explicit_share": share}]), EN
    )
    assert words_ in said(want)


def test_a_want_without_a_proof_is_not_told(crisis):
    assert changes.expectations(replace(crisis, posts={}, wishes={}), EN) == []


def test_a_want_that_fades_is_told_with_the_answer_beside_it_and_no_claim(crisis):
    need = {
        "name_kind": "phrase", "people": 4, "people_before": 20, "label_en": "a refund", "answered_since": NIGHT,
    }  # fmt: skip
    faded = replace(crisis, expectations=[], needs={"n9": need})
    assert changes.expectations(faded, EN) == []  # a crisis morning speaks of the crisis
    [line] = changes.expectations(replace(faded, advice=[]), EN)
    assert "Fewer people ask for this: a refund (4 people, against 20" in plain(line.sentence)
    assert "You have been answering it since" in plain(line.sentence)
