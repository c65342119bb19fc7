"""The one sentence that tells the night."""

import pytest

from tests.report.nights import NIGHT
from transforms.reading import EMOTIONS
from transforms.report.content import headline
from transforms.report.facts.facts import Facts, Feeling, Profile
from transforms.report.facts.partial_day import PartialDay
from transforms.report.said.blocks import plain
from transforms.report.said.words import words

PROFILE = Profile("free", "telecom", "Free", "en", "Europe/Paris", False, None, NIGHT, 900, 80)
DAY = {"member_posts": 120, "authors": 80}
EN = words("en")


def feeling(
    emotion: str, share: float | None, low: float = 0.0, usual: float | None = None
) -> Feeling:
    return Feeling(emotion, share, low, share, usual, usual, usual)


def facts(**known) -> Facts:
    climate = [feeling(one, 0.5 if one == "joy" else 0.1, 0.4, 0.2) for one in EMOTIONS]
    usual = {
        "night": NIGHT, "profile": PROFILE, "day": DAY, "climate": climate, "signals": [], "known_days": 40,
        "usual_posts": 110.0, "labels": {}, "audiences": {}, "indices": {}, "expectations": [], "advice": [],
        "judged": True,
    }  # fmt: skip
    return Facts(**(dict.fromkeys(Facts.__dataclass_fields__) | usual | known))


KINDS = {
    "empty": {"profile": None},
    "silent": {"day": {"member_posts": 0}},
    "unread": {"climate": []},
    "few": {"climate": [], "day": {"member_posts": 3}},
    "first": {"known_days": 2},
    "calm": {},
    "still": {"advice": [{"assigned": False, "propensity": 1, "theme_id": "outage"}]},
}


@pytest.mark.parametrize(("kind", "known"), KINDS.items(), ids=KINDS)
def test_a_night_without_a_signal_says_what_kind_of_night_it_was(kind, known):
    told = headline.tell(facts(**known), EN, "Free")
    assert told.kind == kind
    assert plain(told.sentence).strip()
    assert "Free" in told.subject


def test_a_silent_day_after_an_alarm_is_told_as_the_day_after_it():
    told = headline.tell(facts(**KINDS["still"] | KINDS["silent"]), EN, "Free")
    assert told.kind == "still"
    assert "not behind you yet" in plain(told.sentence)


def test_in_the_first_weeks_nobody_says_that_nothing_is_unusual():
    told = headline.tell(facts(judged=False), EN, "Free")
    assert "Too early to say what is unusual: 120 posts, against 110" in plain(told.sentence)
    assert "nothing unusual" in plain(headline.tell(facts(judged=True), EN, "Free").sentence)


def test_a_day_of_the_first_weeks_that_is_not_over_is_held_against_the_same_hours():
    told = headline.tell(facts(judged=False, partial=PartialDay(14, 60.0)), EN, "Free")
    said = plain(told.sentence)
    assert "120 posts, against 60 by that hour on a usual day" in said
    assert "110" not in said
    assert "until 15:00" in said


@pytest.mark.parametrize(("kind", "known"), KINDS.items(), ids=KINDS)
def test_a_day_without_alarm_that_is_not_over_says_until_when_it_is_known(kind, known):
    told = headline.tell(facts(**known, partial=PartialDay(14, 60.0)), EN, "Free")
    assert ("until 15:00" in plain(told.sentence)) == (kind in ("few", "calm", "first"))
    assert ("calm until 15:00" in told.subject) == (kind == "calm")


@pytest.mark.parametrize(
    ("labels", "said"),
    [({}, "Yesterday’s alert"), ({"outage": {"label_en": "Outages"}}, "“Outages”")],
)
def test_the_night_after_an_alarm_is_never_told_as_ordinary(labels, said):
    told = headline.tell(facts(**KINDS["still"], labels=labels), EN, "Free")
    assert said in plain(told.sentence)
    assert told.alarm > headline.tell(facts(), EN, "Free").alarm


def test_the_signal_is_what_the_night_is_about_and_is_alarming():
    signal = {
        "signal_id": "volume:up", "metric": "volume", "subject": None, "direction": "up", "value": 512,
        "expected": 157, "theme_id": None, "authors": 40, "z": 8.1, "also": None,
    }  # fmt: skip
    told = headline.tell(facts(signals=[signal]), EN, "Free")
    assert told.kind == "volume_up"
    assert all(figure in plain(told.sentence) for figure in ("512", "157", "40"))
    assert told.alarm > headline.tell(facts(), EN, "Free").alarm


def test_an_emotion_leads_for_sure_only_above_the_seconds_share():
    sure = facts(climate=[feeling("joy", 0.5, 0.4), feeling("anger", 0.3)])
    unsure = facts(climate=[feeling("joy", 0.5, 0.25), feeling("anger", 0.3)])
    assert headline.lead(sure) == headline.lead(unsure) == "joy"
    assert headline.sure_lead(sure)
    assert not headline.sure_lead(unsure)
    assert headline.lead(facts(climate=[])) is None


def test_an_emotion_of_which_nothing_is_known_is_not_named_beside_known_ones():
    joy = Feeling("joy", 0.25, 0.11, 0.39, None, None, None)
    surprise = Feeling("surprise", 0.2, 0.0, 1.0, None, None, None)
    anger = Feeling("anger", 0.18, 0.02, 0.34, None, None, None)
    assert headline.leaders([surprise, anger, joy]) == [joy, anger]
    assert headline.leaders([surprise, joy]) == [joy, surprise]  # joy does not lead for sure
    assert headline.leaders([]) == []


def test_an_emotion_of_which_nothing_is_known_never_comes_first():
    surprise = Feeling("surprise", 0.4, 0.0, 0.9, None, None, None)
    trust = Feeling("trust", 0.21, 0.08, 0.35, None, None, None)
    joy = Feeling("joy", 0.19, 0.07, 0.31, None, None, None)
    assert headline.leaders([surprise, joy, trust]) == [trust, joy]
    assert headline.lead(facts(climate=[surprise, joy, trust])) == "trust"
    assert headline.leaders([surprise]) == [surprise]


def test_a_theme_without_a_name_in_any_language_has_none_and_one_in_the_other_is_told():
    known = facts(labels={"outage": {"label_fr": "Panne", "label_en": None}, "odd": {}})
    assert "Panne" in str(headline.theme_label(known, "outage", EN))
    assert headline.theme_label(known, "odd", EN) is None
    assert headline.theme_label(known, None, EN) is None


def test_an_audience_has_the_industrys_name_or_the_common_one():
    known = facts(audiences={"critics": {"label_en": "Grumblers"}})
    assert headline.audience_label(known, "critics", EN) == "grumblers"
    assert headline.audience_label(known, "helpers", EN) == "members who help others"
    assert headline.audience_label(known, None, EN) is None
