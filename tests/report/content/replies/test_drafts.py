"""Answers to finish: in the language of the post, worded for each person, none where only a human
may answer.
"""

import pytest

from tests.report import conftest
from tests.report.content.replies.test_human import DISTRESS
from tests.report.content.replies.test_ranking import post
from transforms.config.industries import Pack, read_packs
from transforms.config.settings import settings
from transforms.report.content.replies import ranking
from transforms.report.content.replies.drafts import Drafts

PACK = Pack.model_validate(conftest.PACK)


def drafted(posts, pack=PACK, language="fr"):
    drafts = Drafts(pack, language)
    return [(person, drafts.draft(person)) for person in ranking.rank(posts, pack)]


@pytest.mark.parametrize(("language", "words"), [("en", "Hello"), ("fr", "Bonjour")])
def test_the_answer_is_in_the_language_of_the_post(language, words):
    for spoken in ("fr", "en"):
        ((_, draft),) = drafted([post("1", language=language)], language=spoken)
        assert words in draft or (language == "fr" and "Merci" in draft)


def test_a_post_in_another_language_gets_the_communitys():
    ((_, draft),) = drafted([post("1", language="de")], language="en")
    assert "Hello" in draft


@pytest.mark.parametrize("intent", ["complaint", "question", "praise"])
def test_no_two_people_get_the_same_text(intent):
    posts = [post(str(i), intent=intent, audience="advocates", language="fr") for i in range(8)]
    texts = [draft for _, draft in drafted(posts)]
    assert len(set(texts)) >= (4 if intent == "praise" else 6)
    assert len(set(texts[:4])) == 4


@pytest.mark.parametrize("text", DISTRESS)
def test_nobody_in_distress_gets_a_draft(text):
    ((person, draft),) = drafted([post("1", text=text, language="en")])
    assert person.reason == "escalate"
    assert draft is None


def test_a_hundred_answers_over_every_industry_are_in_the_right_language_and_never_said():
    french = {"bonjour", "merci", "nous", "vous", "votre", "message"}
    english = {"hello", "thank", "thanks", "we", "you", "your"}
    count = 0
    for name, pack in read_packs(settings().industries).items():
        posts = [
            post(
                f"{name}{theme}{language}{intent}", theme_id=theme, intent=intent, language=language
            )
            for theme in list(pack.themes)[:4]
            for language in ("fr", "en")
            for intent in ("complaint", "question")
        ]
        for person, draft in drafted(posts, pack):
            spoken = {word.strip("[],.!?:;").casefold() for word in draft.replace("’", " ").split()}
            ours, theirs = (french, english) if person.post.language == "fr" else (english, french)
            assert spoken & ours, draft
            assert not spoken & theirs - ours - {"message"}, draft
            assert not any(
                getattr(n, person.post.language).casefold() in draft.casefold()
                for n in pack.never_say
            )
            assert "{" not in draft
            count += 1
    assert count >= 100


def test_nobody_is_thanked_twice_in_one_answer():
    media = read_packs(settings().industries)["media"]
    posts = [post(str(n), "l'appli plante", theme_id="app_bug", language="fr") for n in range(8)]
    texts = [draft for _, draft in drafted(posts, media)]
    assert any("Quel appareil" in text for text in texts)
    assert not any("du signalement" in text for text in texts)
