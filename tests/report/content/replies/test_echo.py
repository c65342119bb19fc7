"""What only says that somebody else's holds too is an echo; what says its own is none."""

import pytest

from transforms.report.content.replies.echo import is_echo


@pytest.mark.parametrize(
    "text",
    [
        "Idem",
        "idem dans le 34",
        "Oui pareil, erreur dash ?",
        "@fibra Pareil chez moi. Ma résiliation prend effet jeudi.",
        "même problème pour moi depuis 50 min",
        "Moi aussi !",
        "Bonjour, pareil de notre côté",
        "J’ai le même souci",
        "+1",
        "Same here.",
        "@aeria Same for me. How long does a refund take?",
        "Yes me too, any news?",
        "I have the exact same problem",
        "Ditto",
    ],
)
def test_who_joins_in_echoes(text):
    assert is_echo(text)


@pytest.mark.parametrize(
    "text",
    [
        "Un service pareil, jamais vu",
        "C'est toujours la même chose avec vous",
        "Les trois quarts des chaînes en écran noir, et vous ?",
        "Moi j'attends toujours le technicien",
        "Is it the same price for new customers?",
        "The same flight was cancelled twice",
        "+15 % en un an",
        "",
    ],
)
def test_who_says_their_own_does_not(text):
    assert not is_echo(text)


def test_thousands_of_mentions_hold_nobody_up():
    assert not is_echo("@a." * 5_000 + "x")
    assert is_echo("@a." * 5_000 + " idem")
