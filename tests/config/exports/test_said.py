"""What is said of a file, in both languages."""

from string import Formatter

import pytest
import yaml

from transforms.config.exports.said import FILE, say

SENTENCES = yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_is_there_in_both_languages_with_the_same_values(key):
    assert set(SENTENCES[key]) == {"fr", "en"}
    names = [{name for _, name, _, _ in Formatter().parse(one)} for one in SENTENCES[key].values()]
    assert names[0] == names[1]


def test_a_sentence_takes_its_values():
    assert say("fr", "lost", name="text").startswith("text : aucune colonne")
    assert say("en", "lost", name="text").startswith("text: no column")
