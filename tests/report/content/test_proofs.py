"""What may be quoted: posts that carry what they are quoted for, and none rather than a wrong one."""

from dataclasses import replace

import pytest

from tests.report import nights
from transforms.report.content import proofs
from transforms.report.facts.facts import Facts, ShownPost

LATE = ShownPost(
    "x", "1", "ann", "My flight was cancelled, how do I rebook?", None, "fear", "cancellation",
    intent="question", sentiment=-0.5, wishes=True, expects="cancellation",
)  # fmt: skip
WANT = {
    "need_id": "n", "theme_id": "cancellation", "verbatims": None,
    "label_fr": "un autre vol après une annulation", "label_en": "another flight after a cancellation",
}  # fmt: skip
SIGNAL = {"metric": "theme", "subject": "cancellation", "direction": "up", "theme_id": "cancellation",
          "also": ["emotion:anger:up", "sentiment:down"]}  # fmt: skip


def facts(*posts: ShownPost) -> Facts:
    empty = dict.fromkeys(Facts.__dataclass_fields__)
    named = {(post.network, post.post_id): post for post in posts}
    return Facts(**(empty | {"night": nights.NIGHT, "posts": named, "wishes": {"n": list(posts)}}))


def quoted(of: dict, *posts: ShownPost) -> dict:
    keys = [{"network": post.network, "post_id": post.post_id} for post in posts]
    return of | {"verbatims": keys}


@pytest.mark.parametrize(
    "wrong",
    [
        {"wishes": False},
        {"emotion": "joy"},
        {"sentiment": 0.4},
        {"audience": "helpers"},
        {"expects": "refund"},
        {"expects": None, "text": "Désolée pour toi, ça fait de la peine."},
        {"expects": None, "text": "Another one, after all of that!"},
        {"text": "My grandfather left us this night. Sorry for the mood."},
        {"text": "Does a cancellation cost anything?"},
        {"text": "Same here, another flight cancelled!"},
    ],
)
def test_a_post_that_carries_something_else_proves_no_want(wrong):
    assert proofs.of_want(WANT, facts(LATE)) == [LATE]
    assert proofs.of_want(WANT, facts(replace(LATE, **wrong))) == []


def test_what_is_only_counted_in_a_want_is_quoted_where_it_names_it():
    hotel = replace(LATE, post_id="2", author_id="bob", text="Who pays my hotel?", explicit=True)
    assert proofs.of_want(WANT, facts(hotel, LATE)) == [LATE]
    assert proofs.of_want(quoted(WANT, hotel), facts(hotel, LATE)) == [hotel, LATE]


def test_one_word_in_common_is_no_want_but_where_the_night_says_so():
    ended = WANT | {
        "theme_id": "contract",
        "label_fr": "une résiliation prise en compte",
        "label_en": "",
    }
    fees = replace(LATE, text="Y a-t-il des frais de résiliation ?", expects="contract")
    letter = replace(fees, post_id="2", author_id="bob",
                     text="Ma résiliation n'est toujours pas prise en compte")  # fmt: skip
    assert proofs.of_want(ended, facts(fees, letter)) == [letter]
    assert proofs.of_want(quoted(ended, fees), facts(fees)) == [fees]


def test_the_words_of_a_theme_tell_nothing_of_a_want():
    leaves = replace(LATE, text="Can I get any help with cancelling my flight?")
    theme = {"label_fr": "Annulations", "label_en": "Cancellations"}
    labelled = replace(facts(leaves), labels={"cancellation": theme})
    assert proofs.of_want(WANT, facts(leaves)) == [leaves]
    assert proofs.of_want(WANT, labelled) == []
    assert proofs.of_want(quoted(WANT, leaves), labelled) == [leaves]


def test_who_only_joins_in_proves_nothing_even_where_the_night_says_so():
    joins = replace(LATE, text="Pareil chez moi, vol annulé, comment partir ?")
    assert proofs.of_want(quoted(WANT, joins), facts(joins)) == []


def test_who_may_mock_is_no_proof_but_where_the_night_says_so():
    mocks = replace(LATE, irony=0.7)
    assert proofs.of_want(WANT, facts(mocks)) == []
    assert proofs.of_want(quoted(WANT, mocks), facts(mocks)) == [mocks]


def test_those_who_say_it_outright_come_first_and_nobody_twice():
    told = replace(LATE, post_id="2", author_id="bob", explicit=True)
    again = replace(told, post_id="3")
    assert proofs.of_want(WANT, facts(LATE, told, again)) == [told, LATE]


def test_the_first_quote_of_a_crisis_is_never_glad_nor_about_something_else():
    glad = replace(LATE, post_id="2", emotion="joy")
    thanks = replace(LATE, post_id="3", emotion="anger", intent="praise")
    other = replace(LATE, post_id="4", emotion="anger", theme_id="food")
    calm = replace(LATE, post_id="5", emotion="neutral")
    posts = [glad, thanks, other, calm, LATE]
    assert proofs.of_change(quoted(SIGNAL, *posts), facts(*posts)) == [LATE, calm]


def test_a_rise_of_joy_is_shown_by_joy():
    signal = SIGNAL | {"metric": "emotion", "subject": "joy", "also": []}
    glad = replace(LATE, post_id="2", emotion="joy")
    assert proofs.of_change(quoted(signal, LATE, glad), facts(LATE, glad)) == [glad]


def test_a_want_of_several_themes_has_its_proofs_to_go_by():
    mixed, asks = WANT | {"theme_id": None}, replace(LATE, text="When does it come back?")
    assert proofs.of_want(mixed, facts(asks)) == []
    assert proofs.of_want(quoted(mixed, asks), facts(asks)) == [asks]
    assert proofs.of_want(quoted(mixed, asks), facts(replace(asks, text="same here"))) == []
