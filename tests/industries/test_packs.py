"""Every industry pack is complete, bilingual, and safe to put before a human."""

import re
from datetime import date

import pytest

from tests.industries.phrases import holds, words
from transforms.config.industries import Event, Pack, read_packs
from transforms.config.settings import PROJECT
from transforms.reading import AUDIENCES, NEGATIVE

PACKS = read_packs(PROJECT / "transforms" / "industries")
EXPECTED = {
    "airlines",
    "banking",
    "connected_health",
    "cosmetics",
    "games",
    "insurance",
    "media",
    "telecom",
}
BLANKS = {
    "name",
    "date",
    "time",
    "link",
    "reference",
    "place",
    "product",
    "fact",
    "answer",
    "contact",
    "signature",
}
LANGUAGES = ("fr", "en")
TOO_VAGUE = {
    "free",
    "box",
    "orange",
    "live",
    "ai",
    "sale",
    "hate",
    "per",
    "but",
    "as",
    "has",
    "fut",
    "avoir",
    "order",
}

every_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def _phrases(pack: Pack) -> list[tuple[str, str, str]]:
    """(theme, language, phrase) of a pack."""
    return [
        (name, lang, p)
        for name, theme in pack.themes.items()
        for lang in LANGUAGES
        for p in getattr(theme.phrases, lang)
    ]


def _drafts(pack: Pack) -> list[tuple[str, str, str]]:
    """(plan, language, draft) of a pack."""
    return [
        (key, lang, getattr(plan.text, lang))
        for key, plan in pack.reply_plans.items()
        for lang in LANGUAGES
    ]


def _day(text: str) -> date:
    """The day; MM-DD falls in a leap year, so that 02-29 is one."""
    return date.fromisoformat(text if len(text) == 10 else f"2024-{text}")


def _wraps(event: Event) -> bool:
    """A yearly event that begins at the end of a year and ends at the beginning of the next."""
    return len(event.start) == 5 and _day(event.start).month >= 10 and _day(event.end).month <= 3


def test_the_eight_industries_have_a_pack():
    assert set(PACKS) >= EXPECTED


@every_pack
def test_a_pack_has_what_its_readers_need(pack):
    assert len(pack.themes) >= 12
    assert 4 <= len(pack.indices) <= 6
    assert set(pack.audiences) == set(AUDIENCES)
    assert len(pack.calendar) >= 8
    assert len(pack.reply_plans) >= 8
    assert len(pack.never_say) >= 4


@every_pack
@every_language
def test_a_theme_has_ten_phrases_or_more_in_each_language(pack, language):
    short = {
        name: len(getattr(t.phrases, language))
        for name, t in pack.themes.items()
        if len(getattr(t.phrases, language)) < 10
    }
    assert not short


@every_pack
def test_a_phrase_belongs_to_one_theme_of_its_pack_whatever_the_language(pack):
    owners: dict[tuple[str, ...], set[str]] = {}
    for theme, _, phrase in _phrases(pack):
        owners.setdefault(words(phrase), set()).add(theme)
    assert not {" ".join(p): names for p, names in owners.items() if len(names) > 1}


@every_pack
def test_a_phrase_is_written_once_in_a_theme_and_language(pack):
    said = [(theme, lang, words(phrase)) for theme, lang, phrase in _phrases(pack)]
    assert not {one for one in said if said.count(one) > 1}


@every_pack
def test_phrases_are_short_and_never_one_vague_word(pack):
    tokens = {phrase: words(phrase) for _, _, phrase in _phrases(pack)}
    assert not [p for p, t in tokens.items() if not 1 <= len(t) <= 6]
    assert not [
        p for p, t in tokens.items() if len(t) == 1 and (t[0] in TOO_VAGUE or len(t[0]) < 2)
    ]


@every_pack
def test_a_need_is_a_noun_phrase_that_reads_after_they_expect(pack):
    french = re.compile(r"(un|une|des|du|le|la|les|moins|tous|toutes)\b|(l|d)'")
    needs = [theme.need for theme in pack.themes.values()]
    assert not [need.fr for need in needs if not french.match(need.fr)]
    assert not [
        need.en for need in needs if need.en[0].isupper() and not need.en.startswith("Wi-Fi")
    ]
    assert not [
        text for need in needs for text in (need.fr, need.en) if text[-1] in ".!?" or len(text) > 90
    ]


@every_pack
def test_labels_of_a_pack_differ(pack):
    for language in LANGUAGES:
        labels = [getattr(theme.label, language) for theme in pack.themes.values()]
        assert len(set(labels)) == len(labels)


@every_pack
def test_calendar_days_are_real_and_in_order(pack):
    for key, event in pack.calendar.items():
        assert len(event.start) == len(event.end), (
            f"{key}: one date has a year and the other has none"
        )
        assert _day(event.start) <= _day(event.end) or _wraps(event), key


@every_pack
def test_drafts_leave_only_known_blanks(pack):
    unknown = {key: set(re.findall(r"\{(.*?)\}", text)) - BLANKS for key, _, text in _drafts(pack)}
    assert not {key: blanks for key, blanks in unknown.items() if blanks}


@every_pack
def test_both_languages_of_a_draft_have_the_same_blanks(pack):
    for key, plan in pack.reply_plans.items():
        french, english = (
            sorted(re.findall(r"\{(\w+)\}", text)) for text in (plan.text.fr, plan.text.en)
        )
        assert french == english, key


@every_pack
def test_no_draft_says_what_the_pack_never_says(pack):
    said = [
        (key, never)
        for key, lang, text in _drafts(pack)
        for never in pack.never_say
        if holds(text, getattr(never, lang))
    ]
    assert not said


@every_pack
def test_no_draft_promises(pack):
    promise = re.compile(
        r"nous vous garantissons|c'est promis|we promise|we guarantee|sans aucun doute|dans l'heure|100 ?%"
    )
    assert not [key for key, _, text in _drafts(pack) if promise.search(text.lower())]


@every_pack
@pytest.mark.parametrize("emotion", NEGATIVE)
def test_every_theme_has_a_draft_for_each_hard_feeling(pack, emotion):
    def fits(theme: str) -> bool:
        plans = pack.reply_plans.values()
        return any(
            (not p.themes or theme in p.themes) and (not p.emotions or emotion in p.emotions)
            for p in plans
        )

    assert not [theme for theme in pack.themes if not fits(theme)]


@every_pack
@every_language
def test_a_human_is_called_for_danger_and_despair(pack, language):
    calls = getattr(pack.escalate, language)
    despair = {"fr": ("suicid", "en finir"), "en": ("suicid", "kill myself", "end my life")}[
        language
    ]
    assert len(calls) >= 12
    assert len({words(call) for call in calls}) == len(calls)
    assert any(word in call for call in calls for word in despair)
