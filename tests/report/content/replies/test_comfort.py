"""Who only comforts somebody is told from who also says what is wrong."""

import pytest

from transforms.report.content.replies.comfort import only_comforts


@pytest.mark.parametrize(
    "text",
    [
        "It hurts too, sorry to hear",
        "@ann So sorry to hear that! Hang in there 💔",
        "That stings, hope you get an answer soon",
        "Sending you a big hug",
        "Désolée pour toi, ça fait de la peine.",
        "Je te comprends, quelle déception. 😢 #fibra",
        "Courage à tous, tenez bon !",
        "Ça me fait mal au cœur de lire ça",
    ],
)
def test_comfort_alone_is_comfort(text):
    assert only_comforts(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Désolée pour toi, ça fait de la peine. L'application ne s'ouvre plus depuis deux jours",
        "Sorry to hear that, same here, no signal since Monday",
        "It hurts when I wear your watch",
        "Courage, fuyons cet opérateur",
        "Je suis triste",
    ],
)
def test_what_says_more_is_more(text):
    assert not only_comforts(text)


def test_comfort_without_end_holds_nobody_up():
    assert only_comforts("hope it will be fine, hang in there")
    assert not only_comforts("hope it will " * 5_000 + "!x")
