"""What a reader's words say that a post is and is not; all else in them changes nothing."""

import pytest

from transforms.recommend.learn.corrections import understood
from transforms.report.said.words import words

THEMES = [{"theme_id": "outage", "label_fr": "Pannes et coupures", "label_en": "Outages"}]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (
            "Ce message n'est pas : plainte, colère\nC'est plutôt : compliment",
            {"complaint": False, "anger": False, "praise": True},
        ),
        ("This post is not: complaint, Outages. It is rather: joy", {"complaint": False, "outage": False, "joy": True}),
        ("Ce message n’est PAS : pannes et coupures", {"outage": False}),
        ("is not: anger It is rather: anger", {}),
        ("C'est une plainte", {}),
        ("plutôt : IRONIE", {"irony": True}),
        ("is not: complaint'; drop table x; -- <script>", {"complaint": False}),
        ("", {}),
    ],
)  # fmt: skip
def test_names_are_heard_in_both_languages_and_nothing_else(comment, said):
    assert understood(comment, THEMES) == said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reply_as_it_is_offered_denies_what_was_read_and_names_nothing_else(language):
    said = words(language)
    read = ", ".join([said.get("misread.answers")["complaint"], said.emotion("anger")])
    offered = said.get("misread.body").format(read=read)
    assert understood(offered, THEMES) == {"complaint": False, "anger": False}
    once = " ".join(offered.split())  # as the mailbox hands it over
    assert understood(once, THEMES) == {"complaint": False, "anger": False}
