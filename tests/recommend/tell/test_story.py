"""What a theme is called, and what people want of it."""

from types import SimpleNamespace

import pandas as pd
import pytest

from transforms.reading import Label
from transforms.recommend.tell import story
from transforms.recommend.tell.ready_posts import Situation

NAMED = pd.DataFrame(
    {
        "label_fr": ["Retard"],
        "label_en": ["Delay"],
        "need_fr": ["une heure"],
        "need_en": ["an hour"],
    },
    index=["delay"],
)
PACK = SimpleNamespace(
    themes={
        "food": SimpleNamespace(
            label=Label(fr="Repas", en="Food"),
            subject=None,
            need=Label(fr="un vrai repas", en="a real meal"),
        )
    }
)


def history(*wants: tuple[str, str]) -> SimpleNamespace:
    rows = [{"theme_id": "delay", "label_fr": fr, "label_en": en} for fr, en in wants]
    return SimpleNamespace(
        themes=NAMED,
        pack=PACK,
        expectations=pd.DataFrame(rows, columns=["theme_id", "label_fr", "label_en"]),
    )


LABELS = {"delay": "Delay", "food": "Food", "emergent_1": "emergent_1"}


@pytest.mark.parametrize(("theme", "label"), LABELS.items(), ids=LABELS)
def test_a_theme_is_called_as_the_community_the_pack_or_nobody_calls_it(theme, label):
    assert story.theme_label(history(), theme).en == label


def test_the_first_want_of_these_days_is_told_up_to_its_colon():
    wanted = history(("une info : vite", "news: fast"), ("autre", "other"))
    assert story._need(wanted, "delay", "en", 9, True) == "news"
    assert story._need(wanted, "delay", "fr", 9, False) == "une info"


def test_a_want_that_is_a_quote_is_not_told_as_a_name():
    assert story._need(history(("« rien »", "“nothing”")), "delay", "en", 9, True) == "an hour"


def test_without_a_want_the_packs_need_or_nothing_is_told():
    assert story._need(history(), "food", "en", 9, True) == "a real meal"
    assert story._need(history(), "emergent_1", "en", 9, True) == ""


def test_who_is_content_is_not_said_to_wait_for_what_the_pack_supposes():
    assert story._need(history(), "food", "en", 9, False) == ""
    assert story._need(history(("une info", "news")), "delay", "en", 9, False) == "news"


def test_the_brand_calls_a_theme_as_it_would_say_it_itself():
    assert story._subject(history(), "delay").en == "Delay"
    named = history()
    own = Label(fr="Nos repas", en="Our meals")
    named.pack = SimpleNamespace(themes={"food": SimpleNamespace(subject=own)})
    assert story._subject(named, "food") == own
    assert story.theme_label(history(), "food").en == "Food"


def test_of_what_nobody_spoke_nobody_is_said_to_want_or_to_have_said_anything():
    assert story._need(history(), "food", "en", 0, True) == ""
    assert story._need(history(("une info", "news")), "delay", "en", 0, True) == "news"
    hurts = Situation("hurts", "regulars", "trust", "text")
    heard, unheard = (story.angle(hurts, spoken, "", "en") for spoken in (3, 0))
    assert heard.startswith("First, say back what you have heard;")
    assert unheard.startswith("First, say what you are speaking of")
    calm = Situation("neutral", "regulars", "trust", "text")
    heard, unheard = (story.angle(calm, spoken, "", "en") for spoken in (3, 0))
    assert heard.startswith("First, answer the question in one sentence")
    assert "the question" not in unheard


def test_weeks_are_named_only_where_there_have_been_so_many():
    situation = Situation("hurts", "regulars", "trust", "text")
    assert "30 posts speak of it, in the last eight weeks." in story.angle(situation, 30, "", "en")
    early = story.angle(situation, 30, "", "en", all_weeks=False)
    assert "30 posts speak of it." in early
    assert "weeks" not in early
