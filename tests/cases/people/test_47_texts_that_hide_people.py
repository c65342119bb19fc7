"""Personal data in texts: the personal part is masked, the rest stays."""

import json

import pytest

from transforms.people.masking import mask

LEFT = {
    0: "Ma carte [card]",
    1: "IBAN [iban]",
    2: "[address]",
    3: "[address]",
    4: "[address]",
    5: "https://wa.me/[phone]",
    6: "https://exemple.fr/?tel=[phone]",
    7: "https://www.facebook.com/people/user",
    8: "https://instagram.com/stories/user",
    9: "https://mastodon.social/users/user",
    10: "[email]",
}


@pytest.mark.parametrize("language", ["fr", "en", None])
def test_what_is_personal_goes_and_the_rest_stays(case, language):
    texts = [json.loads(line) for line in (case / "texts.jsonl").read_text().splitlines()]
    assert {row["id"]: mask(row["text"], language=language) for row in texts} == LEFT
